"""Many working processes, on this machine or on others, through dask.distributed.

A task is one shard, and its result lies in the store: what a lost worker had in hand is done by another, and
nothing is harmed when it is done twice.
"""

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any

from distributed import Client, LocalCluster, as_completed

from pipeline.errors import JumelageError, RunError, sendable
from pipeline.shards.crew import Crew
from pipeline.shards.tasks import Done, Work

# Shards that wait at each worker, so that none is idle, and few are left to finish when a run is stopped.
_AHEAD = 2
# How many workers may be lost over one shard.
_RETRIES = 5
_CONNECT = 30  # seconds


@contextmanager
def cluster(workers: int, scheduler: str | None) -> Iterator[Client]:
    """Give a client of a cluster of our own with so many processes, or of the one at an address.

    Raises RunError when there is no scheduler at the address.
    """
    if scheduler is None:
        with _local(workers) as own, Client(own) as client:
            yield client
        return
    try:
        client = Client(scheduler, timeout=_CONNECT)
    except (OSError, ValueError) as error:
        raise RunError(f"{scheduler}: no scheduler answers there: {error}") from error
    with client:
        yield client


def _local(workers: int) -> LocalCluster:
    # What a terminal sends to all its processes is for ours: the workers finish what they have in hand.
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0", memory_limit=0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def done_by(client: Client, tasks: Iterable[Work]) -> Iterator[Done]:
    """Yield what came of each task, as they are done.

    Raises JumelageError for what a task raises, RunError when the scheduler is gone.
    """
    waiting = iter(tasks)
    n_workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    futures = as_completed(_given(client, islice(waiting, n_workers * _AHEAD)), raise_errors=False)
    for future in futures:
        outcome = _outcome(future)
        for more in _given(client, islice(waiting, 1)):
            futures.add(more)
        yield outcome


def _given(client: Client, tasks: Iterable[Work]) -> list[Any]:
    # Never `pure`: the result is a file, and may have been deleted since.
    return [client.submit(_do, task, pure=False, retries=_RETRIES) for task in tasks]


def _outcome(future: Any) -> Done:
    if future.status == "finished":
        found = future.result()
        if isinstance(found, JumelageError):
            raise found
        assert isinstance(found, Done)
        return found
    if future.status == "cancelled":
        raise RunError(
            "the scheduler is gone; start one and run the command again, to go on where it stopped"
        )
    raise RunError(f"a worker failed: {future.exception()}") from future.exception()


def _do(task: Work) -> Done | JumelageError:
    try:
        return _crew().do(task)
    except JumelageError as error:
        return sendable(error)


@cache
def _crew() -> Crew:
    """Return the working process of this worker; it ends with it."""
    return Crew()
