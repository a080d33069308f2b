"""Scores of cooperations: records that agree by half, and the fields of the best assignment."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.brat import GoldArticle
from pipeline.evaluate.predicted import Found, Predicted, Tables, shown
from pipeline.evaluate.tally import Counts, Drawn, Scores, prf
from pipeline.records import Cooperation, CountValue
from pipeline.text import name_key

FIELDS = ("home", "partner", "country", "specialty", "start", "end", "funders", "participants")
Items = set[tuple[str, object]]
# The share of its facts from which on a record counts as found.
_RIGHT = 0.5
_BANDS = (0.0, 0.5, 0.7, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Compared:
    """The annotated records of an article beside those found, each as its items (field and value).

    `right` are the places of those found that agree by half with an annotated one, `pairs` the places of
    annotated and found ones that agree at all.
    """

    article: str
    wanted: Sequence[Items]
    got: Sequence[Items]
    confidences: Sequence[float]
    right: Set[int]
    pairs: Sequence[tuple[int, int]]


def compare_cooperations(
    gold: Sequence[GoldArticle], found: Sequence[Found], tables: Tables
) -> list[Compared]:
    """Return for each article its annotated cooperations beside those that were found."""
    compared = []
    for article, has in zip(gold, found, strict=True):
        names = _canonical_names(tables, article, has.mentions)
        wanted = [_gold_items(record) for record in article.cooperations]
        rows = [row for row in tables["cooperations"] if row["article_id"] in has.article_ids]
        got = [_predicted_items(tables, row["cooperation_id"], names) for row in rows]
        confidences = [row["confidence"] for row in rows]
        compared.append(Compared(article.name, wanted, got, confidences, *_assign(wanted, got)))
    return compared


def score_cooperations(compared: Sequence[Compared], drawn: Drawn) -> Scores:
    """Return the scores of records, of each field, and of all fields together."""
    records: list[Counts] = []
    trusted: list[tuple[float, bool]] = []
    fields: dict[str, list[Counts]] = {name: [] for name in FIELDS}
    for one in compared:
        trusted += [(confidence, j in one.right) for j, confidence in enumerate(one.confidences)]
        records.append((len(one.wanted), len(one.got), len(one.right)))
        for name in FIELDS:
            fields[name].append(
                (
                    sum(_number(name, items) for items in one.wanted),
                    sum(_number(name, items) for items in one.got),
                    sum(_number(name, one.wanted[i] & one.got[j]) for i, j in one.pairs),
                )
            )
    return {
        "records": prf(records, drawn),
        "fields": {name: prf(counts, drawn) for name, counts in fields.items()},
        "all_fields": prf(_added(list(fields.values())), drawn),
        "half": half_recall(trusted, sum(wanted for wanted, _, _ in records)),
        "calibration": calibration(trusted),
    }


def half_recall(trusted: Sequence[tuple[float, bool]], n_gold: int) -> Scores | None:
    """Return precision and least confidence of the surest records that find half of the annotated ones.

    `trusted` are confidence and whether right; None where no half is found. Equal confidences stand together.
    """
    correct = 0
    ranked = sorted(trusted, reverse=True)
    for place, (confidence, right) in enumerate(ranked, start=1):
        correct += right
        last = place == len(ranked) or ranked[place][0] < confidence
        if last and 2 * correct >= n_gold > 0:
            return {"precision": round(correct / place, 4), "confidence": confidence}
    return None


def calibration(trusted: Sequence[tuple[float, bool]]) -> list[Scores]:
    """Return for each band of confidence how many records it has, their mean, and the share that is right."""
    bands = []
    for low, high in pairwise(_BANDS):
        inside = [(confidence, right) for confidence, right in trusted if low <= confidence < high]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            bands.append({"from": low, "n": len(inside), "mean": round(mean, 3), "right": round(share, 3)})
    return bands


def _number(name: str, items: Items) -> int:
    return sum(kind == name for kind, _ in items)


def _added(fields: Sequence[Sequence[Counts]]) -> list[Counts]:
    """Return the counts of each article over all fields."""
    added = np.asarray(fields).sum(axis=0).tolist()
    return [(gold, predicted, correct) for gold, predicted, correct in added]


def _assign(gold: Sequence[Items], predicted: Sequence[Items]) -> tuple[set[int], list[tuple[int, int]]]:
    """Return which predictions agree by half, and the pairs of the best assignment that agree at all."""
    if not gold or not predicted:
        return set(), []
    overlap = np.array([[_overlap(g, p) for p in predicted] for g in gold])
    rows, columns = linear_sum_assignment(-overlap)
    pairs = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]
    right = {j for i, j in pairs if overlap[i, j] >= _RIGHT}
    return right, [(i, j) for i, j in pairs if overlap[i, j] > 0]


def agreement(
    article: GoldArticle, found: Sequence[Cooperation], names: Mapping[str, str]
) -> tuple[set[int], list[tuple[int, int]]]:
    """Return which cooperations agree by half with an annotated one, and the pairs that agree at all.

    A pair is the place of the annotated one and that of the one found; `names` stand for keys.
    """
    got = [_items(one, names) for one in found]
    wanted = [_gold_items(record) for record in article.cooperations]
    return _assign(wanted, got)


def _items(one: Cooperation, names: Mapping[str, str]) -> Items:
    items = _bounds(one.start, one.end)
    for name, keys in (("home", one.home), ("partner", one.partner), ("funders", one.funders)):
        items |= {(name, names[key]) for key in keys}
    items |= {("country", iso) for iso in one.countries} | {("specialty", code) for code in one.specialties}
    for mention, direction in one.participants:
        value = mention.value
        if isinstance(value, CountValue):
            items.add(("participants", (shown(value.min), shown(value.max), value.role, shown(direction))))
    return items


def _overlap(gold: Items, predicted: Items) -> float:
    """Return the share of what two records have in common: 2 |both| / (|one| + |other|)."""
    return 2 * len(gold & predicted) / (len(gold) + len(predicted)) if gold or predicted else 1.0


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


def _gold_items(record: Mapping[str, Any]) -> Items:
    """Return the comparable items of an annotated cooperation."""
    items: Items = set()
    for name in ("home", "partner", "funders"):
        items |= {(name, name_key(x)) for x in record.get(name) or ()}
    items |= {("country", x) for x in record.get("countries") or ()}
    items |= {("specialty", x) for x in record.get("specialties") or ()}
    items |= _bounds(record.get("start"), record.get("end"))
    for people in record.get("participants") or ():
        direction = people.get("direction") or "-"
        value = (shown(people.get("min")), shown(people.get("max")), people.get("role"), direction)
        items.add(("participants", value))
    return items


def _bounds(start: str | None, end: str | None) -> Items:
    """Return start and end to the month: a day more or less is no other answer."""
    return {(name, str(value)[:7]) for name, value in (("start", start), ("end", end)) if value}


def _predicted_items(tables: Tables, cooperation_id: str, names: Mapping[str, str]) -> Items:
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
        value = (shown(count["min"]), shown(count["max"]), count["role"], shown(row["direction"]))
        items.add(("participants", value))
    return items


def describe_cooperations(compared: Sequence[Compared]) -> list[str]:
    """Return a line for every record missed or extra, and for every field of the others that differs."""
    lines = []
    for one in compared:
        paired = dict(one.pairs)
        found = set(paired.values())
        missed = [items for i, items in enumerate(one.wanted) if i not in paired]
        extra = [j for j in range(len(one.got)) if j not in found]
        lines += [f"{one.article}: miss  {_shown(items)}" for items in missed]
        lines += [f"{one.article}: extra {_shown(one.got[j])}  [{one.confidences[j]:.2f}]" for j in extra]
        for i, j in one.pairs:
            wanted, got = one.wanted[i], one.got[j]
            told = _shown({item for item in wanted if item[0] in ("home", "partner", "country")})
            for name in FIELDS:
                gold, predicted = _values(name, wanted), _values(name, got)
                if gold != predicted:
                    what = f"{name}: gold {gold or '-'}  got {predicted or '-'}"
                    lines.append(f"{one.article}: value {what}  ({told})  [{one.confidences[j]:.2f}]")
    return lines


def _shown(items: Items) -> str:
    values = ((name, _values(name, items)) for name in FIELDS)
    return "; ".join(f"{name} {value}" for name, value in values if value)


def _values(name: str, items: Items) -> str:
    """Return the values of a field in one order: `chu de lille, chu de nantes`, `3|3|staff|outbound`."""
    values = (value for kind, value in items if kind == name)
    return ", ".join(sorted("|".join(v) if isinstance(v, tuple) else str(v) for v in values))
