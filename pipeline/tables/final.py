"""From the draft of a shard, and what the whole run has settled, to the shard's part of the tables."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.records import Step
from pipeline.tables.build import ACRONYM
from pipeline.tables.catalogue import BY_NAME
from pipeline.tables.check import to_arrow
from pipeline.tables.draft import SHARDED, Draft
from pipeline.tables.keys import key

_INSTITUTIONS = "cooperation_institutions"
# What hangs on a cooperation, and on a mention.
OF_COOPERATIONS = (
    _INSTITUTIONS,
    "cooperation_countries",
    "cooperation_specialties",
    "cooperation_counts",
    "cooperation_evidence",
)
COOPERATIONS = ("cooperations", *OF_COOPERATIONS)
OF_MENTIONS = ("institution_mentions", "country_mentions", "specialty_mentions", "dates", "counts")


@dataclass(frozen=True, slots=True)
class Settled:
    """What only the whole run can tell.

    `copies`: document_id of a copy → document_id and language of the document before it with its bytes;
    `stories`: article_id → story_id, where the story is another article's; `linked`: value_id →
    institution_id and the step that linked it; `tables`: those of the whole run.
    """

    copies: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    stories: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[str, tuple[str, Step]] = field(default_factory=dict)
    tables: Mapping[str, pa.Table] = field(default_factory=dict)


def final(draft: Draft, settled: Settled) -> dict[str, pa.Table]:
    """Return a shard's part of each table that shards have, in the order of the catalogue."""
    kept = without_copies(draft, settled.copies)
    tables = {
        **kept,
        "documents": _documents(kept["documents"], settled.copies),
        "articles": _stories(kept["articles"], settled.stories),
        "institution_mentions": _linked(kept["institution_mentions"], settled.linked),
        **{
            name: to_arrow(BY_NAME[name], rows)
            for name, rows in renamed(kept, settled.linked, COOPERATIONS).items()
        },
    }
    # The references of a draft leave out what it does not hold.
    return {
        table.name: tables[table.name].replace_schema_metadata(table.schema().metadata) for table in SHARDED
    }


def share(draft: Draft, settled: Settled) -> Settled:
    """Return what of the run was settled for a shard, in the order of its draft, without the tables.

    `draft` needs no more than the tables `documents`, `articles` and `values`.
    """
    documents, articles, values = (
        column_of(draft[name], column)
        for name, column in (("documents", "document_id"), ("articles", "article_id"), ("values", "value_id"))
    )
    return Settled(
        {i: settled.copies[i] for i in documents if i in settled.copies},
        {i: settled.stories[i] for i in articles if i in settled.stories},
        # A value that only copies give is not linked.
        {i: settled.linked[i] for i in values if i in settled.linked},
    )


def concerns(shared: Settled) -> dict[str, str]:
    """Return for each table of a shard the hash of what changes it in its share, empty where nothing does."""
    by_all = key(list(shared.copies.items())) if shared.copies else ""
    by_table = {
        "articles": key(by_all, list(shared.stories.items())) if shared.stories else by_all,
        **dict.fromkeys(("institution_mentions", *COOPERATIONS), key(by_all, list(shared.linked.items()))),
    }
    return {table.name: by_table.get(table.name, by_all) for table in SHARDED}


def column_of(table: pa.Table, name: str) -> list[Any]:
    """Return the values of a column."""
    values: list[Any] = table.column(name).to_pylist()
    return values


def without_copies(draft: Draft, copies: Mapping[str, object]) -> dict[str, pa.Table]:
    """Return a draft without the articles of documents that are copies, and without what hangs on these."""
    tables = dict(draft)
    copied = {i for i in column_of(draft["documents"], "document_id") if i in copies}
    if not copied:
        return tables
    documents = draft["documents"]
    sources = documents.filter(_among(documents, "document_id", copied)).column("source")
    for name, column, gone in (
        ("document_removals", "document_id", copied),
        ("rejects", "source", set(sources.to_pylist())),
        ("articles", "document_id", copied),
    ):
        if name in tables:
            tables[name] = tables[name].filter(pc.invert(_among(tables[name], column, gone)))
    articles = _gone(draft, tables, "articles", "article_id")
    for name in ("mentions", "uses", "signatures", "cooperations"):
        _drop(tables, (name,), "article_id", articles)
    _drop(tables, OF_MENTIONS, "mention_id", _gone(draft, tables, "mentions", "mention_id"))
    lost = _gone(draft, tables, "cooperations", "cooperation_id")
    _drop(tables, (*OF_COOPERATIONS, "contents"), "cooperation_id", lost)
    return tables


