"""Scores a run against annotated articles: spans, values, identities and cooperations."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.brat import GoldArticle
from pipeline.records import LABELS
from pipeline.scoring import (
    COOPERATION_FIELDS,
    Predicted,
    Tables,
    Tally,
    bcubed,
    gold_items,
    index,
    predicted_items,
    predicted_mentions,
    score_cooperations,
    score_spans,
)
from pipeline.text import name_key

MEASURES = ("strict", "overlap", "value", "document")
# TIMEX_ALL adds durations and sets to the calendar dates that DATE counts.
ROWS = (*LABELS, "TIMEX_ALL")


def evaluate(gold: Sequence[GoldArticle], tables: Tables) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return all scores, and per label the lines that describe every miss, extra and wrong value.

    A gold article that the run lacks is named under `missing` and counts as an article without mentions.
    """
    tallies = {row: {measure: Tally() for measure in MEASURES} for row in ROWS}
    errors: dict[str, list[str]] = defaultdict(list)
    records, fields = Tally(), {name: Tally() for name in COOPERATION_FIELDS}
    sums: list[float] = [0.0, 0.0, 0]
    missing = []
    found_in = index(tables)
    for article in gold:
        found = predicted_mentions(found_in, article)
        if found is None:
            missing.append(article.name)
        mentions, article_ids = found or ([], set())
        for row in ROWS:
            score_spans(
                tallies[row],
                [m for m in article.mentions if _belongs(row, m.label, m.value)],
                [m for m in mentions if _belongs(row, m.label, m.value)],
                errors[row],
                article,
            )
        wanted = {(m.start, m.end): m.canon for m in article.mentions if m.label == "INSTITUTION"}
        got = {
            m.span: m.identity
            for m in mentions
            if m.label == "INSTITUTION" and m.span is not None and m.span in wanted
        }
        precision, recall, n = bcubed(wanted, got)
        sums = [total + new for total, new in zip(sums, (precision, recall, n), strict=True)]
        names = _canonical_names(tables, article, mentions)
        score_cooperations(
            records,
            fields,
            [gold_items(record) for record in article.cooperations],
            [
                predicted_items(tables, row["cooperation_id"], names)
                for row in tables["cooperations"]
                if row["article_id"] in article_ids
            ],
        )
    total = Tally()
    for tally in fields.values():
        total.add(tally.gold, tally.predicted, tally.correct)
    precision_sum, recall_sum, n_both = sums
    scores = {
        "missing": missing,
        "labels": {row: {m: tallies[row][m].scores() for m in MEASURES} for row in ROWS},
        "institution_clusters": {
            "precision": round(precision_sum / n_both, 4) if n_both else 0.0,
            "recall": round(recall_sum / n_both, 4) if n_both else 0.0,
            "n": int(n_both),
        },
        "cooperations": {
            "records": records.scores(),
            "fields": {name: tally.scores() for name, tally in fields.items()},
            "all_fields": total.scores(),
        },
    }
    return scores, errors


def _belongs(row: str, label: str, value: Sequence[str]) -> bool:
    if row == "TIMEX_ALL":
        return label == "DATE"
    return label == row and (label != "DATE" or value[0] == "DATE")


def _canonical_names(
    tables: Tables, article: GoldArticle, mentions: Sequence[Predicted]
) -> Mapping[str, str]:
    """Return institution_id → the gold's name of it, by the spans that both name; else its own name."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    gold = [m for m in article.mentions if m.label == "INSTITUTION"]
    for mention in mentions:
        if mention.label == "INSTITUTION" and mention.span is not None:
            start, end = mention.span
            canon = next((g.canon for g in gold if start < g.end and g.start < end), None)
            if canon is not None:
                votes[mention.identity][name_key(canon)] += 1
    names = {row["institution_id"]: name_key(row["name"]) for row in tables["institutions"]}
    return names | {identity: counts.most_common(1)[0][0] for identity, counts in votes.items()}
