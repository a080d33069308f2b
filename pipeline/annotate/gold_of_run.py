"""The articles of a run as if they were gold: what the system found, to be corrected."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.brat import GoldArticle, GoldMention
from pipeline.stored import Stored, read_table
from pipeline.tables.final import OF_COOPERATIONS, OF_MENTIONS
from pipeline.text import name_key

Row = Mapping[str, Any]
# Articles whose rows are in memory at a time.
_AT_ONCE = 256
_EXTENSION = re.compile(r"\.[A-Za-z]\w{0,6}(?=$|#)")
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def names(run: Stored) -> dict[str, str]:
    """Return article_id → the name of its files: that of its input, with what tells it from others."""
    sources = {
        row["document_id"]: row
        for row in read_table(run, "documents", ("document_id", "source", "n_articles")).to_pylist()
    }
    found: dict[str, str] = {}
    for row in read_table(run, "articles", ("article_id", "document_id", "position")).to_pylist():
        document = sources[row["document_id"]]
        name = _EXTENSION.sub("", PurePosixPath(document["source"]).name)
        name = _NOT_IN_NAMES.sub("-", name).strip("-.")[:80] or "article"
        found[row["article_id"]] = f"{name}-{row['position'] + 1}" if document["n_articles"] > 1 else name
    often = Counter(name.casefold() for name in found.values())
    return {key: name if often[name.casefold()] == 1 else f"{name}-{key}" for key, name in found.items()}


def gold_of_run(run: Stored, article_ids: Sequence[str] | None = None) -> Iterator[GoldArticle]:
    """Return the articles of a run as gold, those of `article_ids` in that order, else all by name.

    Gold holds less than the tables: no status, no confidence, not what a count counts.
    """
    named = names(run)
    wanted = list(article_ids if article_ids is not None else sorted(named, key=lambda key: named[key]))
    tables = {
        name: read_table(run, name)
        for name in (
            "articles",
            "documents",
            "mentions",
            "cooperations",
            *OF_MENTIONS,
            *OF_COOPERATIONS,
        )
    }
    institutions = {row["institution_id"]: row for row in read_table(run, "institutions").to_pylist()}
    for first in range(0, len(wanted), _AT_ONCE):
        ids = wanted[first : first + _AT_ONCE]
        rows = _rows(tables, ids)
        for article in (rows.articles[article_id] for article_id in ids):
            yield _article(article, named[article["article_id"]], rows, institutions)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of some articles: `of` by table, then by the id of what they belong to."""

    articles: Mapping[str, Row]
    urls: Mapping[str, str | None]
    of: Mapping[str, Mapping[str, Sequence[Row]]]


def _rows(tables: Mapping[str, pa.Table], article_ids: Sequence[str]) -> _Rows:
    articles = _where(tables["articles"], "article_id", article_ids)
    documents = _where(tables["documents"], "document_id", {row["document_id"] for row in articles})
    of: dict[str, Mapping[str, Sequence[Row]]] = {}
    for parent, key, children in (
        ("mentions", "mention_id", OF_MENTIONS),
        ("cooperations", "cooperation_id", OF_COOPERATIONS),
    ):
        found = _where(tables[parent], "article_id", article_ids)
        of[parent] = _by(found, "article_id")
        ids = [row[key] for row in found]
        of |= {name: _by(_where(tables[name], key, ids), key) for name in children}
    return _Rows(
        {row["article_id"]: row for row in articles},
        {row["document_id"]: row["url"] for row in documents},
        of,
    )


def _where(table: pa.Table, column: str, values: Collection[str]) -> list[Row]:
    kept = table.filter(pc.is_in(table[column], value_set=pa.array(values, pa.string())))
    rows: list[Row] = kept.to_pylist()
    return rows


