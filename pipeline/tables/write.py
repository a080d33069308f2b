"""Writes tables as Parquet: one folder a table, each file written aside, synced, then renamed."""

import os
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.tables.catalogue import TABLES
from pipeline.tables.schema import SCHEMA_VERSION

PART = "part-0.parquet"


def check_output(folder: Path) -> None:
    """Raise OutputError unless `folder` can take the tables: new, empty, or of this schema version."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; give another directory with -o")
    if not folder.exists():
        return
    names = {table.name for table in TABLES}
    for path in sorted(folder.iterdir()):
        if path.name not in names:
            raise OutputError(
                f"{folder}: holds {path.name}, which is no table of this program; "
                "give an empty directory with -o"
            )
        for part in sorted(path.glob("*.parquet")):
            version = _version(part)
            if version != SCHEMA_VERSION:
                raise OutputError(
                    f"{part}: has schema version {version}, this program writes {SCHEMA_VERSION}; "
                    "give another directory with -o, or remove this one"
                )


def _version(part: Path) -> str:
    try:
        metadata = pq.read_schema(part).metadata or {}
    except (pa.ArrowInvalid, OSError) as error:
        raise OutputError(f"{part}: is no readable Parquet file ({error}); remove the directory") from error
    return str(metadata.get(b"jumelage.schema_version", b"unknown").decode())


def write(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write every table below `folder`, replacing those of an earlier run. Raises OutputError."""
    check_output(folder)
    try:
        for name, table in tables.items():
            target = folder / name / PART
            target.parent.mkdir(parents=True, exist_ok=True)
            for old in target.parent.iterdir():
                if old.name != PART:
                    old.unlink()
            _write_atomically(table, target)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error}") from error


def _write_atomically(table: pa.Table, target: Path) -> None:
    aside = target.with_name(f".{target.name}.tmp")
    # Statistics and compression are fixed, and no creation time is written: equal rows give equal bytes.
    pq.write_table(table, aside, compression="zstd", store_schema=True)
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.replace(target)
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
