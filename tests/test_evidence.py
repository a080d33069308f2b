"""`jumelage evidence`: the sentences of a cooperation with the supporting mentions marked."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import OutputError
from pipeline.evidence import Quoted, evidence

TEXT = (
    "Le CHU de Rennes au Mali\n\n"
    "Depuis 2012, le CHU de Rennes coopère avec l’hôpital Gabriel-Touré de Bamako (Mali) en cardiologie. "
    "La cantine a été refaite. "
    "Trois cardiologues maliens ont été accueillis à Rennes en 2019. "
    "Le partenariat est financé par l’Agence française de développement."
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, command: Callable) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "in").mkdir()
    (folder / "in" / "article.txt").write_text(TEXT, encoding="utf-8")
    assert command("extract", folder / "in", "-o", folder / "out").status == 0
    return folder / "out"


@pytest.fixture(scope="module")
def cooperation_id(tables: Path) -> str:
    (row,) = pq.read_table(tables / "cooperations").to_pylist()
    found = row["cooperation_id"]
    assert isinstance(found, str)
    return found


def test_the_facts_stand_before_the_sentences(tables: Path, cooperation_id: str) -> None:
    facts = dict(evidence(tables, cooperation_id).facts)
    assert 0.5 < facts.pop("confidence") <= 1
    assert facts == {
        "home": ["Centre hospitalier universitaire de Rennes"],
        "partner": ["Centre hospitalier universitaire Gabriel-Touré"],
        "funder": ["Agence française de développement"],
        "cooperation": cooperation_id,
        "countries": ["ML"],
        "specialties": ["cardiology"],
        "start": "2012",
        "end": None,
        "status": "active",
        "article": "Le CHU de Rennes au Mali",
        "published": None,
        "source": "article.txt",
    }


def marked(quoted: Quoted) -> list[tuple[str, str]]:
    return [(quoted.text[start:end], label) for start, end, label in quoted.marks]


def test_each_stretch_of_sentences_has_its_supporting_mentions(tables: Path, cooperation_id: str) -> None:
    quoted = evidence(tables, cooperation_id).quoted
    assert [one.text.strip() for one in quoted] == [
        "Le CHU de Rennes au Mali",
        "Depuis 2012, le CHU de Rennes coopère avec l’hôpital Gabriel-Touré de Bamako (Mali) en cardiologie.",
        "Trois cardiologues maliens ont été accueillis à Rennes en 2019.",
        "Le partenariat est financé par l’Agence française de développement.",
    ]
    assert marked(quoted[1]) == [
        ("2012", "DATE"),
        ("CHU de Rennes", "INSTITUTION"),
        ("hôpital Gabriel-Touré de Bamako", "INSTITUTION"),
        ("Mali", "COUNTRY"),
        ("cardiologie", "SPECIALTY"),
    ]


def test_the_command_prints_them(jumelage: Callable, tables: Path, cooperation_id: str) -> None:
    shown = jumelage("evidence", cooperation_id[:6], "--tables", tables)
    assert shown.status == 0
    assert "«Trois cardiologues» «maliens» ont été accueillis à Rennes en 2019." in shown.out
    assert "La cantine" not in shown.out


def test_a_cooperation_without_institutions_has_evidence_too(outputs: Path) -> None:
    named = set(pq.read_table(outputs / "cooperation_institutions").column("cooperation_id").to_pylist())
    unnamed = set(pq.read_table(outputs / "cooperations").column("cooperation_id").to_pylist()) - named
    found = evidence(outputs, min(unnamed))
    assert [found.facts[side] for side in ("home", "partner", "funder")] == [[], [], []]
    assert found.quoted


def test_an_id_that_none_or_several_have_is_named(tables: Path, outputs: Path) -> None:
    with pytest.raises(OutputError, match=r"^zz: no cooperation has an id that begins so in "):
        evidence(tables, "zz")
    with pytest.raises(OutputError, match=r"^0: \d+ cooperations have an id that begins so in "):
        evidence(outputs, "0")


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=f"^{tmp_path}: holds no run "):
        evidence(tmp_path, "00")


def test_characters_that_steer_a_terminal_are_left_out(jumelage: Callable, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "article.txt").write_text(TEXT.replace("coopère", "coop\u202eère"), encoding="utf-8")
    assert jumelage("extract", tmp_path / "in", "-o", tmp_path / "out").status == 0
    (row,) = pq.read_table(tmp_path / "out" / "cooperations").to_pylist()
    shown = jumelage("evidence", row["cooperation_id"], "--tables", tmp_path / "out").out
    assert "coopère avec" in shown
    assert "\u202e" not in shown
