"""The files of the output: which there are, and that their schemas and metadata are the contract."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from contract import CLOSED, CONTRACT, KEYS, REFERENCES

from pipeline.tables.catalogue import BY_NAME, TABLES


def schema_of(folder: Path) -> pa.Schema:
    """Return the schema that all parts of a table have."""
    first, *others = [pq.read_schema(part) for part in sorted(folder.iterdir())]
    assert all(first.equals(other, check_metadata=True) for other in others)
    return first


def test_one_folder_a_table_and_nothing_else(outputs: Path) -> None:
    names = {path.name for path in outputs.iterdir()}
    assert names == {*CONTRACT, "_lock", "_run.json", "_shards", "datapackage.json"}
    parts = [path.name for name in CONTRACT for path in (outputs / name).iterdir()]
    assert [
        name for name in parts if not re.fullmatch(r"part-[0-9a-f]{16}(-[0-9a-f]{8})?\.parquet", name)
    ] == []
    assert [table.name for table in TABLES] == list(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_schema_is_the_contract(outputs: Path, name: str) -> None:
    schema = schema_of(outputs / name)
    found = [f"{field.name} {field.type}{'?' if field.nullable else ''}" for field in schema]
    assert found == [" ".join(piece.split()) for piece in CONTRACT[name].split(",")]


@pytest.mark.parametrize("name", CONTRACT)
def test_metadata_says_what_table_and_columns_mean(outputs: Path, name: str) -> None:
    schema = schema_of(outputs / name)
    metadata = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    metadata.pop("caveats", None)
    assert metadata == {
        "jumelage.table": name,
        "jumelage.schema_version": "3",
        "description": BY_NAME[name].description,
        "row": BY_NAME[name].row,
        "primary_key": KEYS[name].replace(" ", ","),
        "foreign_keys": ";".join(f"{columns}->{to}" for table, columns, to in REFERENCES if table == name),
    }
    for field in schema:
        described = {key.decode(): value.decode() for key, value in field.metadata.items()}
        described.pop("PARQUET:field_id", None)
        assert described["description"].endswith(".")
        assert described.get("values") == CLOSED.get((name, field.name))
        assert set(described) <= {"description", "unit", "values"}


def test_offsets_and_sizes_have_a_unit(outputs: Path) -> None:
    units = {
        (name, field.name): field.metadata[b"unit"].decode()
        for name in CONTRACT
        for field in schema_of(outputs / name)
        if b"unit" in field.metadata
    }
    points = dict.fromkeys(
        [("articles", "n_chars")]
        + [("mentions", name) for name in ("start", "end", "sentence_start", "sentence_end")],
        "code points",
    )
    assert units == points | {
        ("documents", "n_bytes"): "bytes",
        ("documents", "n_articles"): "articles",
        ("document_removals", "n_removed"): "places",
        ("counts", "min"): "people",
        ("counts", "max"): "people",
        ("partnerships", "first_year"): "year",
        ("partnerships", "last_year"): "year",
        ("partnerships", "n_inbound"): "people",
        ("partnerships", "n_outbound"): "people",
    }
