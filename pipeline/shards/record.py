"""`_run.json`, which says what a run is, has done and has left."""

import json
import os
import socket
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from importlib import metadata
from typing import Any, Literal

from pipeline.read.documents import Options
from pipeline.shards.parts import RUN
from pipeline.shards.plan import Basis, Shard
from pipeline.shards.store import Store
from pipeline.shards.tasks import Done
from pipeline.tables.schema import SCHEMA_VERSION

State = Literal["running", "interrupted", "complete"]
# Written again at most that often, so that the record of a long run costs nothing.
_EVERY = 2.0  # seconds


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


def record_of(inputs: Sequence[str], options: Options, based_on: Basis, registries: str | None) -> Record:
    """Return the record of a run that begins now."""
    return Record("running", inputs, asdict(options), based_on.parts, registries, owner(), now())
