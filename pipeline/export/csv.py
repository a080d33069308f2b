"""CSV after RFC 4180: a file per table, UTF-8 with the mark by which Excel knows it, and a Data Package."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.export.cells import Place, empty_lost, guarded, n_empty
from pipeline.export.format import Batches, Format
from pipeline.tables.catalogue import TABLES
from pipeline.tables.package import PACKAGE, data_package

_ENCODING = "utf-8-sig"


def _write(batches: Batches, target: Path) -> list[str]:
    target.mkdir()
    empty: Counter[Place] = Counter()
    for table in TABLES:
        # The module ends lines as RFC 4180 wants them.
        with (target / f"{table.name}.csv").open("w", encoding=_ENCODING, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.name for column in table.columns)
            for batch in batches(table.name):
                columns = [column.to_pylist() for column in batch.columns]
                for column, values in zip(table.columns, columns, strict=True):
                    empty[table.name, column.name] += n_empty(values)
                writer.writerows(zip(*(map(_cell, values) for values in columns), strict=True))
    (target / PACKAGE).write_bytes(
        data_package("{table}.csv", format="csv", mediatype="text/csv", encoding=_ENCODING)
    )
    return empty_lost(empty)


def _cell(value: Any) -> Any:
    """Return what the module is to write: it writes numbers, dates and None as they should be by itself."""
    return guarded(value) if isinstance(value, str) else value


FORMAT = Format(_write, files=frozenset({PACKAGE, *(f"{table.name}.csv" for table in TABLES)}))
