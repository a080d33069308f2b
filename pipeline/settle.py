"""What needs the whole run: copies, stories, the identity of institutions, partnerships.

Works on the drafts of all shards, in their order, and holds no more of them than names, dates and ids; the
texts only of articles that may be copies.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.extract.specialties import read_codes
from pipeline.gazetteer import load_gazetteer
from pipeline.link import link
from pipeline.records import Institution, InstitutionValue, Links, Step
from pipeline.registries.lookup import Registries, identifiers
from pipeline.stories import stories
from pipeline.tables.build import VALUE_FIELDS
from pipeline.tables.catalogue import BY_NAME
from pipeline.tables.check import to_arrow
from pipeline.tables.draft import WHOLE, Columns, Draft, Drafts
from pipeline.tables.final import Settled, renamed, without_copies
from pipeline.tables.partnerships import partnerships
from pipeline.tables.whole import country_row, institution_row, specialty_row
from pipeline.vocabulary import read_table

Row = dict[str, Any]
_DOCUMENTS = ("document_id", "source", "sha256", "language")
_ARTICLES = ("article_id", "document_id", "position", "published")
# What partnerships are made of.
_TOLD = ("cooperations", "cooperation_institutions", "cooperation_specialties", "cooperation_counts")
_READ: Columns = {
    "documents": _DOCUMENTS,
    "articles": _ARTICLES,
    **dict.fromkeys(("values", "uses", "places", "signatures", "counts", "contents", *_TOLD)),
}


def settle(drafts: Drafts, folder: Path, registries: Registries | None = None) -> Settled:
    """Return what the drafts of a run say together; `folder` is that of the rules.

    With `registries`, the institutions get the identifiers that are certain.
    """
    copies = _copies(drafts)
    kept = [without_copies(draft, copies) for draft in drafts(_READ)]
    values = _values(kept)
    links = identified(link(values.values(), cache(load_gazetteer(folder).words_of)), registries)
    linked: dict[str, tuple[str, Step]] = {
        i: (links.institutions[value].institution_id, links.steps[value]) for i, value in values.items()
    }
    told = _stories(drafts, kept)
    institutions = {one.institution_id: one for one in links.institutions.values()}
    rows = _rows(kept, linked, told)
    rows["institutions"] = [institution_row(one) for one in institutions.values()]
    rows |= partnerships(rows)
    used = {iso for draft in kept for iso in draft["places"].column("country").to_pylist()}
    used |= {one.country for one in institutions.values() if one.country not in (None, "ZZ")}
    regions = read_table(folder / "countries" / "regions.csv", ("iso", "region", "source"))
    region_of = {row["iso"]: row["region"] for row in regions}
    rows["countries"] = [country_row(iso, region_of[iso]) for iso in sorted(used)]
    rows["specialties"] = [specialty_row(row) for row in read_codes(folder)]
    return Settled(
        copies, told, linked, {name: to_arrow(BY_NAME[name], rows.get(name, [])) for name in WHOLE}
    )


def _copies(drafts: Drafts) -> dict[str, tuple[str, str]]:
    """Return for each document that is a copy the document of the least source, and its language."""
    same: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for draft in drafts({"documents": _DOCUMENTS}):
        for row in draft["documents"].to_pylist():
            same[row["sha256"]].append((row["source"], row["document_id"], row["language"]))
    return {
        document_id: first[1:]
        for found in same.values()
        if len(found) > 1
        for first, *others in [sorted(found)]
        for _, document_id, _ in others
    }


def _values(kept: Collection[Draft]) -> dict[str, InstitutionValue]:
    """Return the values that articles give, by their id."""
    values: dict[str, InstitutionValue] = {}
    for draft in kept:
        used = set(draft["uses"].column("value_id").to_pylist()) - values.keys()
        for row in draft["values"].to_pylist():
            if row["value_id"] in used:
                values[row["value_id"]] = InstitutionValue(**{name: row[name] for name in VALUE_FIELDS})
    return values


def identified(links: Links, registries: Registries | None) -> Links:
    """Return the links with the identifiers that the registries know for certain."""
    if registries is None:
        return links
    found: dict[str, Institution] = {}
    for one in links.institutions.values():
        if one.institution_id not in found:
            known = identifiers(registries, one.forms, one.kind, one.country, one.city)
            found[one.institution_id] = replace(
                one, ror=known.ror, finess=known.finess, wikidata=known.wikidata
            )
    return replace(
        links, institutions={value: found[i.institution_id] for value, i in links.institutions.items()}
    )


def _stories(drafts: Drafts, kept: Collection[Draft]) -> dict[str, str]:
    signatures: dict[str, bytes] = {}
    ranks: dict[str, tuple[str, int]] = {}
    for draft in kept:
        of_draft = draft["signatures"]
        signatures.update(
            zip(*(of_draft.column(name).to_pylist() for name in of_draft.column_names), strict=True)
        )
        sources = dict(
            zip(
                *(draft["documents"].column(name).to_pylist() for name in ("document_id", "source")),
                strict=True,
            )
        )
        for row in draft["articles"].to_pylist():
            ranks[row["article_id"]] = sources[row["document_id"]], row["position"]

    def texts(ids: Collection[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for draft in drafts({"articles": ("article_id", "text")}) if ids else ():
            for row in draft["articles"].to_pylist():
                if row["article_id"] in ids:
                    found[row["article_id"]] = row["text"]
        return found

    return stories(signatures, ranks.__getitem__, texts)


def _rows(
    kept: Collection[Draft], linked: Mapping[str, tuple[str, Step]], told: Mapping[str, str]
) -> dict[str, list[Row]]:
    """Return the rows of cooperations, and of the articles and counts that they rest on."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for draft in kept:
        of_draft = renamed(draft, linked, _TOLD)
        for name, told_of in of_draft.items():
            rows[name] += told_of
        articles = {row["article_id"] for row in of_draft["cooperations"]}
        people = {row["mention_id"] for row in of_draft["cooperation_counts"]}
        rows["articles"] += [
            row | {"story_id": told.get(row["article_id"], row["article_id"])}
            for row in draft["articles"].to_pylist()
            if row["article_id"] in articles
        ]
        rows["counts"] += [row for row in draft["counts"].to_pylist() if row["mention_id"] in people]
    return rows
