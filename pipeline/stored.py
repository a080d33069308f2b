"""The tables of a complete run as they are stored: the parts that `_run.json` lists, and no other file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError, RunError
from pipeline.shards.record import read_record
from pipeline.shards.store import Store, open_store
from pipeline.tables.catalogue import BY_NAME
from pipeline.tables.schema import SCHEMA_VERSION

_BATCH = 4096  # rows; of articles, some tens of megabytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete run: its store, and what `_run.json` says of it."""

    store: Store
    record: dict[str, Any]


def stored(location: str) -> Stored:
    """Return the run in a directory or at a URI.

    Raises OutputError where there is none, one that is not complete, or one of another schema version.
    """
    store = open_store(location)
    try:
        record = read_record(store)
    except RunError as error:
        raise OutputError(str(error)) from error
    if record is None:
        raise OutputError(f"{location}: holds no run; `jumelage extract INPUT -o {location}` begins one")
    if record["state"] != "complete":
        raise OutputError(
            f"{location}: its run is not complete (`jumelage status {location}` tells how far it is); "
            "run the same `jumelage extract` again to go on"
        )
    version = record["versions"]["schema"]
    if version != SCHEMA_VERSION:
        raise OutputError(
            f"{location}: has schema version {version}, this program reads {SCHEMA_VERSION}; extract anew"
        )
    return Stored(store, record)


def batches(run: Stored, name: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table, part by part in the order of the run, a few thousand at a time.

    Raises OutputError for a part that is gone, damaged or of another schema.
    """
    for part in run.record["parts"][name]:
        try:
            with run.store.open(f"{name}/{part}") as file:
                parquet = pq.ParquetFile(file)
                if not parquet.schema_arrow.equals(BY_NAME[name].schema()):
                    raise OutputError(_broken(run, name, part, "it has other columns than the table"))
                yield from parquet.iter_batches(_BATCH, use_threads=False)
        except (pa.ArrowInvalid, OSError, RunError) as error:
            raise OutputError(_broken(run, name, part, str(error))) from error


def _broken(run: Stored, name: str, part: str, why: str) -> str:
    return (
        f"{run.store.location}/{name}/{part}: cannot be read ({why}); delete this part and run the same "
        "`jumelage extract` again"
    )
