"""Precision, recall and F1 over annotated articles, from the rows of a run's tables.

Spans of prediction and gold are compared through the characters that are not white space, so that
cleaning may move offsets.
"""

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.brat import GoldArticle, GoldMention
from pipeline.text import name_key

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]
Span = tuple[int, int]
COOPERATION_FIELDS = ("home", "partner", "country", "specialty", "start", "end", "funders", "participants")
_DASHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Predicted:
    """A mention of the run; `span` is its place in the gold text, None where it cannot be aligned."""

    label: str
    span: tuple[int, int] | None
    value: tuple[str, ...]
    text: str
    context: str
    rule: str
    identity: str


@dataclass(slots=True)
class Tally:
    """Counts from which precision, recall and F1 follow."""

    gold: int = 0
    predicted: int = 0
    correct: int = 0

    def add(self, gold: int, predicted: int, correct: int) -> None:
        """Add the counts of an article."""
        self.gold += gold
        self.predicted += predicted
        self.correct += correct

    def scores(self) -> dict[str, float | int]:
        """Return precision, recall and F1, rounded to four digits, with the counts."""
        precision = self.correct / self.predicted if self.predicted else 0.0
        recall = self.correct / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "correct": self.correct,
            "predicted": self.predicted,
            "gold": self.gold,
        }


def align(gold: str, predicted: str) -> dict[int, int]:
    """Return offset in `predicted` → offset in `gold`, for characters that are not white space."""

    def visible(text: str) -> list[int]:
        return [i for i, c in enumerate(text) if not c.isspace() and c != "\u00ad"]

    gold_at, predicted_at = visible(gold), visible(predicted)
    a = "".join(predicted[i] for i in predicted_at).translate(_DASHES).lower()
    b = "".join(gold[i] for i in gold_at).translate(_DASHES).lower()
    if a == b:
        return dict(zip(predicted_at, gold_at, strict=True))
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return {predicted_at[block.a + k]: gold_at[block.b + k] for block in blocks for k in range(block.size)}


def _text(value: object) -> str:
    return "-" if value is None or value == "" else str(value)


def _values(tables: Tables) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return mention_id → the value in the order of VALUE_KEYS, and the identity of an institution."""
    institutions = {row["institution_id"]: row for row in tables["institutions"]}
    values: dict[str, tuple[tuple[str, ...], str]] = {}
    for row in tables["institution_mentions"]:
        institution = institutions[row["institution_id"]]
        kind_and_country = (_text(institution["kind"]), _text(institution["country"]))
        values[row["mention_id"]] = (kind_and_country, row["institution_id"])
    for name, column in (("country_mentions", "country"), ("specialty_mentions", "specialty")):
        codes: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in tables[name]:
            codes[row["mention_id"]].append((row["position"], row[column]))
        values |= {m: ((",".join(code for _, code in sorted(found)),), "") for m, found in codes.items()}
    for row in tables["dates"]:
        values[row["mention_id"]] = ((row["type"], _text(row["edtf"]), _text(row["mod"])), "")
    for row in tables["counts"]:
        value = tuple(_text(row[column]) for column in ("min", "max", "mod", "role"))
        values[row["mention_id"]] = (value, "")
    return values


def comparable(label: str, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return a value with the codes of countries and specialties in alphabetic order."""
    if label in ("COUNTRY", "SPECIALTY"):
        return (",".join(sorted(value[0].split(","))),)
    return value


@dataclass(frozen=True, slots=True)
class Index:
    """The tables of a run by what the scoring looks them up by."""

    documents: Mapping[str, Rows]
    articles: Mapping[str, Rows]
    mentions: Mapping[str, Rows]
    values: Mapping[str, tuple[tuple[str, ...], str]]


def index(tables: Tables) -> Index:
    """Index the tables of a run: documents by file name, articles by document, mentions by article."""
    return Index(
        _by(tables["documents"], lambda row: PurePosixPath(row["source"]).name),
        _by(sorted(tables["articles"], key=lambda row: row["position"]), lambda row: row["document_id"]),
        _by(tables["mentions"], lambda row: row["article_id"]),
        _values(tables),
    )


