"""The countries of institutions: villages, ministries, headings and titles, territories overseas."""

from pathlib import Path

import pytest

from pipeline import villages
from pipeline.kit import Kit
from pipeline.records import Article, InstitutionValue
from pipeline.rules import default_folder
from pipeline.run import extract


def countries(kit: Kit, text: str) -> list[tuple[str, str | None]]:
    """Return text and country of the institutions of a text."""
    _, extraction = next(extract([Article("test", 0, text)], kit))
    values = [(mention.text, mention.value) for mention in extraction.mentions]
    return [(name, value.country) for name, value in values if isinstance(value, InstitutionValue)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A village has the country that the article tells of, else that of France if one is there.
        (
            "Au Niger, la ville de Lannion aide la mairie de Tchirozérine.",
            [("ville de Lannion", "FR"), ("mairie de Tchirozérine", "NE")],
        ),
        # A name alone is that of the hospital whose town is told of.
        (
            "Grenoble et l’hôpital Charles-Nicolle signent. La salle est à Tunis.",
            [("hôpital Charles-Nicolle", "TN")],
        ),
        ("L’hôpital Charles-Nicolle signe. La salle est à Rouen.", [("hôpital Charles-Nicolle", "FR")]),
        # People of a country who live elsewhere; where, the place behind tells.
        ("L’Amicale des Burkinabè de la Somme paie.", [("Amicale des Burkinabè de la Somme", "FR")]),
        ("L’Union des Français du Vanuatu paie.", [("Union des Français du Vanuatu", "VU")]),
        # A saint has towns in countries that the article does not tell of.
        ("À Potosí, en Bolivie, l’Hospital San Lucas opère.", [("Hospital San Lucas", "BO")]),
        # The branch of an international organisation is another one.
        ("L’Unicef et Unicef France paient.", [("Unicef", "ZZ"), ("Unicef France", "FR")]),
        # A known centre stays the known one with its purpose.
        (
            "L’Algérie attend. Le centre Henri Becquerel de lutte contre le cancer aide Batna.",
            [("centre Henri Becquerel de lutte contre le cancer", "FR")],
        ),
        ("Vers la Moldavie part un don de la mairie de Richardménil.", [("mairie de Richardménil", "FR")]),
        ("La Moldavie attend. L’hôpital de Calarasi manque de gants.", [("hôpital de Calarasi", "MD")]),
        ("Avec l’hôpital de Weligama, un accord existe.", [("hôpital de Weligama", "LK")]),
        ("Le Sénégal suit le dispensaire de Bala.", [("dispensaire de Bala", "SN")]),
        # So only communes of France are named.
        ("Un don du lycée de Zonza-sur-Crête est parti.", [("lycée de Zonza-sur-Crête", "FR")]),
    ],
)
def test_the_country_of_what_is_named_after_a_village(
    kit: Kit, text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert countries(kit, text) == expected


def test_a_known_institution_whose_name_holds_its_town_stays_there(kit: Kit) -> None:
    text = "Elle représente l’Université Claude Bernard Lyon 1 à Puno, au Pérou."
    assert countries(kit, text) == [("Université Claude Bernard Lyon 1", "FR")]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        # Titles that no French ministry has.
        ("La France et la Guinée : le ministère de la Santé et de l’Hygiène publique signe à Paris.", "GN"),
        # Whose foreign affairs are not told are those of France.
        ("En Guinée, à Conakry, à Labé, le ministère des Affaires étrangères paie.", "FR"),
        ("En Arménie, à Goris, en Arménie, le conseil général des Bouches-du-Rhône paie.", "FR"),
    ],
)
def test_the_country_of_a_ministry_by_its_title(kit: Kit, text: str, country: str) -> None:
    assert [found for _, found in countries(kit, text)] == [country]


def test_a_title_that_opens_with_a_country_heads_no_section(kit: Kit) -> None:
    text = "Moldavie : le camion de Brest part\n\nÀ Brest, à Lille, le linge est de la société Zonzalin."
    assert ("Zonzalin", "FR") in countries(kit, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # It works there, and comes from elsewhere.
        ("Hanoï, 3 mai – L’association ADZ Vietnam opère.", [("association ADZ Vietnam", "FR")]),
        # The tagger guesses what a sigle is; where it is stands there.
        ("À Casablanca, l’IPM a réalisé les premiers tests du royaume.", [("IPM", "MA")]),
        ("Le SAMU de La Réunion part avec le Samu 33.", [("SAMU de La Réunion", "RE"), ("Samu 33", "FR")]),
        ("La Fédération maghrébine de greffe est née.", [("Fédération maghrébine de greffe", "ZZ")]),
        ("À Lyon, le Collège africain Zonza recrute en France.", [("Collège africain Zonza", "ZZ")]),
    ],
)
def test_the_seat_of_what_works_elsewhere(
    kit: Kit, text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert countries(kit, text) == expected


def test_the_villages_are_those_of_geonames(tmp_path: Path) -> None:
    (tmp_path / "countries").mkdir()
    villages.write_villages(tmp_path)
    assert (tmp_path / villages.FILE).read_bytes() == (default_folder() / villages.FILE).read_bytes()
