"""`_run.json`, which says what a run is, has done and has left, and the lock that keeps a second one out."""

import json
import os
import socket
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from pipeline.errors import OutputError, RunError
from pipeline.read.documents import Options
from pipeline.read.places import is_uri
from pipeline.shards.parts import LOCK, RUN
from pipeline.shards.plan import Basis, Shard
from pipeline.shards.store import Store
from pipeline.shards.tasks import Done
from pipeline.tables.schema import SCHEMA_VERSION

State = Literal["running", "interrupted", "complete"]
# Written again at most that often, so that the record of a long run costs nothing.
_EVERY = 2.0  # seconds
# Of an object store it cannot be told whether the owner of a lock lives: it says so, or is taken for dead.
_DEAD_AFTER = 600.0  # seconds


@dataclass(slots=True)
class Record:
    """What is known of a run, as `_run.json` has it; see docs/architecture.md."""

    state: State
    inputs: Sequence[str]
    options: Mapping[str, Any]
    basis: Mapping[str, str]
    registries: str | None
    owner: Mapping[str, Any]
    started: str
    finished: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    shards: dict[str, dict[str, Any]] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the record as JSON has it."""
        return {
            "versions": {"jumelage": metadata.version("jumelage"), "schema": SCHEMA_VERSION},
            **asdict(self),
        }


class Recorder:
    """Keeps the record of a run in its store."""

    def __init__(self, store: Store, record: Record) -> None:
        self.record = record
        self.store = store
        self._written = 0.0

    def begin(self, shards: Sequence[Shard], left: Collection[str]) -> None:
        """Note the shards of the run, and by their keys those that are left to do."""
        before = (read_record(self.store) or {}).get("shards", {})
        self.record.shards = {
            shard.key: {
                "inputs": len(shard.pieces),
                "first": shard.pieces[0].source,
                **({} if shard.key in left else before.get(shard.key, {})),
                "state": "waiting" if shard.key in left else "done",
            }
            for shard in shards
        }
        self.write()

    def done(self, done: Done) -> None:
        """Note a shard that is done."""
        self.record.shards[done.shard] |= {
            "state": "done",
            "documents": done.documents,
            "articles": done.articles,
            "cooperations": done.cooperations,
            "rejects": done.rejects,
            "seconds": round(done.seconds, 3),
            "memory": done.memory,
        }
        if time.monotonic() > self._written + _EVERY:
            self.write()

    def finish(self, state: State) -> None:
        """Note how the run ended."""
        self.record.state = state
        self.record.finished = now()
        self.write()

    def write(self) -> None:
        """Write the record as it is now."""
        self.store.put(RUN, json.dumps(self.record.as_dict(), indent=1, ensure_ascii=False).encode())
        self._written = time.monotonic()


def now() -> str:
    """Return the time, in UTC and whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def owner() -> dict[str, Any]:
    """Return who runs this: host and process."""
    return {"host": socket.gethostname(), "pid": os.getpid()}


def read_record(store: Store) -> dict[str, Any] | None:
    """Return the record of a store, None where there is none or it is not one."""
    try:
        with store.open(RUN) as file:
            found = json.loads(file.read())
    except (FileNotFoundError, ValueError):
        return None
    is_one = isinstance(found, dict) and found.keys() >= {"versions", *(one.name for one in fields(Record))}
    return found if is_one else None


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Keep every other run out of a store for the while. Raises OutputError naming the one that is in it."""
    with _remote_lock(store) if is_uri(store.location) else _local_lock(store):
        yield


def check_free(store: Store) -> None:
    """Raise OutputError when another run is in a folder; nothing is written to find out."""
    if not is_free(store):
        raise _taken(store, read_record(store) or {})


def is_free(store: Store) -> bool:
    """Return whether nobody holds the lock of a folder; of a remote store, taking it tells."""
    path = Path(store.location) / LOCK
    if is_uri(store.location) or not path.exists():
        return True
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return False
    except OSError:
        return True
    lock.release()
    return True


@contextmanager
def _local_lock(store: Store) -> Iterator[None]:
    # The system lets go of it when its owner dies, however that happens.
    lock = FileLock(Path(store.location) / LOCK, timeout=0)
    try:
        Path(store.location).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise _taken(store, read_record(store) or {}) from error
    except OSError as error:
        raise RunError(f"{store.location}: cannot be written to: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _remote_lock(store: Store) -> Iterator[None]:
    try:
        with store.open(LOCK) as file:
            held = json.loads(file.read())
        if time.time() < held["seen"] + _DEAD_AFTER:
            raise _taken(store, held)
    except (FileNotFoundError, ValueError, KeyError):
        pass
    keep_lock(store)
    try:
        yield
    finally:
        store.delete([LOCK])


def keep_lock(store: Store) -> None:
    """Say that the owner of a remote lock lives; the lock of a folder needs no word."""
    if is_uri(store.location):
        held = {"owner": owner(), "started": now(), "seen": time.time()}
        store.put(LOCK, json.dumps(held).encode())


def _taken(store: Store, record: Mapping[str, Any]) -> OutputError:
    by = record.get("owner", {})
    who = f"process {by.get('pid', '?')} on {by.get('host', '?')}, since {record.get('started', '?')}"
    return OutputError(f"{store.location}: another run writes here ({who}); wait for it, or give another -o")


def record_of(inputs: Sequence[str], options: Options, based_on: Basis, registries: str | None) -> Record:
    """Return the record of a run that begins now."""
    return Record("running", inputs, asdict(options), based_on.parts, registries, owner(), now())
