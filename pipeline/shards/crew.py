"""Drives a process that works on shards, and finds the document that ends it.

A process that dies or falls silent is started anew, and its shard done again one document at a time: then it
is known which document is in hand when it dies once more. That one becomes a reject, the rest is done.
"""

from dataclasses import replace
from pathlib import Path

from pipeline.child import Child, Lost
from pipeline.errors import ExtractCrashError, ExtractTimeError, JumelageError, RunError
from pipeline.records import Reject
from pipeline.shards.tasks import EXTRACTED, READING, Done, Task, Work, Write, Written

# How long the process may take to load rules and model, on a slow disk too.
_START = 120.0  # seconds
# How often a process may be lost over loading, or over writing.
_TRIES = 3
_DEAD = "the program that works ends, or answers nothing"
_AGAIN = "run the command again, to go on where it stopped"
# Ten times what a text takes that is hard to read.
_PER_CHARACTER = 2e-4  # seconds


class Crew:
    """One working process; a context manager that ends it."""

    def __init__(self) -> None:
        self._child = Child("pipeline.shards.worker")
        self._rules = Path()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()

    def load(self, rules: Path) -> None:
        """Start the process, and let it load rules and model meanwhile."""
        self._rules = rules
        self._child.start()
        self._child.give(rules)

    def loaded(self) -> None:
        """Wait until what `load` began is done, or began anew. Raises JumelageError for a broken rule."""
        for left in reversed(range(_TRIES)):
            found = self._child.next(_START)
            if isinstance(found, JumelageError):
                raise found
            if not isinstance(found, Lost):
                return
            self._child.stop()
            if left:
                self.load(self._rules)
        raise RunError(_DEAD)

    def do(self, task: Task) -> Done | Written:
        """Do a task. Raises JumelageError when it cannot be done."""
        return self._write(task) if isinstance(task, Write) else self._extract(task)

    def _write(self, task: Write) -> Written:
        """Write a shard; nothing in its draft ends a process, so that one that was ended is started again."""
        for _ in range(_TRIES):
            self._child.start()
            self._child.give(task)
            match self._child.next(_START):
                case Written() as written:
                    return written
                case JumelageError() as error:
                    raise error
            self._child.stop()
        raise RunError(f"{task.output}: {_DEAD} over the tables of shard {task.shard}; {_AGAIN}")

    def _extract(self, task: Work) -> Done:
        """Do a shard, whatever its documents do to the process."""
        while True:
            outcome = self._try(task)
            if isinstance(outcome, Done):
                return outcome
            if task.careful:
                task = replace(task, refused={**task.refused, outcome.source: outcome})
            else:
                task = replace(task, careful=True)

    def _try(self, task: Work) -> Done | Reject:
        """Return what came of a shard, or a reject of what was in hand when the process died."""
        self._child.start()
        self._child.give(task)
        phase, source, flight = READING, "", 0
        while True:
            match self._child.next(_allowed(task, phase, flight)):
                case Done() as done:
                    return done
                case JumelageError() as error:
                    raise error
                case Lost() as lost:
                    self._child.stop()
                    return _reject(source, lost, task)
                case (told, name, size):
                    # What is read is extracted later, several at once: all since the last article count.
                    flight = size if phase == EXTRACTED else flight + size
                    phase = told
                    if told != EXTRACTED:
                        source = name


def _allowed(task: Work, phase: str, flight: int) -> float:
    reading = max(task.options.seconds, _START) if phase == READING else 0.0
    return task.options.seconds + reading + flight * _PER_CHARACTER


def _reject(source: str, lost: Lost, task: Work) -> Reject:
    if lost is Lost.SILENT:
        detail = f"took longer than {task.options.seconds:g} s and more than its length explains to extract"
        return Reject(source, "extract", ExtractTimeError.__name__, f"{source}: {detail}; report the text")
    detail = "ended the program that extracts, by a crash or for want of memory; report the text"
    return Reject(source, "extract", ExtractCrashError.__name__, f"{source}: {detail}")
