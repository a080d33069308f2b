"""Standard output and standard error as they are, without consoles, which are slow to load."""

import json
import os
import sys

from pipeline.errors import StoppedError

_SIGPIPE = 13  # Windows has no such signal, and its readers go away too


def write(text: str) -> None:
    """Write a text to standard output as it is."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise reader_gone() from error


def write_json(value: object) -> None:
    """Write a value as JSON to standard output; what its encoding does not have is escaped, not lost."""
    is_unicode = sys.stdout.encoding.lower().startswith("utf")
    write(json.dumps(value, ensure_ascii=not is_unicode, indent=2) + "\n")


def reader_gone() -> StoppedError:
    """Return what ends a command whose output nobody reads any more, as in `jumelage evaluate | head -1`."""
    # What is still in the buffer goes nowhere when the process ends, instead of raising once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return StoppedError(_SIGPIPE, "")


def accept_all_characters() -> None:
    """Let standard output show a question mark for what its encoding does not have, instead of failing."""
    # Standard error does so from the start. Another way that PYTHONIOENCODING names is left alone.
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", None) in ("strict", "surrogateescape"):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
