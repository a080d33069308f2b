"""Progress of long work, on standard error: a bar with rate and time left, on a terminal only."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from pipeline.terminal.consoles import is_live, notes

T = TypeVar("T")
# A bar is drawn ten times a second: it need not know of every record of a hundred thousand.
_STEPS = 1000


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Return how many are done in a second."""
        return Text("" if task.speed is None else f"{task.speed:,.1f}/s")


class Counted(Protocol):
    """Yields what it is given, and counts it."""

    def __call__(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items."""


@contextmanager
def track(description: str, total: int) -> Iterator[Counted]:
    """Yield what counts `total` items as they go through it, at once or in several goes.

    Shows how many, how fast, and the time left.
    """
    console = notes()
    if not is_live(console):
        yield _uncounted
        return
    # A bar that a generator alone held would be taken away some time after what ended its work.
    with bar(console, MofNCompleteColumn(), _Rate()) as shown:
        task = shown.add_task(description, total=total)

        def counted(items: Iterable[T]) -> Iterator[T]:
            for item in items:
                yield item
                shown.advance(task)

        yield counted


def _uncounted(items: Iterable[T]) -> Iterator[T]:
    return iter(items)


@contextmanager
def track_bytes(description: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what is told how many bytes are read, of how many; show them, how fast, and the time left."""
    console = notes()
    if not is_live(console):
        yield lambda _done, _total: None
        return
    with bar(console, DownloadColumn(), TransferSpeedColumn()) as shown:
        task = shown.add_task(description, total=None)

        def told(done: int, total: int) -> None:
            if done == total or done >= shown.tasks[0].completed + total / _STEPS:
                shown.update(task, completed=done, total=total)

        yield told


def bar(console: Console, *measures: ProgressColumn) -> Progress:
    """Return a bar with what it measures; its time passed and left are always shown."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        *measures,
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        # What goes to standard output stays there, also while a bar is shown beside it.
        redirect_stdout=False,
    )
