"""`jumelage evidence`: the sentences that a cooperation rests on."""

from pathlib import Path
from typing import Annotated

import typer


def evidence(
    cooperation: Annotated[
        str, typer.Argument(help="Its id, or a beginning of it.", metavar="COOPERATION_ID")
    ],
    tables: Annotated[Path, typer.Option("-t", "--tables", help="Directory of the tables of a run.")] = Path(
        "outputs"
    ),
) -> None:
    """Print what a cooperation says and the sentences it rests on, with the supporting mentions marked."""
    from pipeline.evidence import evidence as gather
    from pipeline.evidence import show

    show(gather(tables, cooperation))
