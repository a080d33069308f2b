"""Reading in a process that can be killed: no file costs more than its own row.

The process is started with the first file that needs it, and anew after each document that took too long
or crashed it; then it goes on behind that document.
"""

import contextlib
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ReaderCrashError, ReadError, TimeLimitError
from pipeline.read.columns import Columns
from pipeline.read.documents import Options, reject
from pipeline.records import Document, Reject

READY, WALKING, BEGIN, DONE, _END = "ready", "walking", "begin", "done", "end"
# How long the process may take to load its libraries, on a slow disk too.
_START = 120.0  # seconds
# Documents read ahead while the parent extracts.
_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, without its first `skip` documents."""

    path: Path
    source: str
    columns: Columns
    skip: int = 0


class Reader:
    """A reading process; a context manager that ends it."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._messages: queue.Queue[Any] = queue.Queue()
        self._is_ready = False

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, path: Path, source: str) -> Iterator[Document | Reject]:
        """Yield the documents of a file and a Reject for each that cannot be read, in its order."""
        finished = False
        try:
            yield from self._read(path, source)
            finished = True
        finally:
            # What is left of a file that nobody wants to the end must not be taken for the next one.
            if not finished:
                self._stop()

    def _read(self, path: Path, source: str) -> Iterator[Document | Reject]:
        done = 0
        while True:
            self._start()
            self._give(Task(path, source, self._options.columns, done))
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
            self._stop()
            yield reject(current or source, error)
            # Without the name of a document it was the file itself that could not be opened or walked on.
            if current is None:
                return
            done += 1

    def _next(self) -> Any:
        """Return the next message, or the ReadError that stands for the end of the process."""
        seconds = self._options.seconds
        try:
            message = self._messages.get(timeout=seconds if self._is_ready else max(seconds, _START))
        except queue.Empty:
            return TimeLimitError(f"took longer than {seconds:g} s to read; allow more with --time-limit")
        if message == _END:
            return ReaderCrashError("the program that reads this format crashed on it")
        return message

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._stop()
        self._is_ready = False
        self._process = subprocess.Popen(
            # -P: modules are not looked for in the folder of the user, who may well have a csv.py there.
            [sys.executable, "-P", "-m", "pipeline.read.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._messages = queue.Queue(_AHEAD)
        self._listener = threading.Thread(target=_listen, args=(self._process, self._messages), daemon=True)
        self._listener.start()

    def _give(self, task: Task) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        # A process that is dead already says so by the end of its messages.
        with contextlib.suppress(OSError):
            pickle.dump(task, self._process.stdin)
            self._process.stdin.flush()

    def _stop(self) -> None:
        if self._process is None or self._listener is None:
            return
        self._process.kill()
        # The listener may wait for room in the queue: it is emptied until the listener has seen the end.
        while self._listener.is_alive():
            with contextlib.suppress(queue.Empty):
                self._messages.get(timeout=0.01)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process = None


def _listen(process: "subprocess.Popen[bytes]", messages: "queue.Queue[Any]") -> None:
    assert process.stdout is not None
    try:
        while True:
            messages.put(pickle.load(process.stdout))
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        messages.put(_END)
