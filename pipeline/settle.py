"""What needs the whole run: copies, stories, the identity of institutions, partnerships.

Works on the drafts of all shards, in their order, one at a time. Of them it holds what is named, and which
pairs cooperate; the texts only of articles that may be copies.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
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
from pipeline.tables.draft import WHOLE, Columns, Drafts
from pipeline.tables.final import Settled, column_of, renamed, without_copies
from pipeline.tables.partnerships import partnerships
from pipeline.tables.whole import country_row, institution_row, specialty_row
from pipeline.vocabulary import read_table

Row = dict[str, Any]
_DOCUMENTS = ("document_id", "source", "sha256", "language")
_ARTICLES = ("article_id", "document_id", "position", "published")
_NAMED: Columns = {
    "documents": _DOCUMENTS,
    "articles": _ARTICLES,
    **dict.fromkeys(("values", "uses", "places", "signatures")),
}
# What partnerships are made of.
_COOPERATIONS = (
    "cooperations",
    "cooperation_institutions",
    "cooperation_specialties",
    "cooperation_counts",
)
_TOLD: Columns = {
    "documents": _DOCUMENTS,
    "articles": _ARTICLES,
    "mentions": ("mention_id", "article_id"),
    "counts": None,
    **dict.fromkeys((*_COOPERATIONS, "contents")),
}


@dataclass(slots=True)
class _Named:
    """What all drafts name: values of institutions by their id, countries; and what tells copies of a text.

    `signatures` and `ranks` are by article: its MinHash, its source and its position there.
    """

    values: dict[str, InstitutionValue] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    signatures: dict[str, bytes] = field(default_factory=dict)
    ranks: dict[str, tuple[str, int]] = field(default_factory=dict)


def settle(drafts: Drafts, folder: Path, registries: Registries | None = None) -> Settled:
    """Return what the drafts of a run say together; `folder` is that of the rules.

    With `registries`, the institutions get the identifiers that are certain. One draft is held at a time.
    """
    copies = _copies(drafts)
    named = _named(drafts, copies)
    links = identified(link(named.values.values(), cache(load_gazetteer(folder).words_of)), registries)
    linked: dict[str, tuple[str, Step]] = {
        i: (links.institutions[value].institution_id, links.steps[value]) for i, value in named.values.items()
    }
    told = stories(named.signatures, named.ranks.__getitem__, partial(_texts, drafts))
    institutions = {one.institution_id: one for one in links.institutions.values()}
    country = {i: one.country for i, one in institutions.items()}
    rows = partnerships(_told(drafts, copies, linked, told), country)
    rows["institutions"] = [institution_row(one) for one in institutions.values()]
    used = named.places | {iso for iso in country.values() if iso not in (None, "ZZ")}
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


def _named(drafts: Drafts, copies: Mapping[str, object]) -> _Named:
    found = _Named()
    for draft in drafts(_NAMED):
        kept = without_copies(draft, copies)
        used = set(column_of(kept["uses"], "value_id")) - found.values.keys()
        for row in kept["values"].to_pylist():
            if row["value_id"] in used:
                value = {name: row[name] for name in VALUE_FIELDS}
                found.values[row["value_id"]] = InstitutionValue(**value)
        found.places.update(column_of(kept["places"], "country"))
        of_articles = zip(
            *(column_of(kept["signatures"], name) for name in ("article_id", "signature")), strict=True
        )
        found.signatures.update(of_articles)
        sources = dict(
            zip(*(column_of(kept["documents"], name) for name in ("document_id", "source")), strict=True)
        )
        for row in kept["articles"].to_pylist():
            found.ranks[row["article_id"]] = sources[row["document_id"]], row["position"]
    return found


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


def _texts(drafts: Drafts, ids: Collection[str]) -> dict[str, str]:
    """Return the texts of these articles."""
    return {
        row["article_id"]: row["text"]
        for draft in (drafts({"articles": ("article_id", "text")}) if ids else ())
        for row in draft["articles"].to_pylist()
        if row["article_id"] in ids
    }


def _told(
    drafts: Drafts,
    copies: Mapping[str, object],
    linked: Mapping[str, tuple[str, Step]],
    told: Mapping[str, str],
) -> Iterator[dict[str, list[Row]]]:
    """Yield for each draft the rows of cooperations, and of the articles and counts that they rest on."""
    for draft in drafts(_TOLD):
        kept = without_copies(draft, copies)
        yield {
            **renamed(kept, linked, _COOPERATIONS),
            "articles": [
                row | {"story_id": told.get(row["article_id"], row["article_id"])}
                for row in kept["articles"].to_pylist()
            ],
            "counts": kept["counts"].to_pylist(),
        }
