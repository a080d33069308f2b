"""`jumelage evaluate`: the scores of the pipeline on annotated articles."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.completion import score_rows
from pipeline.cli.options import Json, Rules
from pipeline.errors import JumelageError


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of annotated articles.", metavar="GOLD_DIR")],
    as_json: Json = False,
    errors: Annotated[
        str | None,
        typer.Option(
            help="Print every miss, extra and wrong value of a label, of COOPERATION, or of `all`.",
            autocompletion=score_rows,
        ),
    ] = None,
    rules: Rules = None,
) -> None:
    """Run the pipeline on annotated articles and print precision, recall and F1 with its 95 % interval.

    Where the folder has a file identity.csv, its pairs of names are counted too.
    """
    from pipeline.brat import read_gold
    from pipeline.evaluate import DESCRIBED, extracted
    from pipeline.evaluate import evaluate as score
    from pipeline.evaluate.pairs import FILE, read_pairs, score_pairs
    from pipeline.evaluate.shown import show_scores
    from pipeline.kit import load_kit
    from pipeline.terminal.consoles import output, safe
    from pipeline.terminal.progress import track
    from pipeline.terminal.streams import write_json

    if errors not in (None, "all", *DESCRIBED):
        raise JumelageError(f"--errors {errors}: is none of {', '.join(DESCRIBED)}, all")
    articles = read_gold(gold)
    pairs = read_pairs(gold / FILE) if (gold / FILE).exists() else []
    kit = load_kit(rules)
    with track("articles", len(articles)) as counted:
        tables = extracted(gold, articles, kit, counted)
    scores, lines = score(articles, tables)
    if pairs:
        scores["identity_pairs"] = score_pairs(pairs, kit)
    wanted = DESCRIBED if errors == "all" else (errors,) if errors else ()
    if as_json:
        write_json(scores | ({"errors": {row: lines[row] for row in wanted}} if wanted else {}))
        return
    for line in (line for row in wanted for line in lines[row]):
        output().print(safe(line), soft_wrap=True)
    show_scores(scores)
