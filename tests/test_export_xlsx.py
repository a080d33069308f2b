"""The Excel export: every row comes back, texts are texts, and what Excel cannot hold is told."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from make_stored import HOSTILE, LONG, stored_rows, stored_run
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from pipeline.tables.catalogue import TABLES

LONG_ONES = (
    "documents.source",
    "documents.title",
    "articles.title",
    "articles.text",
    "rejects.source",
    "rejects.detail",
)
CUT = " … [cut: 42400 characters in all]"
LOST = [
    f"jumelage: {place}: 1 texts are longer than a cell of Excel can be and were cut; "
    "the sheet cut lists them, other formats hold them whole"
    for place in LONG_ONES
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored_run(tmp_path_factory.mktemp("run") / "out")


@pytest.fixture
def book(run: Path, tmp_path: Path, jumelage: Callable) -> Workbook:
    done = jumelage("export", run, "--to", "xlsx", "-o", tmp_path / "a.xlsx")
    assert (done.status, done.err.splitlines()) == (0, LOST)
    return load_workbook(tmp_path / "a.xlsx")


def cell(value: Any) -> Any:
    """Return what a cell holds for a value, once what Office unescapes is unescaped."""
    if isinstance(value, date):
        is_early = value < date(1900, 3, 1)
        return value.isoformat() if is_early else datetime(value.year, value.month, value.day)
    if isinstance(value, int) and value >= 10**15:
        return str(value)
    return LONG[: 32767 - len(CUT)] + CUT if value == LONG else value


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *body = sheet.iter_rows()
    names = [one.value for one in head]
    return [dict(zip(names, (read(one.value) for one in row), strict=True)) for row in body]


def read(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # The inverse in openpyxl knows no more than two hexadecimal digits.
    return unescape(value).replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")


def test_every_row_comes_back(
    run: Path, book: Workbook, outputs: Path, tmp_path: Path, jumelage: Callable
) -> None:
    done = jumelage("export", outputs, "--to", "xlsx", "-o", tmp_path / "b.xlsx")
    assert (done.status, done.err) == (0, "")
    names = [table.name for table in TABLES]
    assert book.sheetnames == ["about", *names, "cut"]
    corpus = load_workbook(tmp_path / "b.xlsx")
    assert corpus.sheetnames == ["about", *names]
    for source, found in ((run, book), (outputs, corpus)):
        for name in names:
            expected = [
                {column: cell(value) for column, value in row.items()} for row in stored_rows(source, name)
            ]
            assert rows(found[name]) == expected, name


def test_every_text_is_a_text_and_stays_one(book: Workbook) -> None:
    (column,) = [number for number, one in enumerate(book["articles"][1]) if one.value == "text"]
    cells = [row[column] for row in book["articles"].iter_rows(min_row=2)]
    assert {one.data_type for one in cells} == {"s"}
    assert {read(one.value) for one in cells if one.quotePrefix} == set(HOSTILE[:14])
    assert [one.data_type for one in book["counts"]["B"][1:]] == ["n", "n", "n", "n", "s", "s"]
    assert [one.number_format for one in book["dates"]["E"][4:6]] == ["yyyy-mm-dd"] * 2


def test_sheets_are_made_for_reading(book: Workbook) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(one.font.bold for one in sheet[1])
        assert all(4 < width.width <= 60 for width in sheet.column_dimensions.values())
        assert len(sheet.column_dimensions) == sheet.max_column
        assert len(sheet.title) <= 31
    about = rows(book["about"])
    assert [(row["table"], row["column"]) for row in about] == [
        (table.name, column.name) for table in TABLES for column in table.columns
    ]
    assert about[4] == {
        "table": "documents",
        "column": "n_bytes",
        "type": "int64",
        "meaning": "Size of the input.",
        "unit": "bytes",
        "one of": None,
    }


def test_what_is_cut_is_listed(book: Workbook) -> None:
    found = [(row["table"], row["column"], row["characters"]) for row in rows(book["cut"])]
    assert found == [(*place.split("."), 42400) for place in LONG_ONES]
    assert [row["key"] for row in rows(book["cut"])][:4] == ["d30", "d30", "a30", "a30"]
    cells = [one.value for row in book.worksheets[3].iter_rows() for one in row if isinstance(one.value, str)]
    assert max(map(len, cells)) == 32767


def test_a_cut_breaks_no_character_and_no_escape() -> None:
    from pipeline.export.xlsx import _CELL, _shortened

    end = f" … [cut: {_CELL} characters in all]"
    room = _CELL - len(end)
    for n in range(12):
        text = "x" * (room - n)
        assert (
            _shortened(f"{text}_x0001_{text}", _CELL) == (text + ("_x0001_" + "x" * (n - 7)) * (n >= 7)) + end
        )
        fits, rest = divmod(n, 2)
        assert _shortened(f"{text}{'👩' * 9}", _CELL) == text + "👩" * fits + end, rest


def test_a_full_sheet_goes_on_in_another(
    run: Path, tmp_path: Path, jumelage: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.export.xlsx._ROWS", 16)
    assert jumelage("export", run, "--to", "xlsx", "-o", tmp_path / "a.xlsx").status == 0
    book = load_workbook(tmp_path / "a.xlsx")
    sheets = [book[name] for name in ("articles", "articles (2)", "articles (3)")]
    assert [sheet.max_row for sheet in sheets] == [16, 16, 3]
    expected = [row["article_id"] for row in stored_rows(run, "articles")]
    assert [row["article_id"] for sheet in sheets for row in rows(sheet)] == expected
    assert "articles (4)" not in book.sheetnames
    monkeypatch.setattr("pipeline.export.xlsx._ROWS", 1 + len(expected))
    assert jumelage("export", run, "--to", "xlsx", "-o", tmp_path / "b.xlsx").status == 0
    assert "articles (2)" not in load_workbook(tmp_path / "b.xlsx").sheetnames


def test_pandas_reads_it(outputs: Path, tmp_path: Path, jumelage: Callable) -> None:
    assert jumelage("export", outputs, "--to", "xlsx", "-o", tmp_path / "a.xlsx").status == 0
    found = pd.read_excel(tmp_path / "a.xlsx", sheet_name="cooperations")
    expected = stored_rows(outputs, "cooperations")
    assert found["confidence"].tolist() == [row["confidence"] for row in expected]
    assert found["cooperation_id"].tolist() == [row["cooperation_id"] for row in expected]
