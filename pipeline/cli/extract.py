"""`jumelage extract`: articles to tables."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import FAILED, Json, Registries, Rules


def extract(  # noqa: PLR0917 - each is an option of the command
    inputs: Annotated[
        list[str], typer.Argument(help="Files or folders of articles, or URIs of such.", metavar="INPUT...")
    ],
    output: Annotated[str, typer.Option("-o", "--output", help="Directory, or URI, for the tables.")],
    rules: Rules = None,
    glob: Annotated[
        str | None, typer.Option(help="Of folders, read only files of this pattern.", metavar="PATTERN")
    ] = None,
    text_column: Annotated[str | None, typer.Option(help="Column of tables and JSON with the text.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column that names a record.")] = None,
    date_column: Annotated[str | None, typer.Option(help="Column with the date of publication.")] = None,
    title_column: Annotated[str | None, typer.Option(help="Column with the title.")] = None,
    url_column: Annotated[str | None, typer.Option(help="Column with the address.")] = None,
    time_limit: Annotated[
        float, typer.Option(help="Seconds that reading one document may take.", min=0.1)
    ] = 60.0,
    registries: Registries = Path("registries"),
    workers: Annotated[int, typer.Option(help="Processes of this machine that work.", min=1)] = 1,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a dask scheduler whose workers work.", metavar="ADDRESS")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read articles in whatever format they come and write all tables as Parquet.

    Run again, it goes on where it was stopped, and does only what has changed. Inputs and output may be
    URIs such as s3://bucket/press.
    """
    from pipeline.read import Columns, Options
    from pipeline.shards.drive import Command
    from pipeline.shards.drive import extract as run
    from pipeline.summary import show_summary, summary_of
    from pipeline.terminal.consoles import say_error
    from pipeline.terminal.stages import reporter
    from pipeline.terminal.streams import write_json

    columns = Columns(text_column, id_column, date_column, title_column, url_column)
    options = Options(columns, glob, time_limit)
    command = Command(inputs, output, rules, options, registries, workers, scheduler)
    with reporter() as progress:
        record = run(command, progress)
    if as_json:
        write_json(summary_of(record, output))
    else:
        show_summary(record, output)
    if not record["counts"]["documents"]:
        say_error("nothing could be read; see the table rejects")
        raise typer.Exit(FAILED)
