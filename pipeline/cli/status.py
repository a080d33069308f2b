"""`jumelage status`: how far a run is."""

from typing import Annotated

import typer

from pipeline.cli.options import Json


def status(
    output: Annotated[str, typer.Argument(help="Directory, or URI, of the tables of a run.", metavar="DIR")],
    as_json: Json = False,
) -> None:
    """Show how far a run is: its shards, what is left of them, and with what it runs."""
    from pipeline.summary import show_status, status_of
    from pipeline.terminal.streams import write_json

    (write_json if as_json else show_status)(status_of(output))
