"""Scores of spans and values, label by label, and the lines that describe what is wrong."""

from collections.abc import Iterable, Sequence

from pipeline.brat import GoldArticle, GoldMention
from pipeline.evaluate.predicted import Predicted
from pipeline.evaluate.tally import Counts, Drawn, Scores, prf
from pipeline.records import LABELS
from pipeline.text import name_key

MEASURES = ("strict", "overlap", "value", "document")
# TIMEX_ALL adds durations and sets to the calendar dates that DATE counts.
ROWS = (*LABELS, "TIMEX_ALL")


def score_spans(
    gold: Sequence[GoldArticle], found: Sequence[Sequence[Predicted]], drawn: Drawn
) -> dict[str, dict[str, Scores]]:
    """Return the scores of each row and measure; `found` holds the mentions found in each article."""
    counts: dict[tuple[str, str], list[Counts]] = {(r, m): [] for r in ROWS for m in MEASURES}
    for article, mentions in zip(gold, found, strict=True):
        for row in ROWS:
            wanted, got = _in_row(row, article, mentions)
            for measure, numbers in _counts(wanted, got).items():
                counts[row, measure].append(numbers)
    return {row: {measure: prf(counts[row, measure], drawn) for measure in MEASURES} for row in ROWS}


def describe_errors(
    gold: Sequence[GoldArticle], found: Sequence[Sequence[Predicted]]
) -> dict[str, list[str]]:
    """Return per row one line for every miss, extra and wrong value."""
    return {
        row: [
            line
            for article, mentions in zip(gold, found, strict=True)
            for line in _errors(article, *_in_row(row, article, mentions))
        ]
        for row in ROWS
    }


def _in_row(
    row: str, article: GoldArticle, mentions: Sequence[Predicted]
) -> tuple[list[GoldMention], list[Predicted]]:
    return (
        [m for m in article.mentions if _belongs(row, m.label, m.value)],
        [m for m in mentions if _belongs(row, m.label, m.value)],
    )


def _belongs(row: str, label: str, value: Sequence[str]) -> bool:
    if row == "TIMEX_ALL":
        return label == "DATE"
    return label == row and (label != "DATE" or value[0] == "DATE")


def _counts(gold: Sequence[GoldMention], predicted: Sequence[Predicted]) -> dict[str, Counts]:
    """Return the counts for strict spans, overlapping spans, strict span + value, document values."""
    strict = _strict(gold, predicted)
    wanted = _document_values((g.label, g.value, g.text) for g in gold)
    got = _document_values((p.label, p.value, p.text) for p in predicted)
    return {
        "strict": (len(gold), len(predicted), len(strict)),
        "overlap": (len(gold), len(predicted), _overlaps(gold, predicted)),
        "value": (len(gold), len(predicted), sum(_right(g, p) for g, p in strict)),
        "document": (len(wanted), len(got), len(wanted & got)),
    }


def _strict(
    gold: Sequence[GoldMention], predicted: Sequence[Predicted]
) -> list[tuple[GoldMention, Predicted]]:
    at = {(mention.start, mention.end): mention for mention in gold}
    return [(at[p.span], p) for p in predicted if p.span in at]


def _right(gold: GoldMention, predicted: Predicted) -> bool:
    return _comparable(gold.label, gold.value) == _comparable(predicted.label, predicted.value)


def _comparable(label: str, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return a value with the codes of countries and specialties in alphabetic order."""
    if label in ("COUNTRY", "SPECIALTY"):
        return (",".join(sorted(value[0].split(","))),)
    return value


def _overlaps(gold: Sequence[GoldMention], predicted: Sequence[Predicted]) -> int:
    used: set[int] = set()
    for p in predicted:
        for k, g in enumerate(gold):
            if p.span and k not in used and p.span[0] < g.end and g.start < p.span[1]:
                used.add(k)
                break
    return len(used)


def _document_values(mentions: Iterable[tuple[str, tuple[str, ...], str]]) -> set[object]:
    values: set[object] = set()
    for label, value, text in mentions:
        if label == "INSTITUTION":
            values.add(name_key(text))
        elif label in ("COUNTRY", "SPECIALTY"):
            values.update(value[0].split(","))
        else:
            values.add(value)
    return values


def _errors(article: GoldArticle, gold: Sequence[GoldMention], predicted: Sequence[Predicted]) -> list[str]:
    strict = _strict(gold, predicted)
    hit = {p.span for _, p in strict}
    misses = [
        f"{article.name}: miss  {_around(article.text, mention)}  {'|'.join(mention.value)}"
        for mention in gold
        if (mention.start, mention.end) not in hit
    ]
    at = {(mention.start, mention.end) for mention in gold}
    extras = [
        f"{article.name}: extra {_line(p.context)}  {'|'.join(p.value)}  [{p.rule}]"
        for p in predicted
        if p.span not in at
    ]
    values = [
        f"{article.name}: value {_line(p.context)}  gold {'|'.join(g.value)}  "
        f"got {'|'.join(p.value)}  [{p.rule}]"
        for g, p in strict
        if not _right(g, p)
    ]
    return [*misses, *extras, *values]


def _around(text: str, mention: GoldMention) -> str:
    before, behind = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 40]
    return _line(f"{before}«{mention.text}»{behind}")


def _line(text: str) -> str:
    return " ".join(text.split())
