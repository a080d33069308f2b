"""The tables as a Data Package (`datapackage.json`), generated from the declarations."""

import json
from typing import Any

import pyarrow as pa

from pipeline.tables.catalogue import BY_NAME, TABLES
from pipeline.tables.schema import SCHEMA_VERSION, Column, Reference, Table

PACKAGE = "datapackage.json"
_TYPES = {pa.string(): "string", pa.int64(): "integer", pa.float64(): "number", pa.date32(): "date"}
# Articles belong to whoever wrote them: a licence for tables made from them is not ours to give.
_LICENCE = {
    "name": "notspecified",
    "title": "Not specified: depends on the articles that the tables were made from",
}


def parquet_package() -> bytes:
    """Return the descriptor of the output directory of a run; it names folders, so that all runs share it.

    The standard knows no folder, but frictionless reads one whole, and of a list of parts only the first.
    """
    return data_package(
        "{table}",
        # What frictionless makes of a null in a column of numbers that it reads from Parquet.
        null="nan",
        format="parquet",
        mediatype="application/vnd.apache.parquet",
    )


def data_package(path: str, *, null: str | None = None, **properties: Any) -> bytes:
    """Return the descriptor of all tables, as the bytes of its file.

    `path` is the place of a table, with its name as `{table}`; `null` stands for nothing in columns of
    numbers; `properties` are further ones of every resource, such as `format`.
    """
    package = {
        "name": "jumelage",
        "title": "Cooperations of French hospitals",
        "description": "Who cooperates with whom, in which country and specialty, since when and with how "
        "many people, as articles tell it. Extracted by Jumelage.",
        "schema_version": SCHEMA_VERSION,
        "licenses": [_LICENCE],
        "resources": [
            {
                "name": table.name,
                "type": "table",
                "description": _description(table),
                "path": path.format(table=table.name),
                **properties,
                "schema": _schema(table, null),
            }
            for table in TABLES
        ],
    }
    return f"{json.dumps(package, indent=1, ensure_ascii=False)}\n".encode()


def _description(table: Table) -> str:
    return " ".join(filter(None, (table.description, f"One row per {table.row}.", table.caveats)))


def _schema(table: Table, null: str | None) -> dict[str, Any]:
    return {
        "fields": [_field(table, column, null) for column in table.columns],
        "primaryKey": list(table.key),
        **({"foreignKeys": [_reference(table, r) for r in table.references]} if table.references else {}),
    }


def _field(table: Table, column: Column, null: str | None) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.name not in table.nullable:
        constraints["required"] = True
    elif null is not None and field["type"] in {"integer", "number"}:
        field["missingValues"] = ["", null]
    if column.values:
        constraints["enum"] = list(column.values)
    return field | ({"constraints": constraints} if constraints else {})


def _reference(table: Table, reference: Reference) -> dict[str, Any]:
    # The standard calls a table itself by an empty name.
    target = "" if reference.table == table.name else reference.table
    return {
        "fields": list(reference.columns),
        "reference": {"resource": target, "fields": list(BY_NAME[reference.table].key)},
    }
