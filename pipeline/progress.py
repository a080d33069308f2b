"""Progress of a run: a count that moves on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_EVERY = 100


@contextmanager
def reporter() -> Iterator[Callable[[str], None]]:
    """Yield a function to call with the source of each article that is done.

    How many there will be is not known before collections and archives have been read.
    """
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.completed:.0f} articles, {task.speed:.1f}/s"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True) as shown:
            task = shown.add_task("extract", total=None)
            yield lambda _: shown.advance(task)
        return
    done = 0

    def line(source: str) -> None:
        nonlocal done
        done += 1
        if done % _EVERY == 0:
            console.print(f"{done} articles, last from {source}", highlight=False)

    yield line
