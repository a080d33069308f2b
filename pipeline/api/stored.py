"""Reads the tables of a complete run, from a folder or a URI: exactly the parts that `_run.json` lists."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.errors import OutputError
from pipeline.read.places import is_uri
from pipeline.shards.record import read_record
from pipeline.shards.store import Store, open_store
from pipeline.tables.catalogue import BY_NAME
from pipeline.tables.draft import read_parquet
from pipeline.tables.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete run: where it lies, and of each table the names of its parts and the number of its rows."""

    location: str
    store: Store
    parts: Mapping[str, Sequence[str]]
    rows: Mapping[str, int]


def open_run(location: str | os.PathLike[str]) -> Stored:
    """Return the run in a directory, or at a URI that fsspec knows; no table is read yet.

    Raises OutputError where there is no run, one that is not complete, or one of another schema version.
    """
    where = os.fspath(location)
    if not is_uri(where):
        # A notebook that changes its directory still finds them.
        where = str(Path(where).absolute())
        if not Path(where).is_dir():
            raise OutputError(f"{where}: no such directory; `jumelage extract INPUT -o {where}` makes it")
    store = open_store(where)
    record = read_record(store)
    if record is None:
        raise OutputError(
            f"{where}: holds no run (no _run.json that can be read); give the directory that "
            f"`jumelage extract INPUT -o DIR` has written"
        )
    version = record.get("versions", {}).get("schema", "unknown")
    if version != SCHEMA_VERSION:
        raise OutputError(
            f"{where}: has tables of schema version {version}, this program reads {SCHEMA_VERSION}; "
            "extract the articles again into another directory"
        )
    if record.get("state") != "complete":
        raise OutputError(
            f"{where}: the run there is not complete; `jumelage status {where}` tells how far it is, "
            "and the command that began it goes on with it"
        )
    parts, counts = record.get("parts", {}), record.get("counts", {})
    lost = [name for name in BY_NAME if name not in parts or name not in counts]
    if lost:
        raise OutputError(
            f"{where}/_run.json: names no parts or rows of {', '.join(lost)}; delete it and extract again"
        )
    return Stored(
        store.location,
        store,
        {name: parts[name] for name in BY_NAME},
        {name: counts[name] for name in BY_NAME},
    )


def read_table(run: Stored, name: str, columns: Collection[str] | None = None) -> pa.Table:
    """Return a table of a run, or some of its columns, with descriptions and keys as metadata.

    Raises KeyError for a name that is no table, OutputError for a part that is gone or damaged.
    """
    return pa.concat_tables([_part(run, f"{name}/{part}", columns) for part in run.parts[name]])


def _part(run: Stored, name: str, columns: Collection[str] | None) -> pa.Table:
    try:
        with run.store.open(name) as file:
            return read_parquet(file, columns)
    except FileNotFoundError as error:
        raise _gone(run, name) from error
    except (pa.ArrowException, OSError) as error:
        raise OutputError(
            f"{run.location}/{name}: is no readable Parquet file ({error}); delete it and extract again"
        ) from error


def check_parts(run: Stored) -> None:
    """Raise OutputError naming the first part that is gone."""
    for name, parts in run.parts.items():
        there = set(run.store.names(name))
        for part in parts:
            if part not in there:
                raise _gone(run, f"{name}/{part}")


def _gone(run: Stored, name: str) -> OutputError:
    return OutputError(
        f"{run.location}/{name}: is gone; open the tables again if another run has written there since, "
        "else extract again"
    )
