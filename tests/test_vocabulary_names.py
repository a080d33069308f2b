"""The names of the vocabularies stand in a sentence as they are: nothing is missed, nothing is added."""

import csv
from pathlib import Path

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, InstitutionValue
from pipeline.run import extract
from pipeline.text import name_key
from pipeline.written import written_out

# Every one would take as long as a sample corpus.
_STEP = 23
_SMALL = frozenset(["de", "du", "des", "d", "la", "le", "les", "l", "en", "et"])
_BEFORE, _BEHIND = "Le CHU de Brest forme, avec ", " en cardiologie, des équipes."


def names(folder: Path) -> list[str]:
    """Return every 23rd name of a vocabulary, unless it begins with an article, `ONG` or a small letter."""
    found = []
    for path in sorted(folder.glob("institutions/vocabulary/*.csv")):
        with path.open(encoding="utf-8") as file:
            found += [row["name"] for row in csv.DictReader(file)]
    articles = ("Le ", "La ", "Les ", "L'", "L’", "ONG ")
    return [name for name in found[::_STEP] if name[0].isupper() and not name.startswith(articles)]


def test_no_organisation_has_two_rows(kit: Kit) -> None:
    rows: dict[tuple[str, ...], list[str]] = {}
    for path in sorted(kit.folder.glob("institutions/vocabulary/*.csv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                words = [word for word in name_key(written_out(row["name"])).split() if word not in _SMALL]
                key = (" ".join(words), row["kind"], row["country"], row["city"])
                rows.setdefault(key, []).append(row["name"])
    assert [names for names in rows.values() if len(names) > 1] == []


def test_a_name_of_the_vocabulary_is_found_whole_before_a_discipline(kit: Kit) -> None:
    wanted = names(kit.folder)
    assert len(wanted) > 700
    articles = [Article(str(n), 0, f"{_BEFORE}{name}{_BEHIND}") for n, name in enumerate(wanted)]
    missed = []
    for name, (_, extraction) in zip(wanted, extract(articles, kit), strict=True):
        mentions = [m for m in extraction.mentions if isinstance(m.value, InstitutionValue)]
        if name not in [mention.text for mention in mentions]:
            missed.append((name, [mention.text for mention in mentions]))
    assert missed == []


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        # A branch in another country has a row of its own, or else the country that follows its name.
        ("Médecins sans frontières Belgique", "ngo", "BE"),
        ("Unicef France", "ngo", "FR"),
        ("Médecins du monde Norvège", "ngo", "NO"),
        # The article of a town is no word of the sentence.
        ("Le Mans Métropole", "government", "FR"),
        ("L’Oréal", "company", "FR"),
        ("Établissement français du sang", "government", "FR"),
    ],
)
def test_a_name_has_the_value_of_its_own_row(kit: Kit, name: str, kind: str, country: str) -> None:
    _, extraction = next(extract([Article("any", 0, f"{_BEFORE}{name}{_BEHIND}")], kit))
    values = {m.text: m.value for m in extraction.mentions if isinstance(m.value, InstitutionValue)}
    assert (values[name].kind, values[name].country) == (kind, country)
