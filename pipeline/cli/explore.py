"""`jumelage explore`: the tables of a run as one page to look through."""

from pathlib import Path
from typing import Annotated

import typer


def explore(
    tables: Annotated[
        str, typer.Argument(help="Directory, or URI, of the tables of a run.", metavar="OUTPUT")
    ],
    page: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")] = Path("explorer.html"),
) -> None:
    """Write one HTML file to look through a run: map, timeline, table, and the evidence in every article.

    It opens from a disk, in any current browser, and fetches nothing.
    """
    from pipeline.explore.page import write_explorer
    from pipeline.terminal.consoles import summary

    size = write_explorer(tables, page)
    summary().print(f"explorer in {page} ({size / 1e6:.1f} MB)", soft_wrap=True)
