"""Writing: never mixed with another schema version, never half a file."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import COUNTRY_ROW

from pipeline.errors import OutputError
from pipeline.tables.catalogue import BY_NAME
from pipeline.tables.check import to_arrow
from pipeline.tables.write import PART, check_output, write


@pytest.fixture
def one_table() -> dict[str, pa.Table]:
    return {"countries": to_arrow(BY_NAME["countries"], [COUNTRY_ROW])}


def test_output_of_another_schema_version_is_refused(tmp_path: Path, one_table: dict[str, pa.Table]) -> None:
    write(one_table, tmp_path / "out")
    part = tmp_path / "out" / "countries" / PART
    table = one_table["countries"]
    pq.write_table(
        table.replace_schema_metadata(table.schema.metadata | {b"jumelage.schema_version": b"0"}), part
    )
    before = part.read_bytes()
    message = (
        f"{part}: has schema version 0, this program writes 3; "
        "give another directory with -o, or remove this one"
    )
    for refuses in (lambda: check_output(tmp_path / "out"), lambda: write(one_table, tmp_path / "out")):
        with pytest.raises(OutputError) as caught:
            refuses()
        assert str(caught.value) == message
    assert part.read_bytes() == before


def test_parquet_of_another_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / "countries").mkdir()
    pq.write_table(pa.table({"country": ["FR"]}), tmp_path / "countries" / PART)
    with pytest.raises(OutputError, match=r"has schema version unknown, this program writes 3;"):
        check_output(tmp_path)


def test_a_directory_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        check_output(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: holds thesis.docx, which is no table of this program; give an empty directory with -o"
    )


def test_a_file_as_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        check_output(tmp_path / "out")
    assert str(caught.value) == f"{tmp_path / 'out'}: is a file; give another directory with -o"


@pytest.mark.parametrize("broken", ["pipeline.tables.write.pq.write_table", "pipeline.tables.write.os.fsync"])
def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, one_table: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    write(one_table, tmp_path)
    part = tmp_path / "countries" / PART
    before = part.read_bytes()

    def fail(*arguments: object, **_: object) -> None:
        if isinstance(arguments[-1], Path):
            arguments[-1].write_bytes(b"half a fi")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(broken, fail)
    two = to_arrow(BY_NAME["countries"], [COUNTRY_ROW, COUNTRY_ROW | {"country": "DJ"}])
    with pytest.raises(OutputError) as caught:
        write({"countries": two}, tmp_path)
    assert str(caught.value) == f"{tmp_path}: cannot be written: [Errno 28] No space left on device"
    assert part.read_bytes() == before


def test_what_a_broken_run_left_behind_is_removed(tmp_path: Path, one_table: dict[str, pa.Table]) -> None:
    (tmp_path / "countries").mkdir()
    for name in (f".{PART}.tmp", "part-1.parquet.tmp"):
        (tmp_path / "countries" / name).write_bytes(b"half a fi")
    write(one_table, tmp_path)
    assert [path.name for path in (tmp_path / "countries").iterdir()] == [PART]
