"""Progress of a run: a bar with rate and time left on a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from pipeline.shards.drive import Progress as Told

_EVERY = 1000  # inputs


@contextmanager
def reporter() -> Iterator[Told]:
    """Yield what a run tells its progress to."""
    console = Console(stderr=True)
    with _bar(console) if console.is_terminal else _lines(console) as told:
        yield told


@contextmanager
def _bar(console: Console) -> Iterator[Told]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("", total=None, rate="")
        articles = 0

        def stage(name: str, total: int) -> None:
            shown.reset(task, description=name, total=total or None, rate="")

        def done(inputs: int, n_articles: int) -> None:
            nonlocal articles
            articles += n_articles
            seconds = shown.tasks[0].elapsed or 0
            rate = f"{articles / seconds:.0f} articles/s" if n_articles and seconds else ""
            shown.update(task, advance=inputs, rate=rate)

        yield Told(stage, done)


@contextmanager
def _lines(console: Console) -> Iterator[Told]:
    n_inputs = n_articles = 0
    told = 0

    def done(inputs: int, articles: int) -> None:
        nonlocal n_inputs, n_articles, told
        n_inputs += inputs if articles else 0
        n_articles += articles
        if n_inputs >= told + _EVERY:
            told = n_inputs
            console.print(f"{n_inputs} inputs, {n_articles} articles", highlight=False)

    yield Told(done=done)
