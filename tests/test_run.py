"""A whole run: what becomes of copies, of what is removed, and where the date of an article comes from."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.kit import Kit
from pipeline.records import Document
from pipeline.run import prepare, run
from pipeline.to_tables import to_tables

TEXT = (
    "Le CHU de Brest a reçu trois sages-femmes de Ziguinchor, qui ont suivi pendant un mois la vie "
    "du service et préparé avec leurs collègues la formation de l’an prochain, au Sénégal cette fois."
)
ENGLISH = (
    "The delegation visited the emergency department and discussed a new agreement on training nurses, which "
    "both hospitals expect to sign before the end of the year."
)


def rows(folder: Path, kit: Kit) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in to_tables(run([folder], kit), kit).items()}


def test_the_same_bytes_are_read_once(kit: Kit, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT if name != "c.txt" else f"{TEXT}\n", encoding="utf-8")
    tables = rows(tmp_path, kit)
    ids = {row["source"]: row["document_id"] for row in tables["documents"]}
    found = {row["source"]: (row["n_articles"], row["same_as"]) for row in tables["documents"]}
    assert found == {"a.txt": (1, None), "b.txt": (0, ids["a.txt"]), "c.txt": (1, None)}
    assert {row["document_id"] for row in tables["articles"]} == {ids["a.txt"], ids["c.txt"]}


def test_what_is_taken_out_is_counted(kit: Kit, tmp_path: Path) -> None:
    text = f"{TEXT}\n\n{TEXT}\n\nPartager sur Facebook\n\n{ENGLISH}\n\nTemps de lecture : 3 min"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    tables = rows(tmp_path, kit)
    (article,) = tables["articles"]
    assert article["text"] == f"{TEXT}\n\n{TEXT}"
    removed = {row["rule"]: row["n_removed"] for row in tables["document_removals"]}
    assert sum(n for rule, n in removed.items() if rule != "language") == 2
    assert removed["language"] == len(ENGLISH) + 2
    assert [row["language"] for row in tables["documents"]] == ["fr"]


@pytest.mark.parametrize(
    ("source", "text", "known", "expected"),
    [
        ("2021-05-04_a.txt", f"Publié le 3 juin 2024\n\n{TEXT}", {"published": "2020"}, ("2020", "sidecar")),
        ("2021-05-04_a.txt", f"Publié le 3 juin 2024\n\n{TEXT}", {}, ("2024-06-03", "text")),
        ("2021-05-04_a.txt", TEXT, {"created": "2022-01-01"}, ("2021-05-04", "name")),
        ("a.txt", TEXT, {"created": "2022-01-01"}, ("2022-01-01", "metadata")),
        ("a.txt", TEXT, {}, (None, None)),
    ],
)
def test_the_surest_date_is_that_of_the_article(
    kit: Kit, source: str, text: str, known: dict[str, str], expected: tuple[str | None, str | None]
) -> None:
    origin = {"published_from": "sidecar"} if "published" in known else {}
    document = Document(source, text, "text/plain", "", 0, **known, **origin)
    _, (article,) = prepare(document, kit, [])
    assert (article.published, article.published_from) == expected
