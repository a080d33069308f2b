"""What several commands take, and how a command ends."""

from pathlib import Path
from typing import Annotated

import typer

Rules = Annotated[
    Path | None, typer.Option("--rules", help="Folder of rules and vocabularies.", file_okay=False)
]
Registries = Annotated[
    Path, typer.Option("--registries", help="Folder of the imported registries.", file_okay=False)
]

FAILED = 1
WRONG_CALL = 2
CUT_SHORT = 3
SIGNALLED = 128
