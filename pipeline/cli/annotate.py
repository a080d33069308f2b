"""`jumelage annotate`: articles to an annotation tool, and what was corrected there back as gold."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli.options import Rules
from pipeline.errors import JumelageError

annotate = typer.Typer(
    name="annotate",
    help="Correct what was found, in brat, doccano or Label Studio, and bring it back as annotated articles.",
    no_args_is_help=True,
)
Tool = Literal["brat", "doccano", "labelstudio"]


@annotate.command("export")
def export_articles(
    source: Annotated[
        str,
        typer.Argument(
            help="Tables of a run (folder or URI), or annotated articles.", metavar="TABLES_OR_GOLD"
        ),
    ],
    tool: Annotated[Tool, typer.Option("--to", help="The tool that is to read them.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="New folder for the files of the tool.")],
    number: Annotated[
        int | None,
        typer.Option("--worst", min=1, help="Only that many articles of a run, those most worth correcting."),
    ] = None,
) -> None:
    """Write articles with all that was found in them, for an annotation tool."""
    from pipeline.annotate.exchange import export
    from pipeline.annotate.gold_of_run import gold_of_run
    from pipeline.annotate.worst import lines, worst
    from pipeline.brat import read_gold
    from pipeline.stored import open_run
    from pipeline.terminal.consoles import output as shown
    from pipeline.terminal.consoles import safe, summary

    gold = Path(source)
    if gold.is_dir() and any(gold.glob("*.ann")):
        if number is not None:
            raise JumelageError(
                f"--worst: {source} holds annotated articles; only those of a run have a worst"
            )
        n = export(read_gold(gold), tool, output, found=False)
    else:
        run = open_run(source)
        chosen = None if number is None else worst(run, number)
        ids = None if chosen is None else [one.article_id for one in chosen]
        n = export(gold_of_run(run, ids), tool, output, found=True)
        for line in lines(chosen or ()):
            shown().print(safe(line))
    summary().print(f"{n} articles for {tool} in {output}")


@annotate.command("import")
def import_articles(
    source: Annotated[
        Path, typer.Argument(help="What the tool has saved: a file, or a folder of them.", metavar="SAVED")
    ],
    tool: Annotated[Tool, typer.Option("--from", help="The tool that has saved it.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="New folder for the annotated articles.")],
    rules: Rules = None,
) -> None:
    """Read corrected articles back as annotated articles, which `jumelage evaluate` reads; all or none."""
    from pipeline.annotate.exchange import import_from
    from pipeline.terminal.consoles import summary

    n = import_from(source, tool, output, rules)
    summary().print(f"{n} annotated articles in {output}")
