"""From what a run found to checked Arrow tables: institutions linked, rows built, references resolved."""

import pyarrow as pa

from pipeline.extract.specialties import read_codes
from pipeline.kit import Kit
from pipeline.link import link
from pipeline.records import InstitutionValue
from pipeline.run import Run
from pipeline.stories import stories
from pipeline.tables.build import build
from pipeline.tables.catalogue import TABLES
from pipeline.tables.check import check_references, to_arrow
from pipeline.vocabulary import read_table


def to_tables(result: Run, kit: Kit) -> dict[str, pa.Table]:
    """Return all tables of a run, in the order of the catalogue; raises TableError naming all breaches."""
    values = {
        mention.value
        for _, extraction, _ in result.articles
        for mention in extraction.mentions
        if isinstance(mention.value, InstitutionValue)
    }
    regions = read_table(kit.folder / "countries" / "regions.csv", ("iso", "region", "source"))
    rows = build(
        documents=result.documents,
        articles=result.articles,
        rejects=result.rejects,
        stories=stories({(one.source, one.position): one.text for one, _, _ in result.articles}),
        institutions=link(values),
        specialties=read_codes(kit.folder),
        regions={row["iso"]: row["region"] for row in regions},
    )
    tables = {table.name: to_arrow(table, rows.get(table.name, [])) for table in TABLES}
    check_references(tables)
    return tables
