"""From what a run in this process found to checked Arrow tables: its draft, settled, made final."""

import pyarrow as pa

from pipeline.kit import Kit
from pipeline.registries.lookup import Registries
from pipeline.run import Run, draft_of
from pipeline.settle import settle
from pipeline.tables.catalogue import TABLES
from pipeline.tables.check import check_references
from pipeline.tables.final import final


def to_tables(result: Run, kit: Kit, registries: Registries | None = None) -> dict[str, pa.Table]:
    """Return all tables of a run, in the order of the catalogue; raises TableError naming all breaches.

    With `registries`, the institutions get the identifiers that are certain.
    """
    draft = draft_of(result)
    settled = settle(lambda columns: iter([{name: draft[name] for name in columns}]), kit.folder, registries)
    tables = {**final(draft, settled), **settled.tables}
    check_references(tables)
    return {table.name: tables[table.name] for table in TABLES}
