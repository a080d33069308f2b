"""A run with imported registries: identifiers in the table of institutions, and none without."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
from make_registries import dump, establishment, extract, organisation, ror_id

TEXT = "Le centre hospitalier de Trifouillis (Isère) et le CHU de Rennes aident l’hôpital Fann de Dakar."


def institutions(folder: Path) -> dict[str, tuple[str | None, str | None]]:
    rows = pq.read_table(folder / "institutions").to_pylist()
    return {row["name"]: (row["ror"], row["finess"]) for row in rows}


def test_extract_fills_the_identifiers_of_imported_registries(jumelage: Callable, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    index = tmp_path / "index"
    ror = dump(tmp_path / "v2.0-ror-data.json", organisation(7, "Centre hospitalier de Trifouillis"))
    sites = extract(tmp_path / "sites.csv", establishment("010000024", "010780054", "CH DE TRIFOUILLIS"))
    assert jumelage("registry", "import", "ror", ror, "--registries", index).status == 0
    assert jumelage("registry", "import", "finess", sites, "--registries", index).status == 0
    article = tmp_path / "article.txt"
    assert jumelage("extract", article, "-o", tmp_path / "with", "--registries", index).status == 0
    assert jumelage("extract", article, "-o", tmp_path / "bare", "--registries", tmp_path / "no").status == 0
    found = institutions(tmp_path / "with")
    name = next(name for name in found if "Trifouillis" in name)
    assert found.pop(name) == (ror_id(7), "010000024")
    assert set(found.values()) == {(None, None)}
    assert set(institutions(tmp_path / "bare").values()) == {(None, None)}
