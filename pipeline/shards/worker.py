"""The process that works: `python -m pipeline.shards.worker`, driven by `pipeline.shards.crew`."""

from functools import lru_cache
from pathlib import Path

from pipeline.child import Send, serve
from pipeline.errors import JumelageError, RunError, sendable
from pipeline.kit import Kit, load_kit
from pipeline.shards.parts import write
from pipeline.shards.plan import basis
from pipeline.shards.tasks import Task, Write
from pipeline.shards.work import work

_MOST_MEMORY = 8 * 2**30  # bytes of address space


def _handle(task: Task | Path, send: Send) -> None:
    """Do a task, or load a folder of rules; what comes back is its outcome, the folder, or an error."""
    try:
        if isinstance(task, Path):
            _kit(task)
            send(task)
            return
        if isinstance(task, Write):
            send(write(task))
            return
        if (here := basis(task.rules, task.options).key) != task.based_on:
            raise RunError(
                f"this machine has another version of the program, its libraries or its rules ({here}) than "
                f"the one that plans ({task.based_on}); install the same on both"
            )
        send(work(task, _kit(task.rules), lambda *told: send(told)))
    except JumelageError as error:
        send(sendable(error))


@lru_cache(1)
def _kit(rules: Path) -> Kit:
    return load_kit(rules)


if __name__ == "__main__":
    serve(_handle, _MOST_MEMORY)
