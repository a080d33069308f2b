"""COUNTRY: what decides whether a word of the vocabularies names a country where it stands."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, CountryValue
from pipeline.run import extract


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # In small letters a country needs its article or preposition, and a name of some length.
        ("L’EFS aide la mauritanie et l’hôpital d’algérie.", [("mauritanie", ("MR",)), ("algérie", ("DZ",))]),
        ("Le porcelet, cochon d’inde ou dinde, aide mauritanie.", []),
        # In a list of islands none of them is a town.
        (
            "On soigne à la Dominique, Grenade et Haïti.",
            [("Dominique", ("DM",)), ("Grenade", ("GD",)), ("Haïti", ("HT",))],
        ),
        ("Il vit à Grenade, en Espagne.", [("Espagne", ("ES",))]),
        # Compounds with a space.
        ("Un jumelage franco argentin naît.", [("franco argentin", ("FR", "AR"))]),
        # A region of a country is no country.
        ("On se rend en Moyenne-Guinée.", []),
        ("Il part à Lubumbashi, Congo (Brazzaville).", [("Congo (Brazzaville)", ("CG",))]),
    ],
)
def test_what_names_a_country(kit: Kit, text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    _, extraction = next(extract([Article("test", 0, text)], kit))
    values = [(mention.text, mention.value) for mention in extraction.mentions]
    assert [(name, value.iso) for name, value in values if isinstance(value, CountryValue)] == expected
