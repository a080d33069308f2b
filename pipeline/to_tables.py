"""From what a run found to checked Arrow tables: institutions linked, rows built, references resolved."""

from dataclasses import replace
from functools import cache

import pyarrow as pa

from pipeline.extract.specialties import read_codes
from pipeline.kit import Kit
from pipeline.link import link
from pipeline.records import Institution, InstitutionValue, Links
from pipeline.registries.lookup import Registries, identifiers
from pipeline.run import Run
from pipeline.stories import stories
from pipeline.tables.build import build
from pipeline.tables.catalogue import TABLES
from pipeline.tables.check import check_references, to_arrow
from pipeline.vocabulary import read_table


def to_tables(result: Run, kit: Kit, registries: Registries | None = None) -> dict[str, pa.Table]:
    """Return all tables of a run, in the order of the catalogue; raises TableError naming all breaches.

    With `registries`, the institutions get the identifiers that are certain.
    """
    values = {
        mention.value
        for _, extraction, _ in result.articles
        for mention in extraction.mentions
        if isinstance(mention.value, InstitutionValue)
    }
    values |= {
        extraction.publisher for _, extraction, found in result.articles if extraction.publisher and found
    }
    regions = read_table(kit.folder / "countries" / "regions.csv", ("iso", "region", "source"))
    rows = build(
        documents=result.documents,
        articles=result.articles,
        rejects=result.rejects,
        stories=stories({(one.source, one.position): one.text for one, _, _ in result.articles}),
        links=identified(link(values, cache(kit.gazetteer.words_of)), registries),
        specialties=read_codes(kit.folder),
        regions={row["iso"]: row["region"] for row in regions},
    )
    tables = {table.name: to_arrow(table, rows.get(table.name, [])) for table in TABLES}
    check_references(tables)
    return tables


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
