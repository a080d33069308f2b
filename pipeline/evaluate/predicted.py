"""What a run found in an annotated article, read back from the rows of its tables.

Spans of prediction and gold are compared through the characters that are not white space, so that
cleaning may move offsets.
"""

import difflib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pipeline.brat import GoldArticle

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]
Span = tuple[int, int]
_DASHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Predicted:
    """A mention that was found; `span` is its place in the gold text, None where it cannot be aligned.

    `value` is in the order of VALUE_KEYS, `-` for what is not known; `identity` is the institution_id of
    an institution; `context` and `rule` are for the lines that describe errors.
    """

    label: str
    span: Span | None
    value: tuple[str, ...]
    text: str
    context: str = ""
    rule: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a run has of one gold article; nothing at all where it lacks the article."""

    mentions: tuple[Predicted, ...] = ()
    article_ids: frozenset[str] = frozenset()


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


def find(run: Index, article: GoldArticle) -> Found | None:
    """Return what the run has of a gold article; None when the run lacks it."""
    documents = run.documents.get(f"{article.name}.txt", ())
    if len(documents) != 1:
        return None
    text = ""
    offsets: dict[str, int] = {}
    for row in run.articles.get(documents[0]["document_id"], ()):
        offsets[row["article_id"]] = len(text)
        text += row["text"] + "\n"
    places = align(article.text, text)
    mentions = []
    for row in (mention for article_id in offsets for mention in run.mentions.get(article_id, ())):
        start = row["start"] + offsets[row["article_id"]]
        end = row["end"] + offsets[row["article_id"]]
        first, last = places.get(start), places.get(end - 1)
        span = (first, last + 1) if first is not None and last is not None and last >= first else None
        value, identity = run.values[row["mention_id"]]
        context = f"{text[max(0, start - 40) : start]}«{text[start:end]}»{text[end : end + 40]}"
        mentions.append(Predicted(row["label"], span, value, row["text"], context, row["rule"], identity))
    return Found(tuple(mentions), frozenset(offsets))


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


def shown(value: object) -> str:
    """Return a cell of a table as annotations write it: `-` for what is missing."""
    return "-" if value is None or value == "" else str(value)


def _values(tables: Tables) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return mention_id → the value in the order of VALUE_KEYS, and the identity of an institution."""
    institutions = {row["institution_id"]: row for row in tables["institutions"]}
    values: dict[str, tuple[tuple[str, ...], str]] = {}
    for row in tables["institution_mentions"]:
        institution = institutions[row["institution_id"]]
        kind_and_country = (shown(institution["kind"]), shown(institution["country"]))
        values[row["mention_id"]] = (kind_and_country, row["institution_id"])
    for name, column in (("country_mentions", "country"), ("specialty_mentions", "specialty")):
        codes: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in tables[name]:
            codes[row["mention_id"]].append((row["position"], row[column]))
        values |= {m: ((",".join(code for _, code in sorted(found)),), "") for m, found in codes.items()}
    for row in tables["dates"]:
        values[row["mention_id"]] = ((row["type"], shown(row["edtf"]), shown(row["mod"])), "")
    for row in tables["counts"]:
        value = tuple(shown(row[column]) for column in ("min", "max", "mod", "role"))
        values[row["mention_id"]] = (value, "")
    return values


def _by(rows: Rows, name: Callable[[Mapping[str, Any]], str]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    return groups
