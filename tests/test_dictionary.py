"""The data dictionary in the repository is the one that the declarations give."""

from collections.abc import Callable
from pathlib import Path

from pipeline.tables.catalogue import TABLES

PAGE = Path(__file__).parent.parent / "docs" / "tables.md"


def test_the_page_is_not_stale(jumelage: Callable) -> None:
    printed = jumelage("dictionary")
    assert printed.status == 0
    assert PAGE.read_text(encoding="utf-8") == printed.out, "docs/tables.md is stale: run `make docs`"


def test_every_table_and_column_stands_in_it() -> None:
    page = PAGE.read_text(encoding="utf-8")
    sections = {part.split("\n", 1)[0]: part for part in page.split("\n## ")[1:]}
    assert list(sections) == [table.name for table in TABLES]
    for table in TABLES:
        rows = [line for line in sections[table.name].split("\n") if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == [column.name for column in table.columns]


def test_every_declared_column_is_used() -> None:
    from pipeline.tables import columns
    from pipeline.tables.schema import Column

    declared = {value for value in vars(columns).values() if isinstance(value, Column)}
    used = {column for table in TABLES for column in table.columns}
    assert declared == used
