"""Progress of a run: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_EVERY = 100


@contextmanager
def reporter(total: int) -> Iterator[Callable[[str], None]]:
    """Yield a function to call with the source of each article that is done."""
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (TextColumn("extracting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("extract", total=total)
            seen: set[str] = set()

            def advance(source: str) -> None:
                if source not in seen:
                    seen.add(source)
                    bar.advance(task)

            yield advance
        return
    done = 0

    def line(source: str) -> None:
        nonlocal done
        done += 1
        if done % _EVERY == 0:
            console.print(f"{done} articles, last from {source}", highlight=False)

    yield line
