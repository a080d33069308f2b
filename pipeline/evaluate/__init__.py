"""Scores a run against annotated articles: spans, values, identities and cooperations."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pipeline.brat import GoldArticle
from pipeline.evaluate.bootstrap import draw
from pipeline.evaluate.clusters import score_clusters
from pipeline.evaluate.cooperations import compare_cooperations, describe_cooperations, score_cooperations
from pipeline.evaluate.predicted import Found, Tables, find, index
from pipeline.evaluate.spans import MEASURES, ROWS, describe_errors, score_spans
from pipeline.evaluate.tally import Scores
from pipeline.kit import Kit
from pipeline.read import read
from pipeline.records import Document, Reject
from pipeline.run import run_documents
from pipeline.to_tables import to_tables

__all__ = ["DESCRIBED", "MEASURES", "ROWS", "evaluate", "extracted"]

# What the lines of errors are told for.
DESCRIBED = (*ROWS, "COOPERATION")


def evaluate(gold: Sequence[GoldArticle], tables: Tables) -> tuple[Scores, dict[str, list[str]]]:
    """Return all scores, and for each of DESCRIBED the lines of every miss, extra and wrong value.

    A gold article that the run lacks is named under `missing`; what the run rejected stands under `rejected`,
    as in its table. Both count as articles without mentions.
    Beside each F1 stands its 95 % interval, None where F1 is not defined in any resample.
    """
    tables_index = index(tables)
    looked_up = [find(tables_index, article) for article in gold]
    found = [has or Found() for has in looked_up]
    mentions = [has.mentions for has in found]
    drawn = draw(len(gold))
    compared = compare_cooperations(gold, found, tables)
    scores: Scores = {
        "missing": [article.name for article, has in zip(gold, looked_up, strict=True) if has is None],
        "rejected": list(tables["rejects"]),
        "labels": score_spans(gold, mentions, drawn),
        "institution_clusters": score_clusters(gold, mentions, drawn),
        "cooperations": score_cooperations(compared, drawn),
    }
    return scores, describe_errors(gold, mentions) | {"COOPERATION": describe_cooperations(compared)}


def extracted(
    folder: Path,
    gold: Sequence[GoldArticle],
    kit: Kit,
    tracked: Callable[[Iterable[Document | Reject]], Iterable[Document | Reject]] = iter,
) -> Tables:
    """Run the pipeline on the texts of a gold folder and return the rows of its tables.

    What is read, a document an article, goes through `tracked`, which may count it.
    """
    found = read([folder / f"{article.name}.txt" for article in gold])
    result = run_documents(tracked(found), kit)
    return {name: table.to_pylist() for name, table in to_tables(result, kit).items()}
