"""The Data Package beside the tables says what they are, and frictionless reads them by it."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from frictionless import Package, Report
from make_shards import articles_in
from make_stored import stored_run

from pipeline.shards.drive import Command, extract
from pipeline.tables.catalogue import TABLES
from pipeline.tables.package import parquet_package

ARROW = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}


def validated(descriptor: Path) -> Report:
    return Package(str(descriptor)).validate()


def breaches(report: Report) -> list[tuple[str, str]]:
    """Return the type of each error and the table it is in."""
    return [(task.name, error.type) for task in report.tasks for error in task.errors]


def test_it_stands_beside_the_tables_and_they_are_valid(outputs: Path) -> None:
    report = validated(outputs / "datapackage.json")
    assert (report.errors, breaches(report), report.valid) == ([], [], True)
    assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == {
        table.name: len(pq.read_table(outputs / table.name)) for table in TABLES
    }


def test_it_says_what_the_files_say(outputs: Path) -> None:
    package = json.loads((outputs / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in TABLES]
    keys = {resource["name"]: resource["schema"]["primaryKey"] for resource in package["resources"]}
    for resource in package["resources"]:
        own = pq.read_schema(next((outputs / resource["path"]).iterdir()))
        told = {key.decode(): value.decode() for key, value in own.metadata.items()}
        schema = resource["schema"]
        assert resource["description"].startswith(f"{told['description']} One row per {told['row']}.")
        assert resource["description"].endswith(told.get("caveats", ""))
        assert ",".join(schema["primaryKey"]) == told["primary_key"]
        references = []
        for one in schema.get("foreignKeys", []):
            target = one["reference"]["resource"] or resource["name"]
            assert one["reference"]["fields"] == keys[target]
            references.append(f"{','.join(one['fields'])}->{target}")
        assert ";".join(references) == told["foreign_keys"]
        for field, arrow in zip(schema["fields"], own, strict=True):
            meta = {key.decode(): value.decode() for key, value in arrow.metadata.items()}
            constraints = field.get("constraints", {})
            assert (field["name"], ARROW[field["type"]]) == (arrow.name, arrow.type)
            assert ("required" in constraints) is not arrow.nullable
            assert (field["description"], field.get("unit")) == (meta["description"], meta.get("unit"))
            assert " ".join(constraints.get("enum", [])) == meta.get("values", "")


def test_it_names_its_licence(outputs: Path) -> None:
    (licence,) = Package(str(outputs / "datapackage.json")).licenses
    assert licence["name"] == "notspecified"


def test_breaches_are_found_by_it(tmp_path: Path) -> None:
    output = stored_run(tmp_path / "out", n_parts=1)
    for folder in output.glob("*/part-of-another-run.parquet"):
        folder.unlink()
    (output / "datapackage.json").write_bytes(parquet_package())
    assert breaches(validated(output / "datapackage.json")) == []
    part = output / "cooperations" / "part-1.parquet"
    table = pq.read_table(part)
    broken = {"article_id": ["a00", "zz", "a00"], "status": ["over", "active", None]}
    broken |= {"confidence": [0.5, None, 0.5], "cooperation_id": ["c0", "c1", "c1"]}
    for name, cells in broken.items():
        field = table.schema.field(name).with_nullable(nullable=True)
        place = table.schema.get_field_index(name)
        table = table.set_column(place, field, pa.array(cells, field.type))
    pq.write_table(table, part)
    found = breaches(validated(output / "datapackage.json"))
    kinds = ["constraint-error", "constraint-error", "foreign-key", "primary-key"]
    assert sorted(found) == [("cooperations", kind) for kind in kinds]


def test_one_that_is_gone_is_written_again(tmp_path: Path) -> None:
    command = Command([str(articles_in(tmp_path / "in", 2, 2))], str(tmp_path / "out"))
    extract(command)
    package = tmp_path / "out" / "datapackage.json"
    before = package.read_bytes()
    (tmp_path / "out" / ".datapackage.json.tmp").write_bytes(b"")
    package.unlink()
    extract(command)
    assert package.read_bytes() == before
