"""The lock that keeps a second run out of a store: of the system for a folder, else a file kept fresh."""

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.errors import OutputError, RunError
from pipeline.read.places import is_uri
from pipeline.shards.parts import LOCK
from pipeline.shards.record import now, owner, read_record
from pipeline.shards.store import Store

# Of an object store it cannot be told whether the owner of a lock lives: it says so, or is taken for dead.
_DEAD_AFTER = 600.0  # seconds


@contextlib.contextmanager
def locked(store: Store) -> Iterator[None]:
    """Keep every other run out of a store for the while. Raises OutputError naming the one that is in it."""
    if is_uri(store.location):
        check_free(store)
        keep_lock(store)
        try:
            yield
        finally:
            store.delete([LOCK])
        return
    lock = _lock(store)
    try:
        Path(store.location).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise _taken(store) from error
    except OSError as error:
        raise RunError(f"{store.location}: cannot be written to: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()


def check_free(store: Store) -> None:
    """Raise OutputError when another run is in a store; nothing is written to find out."""
    if not is_free(store):
        raise _taken(store)


def is_free(store: Store) -> bool:
    """Return whether nobody holds the lock of a store."""
    if is_uri(store.location):
        return time.time() >= _seen(store) + _DEAD_AFTER
    lock = _lock(store)
    try:
        if Path(lock.lock_file).exists():
            lock.acquire()
    except Timeout:
        return False
    except OSError:
        return True
    lock.release()
    return True


def keep_lock(store: Store) -> None:
    """Say that the owner of a remote lock lives; the lock of a folder needs no word."""
    if is_uri(store.location):
        held = {"owner": owner(), "started": now(), "seen": time.time()}
        store.put(LOCK, json.dumps(held).encode())


def _lock(store: Store) -> FileLock:
    # The system lets go of it when its owner dies, however that happens.
    return FileLock(Path(store.location) / LOCK, timeout=0)


def _held(store: Store) -> dict[str, Any]:
    """Return what a remote lock says, nothing where there is none or it is broken."""
    with contextlib.suppress(FileNotFoundError, ValueError), store.open(LOCK) as file:
        held = json.loads(file.read())
        return held if isinstance(held, dict) else {}
    return {}


def _seen(store: Store) -> float:
    return float(_held(store).get("seen", 0))


def _taken(store: Store) -> OutputError:
    told = (_held(store) if is_uri(store.location) else read_record(store)) or {}
    by = told.get("owner", {})
    who = f"process {by.get('pid', '?')} on {by.get('host', '?')}, since {told.get('started', '?')}"
    return OutputError(f"{store.location}: another run writes here ({who}); wait for it, or give another -o")