def _by(rows: Rows, name: Callable[[Mapping[str, Any]], str]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    return groups


def predicted_mentions(found: Index, article: GoldArticle) -> tuple[list[Predicted], set[str]] | None:
    """Return the run's mentions of a gold article and its article ids; None when the run lacks it."""
    documents = found.documents.get(f"{article.name}.txt", ())
    if len(documents) != 1:
        return None
    rows = found.articles.get(documents[0]["document_id"], ())
    text = "".join(row["text"] + "\n" for row in rows)
    offsets: dict[str, int] = {}
    for row in rows:
        offsets[row["article_id"]] = sum(len(other["text"]) + 1 for other in rows[: row["position"]])
    places = align(article.text, text)
    mentions = []
    for row in (mention for article_id in offsets for mention in found.mentions.get(article_id, ())):
        start = row["start"] + offsets[row["article_id"]]
        end = row["end"] + offsets[row["article_id"]]
        first, last = places.get(start), places.get(end - 1)
        span = (first, last + 1) if first is not None and last is not None and last >= first else None
        value, identity = found.values[row["mention_id"]]
        context = f"{text[max(0, start - 40) : start]}«{text[start:end]}»{text[end : end + 40]}"
        mentions.append(Predicted(row["label"], span, value, row["text"], context, row["rule"], identity))
    return mentions, set(offsets)


def score_spans(
    tallies: dict[str, Tally],
    gold: Sequence[GoldMention],
    predicted: Sequence[Predicted],
    errors: list[str],
    article: GoldArticle,
) -> None:
    """Add an article's counts for strict spans, overlapping spans, strict span + value, document values."""
    at = {(mention.start, mention.end): mention for mention in gold}
    strict = [(at[p.span], p) for p in predicted if p.span in at]
    right = [(g, p) for g, p in strict if comparable(g.label, g.value) == comparable(p.label, p.value)]
    tallies["strict"].add(len(gold), len(predicted), len(strict))
    tallies["overlap"].add(len(gold), len(predicted), _overlaps(gold, predicted))
    tallies["value"].add(len(gold), len(predicted), len(right))
    wanted = _document_values((g.label, g.value, g.text) for g in gold)
    got = _document_values((p.label, p.value, p.text) for p in predicted)
    tallies["document"].add(len(wanted), len(got), len(wanted & got))
    hit = {p.span for _, p in strict}
    errors += [
        f"{article.name}: miss  {_around(article.text, mention)}  {'|'.join(mention.value)}"
        for mention in gold
        if (mention.start, mention.end) not in hit
    ]
    errors += [
        f"{article.name}: extra {_line(p.context)}  {'|'.join(p.value)}  [{p.rule}]"
        for p in predicted
        if p.span not in at
    ]
    errors += [
        f"{article.name}: value {_line(p.context)}  gold {'|'.join(g.value)}  "
        f"got {'|'.join(p.value)}  [{p.rule}]"
        for g, p in strict
        if (g, p) not in right
    ]


def _around(text: str, mention: GoldMention) -> str:
    before, behind = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 40]
    return _line(f"{before}«{mention.text}»{behind}")


def _line(text: str) -> str:
    return " ".join(text.split())


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


def bcubed(gold: Mapping[Span, str], predicted: Mapping[Span, str]) -> tuple[float, float, int]:
    """Return the sums of B-cubed precision and recall over the items that both cluster, and their number."""
    items = set(gold) & set(predicted)
    by_gold, by_predicted = defaultdict(set), defaultdict(set)
    for item in items:
        by_gold[gold[item]].add(item)
        by_predicted[predicted[item]].add(item)
    precision = recall = 0.0
    for item in items:
        both = len(by_gold[gold[item]] & by_predicted[predicted[item]])
        precision += both / len(by_predicted[predicted[item]])
        recall += both / len(by_gold[gold[item]])
    return precision, recall, len(items)


Items = set[tuple[str, object]]


def score_cooperations(
    records: Tally, fields: dict[str, Tally], gold: Sequence[Items], predicted: Sequence[Items]
) -> None:
    """Add an article's cooperations: records that agree by half, and the fields of the best assignment."""
    pairs: dict[int, int] = {}
    matched = 0
    if gold and predicted:
        overlap = np.array(
            [[2 * len(g & p) / (len(g) + len(p)) if g or p else 1.0 for p in predicted] for g in gold]
        )
        rows, columns = linear_sum_assignment(-overlap)
        matched = sum(overlap[i, j] >= 0.5 for i, j in zip(rows, columns, strict=True))
        pairs = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if overlap[i, j] > 0}
    records.add(len(gold), len(predicted), int(matched))
    for name in COOPERATION_FIELDS:
        fields[name].add(
            sum(Counter(kind for kind, _ in items)[name] for items in gold),
            sum(Counter(kind for kind, _ in items)[name] for items in predicted),
            sum(sum(kind == name for kind, _ in gold[i] & predicted[j]) for i, j in pairs.items()),
        )


def gold_items(record: Mapping[str, Any]) -> Items:
    """Return the comparable items of an annotated cooperation."""
    items: Items = set()
    for name in ("home", "partner", "funders"):
        items |= {(name, name_key(x)) for x in record.get(name) or ()}
    items |= {("country", x) for x in record.get("countries") or ()}
    items |= {("specialty", x) for x in record.get("specialties") or ()}
    items |= _bounds(record.get("start"), record.get("end"))
    for people in record.get("participants") or ():
        direction = people.get("direction") or "-"
        value = (_text(people.get("min")), _text(people.get("max")), people.get("role"), direction)
        items.add(("participants", value))
    return items


def _bounds(start: str | None, end: str | None) -> Items:
    """Return start and end to the month: a day more or less is no other answer."""
    return {(name, str(value)[:7]) for name, value in (("start", start), ("end", end)) if value}


def predicted_items(tables: Tables, cooperation_id: str, names: Mapping[str, str]) -> Items:
    """Return the comparable items of a row of `cooperations`; `names` stand for institution ids."""

    def rows(table: str) -> list[Mapping[str, Any]]:
        return [row for row in tables[table] if row["cooperation_id"] == cooperation_id]

    record = rows("cooperations")[0]
    items = _bounds(record["start"], record["end"])
    for row in rows("cooperation_institutions"):
        side = "funders" if row["side"] == "funder" else row["side"]
        items.add((side, names[row["institution_id"]]))
    items |= {("country", row["country"]) for row in rows("cooperation_countries")}
    items |= {("specialty", row["specialty"]) for row in rows("cooperation_specialties")}
    counts = {row["mention_id"]: row for row in tables["counts"]}
    for row in rows("cooperation_counts"):
        count = counts[row["mention_id"]]
        value = (_text(count["min"]), _text(count["max"]), count["role"], _text(row["direction"]))
        items.add(("participants", value))
    return items
