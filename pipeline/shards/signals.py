"""Signals that end a run where it may be taken up again."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.errors import StoppedError

Handler = Callable[[int, FrameType | None], None] | signal.Handlers


@contextmanager
def caught_signals() -> Iterator[list[int]]:
    """Give the list of the signals that came: the first lets what is in hand end, the second ends it all."""
    caught: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        if caught:
            raise StoppedError(number, "stopped at once; run the same command again to go on")
        caught.append(number)

    with handled(note):
        yield caught


@contextmanager
def handled(handler: Handler) -> Iterator[None]:
    """Let SIGINT and SIGTERM go to a handler for the while."""
    before = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