def _by(rows: Sequence[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _article(article: Row, name: str, rows: _Rows, institutions: Mapping[str, Row]) -> GoldArticle:
    found = sorted(rows.of["mentions"].get(article["article_id"], ()), key=lambda m: (m["start"], -m["end"]))
    records = rows.of["cooperations"].get(article["article_id"], ())
    canons = _canons(found, records, rows, institutions)
    mentions = tuple(_mention(row, rows, institutions, canons) for row in found)
    order = {row["mention_id"]: n for n, row in enumerate(found)}
    cooperations = sorted((_first(row, rows, order), row["cooperation_id"]) for row in records)
    by_id = {row["cooperation_id"]: row for row in records}
    meta = {
        "published": article["published"],
        "title": article["title"],
        "url": rows.urls[article["document_id"]],
    }
    return GoldArticle(
        name,
        article["text"],
        mentions,
        tuple(_record(by_id[key], rows, canons, mentions, order) for _, key in cooperations),
        {key: value for key, value in meta.items() if value is not None},
    )


def _canons(
    mentions: Sequence[Row], records: Sequence[Row], rows: _Rows, institutions: Mapping[str, Row]
) -> dict[str, str]:
    """Return institution_id → its name in the article, the fullest that occurs in it, no two alike."""
    named: dict[str, str] = {}
    for row in mentions:
        for link in rows.of["institution_mentions"].get(row["mention_id"], ()):
            words = " ".join(row["text"].split())
            if len(words) > len(named.get(link["institution_id"], "")):
                named[link["institution_id"]] = words
    for record in records:
        for row in rows.of["cooperation_institutions"].get(record["cooperation_id"], ()):
            named.setdefault(row["institution_id"], institutions[row["institution_id"]]["name"])
    often = Counter(name_key(name) for name in named.values())
    for key, name in named.items():
        if often[name_key(name)] > 1:
            of = institutions[key]
            named[key] = f"{name} ({', '.join(filter(None, (of['city'], of['country'], key)))})"
    return named


def _mention(
    row: Row, rows: _Rows, institutions: Mapping[str, Row], canons: Mapping[str, str]
) -> GoldMention:
    def told(table: str) -> Sequence[Row]:
        return rows.of[table].get(row["mention_id"], ())

    mention = GoldMention(row["label"], row["start"], row["end"], row["text"])
    value: dict[str, Any] = {}
    match row["label"]:
        case "INSTITUTION":
            key = told("institution_mentions")[0]["institution_id"]
            value = {name: institutions[key][name] for name in ("kind", "country")}
            mention.canon = canons[key]
        case "COUNTRY":
            value = {"iso": _codes(told("country_mentions"), "country")}
        case "SPECIALTY":
            value = {"code": _codes(told("specialty_mentions"), "specialty")}
        case "DATE":
            date = told("dates")[0]
            value = {"type": date["type"], "value": date["edtf"], "mod": date["mod"]}
        case "COUNT":
            value = {name: told("counts")[0][name] for name in ("min", "max", "mod", "role")}
    mention.attributes = {name: str(item) for name, item in value.items() if item is not None}
    return mention


def _codes(rows: Sequence[Row], column: str) -> str:
    return ",".join(row[column] for row in sorted(rows, key=lambda row: row["position"]))


def _first(record: Row, rows: _Rows, order: Mapping[str, int]) -> int:
    """Return the place of the first mention that a cooperation rests on."""
    evidence = rows.of["cooperation_evidence"].get(record["cooperation_id"], ())
    return min((order[row["mention_id"]] for row in evidence), default=len(order))


def _record(
    record: Row,
    rows: _Rows,
    canons: Mapping[str, str],
    mentions: Sequence[GoldMention],
    order: Mapping[str, int],
) -> dict[str, Any]:
    """Return a cooperation as gold has it, its items in the order in which the article names them."""

    def told(table: str) -> Sequence[Row]:
        return rows.of[table].get(record["cooperation_id"], ())

    def side(wanted: str) -> list[str]:
        found = [row for row in told("cooperation_institutions") if row["side"] == wanted]
        return _in_order([canons[row["institution_id"]] for row in found], [m.canon for m in mentions])

    isos = [
        iso for m in mentions for iso in m.attributes.get("iso", m.attributes.get("country", "")).split(",")
    ]
    codes = [code for m in mentions for code in m.attributes.get("code", "").split(",")]
    people = sorted(told("cooperation_counts"), key=lambda row: order[row["mention_id"]])
    return {
        "home": side("home"),
        "partner": side("partner"),
        "countries": _in_order([row["country"] for row in told("cooperation_countries")], isos),
        "specialties": _in_order([row["specialty"] for row in told("cooperation_specialties")], codes),
        "start": record["start"],
        "end": record["end"],
        "funders": side("funder"),
        "participants": [
            {
                **{name: rows.of["counts"][row["mention_id"]][0][name] for name in ("min", "max", "role")},
                "direction": row["direction"] or "-",
            }
            for row in people
        ],
    }


def _in_order(items: Sequence[str], named: Sequence[str]) -> list[str]:
    """Return items in the order in which they are named first; those that are not come last."""
    first = {item: n for n, item in reversed(list(enumerate(named)))}
    return sorted(items, key=lambda item: (first.get(item, len(named)), item))
