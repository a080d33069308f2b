"""`jumelage status`: how far a run is."""

from typing import Annotated

import typer


def status(
    output: Annotated[str, typer.Argument(help="Directory, or URI, of the tables of a run.", metavar="DIR")],
) -> None:
    """Show how far a run is: its shards, what is left of them, and with what it runs."""
    from pipeline.summary import show_status

    show_status(output)
