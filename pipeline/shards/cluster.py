"""Many working processes, on this machine or on others, through dask.distributed.

A task is one shard, and its result lies in the store: what a lost worker had in hand is done by another, and
nothing is harmed when it is done twice.
"""

import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import islice
from typing import Any

from distributed import Client, LocalCluster, as_completed
from distributed.comm.core import CommClosedError

from pipeline.errors import JumelageError, RunError, sendable
from pipeline.shards.crew import Crew
from pipeline.shards.signals import handled
from pipeline.shards.tasks import Do, Done, Task, Written

# Shards that wait at each worker, so that none is idle, and few are left to finish when a run is stopped.
_AHEAD = 2
# How many workers may be lost over one shard.
_RETRIES = 5
_CONNECT = 10  # seconds


_GONE = "the scheduler is gone; start one and run the command again, to go on where it stopped"


@contextmanager
def cluster(workers: int, scheduler: str | None) -> Iterator[Do]:
    """Give what does tasks, by so many processes of ours or by a scheduler's, and yields as they are done.

    It raises JumelageError for what a task raises, RunError when the scheduler is gone or was never there.
    """
    with ExitStack() as stack:
        client = _client(stack, workers, scheduler)

        def do(tasks: Iterable[Task]) -> Iterator[Done | Written]:
            try:
                yield from _done(client, tasks)
            except (CommClosedError, CancelledError, OSError, TimeoutError) as error:
                raise RunError(f"{_GONE} ({type(error).__name__})") from error

        yield do


def _client(stack: ExitStack, workers: int, scheduler: str | None) -> Client:
    try:
        address = scheduler or stack.enter_context(_local(workers))
        client: Client = stack.enter_context(Client(address, timeout=_CONNECT))
    except (OSError, ValueError) as error:
        raise RunError(f"{scheduler}: no scheduler answers there: {error}") from error
    return client


def _local(workers: int) -> LocalCluster:
    # What a terminal sends to all its processes is for ours: the workers finish what they have in hand.
    with handled(signal.SIG_IGN):
        return LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0", memory_limit=0)


def _done(client: Client, tasks: Iterable[Task]) -> Iterator[Done | Written]:
    waiting = iter(tasks)
    n_workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    futures = as_completed(_given(client, islice(waiting, n_workers * _AHEAD)), raise_errors=False)
    for future in futures:
        outcome = _outcome(future)
        for more in _given(client, islice(waiting, 1)):
            futures.add(more)
        yield outcome


def _given(client: Client, tasks: Iterable[Task]) -> list[Any]:
    # Never `pure`: the result is a file, and may have been deleted since.
    return [client.submit(_do, task, pure=False, retries=_RETRIES) for task in tasks]


def _outcome(future: Any) -> Done | Written:
    if future.status == "finished":
        found = future.result()
        if isinstance(found, JumelageError):
            raise found
        assert isinstance(found, (Done, Written))
        return found
    if future.status == "cancelled":
        raise RunError(_GONE)
    raise RunError(f"a worker failed: {future.exception()}") from future.exception()


def _do(task: Task) -> Done | Written | JumelageError:
    try:
        return _crew().do(task)
    except JumelageError as error:
        return sendable(error)


@cache
def _crew() -> Crew:
    """Return the working process of this worker; it ends with it."""
    return Crew()
