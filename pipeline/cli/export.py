"""`jumelage export`: the tables of a run for other programs."""

from typing import Annotated

import typer

from pipeline.export import Name


def export(
    output: Annotated[
        str, typer.Argument(help="Directory, or URI, of the tables of a run.", metavar="OUTPUT")
    ],
    to: Annotated[Name, typer.Option("--to", help="Format to write.")],
    target: Annotated[
        str,
        typer.Option("-o", "--output", help="File, or folder for csv and jsonl, to write.", metavar="PATH"),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace an export that is there already.")] = False,
) -> None:
    """Write the tables of a complete run as CSV, Excel, JSON Lines, SQLite or DuckDB.

    All tables go into one file, or into one folder with a file per table (csv, jsonl).
    """
    from pipeline.export.drive import export as run
    from pipeline.terminal.consoles import notes, summary

    done = run(output, to, target, force=force)
    summary().print(f"exported {done.tables} tables, {done.rows} rows, to {target}", soft_wrap=True)
    for line in done.lost:
        notes().print(f"jumelage: {line}", soft_wrap=True)
