"""The command line: thin commands over the pipeline. What is heavy is imported inside the commands."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.errors import JumelageError, RunError, StoppedError

app = typer.Typer(
    name="jumelage",
    help="From French hospital news to tables of international cooperation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
registry = typer.Typer(
    name="registry", help="Official registries, which identifiers are looked up in.", no_args_is_help=True
)
app.add_typer(registry)
Rules = Annotated[
    Path | None, typer.Option("--rules", help="Folder of rules and vocabularies.", file_okay=False)
]
Registries = Annotated[
    Path, typer.Option("--registries", help="Folder of the imported registries.", file_okay=False)
]
_FAILED = 1
_WRONG_CALL = 2
_CUT_SHORT = 3
_SIGNALLED = 128


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and an exit status.

    2 for a wrong call, 3 for a run that can be taken up again, 128 and its number for a signal.
    """
    try:
        app()
    except StoppedError as error:
        print(f"jumelage: {error}", file=sys.stderr)
        sys.exit(_SIGNALLED + error.number)
    except JumelageError as error:
        print(f"jumelage: {error}", file=sys.stderr)
        sys.exit(_CUT_SHORT if isinstance(error, RunError) else _WRONG_CALL)


@app.command()
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
) -> None:
    """Read articles in whatever format they come and write all tables as Parquet.

    Run again, it goes on where it was stopped, and does only what has changed. Inputs and output may be
    URIs such as s3://bucket/press.
    """
    from pipeline.progress import reporter
    from pipeline.read import Columns, Options
    from pipeline.shards.drive import Command
    from pipeline.shards.drive import extract as run
    from pipeline.summary import show_summary

    columns = Columns(text_column, id_column, date_column, title_column, url_column)
    options = Options(columns, glob, time_limit)
    command = Command(inputs, output, rules, options, registries, workers, scheduler)
    with reporter() as progress:
        record = run(command, progress)
    show_summary(record, output)
    if not record["counts"]["documents"]:
        print("jumelage: nothing could be read; see the table rejects", file=sys.stderr)
        raise typer.Exit(_FAILED)


@app.command()
def status(
    output: Annotated[str, typer.Argument(help="Directory, or URI, of the tables of a run.", metavar="DIR")],
) -> None:
    """Show how far a run is: its shards, what is left of them, and with what it runs."""
    from pipeline.summary import show_status

    show_status(output)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of annotated articles.", metavar="GOLD_DIR")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    errors: Annotated[
        str | None, typer.Option(help="Print every miss, extra and wrong value of a label (or `all`).")
    ] = None,
    rules: Rules = None,
) -> None:
    """Run the pipeline on annotated articles and print precision, recall and F1 with its 95 % interval."""
    from pipeline.brat import read_gold
    from pipeline.evaluate import ROWS, extracted
    from pipeline.evaluate import evaluate as score
    from pipeline.evaluate.shown import show_scores
    from pipeline.kit import load_kit

    if errors not in (None, "all", *ROWS):
        raise JumelageError(f"--errors {errors}: is none of {', '.join(ROWS)}, all")
    articles = read_gold(gold)
    scores, lines = score(articles, extracted(gold, articles, load_kit(rules)))
    if as_json:
        print(json.dumps(scores, ensure_ascii=False, indent=2))
        return
    for row in ROWS if errors == "all" else (errors,) if errors else ():
        print(*lines[row], sep="\n")
    show_scores(scores)


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="File with an article or a brochure.", metavar="FILE")],
    label: Annotated[str | None, typer.Option(help="Tell only of mentions of this label.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write an HTML page to this path instead.")] = None,
    rules: Rules = None,
) -> None:
    """Show what was found in one file, by which rule, and what it beat."""
    from pipeline.explain.gather import explain as gather
    from pipeline.explain.page import write_page
    from pipeline.explain.terminal import show
    from pipeline.kit import load_kit
    from pipeline.records import LABELS

    wanted = next((one for one in LABELS if label and one == label.upper()), None)
    if label is not None and wanted is None:
        raise JumelageError(f"--label {label}: is none of {', '.join(LABELS)}")
    articles = gather(file, load_kit(rules), wanted)
    if html is None:
        show(articles)
    else:
        write_page(articles, html)
        print(f"explained in {html}")


@app.command()
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


@app.command("check-rules")
def check_rules(rules: Rules = None) -> None:
    """Load all rules and vocabularies and run every example of every rule."""
    from pipeline.examples import check_examples
    from pipeline.kit import load_kit

    kit = load_kit(rules)
    checked, failures = check_examples(kit)
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{checked} examples, {len(failures)} failures")
    if failures:
        raise typer.Exit(_FAILED)


@app.command()
def dictionary() -> None:
    """Print the data dictionary, the source of docs/tables.md."""
    from pipeline.tables.dictionary import dictionary as text

    print(text(), end="")


@registry.command("import")
def import_registry(
    source: Annotated[Literal["ror", "finess"], typer.Argument(help="Which registry the file is of.")],
    file: Annotated[Path, typer.Argument(help="Its dump, as downloaded.", metavar="FILE")],
    registries: Registries = Path("registries"),
) -> None:
    """Read the official dump of a registry into the local index, in place of an earlier one."""
    from pipeline.registries.index import import_finess, import_ror

    imported = (import_ror if source == "ror" else import_finess)(file, registries)
    print(*imported.lines(), sep="\n")
