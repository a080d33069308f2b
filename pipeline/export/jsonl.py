"""JSON Lines: a file per table, an object per row, UTF-8, dates as ISO 8601."""

import json
from datetime import date
from pathlib import Path

from pipeline.export.format import Batches, Format
from pipeline.tables.catalogue import TABLES


def _write(batches: Batches, target: Path) -> list[str]:
    target.mkdir()
    encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=date.isoformat)
    for table in TABLES:
        with (target / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for batch in batches(table.name):
                file.writelines(f"{encoder.encode(row)}\n" for row in batch.to_pylist())
    return []


FORMAT = Format(_write, files=frozenset(f"{table.name}.jsonl" for table in TABLES))
