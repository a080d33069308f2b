"""The SQLite and DuckDB exports: every row, every declaration, and what their own programs make of them."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from datasette.app import Datasette
from make_stored import stored_rows, stored_run

from pipeline.export.drive import export
from pipeline.stored import open_run
from pipeline.tables.catalogue import BY_NAME, TABLES


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored_run(tmp_path_factory.mktemp("run") / "out")


@pytest.fixture(scope="module")
def exported(run: Path, outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of both exports of the hostile run, `hostile`, and of the sample articles, `corpus`."""
    folder = tmp_path_factory.mktemp("exported")
    for source, name in ((run, "hostile"), (outputs, "corpus")):
        assert export(open_run(source), "sqlite", str(folder / f"{name}.sqlite")).lost == []
        assert export(open_run(source), "duckdb", str(folder / f"{name}.duckdb")).lost == []
    return folder


@pytest.fixture
def sqlite(exported: Path) -> Iterator[Callable]:
    """Return a function that queries the SQLite export of a run."""
    opened = {name: sqlite3.connect(exported / f"{name}.sqlite") for name in ("hostile", "corpus")}
    yield lambda query, name="corpus": opened[name].execute(query).fetchall()
    for one in opened.values():
        one.close()


@pytest.fixture
def duck(exported: Path) -> Iterator[Callable]:
    """Return a function that queries the DuckDB export of a run."""
    files = {name: exported / f"{name}.duckdb" for name in ("hostile", "corpus")}
    opened = {name: duckdb.connect(file, read_only=True) for name, file in files.items()}
    yield lambda query, name="corpus": opened[name].execute(query).fetchall()
    for one in opened.values():
        one.close()


def test_every_row_comes_back(run: Path, outputs: Path, sqlite: Callable, duck: Callable) -> None:
    for source, name in ((run, "hostile"), (outputs, "corpus")):
        for table in TABLES:
            expected = [tuple(row.values()) for row in stored_rows(source, table.name)]
            place = [column.name for column in table.columns].index(table.key[0])
            found = duck(f'SELECT * FROM "{table.name}"', name)
            if table.name == "specialties":
                # Parents stand before their children.
                found, expected = (sorted(rows, key=lambda row: row[place]) for rows in (found, expected))
            assert found == expected, table.name
            query = f'SELECT * FROM "{table.name}" ORDER BY rowid'
            expected = [tuple(map(plain, row.values())) for row in stored_rows(source, table.name)]
            assert sqlite(query, name) == expected, table.name


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def test_sqlite_is_sound_and_declares_what_the_tables_declare(sqlite: Callable) -> None:
    assert sqlite("PRAGMA integrity_check") == [("ok",)]
    assert sqlite("PRAGMA foreign_key_check") == []
    for table in TABLES:
        info = sqlite(f'PRAGMA table_info("{table.name}")')
        assert [(name, bool(needed)) for _, name, _, needed, _, _ in info] == [
            (column.name, column.name not in table.nullable) for column in table.columns
        ]
        keys = sorted((place, name) for _, name, _, _, _, place in info if place)
        assert tuple(name for _, name in keys) == table.key
        references = sqlite(f'PRAGMA foreign_key_list("{table.name}")')
        assert sorted((own, there, target) for _, _, there, own, target, *_ in references) == sorted(
            (own, r.table, target)
            for r in table.references
            for own, target in zip(r.columns, BY_NAME[r.table].key, strict=True)
        )
        for reference in table.references:
            (plan,) = sqlite(
                f'EXPLAIN QUERY PLAN SELECT count(*) FROM "{table.name}" WHERE "{reference.columns[0]}" = 1'
            )
            assert "INDEX" in plan[3], (table.name, reference)
    types = dict(sqlite("SELECT name, type FROM pragma_table_info('dates')"))
    assert types["first_day"] == "TEXT"
    assert dict(sqlite("SELECT name, type FROM pragma_table_info('counts')"))["min"] == "INTEGER"
    (schema,) = sqlite("SELECT sql FROM sqlite_master WHERE name = 'counts'")[0]
    assert "-- Least number of people (or groups) meant. Unit: people." in schema


def test_search_minds_no_accent(sqlite: Callable) -> None:
    # The ệ has two of them.
    for word in ("Việt", "viet", "HOPITAL"):
        found = f"SELECT rowid FROM articles_fts WHERE text MATCH '{word}'"
        assert sqlite(f"SELECT title FROM articles WHERE rowid IN ({found})", "hostile") == [
            ("hôpital Việt Đức",)
        ]


def test_closed_values_are_closed(exported: Path) -> None:
    opened = sqlite3.connect(exported / "corpus.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed: status"):
        opened.execute("UPDATE cooperations SET status = 'over'")
    opened.close()
    with (
        duckdb.connect(exported / "corpus.duckdb") as database,
        pytest.raises(duckdb.ConstraintException, match="CHECK constraint failed"),
    ):
        database.execute("INSERT INTO rejects VALUES ('a', 'over', 'b', 'c')")


