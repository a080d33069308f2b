"""SQLite: one file with keys, references, indexes, views and full-text search; Datasette shows it well."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlite_utils import Database

from pipeline.export.format import Batches, Format
from pipeline.export.sql import VIEWS, create, in_order, quoted

_TYPES = {pa.string(): "TEXT", pa.int64(): "INTEGER", pa.float64(): "REAL", pa.date32(): "TEXT"}
_SEARCHED = {"articles": ("title", "text"), "institutions": ("name",)}
# `hopital` finds `hôpital`.
_TOKENIZE = "unicode61 remove_diacritics 2"


def _write(batches: Batches, target: Path) -> list[str]:
    database = Database(target)
    try:
        # A file that is not whole is thrown away: nothing has to be taken back.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        with database.conn:
            _fill(database, batches)
        for table in in_order():
            own = database.table(table.name)
            for reference in table.references:
                # A key has an index already, by its first columns.
                if reference.columns != table.key[: len(reference.columns)]:
                    own.create_index(reference.columns)
        for name, columns in _SEARCHED.items():
            database.table(name).enable_fts(columns, fts_version="FTS5", tokenize=_TOKENIZE)
        for name, _, query in VIEWS:
            database.create_view(name, query)
        database.analyze()
    finally:
        database.close()
    return []


def _fill(database: Database, batches: Batches) -> None:
    for table in in_order():
        database.conn.execute(create(table, _TYPES))
        places = ", ".join("?" for _ in table.columns)
        insert = f"INSERT INTO {quoted(table.name)} VALUES ({places})"
        for batch in batches(table.name):
            columns = (map(_cell, column.to_pylist()) for column in batch.columns)
            database.conn.executemany(insert, zip(*columns, strict=True))


def _cell(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


FORMAT = Format(_write, failures=(sqlite3.OperationalError,), beside=("-journal", "-wal"))
