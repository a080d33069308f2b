"""What a cooperation rests on: the sentences of its article, with the supporting mentions marked."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rich.text import Text

from pipeline.errors import OutputError
from pipeline.explain.terminal import STYLES
from pipeline.records import Label
from pipeline.stored import Stored, open_run, rows_where
from pipeline.terminal.consoles import output, safe

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of sentences; `marks` are the supporting mentions: start and end in it, and label."""

    text: str
    marks: tuple[tuple[int, int, Label], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cooperation with names instead of keys, where it is told, and the sentences that it rests on.

    `facts` hold a list where there may be several, and None for what is not stated.
    """

    facts: Mapping[str, Any]
    quoted: tuple[Quoted, ...]


def evidence(tables: str | os.PathLike[str], cooperation_id: str) -> Evidence:
    """Return the evidence of a cooperation of a run, in a folder or at a URI.

    A beginning of its id that no other has is enough. Raises OutputError for what holds no complete run, and
    for an id that none or several cooperations have.
    """
    run = open_run(tables)
    found = rows_where(run, "cooperations", pc.starts_with(pc.field("cooperation_id"), cooperation_id))
    if len(found) != 1:
        many = "no cooperation has" if not found else f"{len(found)} cooperations have"
        raise OutputError(f"{cooperation_id}: {many} an id that begins so in {tables}")
    record = found[0]
    same = pc.field("cooperation_id") == record["cooperation_id"]
    (article,) = rows_where(run, "articles", pc.field("article_id") == record["article_id"])
    (document,) = rows_where(run, "documents", pc.field("document_id") == article["document_id"])
    ids = [row["mention_id"] for row in rows_where(run, "cooperation_evidence", same)]
    mentions = rows_where(run, "mentions", _among("mention_id", ids))
    told = {"article": article["title"], "published": article["published"], "source": document["source"]}
    return Evidence(_facts(run, record, same) | told, tuple(_quoted(article, mentions)))


def _among(column: str, ids: list[str]) -> Any:
    # Of no ids, Arrow could not tell the type.
    return pc.field(column).isin(pa.array(ids, pa.string()))


def _facts(run: Stored, record: Row, same: Any) -> dict[str, Any]:
    def listed(table: str, column: str) -> list[str]:
        return [row[column] for row in rows_where(run, table, same)]

    return {
        **_sides(run, same),
        "cooperation": record["cooperation_id"],
        "countries": listed("cooperation_countries", "country"),
        "specialties": listed("cooperation_specialties", "specialty"),
        "start": record["start"],
        "end": record["end"],
        "status": record["status"],
        "confidence": record["confidence"],
    }


def _sides(run: Stored, same: Any) -> dict[str, list[str]]:
    rows = rows_where(run, "cooperation_institutions", same)
    ids = [row["institution_id"] for row in rows]
    names = {
        row["institution_id"]: row["name"]
        for row in rows_where(run, "institutions", _among("institution_id", ids))
    }
    return {
        side: sorted(names[row["institution_id"]] for row in rows if row["side"] == side)
        for side in ("home", "partner", "funder")
    }


def _quoted(article: Row, mentions: Iterable[Row]) -> list[Quoted]:
    """Return the sentences of the mentions, those that overlap as one stretch."""
    stretches: list[list[Any]] = []
    for mention in sorted(mentions, key=lambda m: (m["start"], -m["end"])):
        if stretches and mention["sentence_start"] <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], mention["sentence_end"])
        else:
            stretches.append([mention["sentence_start"], mention["sentence_end"], []])
        stretches[-1][2].append(mention)
    return [
        Quoted(
            article["text"][start:end],
            tuple((m["start"] - start, m["end"] - start, m["label"]) for m in found),
        )
        for start, end, found in stretches
    ]


def as_json(found: Evidence) -> dict[str, Any]:
    """Return evidence as JSON has it; the places of the marks are code points into their text."""
    return {
        "facts": found.facts,
        "sentences": [
            {
                "text": quoted.text,
                "marks": [{"start": start, "end": end, "label": label} for start, end, label in quoted.marks],
            }
            for quoted in found.quoted
        ],
    }


def show(found: Evidence) -> None:
    """Print evidence: facts, then the sentences with each supporting mention between « »."""
    console = output()
    for name, fact in found.facts.items():
        if fact:
            console.print(Text(f"{name:<12} {safe(_in_words(fact))}"), soft_wrap=True)
    for quoted in found.quoted:
        console.print()
        console.print(_marked(quoted), soft_wrap=True)


def _in_words(fact: str | float | list[str]) -> str:
    if isinstance(fact, float):
        return f"{fact:.2f}"
    return "; ".join(fact) if isinstance(fact, list) else fact


def _marked(quoted: Quoted) -> Text:
    """Return a stretch with its mentions marked; one that stands inside another is part of its mark."""
    text, at = Text(), 0
    for start, end, label in quoted.marks:
        if start < at:
            continue
        text.append(safe(quoted.text[at:start]))
        text.append(f"«{safe(quoted.text[start:end])}»", f"bold {STYLES[label]}")
        at = end
    text.append(safe(quoted.text[at:]))
    text.rstrip()
    return text
