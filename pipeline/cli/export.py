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
    from pipeline.export.drive import export as write
    from pipeline.stored import open_run
    from pipeline.terminal.consoles import notes, summary
    from pipeline.terminal.progress import track

    run = open_run(output)
    with track("parts", sum(map(len, run.parts.values()))) as counted:
        done = write(run, to, target, force=force, counted=counted)
    summary().print(f"exported {done.tables} tables, {done.rows} rows, to {target}", soft_wrap=True)
    for line in done.lost:
        notes().print(f"jumelage: {line}", soft_wrap=True)
