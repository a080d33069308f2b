"""What several commands take, and how a command ends."""

from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from pipeline.terminal.settings import settings

Rules = Annotated[
    Path | None, typer.Option("--rules", help="Folder of rules and vocabularies.", file_okay=False)
]
Registries = Annotated[
    Path, typer.Option("--registries", help="Folder of the imported registries.", file_okay=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

FAILED = 1
WRONG_CALL = 2
CUT_SHORT = 3
FAULT = 70  # of the program, EX_SOFTWARE of <sysexits.h>
SIGNALLED = 128


def _be_quiet(given: bool) -> None:
    # Given before the command or behind it: the one that is not given changes nothing.
    settings.quiet |= given


def _debug(given: bool) -> None:
    settings.debug |= given


def _show_version(context: typer.Context, given: bool) -> None:
    if given and not context.resilient_parsing:
        typer.echo(f"jumelage {metadata.version('jumelage')}")
        raise typer.Exit


Quiet = Annotated[
    bool,
    typer.Option("-q", "--quiet", help="Say nothing but results and errors.", callback=_be_quiet),
]
Debug = Annotated[
    bool,
    typer.Option("--debug", help="Show where an error comes from.", callback=_debug),
]
Version = Annotated[
    bool,
    typer.Option(
        "--version",
        help="Print the version and exit.",
        callback=_show_version,
        is_eager=True,
    ),
]
