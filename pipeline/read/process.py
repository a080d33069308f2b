"""Reading in a process that can be killed: no file costs more than its own row.

The process is started with the first file that needs it, and anew after each document that took too long
or crashed it; then it goes on behind that document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.child import Child, Lost
from pipeline.errors import ReaderCrashError, ReadError, TimeLimitError
from pipeline.read.columns import Columns
from pipeline.read.documents import Options, reject
from pipeline.records import Document, Reject

READY, WALKING, WALKED, BEGIN, DONE = "ready", "walking", "walked", "begin", "done"
# How long the process may take to load its libraries, on a slow disk too.
_START = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read: its documents from number `skip` up to, not including, number `stop`."""

    path: Path
    source: str
    columns: Columns
    skip: int = 0
    stop: int | None = None


class Reader:
    """A reading process; a context manager that ends it."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._child = Child("pipeline.read.worker")
        self._is_ready = False

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()

    def read(
        self, path: Path, source: str, skip: int = 0, stop: int | None = None
    ) -> Iterator[Document | Reject]:
        """Yield the documents of a file and a Reject for each that cannot be read, in its order.

        Those before number `skip` and from number `stop` on are left out.
        """
        finished = False
        try:
            yield from self._read(path, source, skip, stop)
            finished = True
        finally:
            # What is left of a file that nobody wants to the end must not be taken for the next one.
            if not finished:
                self._child.stop()

    def sources(self, path: Path, source: str) -> list[str]:
        """Return the sources of the documents of a file, up to one at which walking through it fails."""
        self._child.start()
        self._child.give(Task(path, source, self._options.columns, stop=0))
        found: list[str] = []
        while True:
            match self._next():
                case ReadError():
                    self._child.stop()
                    return found
                case (kind, names) if kind == WALKED:
                    self._is_ready = True
                    found += names
                case (kind, _) if kind == DONE:
                    return found

    def _read(self, path: Path, source: str, done: int, stop: int | None) -> Iterator[Document | Reject]:
        while True:
            if self._child.start():
                self._is_ready = False
            self._child.give(Task(path, source, self._options.columns, done, stop))
            current: str | None = None
            error: ReadError | None = None
            while error is None:
                match self._next():
                    case ReadError() as error:
                        pass
                    case (kind, _) if kind == DONE:
                        return
                    case (kind, _) if kind == READY:
                        self._is_ready = True
                    case (kind, _) if kind == WALKING:
                        pass
                    case (kind, name) if kind == BEGIN:
                        current = name
                    case message:
                        current = None
                        done += 1
                        yield message
            self._child.stop()
            yield reject(current or source, error)
            # Without the name of a document it was the file itself that could not be opened or walked on.
            if current is None:
                return
            done += 1

    def _next(self) -> Any:
        """Return the next message, or the ReadError that stands for the end of the process."""
        seconds = self._options.seconds
        message = self._child.next(seconds if self._is_ready else max(seconds, _START))
        if message is Lost.SILENT:
            return TimeLimitError(f"took longer than {seconds:g} s to read; allow more with --time-limit")
        if message is Lost.ENDED:
            return ReaderCrashError("the program that reads this format crashed on it")
        return message
