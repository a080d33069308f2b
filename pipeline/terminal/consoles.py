"""The one place that decides what a console is.

On a terminal lines have its width, and colours unless NO_COLOR or TERM=dumb say otherwise. Elsewhere (a
file, a pipe) nothing is folded, and there are no colours unless FORCE_COLOR asks for them. Texts are shown
as they are: what looks like markup or an emoji code in the name of a file is a part of that name.
"""

import sys
import unicodedata
from typing import NoReturn, TextIO

from rich.console import Console
from rich.text import Text

from pipeline.terminal.settings import settings
from pipeline.terminal.streams import reader_gone

# Wider than any line: what is kept in a file or searched must not be folded.
_UNFOLDED = 1_000_000  # characters


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """End as a program does that the system stops for it."""
        raise reader_gone()


def output(at_least: int = 0) -> Console:
    """Return the console of what a command is run for, with lines of at least so many characters."""
    return _console(sys.stdout, at_least=at_least)


def summary() -> Console:
    """Return the console of what a command says about what it has done: standard output, unless --quiet."""
    return _console(sys.stdout, quiet=settings.quiet)


def notes() -> Console:
    """Return the console of progress and notes: standard error, unless --quiet."""
    return _console(sys.stderr, quiet=settings.quiet)


def _console(stream: TextIO, *, quiet: bool = False, at_least: int = 0) -> Console:
    # Not what Rich takes for a terminal: FORCE_COLOR gives a file colours, and no width.
    console = _Console(
        stderr=stream is sys.stderr,
        width=None if stream.isatty() else _UNFOLDED,
        quiet=quiet,
        markup=False,
        emoji=False,
        highlight=False,
    )
    if at_least:
        console.width = max(console.width, at_least)
    return console


def is_live(console: Console) -> bool:
    """Return whether a console can show what changes, such as a bar."""
    return console.file.isatty() and console.is_interactive and not console.quiet


def say_error(message: str) -> None:
    """Write an error to standard error, on one line unless it has several."""
    console = _console(sys.stderr)
    console.print(Text.assemble(("jumelage:", "bold red"), " ", safe(message)), soft_wrap=True)


def safe(text: str) -> str:
    """Return a text without the control characters that could steer the terminal."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))
