"""Names of associations and agencies by common nouns: how far the complement of the noun reaches."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, InstitutionValue
from pipeline.run import extract


def named(kit: Kit, text: str) -> list[tuple[str, str | None]]:
    """Return text and country of the institutions of a text."""
    _, extraction = next(extract([Article("test", 0, text)], kit))
    values = [(m.text, m.value) for m in extraction.mentions]
    return [(text, value.country) for text, value in values if isinstance(value, InstitutionValue)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A verb ends it, an adjective does not.
        ("Il a vu l’Association togolaise des potiers explique-t-elle.", "Association togolaise des potiers"),
        (
            "L’Association togolaise des potiers aveugles a signé.",
            "Association togolaise des potiers aveugles",
        ),
        # What a preposition or `et` joins belongs to it.
        (
            "Avec l’Association d’aide aux potiers et aux vanniers, il part.",
            "Association d’aide aux potiers et aux vanniers",
        ),
        (
            "Selon l’Association pour la poterie et la vannerie, tout va.",
            "Association pour la poterie et la vannerie",
        ),
        (
            "Selon l’Association tchadienne des potiers et vanniers, rien.",
            "Association tchadienne des potiers et vanniers",
        ),
        (
            "L’Agence nationale de gratuité de la poterie a payé.",
            "Agence nationale de gratuité de la poterie",
        ),
        ("Le Centre national de greffe de la cornée opère.", "Centre national de greffe de la cornée"),
        # Another organisation, or what is done with the name, does not.
        ("L’Association béninoise des potiers et le CHU signent.", "Association béninoise des potiers"),
        (
            "L’Association béninoise des potiers pour un stage les reçoit.",
            "Association béninoise des potiers",
        ),
        # The country that it works in belongs to it.
        ("Un don de l’Association pour la vannerie en Asie.", "Association pour la vannerie en Asie"),
        (
            "La Fédération des associations de la région de Matam aide.",
            "Fédération des associations de la région de Matam",
        ),
    ],
)
def test_how_far_common_nouns_reach(kit: Kit, text: str, expected: str) -> None:
    assert [found for found, _ in named(kit, text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "L’association des parents d’élèves vend des crêpes.",
        "Un Centre de traitement ouvrira.",
        "Une agence de voyages les emmène.",
    ],
)
def test_common_nouns_in_small_letters_name_nobody(kit: Kit, text: str) -> None:
    assert named(kit, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une association malienne Zorba Marine trie.", [("Zorba Marine", "ML")]),
        ("La société autrichienne Zorbatek livre.", [("Zorbatek", "AT")]),
        ("Il préside l’Association malienne Zorba.", [("Association malienne Zorba", "ML")]),
        (
            "La faculté de médecine de l’université Cheikh-Anta-Diop, puis Haïti.",
            [("faculté de médecine de l’université Cheikh-Anta-Diop", "SN")],
        ),
        # A branch abroad of a club that is known has no row of the vocabulary.
        ("Le Lions Club Martinique Côte Caraïbe paie.", [("Lions Club Martinique Côte Caraïbe", "MQ")]),
        (
            "Un don de l’Association Lalla Salma contre le cancer.",
            [("Association Lalla Salma contre le cancer", "MA")],
        ),
        ("Deux chirurgiens de l’hôpital 917 et trois du CHU.", [("hôpital 917", "FR")]),
    ],
)
def test_what_an_adjective_or_a_known_part_tells(
    kit: Kit, text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert named(kit, text) == expected