def test_duckdb_declares_what_the_tables_declare(duck: Callable) -> None:
    names = "table_name, column_name, data_type, is_nullable, comment"
    found = duck(f"SELECT {names} FROM duckdb_columns() WHERE schema_name = 'main' AND comment IS NOT NULL")
    types = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "date32[day]": "DATE"}
    assert sorted(found) == sorted(
        (
            table.name,
            column.name,
            types[str(column.type)],
            column.name in table.nullable,
            column.description + (f" Unit: {column.unit}." if column.unit else ""),
        )
        for table in TABLES
        for column in table.columns
    )
    comments = dict(duck("SELECT table_name, comment FROM duckdb_tables()"))
    assert comments == {table.name: f"{table.description} One row per {table.row}." for table in TABLES}
    declared = duck("SELECT table_name, constraint_column_names, referenced_table FROM duckdb_constraints() "
                    "WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')")  # fmt: skip
    assert sorted((name, *columns, target or "") for name, columns, target in declared) == sorted(
        [(table.name, *table.key, "") for table in TABLES]
        + [(table.name, *r.columns, r.table) for table in TABLES for r in table.references]
    )


def test_the_views_name_what_belongs_to_a_row(outputs: Path, sqlite: Callable, duck: Callable) -> None:
    names = {row["institution_id"]: row["name"] for row in stored_rows(outputs, "institutions")}
    sides = stored_rows(outputs, "cooperation_institutions")
    homes: dict[str, list[str]] = {}
    for row in sides:
        if row["side"] == "home":
            homes.setdefault(row["cooperation_id"], []).append(names[row["institution_id"]])
    expected = {
        row["cooperation_id"]: " · ".join(sorted(homes[row["cooperation_id"]]))
        if row["cooperation_id"] in homes
        else None
        for row in stored_rows(outputs, "cooperations")
    }
    assert dict(sqlite("SELECT cooperation_id, home FROM cooperations_wide")) == expected
    assert max(map(len, homes.values())) > 2
    for view, table in (("cooperations_wide", "cooperations"), ("partnerships_wide", "partnerships")):
        query = f"SELECT * FROM {view} ORDER BY 1"
        assert sqlite(query) == duck(query)
        assert len(sqlite(query)) == len(stored_rows(outputs, table))
    query = "SELECT home, partner, countries, specialties, status FROM cooperations_wide"
    # An entry of a catalogue, which is read by its layout.
    assert sqlite(f"{query} WHERE source LIKE 'brest-cooperations-%' AND start = '2010'") == [
        (
            "Centre hospitalier universitaire de Brest",
            "Hôtel-Dieu de France · Université Saint-Joseph de Beyrouth",
            "Liban",
            "néonatologie, réanimation néonatale",
            None,
        )
    ]


def test_datasette_shows_labels_and_searches(exported: Path, sqlite: Callable) -> None:
    datasette = Datasette([str(exported / "corpus.sqlite")])

    def get(path: str) -> Any:
        response = asyncio.run(datasette.client.get(f"/corpus/{path}"))
        assert response.status_code == 200, path
        return json.loads(response.text) if ".json" in path else response.text

    (one,) = sqlite("SELECT * FROM cooperation_institutions ORDER BY 1, 2, 3 LIMIT 1")
    ((name,),) = sqlite(f"SELECT name FROM institutions WHERE institution_id = '{one[1]}'")
    (row, *_) = get("cooperation_institutions.json?_labels=on&_shape=objects&_size=1")["rows"]
    assert row["institution_id"] == {"value": one[1], "label": name}
    page = get(f"cooperation_institutions?cooperation_id={one[0]}")
    assert f'<a href="/corpus/institutions/{one[1]}">{name}</a>' in page
    with_accents, without = (
        {
            row["institution_id"]
            for row in get(f"institutions.json?_search={word}&_shape=objects&_size=max")["rows"]
        }
        for word in ("hôpital", "hopital")
    )
    named = sqlite("SELECT institution_id, name FROM institutions")
    expected = {key for key, name in named if re.search(r"\bh[oô]pital\b", name, re.IGNORECASE)}
    assert with_accents == without == expected
    assert len(expected) > 100
    found = get("articles.json?_search=sherbrooke&_shape=objects")["rows"]
    assert [row["article_id"] for row in found] == [
        key for (key,) in sqlite("SELECT article_id FROM articles WHERE text LIKE '%Sherbrooke%' ORDER BY 1")
    ]
    assert len(found) > 1
    ((n_rows,),) = sqlite("SELECT count(*) FROM cooperations")
    assert f"<title>corpus: cooperations_wide: {n_rows:,} rows</title>" in get("cooperations_wide")
    assert 'name="_search"' in get("articles")


@pytest.mark.parametrize(("to", "ending"), [("sqlite", "-wal"), ("sqlite", "-journal"), ("duckdb", ".wal")])
def test_a_database_in_use_is_not_replaced(
    run: Path, tmp_path: Path, jumelage: Callable, to: str, ending: str
) -> None:
    (tmp_path / "a").write_text("précieux", encoding="utf-8")
    (tmp_path / f"a{ending}").touch()
    done = jumelage("export", run, "--to", to, "-o", tmp_path / "a", "--force")
    told = f"{tmp_path / 'a'}{ending}: belongs to a program that uses a; close it first"
    assert done == (2, "", f"jumelage: {told}\n")
    assert (tmp_path / "a").read_text(encoding="utf-8") == "précieux"
