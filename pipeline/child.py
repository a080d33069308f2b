"""A Python process of ours that takes tasks and gives messages, both pickled, and that can be killed.

Whatever happens in it (a hang, a crash in C, no memory left) ends that process and no other.
"""

import contextlib
import ctypes
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, BinaryIO

Send = Callable[[object], None]
# Messages that wait until they are asked for.
_AHEAD = 8
_PR_SET_PDEATHSIG = 1  # of <linux/prctl.h>


class Lost(Enum):
    """Why there is no message."""

    SILENT = auto()
    ENDED = auto()


class Child:
    """The process that runs `python -m MODULE`, whose main calls `serve`; started when it is needed."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._messages: queue.Queue[Any] = queue.Queue()

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The id of the process, None where none runs."""
        return None if self._process is None else self._process.pid

    def start(self) -> bool:
        """Start the process unless it runs; return whether it had to be."""
        if self._process is not None and self._process.poll() is None:
            return False
        self.stop()
        self._process = subprocess.Popen(
            # -P: modules are not looked for in the folder of the user, who may well have a csv.py there.
            [sys.executable, "-P", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._messages = queue.Queue(_AHEAD)
        self._listener = threading.Thread(target=_listen, args=(self._process, self._messages), daemon=True)
        self._listener.start()
        return True

    def give(self, task: object) -> None:
        """Send a task to the process that runs."""
        assert self._process is not None
        assert self._process.stdin is not None
        # A process that is dead already says so by the end of its messages.
        with contextlib.suppress(OSError):
            pickle.dump(task, self._process.stdin)
            self._process.stdin.flush()

    def next(self, seconds: float) -> Any:
        """Return the next message, or why there is none after so many seconds."""
        try:
            return self._messages.get(timeout=seconds)
        except queue.Empty:
            return Lost.SILENT

    def stop(self) -> None:
        """End the process; it is started anew when it is needed."""
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
        messages.put(Lost.ENDED)


def serve(handle: Callable[[Any, Send], None], most_memory: int) -> None:
    """Give each task that comes to `handle`, until there are no more; `most_memory` in bytes.

    The process ends with its parent, in the middle of a task too. Signals from a terminal go to the parent,
    which decides.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if sys.platform == "linux":
        # A regular expression that never ends keeps every other thread from seeing that the parent is gone.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = os.fdopen(os.dup(1), "wb")
    # What a library prints must not come between the messages.
    os.dup2(2, 1)
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(sys.stdin.buffer, tasks), daemon=True).start()

    def send(message: object) -> None:
        pickle.dump(message, out, protocol=pickle.HIGHEST_PROTOCOL)
        out.flush()

    while True:
        handle(tasks.get(), send)


def _take(stdin: BinaryIO, tasks: "queue.SimpleQueue[Any]") -> None:
    with contextlib.suppress(Exception):
        while True:
            tasks.put(pickle.load(stdin))
    os._exit(0)
