"""Exports: only of a complete run, whole or not at all, and in the place of nothing that is not one."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import disk_of
from make_stored import HOSTILE, stored_rows, stored_run

from pipeline.export import NAMES
from pipeline.tables.catalogue import TABLES


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory of a complete run of hostile texts."""
    return stored_run(tmp_path_factory.mktemp("run") / "out")


def test_json_lines_hold_every_row(run: Path, outputs: Path, tmp_path: Path, jumelage: Callable) -> None:
    for source, name in ((run, "a"), (outputs, "b")):
        done = jumelage("export", source, "--to", "jsonl", "-o", tmp_path / name)
        n_rows = sum(len(stored_rows(source, table.name)) for table in TABLES)
        assert done == (0, f"exported 22 tables, {n_rows} rows, to {tmp_path / name}\n", "")
        assert {path.stem for path in (tmp_path / name).iterdir()} == {table.name for table in TABLES}
        for table in TABLES:
            written = (tmp_path / name / f"{table.name}.jsonl").read_text(encoding="utf-8")
            # Of what need not be escaped nothing is.
            assert not re.search(r"\\u(?!00[01])", written)
            lines = written.split("\n")
            assert lines.pop() == ""
            expected = stored_rows(source, table.name)
            for row in expected:
                row |= {key: str(row[key]) for key in ("first_day", "last_day") if row.get(key)}
            assert [json.loads(line) for line in lines] == expected, table.name


@pytest.mark.parametrize("to", NAMES)
def test_a_target_is_replaced_only_by_force(run: Path, tmp_path: Path, jumelage: Callable, to: str) -> None:
    target = tmp_path / "new" / f"tables.{to}"
    call = ("export", run, "--to", to, "-o", target)
    assert jumelage(*call).status == 0
    stamp = target.stat().st_mtime_ns
    assert jumelage(*call) == (2, "", f"jumelage: {target}: is there already; --force replaces it\n")
    assert target.stat().st_mtime_ns == stamp
    assert jumelage(*call, "--force").status == 0
    assert target.stat().st_mtime_ns > stamp
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize("to", NAMES)
def test_a_folder_with_other_things_is_never_replaced(
    run: Path, tmp_path: Path, jumelage: Callable, to: str
) -> None:
    (tmp_path / "these.docx").write_text("précieux", encoding="utf-8")
    done = jumelage("export", run, "--to", to, "-o", tmp_path, "--force")
    holds = "holds these.docx, which is not of such an export; give another folder with -o"
    told = (
        holds if to in {"csv", "jsonl"} else f"is a folder, and {to} is one file; give a path for it with -o"
    )
    assert done == (2, "", f"jumelage: {tmp_path}: {told}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["these.docx"]


def test_a_folder_does_not_replace_a_file(run: Path, tmp_path: Path, jumelage: Callable) -> None:
    (tmp_path / "a").write_text("précieux", encoding="utf-8")
    done = jumelage("export", run, "--to", "jsonl", "-o", tmp_path / "a", "--force")
    told = "is a file, and jsonl is a folder; give another path with -o"
    assert done == (2, "", f"jumelage: {tmp_path / 'a'}: {told}\n")


def test_an_empty_folder_is_taken(run: Path, tmp_path: Path, jumelage: Callable) -> None:
    (tmp_path / "a").mkdir()
    assert jumelage("export", run, "--to", "jsonl", "-o", tmp_path / "a").status == 0
    assert len((tmp_path / "a" / "articles.jsonl").read_text(encoding="utf-8").splitlines()) == len(HOSTILE)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("out/a", "lies in the directory of the tables, which holds no exports; give another path with -o"),
        ("out", "lies in the directory of the tables, which holds no exports; give another path with -o"),
        ("s3://seau/a", "exports are written to paths of this machine"),
        ("x" * 250, "cannot be written: File name too long"),
    ],
)  # fmt: skip
def test_a_wrong_target_is_named(tmp_path: Path, jumelage: Callable, target: str, told: str) -> None:
    output = stored_run(tmp_path / "out")
    (tmp_path / "a.txt").touch()
    before = sorted(tmp_path.rglob("*"))
    target = target if "://" in target else str(tmp_path / target)
    done = jumelage("export", output, "--to", "jsonl", "-o", target)
    assert done == (2, "", f"jumelage: {target}: {told}\n")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("between", ["", "b/"])
def test_a_target_below_a_file_is_named(run: Path, tmp_path: Path, jumelage: Callable, between: str) -> None:
    (tmp_path / "a.txt").touch()
    done = jumelage("export", run, "--to", "jsonl", "-o", tmp_path / f"a.txt/{between}tables")
    folder = (tmp_path / f"a.txt/{between}tables").parent
    assert done == (2, "", f"jumelage: {folder}: is no folder; give another path with -o\n")


def test_only_a_complete_run_is_exported(tmp_path: Path, jumelage: Callable) -> None:
    output = tmp_path / "out"
    call = ("export", output, "--to", "jsonl", "-o", tmp_path / "a")
    begins = f"`jumelage extract INPUT -o {output}` makes it"
    assert jumelage(*call) == (2, "", f"jumelage: {output}: no such directory; {begins}\n")
    stored_run(output)
    record = json.loads((output / "_run.json").read_text(encoding="utf-8"))

    def with_record(**changes: object) -> str:
        (output / "_run.json").write_text(json.dumps(record | changes), encoding="utf-8")
        status, out, err = jumelage(*call)
        assert (status, out) == (2, "")
        return str(err)

    assert with_record(state="interrupted").startswith(f"jumelage: {output}: the run there is not complete; ")
    part = output / "rejects" / "part-1.parquet"
    remedy = "delete it and run the same `jumelage extract` again\n"
    whole = part.read_bytes()
    part.write_bytes(whole[:100])
    broken = with_record()
    assert broken.startswith(f"jumelage: {part}: is no readable Parquet file (Parquet magic bytes not found")
    assert broken.endswith(remedy)
    part.write_bytes((output / "counts" / "part-1.parquet").read_bytes())
    assert with_record() == f"jumelage: {part}: has other columns than its table; {remedy}"
    part.unlink()
    assert with_record().startswith(f"jumelage: {part}: is gone; ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
    part.write_bytes(whole)
    (output / "_run.json").write_text(json.dumps(record), encoding="utf-8")
    assert jumelage(*call).status == 0


def test_an_unknown_format_is_refused(run: Path, tmp_path: Path, command: Callable) -> None:
    done = command("export", run, "--to", "ods", "-o", tmp_path / "a", COLUMNS="200")
    assert done.status == 2
    assert f"'ods' is not one of {', '.join(map(repr, NAMES))}." in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of its own that has room for less than any export."""
    with disk_of("20k", tmp_path / "disk") as disk:
        yield disk


# DuckDB writes a log first, and what there is no room for then it tells in another way.
@pytest.mark.parametrize(("to", "room"), [*((name, "20k") for name in NAMES), ("duckdb", "1000k")])
def test_a_full_disk_leaves_nothing(
    run: Path, small_disk: Path, command: Callable, to: str, room: str
) -> None:
    subprocess.run(["mount", "-o", f"remount,size={room}", str(small_disk)], check=True)
    done = command("export", run, "--to", to, "-o", small_disk / "a")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"jumelage: {small_disk / 'a'}: cannot be written: ")
    assert done.err.count("\n") == 1
    assert list(small_disk.iterdir()) == []
