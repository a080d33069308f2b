"""From drafts to the files of the tables: which there are to be, which are there, which have to go."""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError, RunError
from pipeline.records import LABELS
from pipeline.shards.store import Store, open_store
from pipeline.shards.tasks import DRAFTS, Do, Write, Written, name_of
from pipeline.tables.catalogue import BY_NAME, TABLES
from pipeline.tables.draft import Columns, Draft, Drafts, parquet, read_parquet, unpack
from pipeline.tables.final import Settled, concerns, final, share
from pipeline.tables.schema import SCHEMA_VERSION

RUN, LOCK = "_run.json", "_lock"
_EMPTY = "part-empty.parquet"
_CONCERNED: Columns = {"documents": ("document_id",), "articles": ("article_id",), "values": ("value_id",)}


def check_output(store: Store) -> None:
    """Raise OutputError unless a store can take the tables: new, empty, or of this schema version."""
    known = {*BY_NAME, DRAFTS, RUN, LOCK}
    for name in store.names(""):
        if name not in known and not name.startswith((f".{RUN}", f".{LOCK}")):
            raise OutputError(
                f"{store.location}: holds {name}, which is no table of this program; "
                "give an empty directory with -o"
            )
    for table in BY_NAME:
        for part in [name for name in store.names(table) if name.endswith(".parquet")][:1]:
            version = _version(store, f"{table}/{part}")
            if version != SCHEMA_VERSION:
                raise OutputError(
                    f"{store.location}/{table}/{part}: has schema version {version}, this program writes "
                    f"{SCHEMA_VERSION}; give another directory with -o, or remove this one"
                )


def _version(store: Store, name: str) -> str:
    try:
        with store.open(name) as file:
            metadata = pq.read_schema(file).metadata or {}
    except (pa.ArrowInvalid, OSError) as error:
        raise OutputError(
            f"{store.location}/{name}: is no readable Parquet file ({error}); remove the directory"
        ) from error
    return str(metadata.get(b"jumelage.schema_version", b"unknown").decode())


def drafts_of(store: Store, shards: Sequence[str]) -> Drafts:
    """Return what gives the drafts of shards, by their keys; it raises RunError for a broken one."""

    def drafts(columns: Columns) -> Iterator[Draft]:
        for shard in shards:
            yield _draft(store, shard, columns)

    return drafts


def _draft(store: Store, shard: str, columns: Columns | None = None) -> dict[str, pa.Table]:
    try:
        with store.open(name_of(shard)) as file:
            return unpack(file, columns)
    except (zipfile.BadZipFile, KeyError, pa.ArrowInvalid, FileNotFoundError) as error:
        raise RunError(
            f"{store.location}/{name_of(shard)}: is damaged ({error}); delete it and run the command again"
        ) from error


def write_parts(
    store: Store, shards: Sequence[str], settled: Settled, do: Do, progress: Callable[[], None]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Write the tables of a run, and delete what is none of theirs.

    Returns the names of the parts of each table, and the numbers of rows: of each table, and of the mentions
    of each label as `mentions.LABEL`. `do` has the parts of shards written, `progress` is called with each
    shard that is done. A part that is there already is not written again: its name holds the hash of all that
    it depends on.
    """
    there = {table.name: set(store.names(table.name)) for table in TABLES}
    parts: dict[str, list[str]] = {table.name: [] for table in TABLES}
    counts: Counter[str] = Counter()
    staged: list[str] = []

    def missing() -> Iterator[Write]:
        for shard in shards:
            shared = share(_draft(store, shard, _CONCERNED), settled)
            names = _parts(shard, shared)
            for name, part in names.items():
                parts[name].append(part)
            if all(part in there[name] for name, part in names.items()):
                counts.update(rows_of({name: _columns(store, name, part) for name, part in names.items()}))
                progress()
            else:
                absent = {name: part for name, part in names.items() if part not in there[name]}
                yield Write(shard, store.location, absent, shared)

    for written in do(missing()):
        assert isinstance(written, Written)
        staged += written.staged
        counts += written.rows
        progress()
    for name, table in settled.tables.items():
        part = f"part-{sha256(parquet(table)).hexdigest()[:16]}.parquet"
        parts[name].append(part)
        counts[name] = table.num_rows
        staged += _stage(store, {name: part} if part not in there[name] else {}, {name: table})
    for table in TABLES:
        if not parts[table.name]:
            parts[table.name].append(_EMPTY)
            absent = {table.name: _EMPTY} if _EMPTY not in there[table.name] else {}
            staged += _stage(store, absent, {table.name: table.schema().empty_table()})
    stale = [f"{name}/{part}" for name, own in there.items() for part in sorted(own - set(parts[name]))]
    store.publish(sorted(staged), stale)
    return parts, {name: counts[name] for name in (*BY_NAME, *(f"mentions.{label}" for label in LABELS))}


def _parts(shard: str, shared: Settled) -> dict[str, str]:
    """Return the name of a shard's part of each table that shards have."""
    return {
        name: f"part-{shard}{changed and '-'}{changed[:8]}.parquet"
        for name, changed in concerns(shared).items()
    }


def write(task: Write) -> Written:
    """Stage the parts of a shard that are not there. Raises RunError when they cannot be written."""
    store = open_store(task.output)
    tables = final(_draft(store, task.shard), task.settled)
    return Written(task.shard, _stage(store, task.parts, tables), rows_of(tables))


def rows_of(tables: Mapping[str, pa.Table]) -> Counter[str]:
    """Return the numbers of rows of each table, and of the mentions of each label as `mentions.LABEL`."""
    counts = Counter({name: table.num_rows for name, table in tables.items()})
    counts.update(f"mentions.{label}" for label in tables["mentions"].column("label").to_pylist())
    return counts


def _columns(store: Store, name: str, part: str) -> pa.Table:
    """Return so much of a part that its rows can be counted."""
    with store.open(f"{name}/{part}") as file:
        return read_parquet(file, ["label" if name == "mentions" else BY_NAME[name].key[0]])


def _stage(store: Store, parts: Mapping[str, str], tables: Mapping[str, pa.Table]) -> list[str]:
    """Stage these parts of tables, and return their names."""
    for name, part in parts.items():
        store.stage(f"{name}/{part}", parquet(tables[name]))
    return [f"{name}/{part}" for name, part in parts.items()]
