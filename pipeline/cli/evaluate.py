"""`jumelage evaluate`: the scores of the pipeline on annotated articles."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import Rules
from pipeline.errors import JumelageError


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