def _among(table: pa.Table, column: str, values: set[str]) -> pa.ChunkedArray:
    return pc.is_in(table.column(column), value_set=pa.array(sorted(values), pa.string()))


def _gone(before: Draft, after: Draft, name: str, column: str) -> set[str]:
    if name not in before:
        return set()
    return set(column_of(before[name], column)) - set(column_of(after[name], column))


def _drop(tables: dict[str, pa.Table], names: tuple[str, ...], column: str, gone: set[str]) -> None:
    for name in names:
        if gone and name in tables:
            tables[name] = tables[name].filter(pc.invert(_among(tables[name], column, gone)))


def _replaced(table: pa.Table, name: str, values: list[Any]) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(name), pa.array(values, table.schema.field(name).type))


def _documents(table: pa.Table, copies: Mapping[str, tuple[str, str]]) -> pa.Table:
    ids = column_of(table, "document_id")
    if not any(i in copies for i in ids):
        return table
    rows = list(zip(ids, column_of(table, "language"), column_of(table, "n_articles"), strict=True))
    table = _replaced(table, "same_as", [copies[i][0] if i in copies else None for i in ids])
    table = _replaced(table, "language", [copies[i][1] if i in copies else spoken for i, spoken, _ in rows])
    return _replaced(table, "n_articles", [0 if i in copies else n for i, _, n in rows])


def _stories(table: pa.Table, stories: Mapping[str, str]) -> pa.Table:
    return _replaced(table, "story_id", [stories.get(i, i) for i in column_of(table, "article_id")])


def _linked(table: pa.Table, linked: Mapping[str, tuple[str, Step]]) -> pa.Table:
    found = [linked[i] for i in column_of(table, "institution_id")]
    steps = [
        own if own == ACRONYM else step
        for own, (_, step) in zip(column_of(table, "linked_by"), found, strict=True)
    ]
    return _replaced(_replaced(table, "institution_id", [i for i, _ in found]), "linked_by", steps)


def identities(
    draft: Draft, linked: Mapping[str, tuple[str, Step]]
) -> tuple[dict[str, str], dict[str, set[tuple[str, str]]]]:
    """Return the ids that the cooperations of a draft have in the run, and their institutions with sides.

    Both by the ids in the draft. Two records of an article that are the same once their institutions are
    linked become one: the first; the other has no id.
    """
    article_of = dict(
        zip(
            *(column_of(draft["cooperations"], name) for name in ("cooperation_id", "article_id")),
            strict=True,
        )
    )
    sides: dict[str, set[tuple[str, str]]] = {i: set() for i in article_of}
    for row in draft["cooperation_institutions"].to_pylist():
        sides[row["cooperation_id"]].add((linked[row["institution_id"]][0], row["side"]))
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for row in sorted(draft["contents"].to_pylist(), key=lambda row: row["position"]):
        own = row["cooperation_id"]
        cooperation_id = key(article_of[own], sorted(sides[own]), row["contents"])
        if cooperation_id not in taken:
            taken.add(cooperation_id)
            ids[own] = cooperation_id
    return ids, sides


def renamed(
    draft: Draft, linked: Mapping[str, tuple[str, Step]], names: Collection[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of these tables of cooperations, with the ids and institutions of the run."""
    ids, sides = identities(draft, linked)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [
            row | {"cooperation_id": ids[row["cooperation_id"]]}
            for row in draft[name].to_pylist()
            if row["cooperation_id"] in ids
        ]
        for name in names
        if name != _INSTITUTIONS
    }
    rows[_INSTITUTIONS] = [
        {"cooperation_id": ids[own], "institution_id": i, "side": side}
        for own, named in sides.items()
        if own in ids
        for i, side in named
    ]
    return rows
