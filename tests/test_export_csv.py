"""The CSV export: every row comes back, nothing is a formula, and its Data Package is valid."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import Package
from make_stored import HOSTILE, stored_rows, stored_run

from pipeline.tables.catalogue import TABLES

# All others stand as they are.
GUARDED = frozenset(HOSTILE[:14])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored_run(tmp_path_factory.mktemp("run") / "out")


@pytest.fixture
def exported(run: Path, tmp_path: Path, jumelage: Callable) -> Path:
    done = jumelage("export", run, "--to", "csv", "-o", tmp_path / "csv")
    assert (done.status, done.err) == (0, "")
    return tmp_path / "csv"


def cell(value: Any) -> str:
    """Return what stands in the file for a value."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    is_guarded = value in GUARDED or (isinstance(value, str) and value[:1] in {"=", "-"})
    return f"'{value}" if is_guarded else str(value)


def read(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**6)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_every_row_comes_back(
    run: Path, exported: Path, outputs: Path, tmp_path: Path, jumelage: Callable
) -> None:
    assert jumelage("export", outputs, "--to", "csv", "-o", tmp_path / "corpus").status == 0
    for source, folder in ((run, exported), (outputs, tmp_path / "corpus")):
        assert len(list(folder.iterdir())) == len(TABLES) + 1
        for table in TABLES:
            expected = [
                {name: cell(value) for name, value in row.items()} for row in stored_rows(source, table.name)
            ]
            assert read(folder / f"{table.name}.csv") == expected, table.name


def test_no_text_is_a_formula_and_numbers_stay_numbers(exported: Path) -> None:
    texts = {row["text"] for row in read(exported / "articles.csv")}
    assert len(texts) == len(HOSTILE)
    assert {text for text in HOSTILE if f"'{text}" in texts} == GUARDED
    assert {text for text in texts if text[0] in "=+-@\t\r\n＝＋－＠"} == set()
    assert [row["min"] for row in read(exported / "counts.csv")] == [
        "-3",
        "0",
        "",
        "7",
        f"{2**62}",
        f"{10**15}",
    ]


def test_the_bytes_are_as_rfc_4180_and_excel_want_them(exported: Path) -> None:
    written = (exported / "cooperations.csv").read_bytes()
    assert written == (
        b"\xef\xbb\xbfcooperation_id,article_id,start,end,status,confidence\r\n"
        b"c0,a00,,,active,0.3333333333333333\r\nc1,a00,,,ended,0.25\r\nc2,a00,,,,0.2\r\n"
    )
    assert (
        b'"des \xc2\xab guillemets \xc2\xbb, ""doubles"", et des virgules"'
        in (exported / "rejects.csv").read_bytes()
    )


def test_pandas_reads_it(run: Path, exported: Path) -> None:
    expected = [row["text"] for row in stored_rows(run, "articles")]
    # The parser of pandas in C ends a text at a NUL; the one in Python does not.
    found = pd.read_csv(exported / "articles.csv", dtype=str, keep_default_na=False, engine="python")
    assert [text[text[:1] == "'" and text[1:] in GUARDED :] for text in found["text"]] == expected


@pytest.mark.parametrize("of", ["hostile", "corpus"])
def test_its_data_package_is_valid(
    exported: Path, outputs: Path, tmp_path: Path, jumelage: Callable, of: str
) -> None:
    folder = exported if of == "hostile" else tmp_path / "corpus"
    if of == "corpus":
        assert jumelage("export", outputs, "--to", "csv", "-o", folder).status == 0
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.errors == []
    assert [(task.name, error.message) for task in report.tasks for error in task.errors] == []
    assert report.valid
    n_rows = {table.name: len(read(folder / f"{table.name}.csv")) for table in TABLES}
    assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == n_rows


def test_an_empty_text_is_told(tmp_path: Path, jumelage: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "make_stored.rows", lambda: {"rejects": [reject("a", ""), reject("b", "x"), reject("c", "")]}
    )
    output = stored_run(tmp_path / "out")
    for to in ("csv", "xlsx"):
        done = jumelage("export", output, "--to", to, "-o", tmp_path / to)
        assert (done.status, done.err) == (
            0,
            "jumelage: rejects.detail: 2 empty texts cannot be told from nothing\n",
        )


def reject(source: str, detail: str) -> dict[str, Any]:
    return {"source": source, "stage": "read", "error": "ReadError", "detail": detail}
