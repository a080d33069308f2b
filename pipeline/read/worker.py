"""The process that reads: `python -m pipeline.read.worker`, driven by `pipeline.read.process`.

Takes tasks from standard input and gives messages on standard output, both pickled. Whatever a parser
does (hang, crash, eat memory) ends this process and no other.
"""

import time

from pipeline.child import Send, serve
from pipeline.read.documents import open_entries, read_entry
from pipeline.read.process import BEGIN, DONE, READY, WALKED, WALKING, Task

_SAYS = 0.05  # seconds
_MOST_MEMORY = 6 * 2**30  # bytes of address space


def _handle(task: Task, send: Send) -> None:
    send((READY, ""))
    if task.stop == 0:
        _walk(task, send)
    else:
        _read(task, send)
    send((DONE, task.source))


def _read(task: Task, send: Send) -> None:
    said = time.monotonic()
    for number, entry in enumerate(open_entries(task.path, task.source, task.columns)):
        if number == task.stop:
            break
        if number < task.skip:
            # The way back to where the process before ended may take longer than a document.
            if time.monotonic() > said + _SAYS:
                send((WALKING, ""))
                said = time.monotonic()
            continue
        send((BEGIN, entry.source))
        send(read_entry(entry, task.path, task.source))


def _walk(task: Task, send: Send) -> None:
    """Say what there is without reading it."""
    names: list[str] = []
    said = time.monotonic()
    for entry in open_entries(task.path, task.source, task.columns):
        names.append(entry.source)
        if time.monotonic() > said + _SAYS:
            send((WALKED, names))
            names = []
            said = time.monotonic()
    send((WALKED, names))


if __name__ == "__main__":
    serve(_handle, _MOST_MEMORY)
