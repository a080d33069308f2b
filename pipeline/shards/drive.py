"""A run from inputs to tables: planned, done shard by shard, settled, written."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain, takewhile
from pathlib import Path
from typing import Any

from pipeline.errors import StoppedError
from pipeline.read import Options
from pipeline.rules import default_folder
from pipeline.shards.crew import Crew
from pipeline.shards.lock import check_free, keep_lock, locked
from pipeline.shards.parts import check_output, drafts_of, write_parts
from pipeline.shards.plan import Shard, basis, plan
from pipeline.shards.record import Recorder, read_record, record_of
from pipeline.shards.signals import caught_signals
from pipeline.shards.store import Store, open_store
from pipeline.shards.tasks import DRAFTS, Do, Done, Task, Work, Written, name_of
from pipeline.tables.catalogue import TABLES
from pipeline.tables.keys import key


@dataclass(frozen=True, slots=True)
class Command:
    """What the user asks for: see `jumelage extract --help`."""

    inputs: Sequence[str]
    output: str
    rules: Path | None = None
    options: Options = field(default_factory=Options)
    registries: Path = Path("registries")
    workers: int = 1
    scheduler: str | None = None

    @property
    def folder(self) -> Path:
        """The folder of the rules."""
        return (self.rules or default_folder()).resolve()


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told while a run goes on: what it does, how much there is of it, and what of that is done."""

    stage: Callable[[str, int], None] = lambda _stage, _total: None
    done: Callable[[int, int], None] = lambda _inputs, _articles: None


_QUIET = Progress()


def extract(command: Command, progress: Progress = _QUIET) -> Mapping[str, Any]:
    """Do a run, or what is left of it, and return its record.

    Raises InputError, RuleError and OutputError before anything is written; RunError for what stops it later,
    StoppedError for a signal. What is done by then is kept, and the same call goes on with the rest.
    """
    store = open_store(command.output)
    check_output(store)
    check_free(store)
    rules = command.folder
    # One process of this machine needs no cluster.
    is_alone = command.workers == 1 and command.scheduler is None
    with ExitStack() as stack:
        crew = stack.enter_context(Crew()) if is_alone else None
        if crew is not None:
            crew.load(rules)
        began = time.perf_counter()
        progress.stage("plan", 0)
        based_on = basis(rules, command.options)
        shards = plan(command.inputs, command.options, based_on)
        registries = _state_of(command.registries)
        before = read_record(store)
        if before and _is_same(before, shards, based_on.parts, registries, store):
            return before
        record = record_of(command.inputs, command.options, based_on, registries)
        record.seconds["plan"] = _since(began)
        # Slow to load, and not needed by a run that finds nothing changed; the process that works loads too.
        import pipeline.settle  # noqa: F401, PLC0415

        if crew is not None:
            crew.loaded()
        do = _cluster(command, stack) if crew is None else partial(map, crew.do)
        with locked(store):
            recorder = Recorder(store, record)
            tasks = [Work(shard, rules, command.options, command.output, based_on.key) for shard in shards]
            _extract(tasks, do, recorder, progress)
            _finish(command, tasks, do, recorder, progress)
    return record.as_dict()


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 3)


def _state_of(registries: Path) -> str | None:
    files = sorted(path for path in registries.glob("*") if path.is_file())
    states = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return key(*states) if states else None


def _is_same(
    before: Mapping[str, Any],
    shards: Sequence[Shard],
    based_on: Mapping[str, str],
    registries: str | None,
    store: Store,
) -> bool:
    """Return whether a run that is complete was this one, and all of it is still there."""
    return (
        before["state"] == "complete"
        and before["basis"] == based_on
        and before["registries"] == registries
        and list(before["shards"]) == [shard.key for shard in shards]
        and all(sorted(set(before["parts"][table.name])) == store.names(table.name) for table in TABLES)
    )


def _cluster(command: Command, stack: ExitStack) -> Do:
    """Return what gives tasks to a cluster, which is started with the first of them."""

    @cache
    def started() -> Do:
        from pipeline.shards.cluster import cluster  # noqa: PLC0415 - loads dask, which one process spares

        return stack.enter_context(cluster(command.workers, command.scheduler))

    def do(tasks: Iterable[Task]) -> Iterator[Done | Written]:
        for first in (waiting := iter(tasks)):
            yield from started()(chain([first], waiting))

    return do


def _extract(tasks: Sequence[Work], do: Do, recorder: Recorder, progress: Progress) -> None:
    """Do the shards that have no draft yet. Raises StoppedError when a signal leaves some undone."""
    began = time.perf_counter()
    there = {f"{DRAFTS}/{name}" for name in recorder.store.names(DRAFTS)}
    todo = [task for task in tasks if name_of(task.shard.key) not in there]
    # The large ones first, so that at the end no worker waits long for another.
    todo.sort(key=lambda task: -len(task.shard.pieces))
    recorder.begin([task.shard for task in tasks], {task.shard.key for task in todo})
    progress.stage("extract", sum(len(task.shard.pieces) for task in todo))
    left = len(todo)
    with caught_signals() as caught:
        for done in do(takewhile(lambda _: not caught, todo)):
            assert isinstance(done, Done)
            left -= 1
            recorder.done(done)
            keep_lock(recorder.store)
            progress.done(done.documents + done.rejects, done.articles)
    recorder.record.seconds["extract"] = _since(began)
    if left and caught:
        recorder.finish("interrupted")
        told = f"{left} of {len(tasks)} shards are left; run the same command again to go on"
        raise StoppedError(caught[0], f"stopped: {told}")


def _finish(command: Command, tasks: Sequence[Work], do: Do, recorder: Recorder, progress: Progress) -> None:
    """Settle what needs the whole run, write the tables, and delete the drafts of earlier runs."""
    from pipeline.registries.lookup import load_registries  # noqa: PLC0415
    from pipeline.settle import settle  # noqa: PLC0415

    began = time.perf_counter()
    store, record = recorder.store, recorder.record
    progress.stage("link", 0)
    shards = [task.shard.key for task in tasks]
    settled = settle(drafts_of(store, shards), command.folder, load_registries(command.registries))
    record.seconds["settle"] = _since(began)
    began = time.perf_counter()
    progress.stage("write", len(shards))

    def written() -> None:
        keep_lock(store)
        progress.done(1, 0)

    record.parts, record.counts = write_parts(store, shards, settled, do, written)
    needed = {name_of(shard) for shard in shards}
    store.delete(name for name in (f"{DRAFTS}/{one}" for one in store.names(DRAFTS)) if name not in needed)
    record.seconds["write"] = _since(began)
    recorder.finish("complete")
