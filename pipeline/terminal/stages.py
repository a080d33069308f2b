"""Progress of a run: a bar with rate and time left on a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import MofNCompleteColumn, TextColumn

from pipeline.shards.drive import Progress
from pipeline.terminal.consoles import is_live, notes
from pipeline.terminal.progress import bar

_EVERY = 1000  # inputs


@contextmanager
def reporter() -> Iterator[Progress]:
    """Yield what a run tells its progress to; where there is no terminal, it is a line now and then."""
    console = notes()
    with _stages(console) if is_live(console) else _lines(console) as told:
        yield told


@contextmanager
def _stages(console: Console) -> Iterator[Progress]:
    with bar(console, MofNCompleteColumn(), TextColumn("{task.fields[rate]}")) as shown:
        task = shown.add_task("", total=None, rate="")
        articles = 0

        def stage(name: str, total: int) -> None:
            nonlocal task
            # Also of a stage that is over before the bar is drawn again, all is seen to be done.
            shown.refresh()
            shown.remove_task(task)
            task = shown.add_task(name, total=total or None, rate="")

        def done(inputs: int, n_articles: int) -> None:
            nonlocal articles
            articles += n_articles
            seconds = shown.tasks[0].elapsed or 0
            rate = f"{articles / seconds:.0f} articles/s" if n_articles and seconds else ""
            shown.update(task, advance=inputs, rate=rate)

        yield Progress(stage, done)


@contextmanager
def _lines(console: Console) -> Iterator[Progress]:
    n_inputs = n_articles = 0
    told = 0

    def done(inputs: int, articles: int) -> None:
        nonlocal n_inputs, n_articles, told
        n_inputs += inputs if articles else 0
        n_articles += articles
        if n_inputs >= told + _EVERY:
            told = n_inputs
            console.print(f"{n_inputs} inputs, {n_articles} articles")

    yield Progress(done=done)
