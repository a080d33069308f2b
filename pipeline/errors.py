"""One root error; every message says which file, rule or column, and what to do about it."""

from pathlib import Path


class JumelageError(Exception):
    """Root of all errors that this package raises on purpose."""


class InputError(JumelageError):
    """An input named by the user that is not there: stops the run before any article is read."""


class ReadError(JumelageError):
    """An input that cannot be read: becomes a row of `rejects`, the run goes on."""


class SidecarError(ReadError):
    """A `NAME.meta.json` that is broken."""


class ArchiveError(ReadError):
    """An archive that is larger, deeper or otherwise other than an honest one, or an unsafe entry of it."""


class TimeLimitError(ReadError):
    """A document that took longer to read than it may."""


class ReaderCrashError(ReadError):
    """A document at which the process that read it died."""


class NotFrenchError(JumelageError):
    """An article in another language: set aside in `rejects`."""


class RuleError(JumelageError):
    """A rule or vocabulary file that is broken: stops the run before any article is read."""

    def __init__(self, file: Path, place: str, problem: str) -> None:
        super().__init__(f"{file}: {place}: {problem}")


class GoldError(JumelageError):
    """Gold annotations that do not fit their text."""


class TableError(JumelageError):
    """Rows that break the contract of their table."""


class OutputError(JumelageError):
    """An output directory that cannot be written to as it is."""


class RegistryError(JumelageError):
    """A dump of a registry, or the index made from it, that is not what it should be."""


class RunError(JumelageError):
    """A run that cannot go on, and can be taken up again: no room left, a target that is gone."""


class ExtractCrashError(JumelageError):
    """A document at which the process that extracted it died: becomes a row of `rejects`."""


class ExtractTimeError(JumelageError):
    """A document that took much longer to extract than its length explains: becomes a row of `rejects`."""


class StoppedError(JumelageError):
    """A run that a signal stopped; `number` is that of the signal."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


def sendable(error: JumelageError) -> JumelageError:
    """Return an error that survives being sent to another process: some are made from more than a message."""
    return (RunError if isinstance(error, RunError) else JumelageError)(str(error))
