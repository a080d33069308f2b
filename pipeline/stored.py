"""Reads the tables of a complete run, from a folder or a URI: exactly the parts that `_run.json` lists."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import OutputError, RunError
from pipeline.read.places import is_uri
from pipeline.shards.record import read_record
from pipeline.shards.store import Store, open_store
from pipeline.tables.catalogue import BY_NAME
from pipeline.tables.schema import SCHEMA_VERSION

_REMEDY = "delete it and run the same `jumelage extract` again"
_BATCH = 4096  # rows; of articles, some tens of megabytes


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
    try:
        record = read_record(store)
    except RunError as error:
        raise OutputError(str(error)) from error
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
    only = None if columns is None else list(columns)
    tables = []
    for part in run.parts[name]:
        with _opened(run, name, part) as parquet:
            tables.append(parquet.read(only, use_threads=False))
    return pa.concat_tables(tables)


def rows_where(run: Stored, name: str, condition: pc.Expression) -> list[dict[str, Any]]:
    """Return the rows of a table that a condition on its columns holds for.

    Raises KeyError for a name that is no table, OutputError for a part that is gone or damaged.
    """
    rows: list[dict[str, Any]] = []
    for part in run.parts[name]:
        with _opened(run, name, part) as parquet:
            rows += parquet.read(use_threads=False).filter(condition).to_pylist()
    return rows


def batches(
    run: Stored, name: str, counted: Callable[[Iterable[str]], Iterable[str]] = iter
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table, part by part in the order of the run, a few thousand at a time.

    The names of the parts go through `counted` as they are read. Raises KeyError for a name that is no table,
    OutputError for a part that is gone or damaged.
    """
    for part in counted(run.parts[name]):
        with _opened(run, name, part) as parquet:
            yield from parquet.iter_batches(_BATCH, use_threads=False)


@contextmanager
def _opened(run: Stored, name: str, part: str) -> Iterator[pq.ParquetFile]:
    path = f"{run.location}/{name}/{part}"
    try:
        with run.store.open(f"{name}/{part}") as file:
            parquet = pq.ParquetFile(file)
            if not parquet.schema_arrow.equals(BY_NAME[name].schema()):
                raise OutputError(f"{path}: has other columns than its table; {_REMEDY}")
            yield parquet
    except FileNotFoundError as error:
        raise _gone(run, f"{name}/{part}") from error
    except (pa.ArrowException, OSError, RunError) as error:
        raise OutputError(f"{path}: is no readable Parquet file ({error}); {_REMEDY}") from error


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
