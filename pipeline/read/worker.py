"""The process that reads: `python -m pipeline.read.worker`, driven by `pipeline.read.process`.

Takes tasks from standard input and gives messages on standard output, both pickled. Whatever a parser
does (hang, crash, eat memory) ends this process and no other.
"""

import contextlib
import os
import pickle
import sys
import time
from typing import BinaryIO

from pipeline.read.documents import open_entries, read_entry
from pipeline.read.process import BEGIN, DONE, READY, WALKING, Task

_SAYS = 0.05  # seconds
_MOST_MEMORY = 6 * 2**30  # bytes of address space


def main() -> None:
    """Serve tasks until standard input ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = os.fdopen(os.dup(1), "wb")
    # What a parser prints must not come between the messages.
    os.dup2(2, 1)
    _send(out, (READY, ""))
    while True:
        try:
            task: Task = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        _serve(task, out)


def _serve(task: Task, out: BinaryIO) -> None:
    said = time.monotonic()
    for number, entry in enumerate(open_entries(task.path, task.source, task.columns)):
        if number < task.skip:
            # The way back to where the process before ended may take longer than a document.
            if time.monotonic() > said + _SAYS:
                _send(out, (WALKING, ""))
                said = time.monotonic()
            continue
        _send(out, (BEGIN, entry.source))
        _send(out, read_entry(entry, task.path, task.source))
    _send(out, (DONE, task.source))


def _send(out: BinaryIO, message: object) -> None:
    pickle.dump(message, out, protocol=pickle.HIGHEST_PROTOCOL)
    out.flush()


if __name__ == "__main__":
    main()
