"""`jumelage evidence`: the sentences that a cooperation rests on."""

from typing import Annotated

import typer

from pipeline.cli.completion import cooperation_ids
from pipeline.cli.options import Json


def evidence(
    cooperation: Annotated[
        str,
        typer.Argument(
            help="Its id, or a beginning of it.", metavar="COOPERATION_ID", autocompletion=cooperation_ids
        ),
    ],
    tables: Annotated[
        str, typer.Option("-t", "--tables", help="Directory, or URI, of the tables of a run.")
    ] = "outputs",
    as_json: Json = False,
) -> None:
    """Print what a cooperation says and the sentences it rests on, with the supporting mentions marked."""
    from pipeline.evidence import as_json as in_json
    from pipeline.evidence import evidence as gather
    from pipeline.evidence import show
    from pipeline.terminal.streams import write_json

    found = gather(tables, cooperation)
    if as_json:
        write_json(in_json(found))
    else:
        show(found)
