"""Acronyms: what introduces one, what it stands for, and where it is taken up again."""

import pytest
from test_institutions import institutions, texts

from pipeline.kit import Kit


def test_an_acronym_in_brackets_is_taken_up_again(kit: Kit) -> None:
    text = "L’hôpital central de Yaoundé (HCY) reçoit du matériel. Le HCY paie le fret."
    assert institutions(kit, text) == [
        ("hôpital central de Yaoundé", "hospital", "CM", "Hôpital central de Yaoundé"),
        ("HCY", "hospital", "CM", "Hôpital central de Yaoundé"),
        ("HCY", "hospital", "CM", "Hôpital central de Yaoundé"),
    ]


def test_initials_make_a_name_of_common_nouns(kit: Kit) -> None:
    text = "Le laboratoire d’imagerie expérimentale avancée (LIEA) ouvre."
    assert texts(kit, text) == ["laboratoire d’imagerie expérimentale avancée", "LIEA"]


def test_a_known_owner_in_brackets_is_no_acronym(kit: Kit) -> None:
    found = institutions(kit, "L’hôpital Cochin (AP-HP) et l’hôpital Nord (AP-HM) signent.")
    assert [(text, name) for text, _, _, name in found] == [
        ("hôpital Cochin", "Hôpital Cochin"),
        ("AP-HP", "Assistance publique – Hôpitaux de Paris"),
        ("hôpital Nord", "hôpital Nord"),
        ("AP-HM", "Assistance publique – Hôpitaux de Marseille"),
    ]


def test_a_country_in_brackets_is_no_acronym(kit: Kit) -> None:
    assert texts(kit, "Le Victoria Hospital de Castries (Sainte-Lucie) s’agrandit.") == [
        "Victoria Hospital de Castries"
    ]


def test_a_sigle_stands_for_a_name_without_its_town(kit: Kit) -> None:
    text = "La direction de la santé et de la population d’Oran paie. La DSP suit."
    name = "direction de la santé et de la population d’Oran"
    assert [(found[0], found[3]) for found in institutions(kit, text)] == [(name, name), ("DSP", name)]


def test_a_sigle_that_is_explained_has_the_kind_of_its_noun(kit: Kit) -> None:
    text = "Le CRCZ (Centre de recherche en cancérologie de Zonza) signe."
    assert [found[1] for found in institutions(kit, text)] == ["research", "research"]


def test_a_sigle_inside_a_known_name_does_not_hide_it(kit: Kit) -> None:
    text = "Le Centre hospitalier régional universitaire (CHU) de Tours aide le CHU de Tours."
    assert len({found[3] for found in institutions(kit, text)}) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Le centre de santé de base 2 (CSB2) d’Ankazozonza ouvre.",
            ["centre de santé de base 2 (CSB2) d’Ankazozonza"],
        ),
        (
            "Les cliniques universitaires Saint-Luc (CUSL) de Bruxelles signent.",
            ["cliniques universitaires Saint-Luc (CUSL) de Bruxelles"],
        ),
        # Not its own town, no sigle of its own, a country, another name, and no town at all.
        (
            "Les cliniques universitaires Saint-Luc (CUSL) de Zonza signent.",
            ["cliniques universitaires Saint-Luc", "CUSL"],
        ),
        ("La maternité de la paix (XYZ) d’Ankazozonza aide.", ["maternité de la paix", "XYZ"]),
        ("L’hôpital Zonza Baba (HZB) du Mali aide.", ["hôpital Zonza Baba", "HZB"]),
        ("L’hôpital Zonza Baba (HZB) de demain sera grand.", ["hôpital Zonza Baba", "HZB"]),
        (
            "L’hôpital Zonza Baba (HZB) du Ministère de la Défense aide.",
            ["hôpital Zonza Baba", "HZB", "Ministère de la Défense"],
        ),
    ],
)
def test_a_town_behind_a_sigle_in_brackets_is_of_the_name(kit: Kit, text: str, names: list[str]) -> None:
    assert texts(kit, text) == names


def test_a_town_and_its_country_in_brackets_are_no_acronym(kit: Kit) -> None:
    assert texts(kit, "Il exerce à l’hôpital du Point G (Bamako/Mali).") == ["hôpital du Point G"]


def test_an_acronym_tells_the_known_name_that_a_misspelt_one_is(kit: Kit) -> None:
    text = "L’Association française de développement (AFD) paie. Au Togo, l’AFD suit les travaux."
    name = "Agence française de développement"
    assert institutions(kit, text) == [
        ("Association française de développement", "government", "FR", name),
        ("AFD", "government", "FR", name),
        ("AFD", "government", "FR", name),
    ]


def test_an_acronym_of_other_words_is_another_organisation(kit: Kit) -> None:
    text = "À Bangalore, l’Institut et centre d’optométrie (ICO) reçoit deux élèves. L’ICO est en Inde."
    assert {found[3] for found in institutions(kit, text)} == {"Institut et centre d’optométrie"}


@pytest.mark.parametrize(
    "text",
    [
        "L’association Zonza France Laos part. Un projet porté par ZFL débute.",
        "L’institut Zonza Rivière ouvre ses portes. Un projet porté par l’IZR débute.",
    ],
)
def test_a_sigle_is_the_name_whose_words_it_begins(kit: Kit, text: str) -> None:
    first, second = (found[3] for found in institutions(kit, text))
    assert first == second
