"""Runs the command line on a terminal of its own, or with pipes."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from typing import NamedTuple

from conftest import ROOT, Ended

PLANTED = "import pipeline.summary as s; s.status_of = lambda _: {}['absent']; "
RUN = "from pipeline.cli import main; main()"
# What a shell starts in its background ignores the signal, and so does what that starts: these tests, say.
_HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
COLOURS = re.compile(r"\x1b\[[0-9;]*\b(?:3[0-7]|38;5;\d+|9[0-7])m")
ESCAPE = "\x1b"


class Shown(NamedTuple):
    """How a call on a terminal ended: all that the terminal got, and standard output if it was a pipe."""

    status: int
    terminal: str
    out: str


def on_terminal(
    *arguments: object, piped: bool = False, stop: signal.Signals | None = None, **environment: str
) -> Shown:
    """Run the command line on a terminal of 100 columns; `stop` is sent as soon as a bar has moved."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", _HEARS + RUN, *map(str, arguments)],
        stdin=theirs,
        stdout=subprocess.PIPE if piped else theirs,
        stderr=theirs,
        cwd=ROOT,
        env=bare() | {"TERM": "xterm-256color"} | environment,
    )
    os.close(theirs)
    got = b""
    for piece in pieces(ours):
        got += piece
        if stop is not None and got.count(b"\x1b[2K") > 3:
            process.send_signal(stop)
            stop = None
    out = process.stdout.read().decode() if process.stdout is not None else ""
    os.close(ours)
    return Shown(process.wait(), got.decode(), out)


def pieces(terminal: int) -> Iterator[bytes]:
    """Yield what comes from a terminal, until nobody is there any more: Linux calls that an error."""
    try:
        while piece := os.read(terminal, 65536):
            yield piece
    except OSError:
        return


def bare() -> dict[str, str]:
    """Return the environment without what says how output should look."""
    said = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "PYTHONIOENCODING")
    return {name: value for name, value in os.environ.items() if name not in said}


def plain(*arguments: object, code: str = RUN, **environment: str) -> Ended:
    """Run the command line with pipes for its output."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=bare() | {"TERM": "xterm-256color"} | environment,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
