"""What all commands have in common: the options that each takes, and how they end."""

import inspect
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import typer

from pipeline.cli.options import CUT_SHORT, FAULT, SIGNALLED, WRONG_CALL, Debug, Quiet, Version
from pipeline.errors import JumelageError, RunError, StoppedError
from pipeline.terminal.settings import settings
from pipeline.terminal.streams import accept_all_characters, reader_gone

_PACKAGE = Path(__file__).parent.parent


def options(version: Version = False, quiet: Quiet = False, debug: Debug = False) -> None:
    """Take the options that stand before a command; their callbacks do what they say."""


_SHARED = [
    parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
    for name, parameter in inspect.signature(options).parameters.items()
    if name != "version"
]


def give_everywhere(app: typer.Typer) -> None:
    """Give each command of an app and of its groups the options and the ending that all commands have."""
    for command in app.registered_commands:
        assert command.callback is not None
        command.callback = _with_all(command.callback)
    for group in app.registered_groups:
        assert group.typer_instance is not None
        give_everywhere(group.typer_instance)


def _with_all(command: Callable[..., None]) -> Callable[..., None]:
    signature = inspect.signature(command)

    @wraps(command)
    def run(**given: Any) -> None:
        own = {name: value for name, value in given.items() if name in signature.parameters}
        # Typer ends with neither a word nor a trace for these two.
        try:
            command(**own)
        except KeyboardInterrupt as error:
            raise StoppedError(signal.SIGINT, "stopped") from error
        except BrokenPipeError as error:
            raise RuntimeError(f"a pipe has no reader: {error}") from error
        _flush()

    # What Typer makes the options of the command from.
    run.__signature__ = signature.replace(parameters=[*signature.parameters.values(), *_SHARED])  # type: ignore[attr-defined]
    run.__annotations__ = command.__annotations__ | {one.name: one.annotation for one in _SHARED}
    return run


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise reader_gone() from error


def call(app: typer.Typer, name: str) -> None:
    """Run a command line. What goes wrong is a line on standard error and an exit status.

    2 for a wrong call, 3 for a run that can be taken up again, 70 for a fault of the program, 128 and its
    number for a signal.
    """
    settings.reset()
    accept_all_characters()
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        app(prog_name=name)
    except StoppedError as error:
        _end(error, str(error), SIGNALLED + error.number)
    except JumelageError as error:
        _end(error, str(error), CUT_SHORT if isinstance(error, RunError) else WRONG_CALL)
    except OSError as error:
        if error.filename is None:
            _end(error, _fault(error), FAULT)
        _end(error, f"{os.fsdecode(error.filename)}: {error.strerror}", CUT_SHORT)
    except Exception as error:
        _end(error, _fault(error), FAULT)
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    # Not an error of ours, which could be taken for that of the article in hand.
    sys.exit(SIGNALLED + number)


def _fault(error: Exception) -> str:
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    where = f", {Path(places[-1].filename).name} line {places[-1].lineno}" if places else ""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return f"a fault of this program, please report it ({told}{where}); --debug shows where it comes from"


def _is_ours(file: str) -> bool:
    return Path(file).is_relative_to(_PACKAGE) and Path(file) != Path(__file__)


def _end(error: Exception, message: str, status: int) -> NoReturn:
    from pipeline.terminal.consoles import say_error

    if settings.debug:
        traceback.print_exception(error)
    # Whoever closed our output wants to hear nothing more.
    if message:
        say_error(message)
    sys.exit(status)
