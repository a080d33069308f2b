"""DuckDB: one file with keys, references, views, and descriptions as comments."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.export.format import Batches, Format
from pipeline.export.sql import VIEWS, create, described, in_order, literal, quoted
from pipeline.tables.schema import Table

_TYPES = {pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.date32(): "DATE"}


def _write(batches: Batches, target: Path) -> list[str]:
    with duckdb.connect(target) as database:
        for table in in_order():
            database.execute(create(table, _TYPES))
            for batch in _waves(table, batches(table.name)):
                database.register("batch", batch)
                database.execute(f"INSERT INTO {quoted(table.name)} SELECT * FROM batch")
                database.unregister("batch")
            meaning = f"{table.description} One row per {table.row}."
            database.execute(f"COMMENT ON TABLE {quoted(table.name)} IS {literal(meaning)}")
            for column in table.columns:
                place = f"{quoted(table.name)}.{quoted(column.name)}"
                database.execute(f"COMMENT ON COLUMN {place} IS {literal(described(column))}")
        for name, description, query in VIEWS:
            database.execute(f"CREATE VIEW {name} AS {query}")
            database.execute(f"COMMENT ON VIEW {name} IS {literal(description)}")
        # What cannot be written when a database is closed is lost without a word.
        database.execute("CHECKPOINT")
    return []


def _waves(table: Table, found: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield the rows of a table, each behind those of the same table that it refers to.

    DuckDB wants these to be there first. A table that refers to itself is read whole: the vocabulary of
    specialties, which does not grow with the run.
    """
    own = [reference.columns for reference in table.references if reference.table == table.name]
    if not own:
        yield from (pa.Table.from_batches([batch]) for batch in found)
        return
    rows = [row for batch in found for row in batch.to_pylist()]
    there: set[tuple[Any, ...]] = set()

    def is_ready(row: dict[str, Any]) -> bool:
        wanted = [tuple(row[name] for name in columns) for columns in own]
        return all(None in cells or cells in there for cells in wanted)

    while ready := [row for row in rows if is_ready(row)]:
        yield pa.Table.from_pylist(ready, table.schema())
        there.update(tuple(row[name] for name in table.key) for row in ready)
        rows = [row for row in rows if tuple(row[name] for name in table.key) not in there]
    # What is left refers to nothing that is there; the database says to what.
    if rows:
        yield pa.Table.from_pylist(rows, table.schema())


_FAILURES = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
FORMAT = Format(_write, failures=_FAILURES, beside=(".wal",))
