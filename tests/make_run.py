"""A small run from a few articles, and runs whose tables are written by hand."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import open_tables
from pipeline.api.tables import Tables
from pipeline.shards.drive import Command, extract
from pipeline.shards.record import Record
from pipeline.tables.catalogue import TABLES
from pipeline.tables.check import to_arrow
from pipeline.tables.draft import parquet

ARTICLES = {
    "bamako.txt": "Le CHU de Rennes au Mali\n\n"
    "Depuis 2012, le CHU de Rennes coopère avec l’hôpital Gabriel-Touré de Bamako (Mali) en cardiologie. "
    "La cantine a été refaite. Trois cardiologues maliens ont été accueillis à Rennes en 2019. "
    "Le partenariat est financé par l’Agence française de développement.",
    # Its first letters take several code points each.
    "dakar.txt": "Des urgences à Dakar\n\n"
    "👩🏽 Le CHU de Lille et l’hôpital Principal de Dakar (Sénégal) ont signé une convention de coopération "
    "en 2018 en cardiologie et en médecine d’urgence. Deux infirmiers et quatre médecins lillois sont partis "
    "à Dakar en 2019.\n\n"
    "Le parking a été refait. Douze médecins ont été formés dans le cadre de cette convention.",
    "voirie.txt": "La rue de la gare sera fermée mardi pour des travaux. Une déviation est mise en place.",
}
SIDECAR = {
    "title": "Le CHU de Rennes au Mali", "published": "2020-03-05", "url": "https://exemple.fr/mali",
}  # fmt: skip
Rows = Sequence[Mapping[str, Any]]


def small_run(folder: Path) -> Path:
    """Write ARTICLES below a folder, and return the directory of a run over them."""
    (folder / "in").mkdir()
    for name, text in ARTICLES.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    (folder / "in" / "bamako.meta.json").write_text(json.dumps(SIDECAR), encoding="utf-8")
    extract(Command([str(folder / "in")], str(folder / "out")))
    return folder / "out"


def by_hand(folder: Path, rows: Mapping[str, Rows], **record: Any) -> Tables:
    """Write a run whose tables have these rows, two to a part, and open it."""
    write_run(folder, rows, lambda n_rows: range(0, max(n_rows, 1), 2), **record)
    return open_tables(folder)


def write_run(
    folder: Path, rows: Mapping[str, Rows], starts: Callable[[int], Sequence[int]], **record: Any
) -> None:
    """Write a complete run whose tables have these rows; `starts` says where the parts of a table begin.

    The names of the parts are not in their order: that of the record counts.
    """
    parts: dict[str, list[str]] = {}
    for table in TABLES:
        whole = to_arrow(table, rows.get(table.name, []))
        (folder / table.name).mkdir(parents=True)
        begins = list(starts(len(whole)))
        parts[table.name] = [f"part-{len(begins) - n}.parquet" for n in range(len(begins))]
        for name, start, end in zip(parts[table.name], begins, [*begins[1:], len(whole)], strict=True):
            (folder / table.name / name).write_bytes(parquet(whole.slice(start, end - start)))
    counts = {table.name: len(rows.get(table.name, [])) for table in TABLES}
    written = Record("complete", [], {}, {}, None, {}, "", parts=parts, counts=counts).as_dict() | record
    (folder / "_run.json").write_text(json.dumps(written), encoding="utf-8")
