"""Many working processes, on this machine or on others, through dask.distributed.

A task is one shard, and its result lies in the store: what a lost worker had in hand is done by another, and
nothing is harmed when it is done twice.
"""

import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack
from functools import cache
from itertools import islice
from typing import Any

from distributed import Client, LocalCluster, as_completed
from distributed.comm.core import CommClosedError

from pipeline.errors import JumelageError, RunError, sendable
from pipeline.shards.crew import Crew
from pipeline.shards.tasks import Done, Work

# Shards that wait at each worker, so that none is idle, and few are left to finish when a run is stopped.
_AHEAD = 2
# How many workers may be lost over one shard.
_RETRIES = 5
_CONNECT = 10  # seconds


_GONE = "the scheduler is gone; start one and run the command again, to go on where it stopped"


def done_by(workers: int, scheduler: str | None, tasks: Iterable[Work]) -> Iterator[Done]:
    """Yield what came of each task, as they are done: by so many processes of ours, or by a scheduler's.

    Raises JumelageError for what a task raises, RunError when the scheduler is gone or was never there.
    """
    with ExitStack() as stack:
        client = _client(stack, workers, scheduler)
        try:
            yield from _done(client, tasks)
        except (CommClosedError, CancelledError, OSError, TimeoutError) as error:
            raise RunError(f"{_GONE} ({type(error).__name__})") from error


def _client(stack: ExitStack, workers: int, scheduler: str | None) -> Client:
    try:
        address = scheduler or stack.enter_context(_local(workers))
        client: Client = stack.enter_context(Client(address, timeout=_CONNECT))
    except (OSError, ValueError) as error:
        raise RunError(f"{scheduler}: no scheduler answers there: {error}") from error
    return client


def _local(workers: int) -> LocalCluster:
    # What a terminal sends to all its processes is for ours: the workers finish what they have in hand.
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0", memory_limit=0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _done(client: Client, tasks: Iterable[Work]) -> Iterator[Done]:
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
