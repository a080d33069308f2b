"""COUNTRY: what decides whether a word of the vocabularies names a country where it stands."""

import csv
from pathlib import Path

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, CountryValue
from pipeline.run import extract, run
from pipeline.tables.whole import country_row
from pipeline.to_tables import to_tables


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
        # Compounds of three.
        ("Un dispensaire belgo-italo-tunisien.", [("belgo-italo-tunisien", ("BE", "IT", "TN"))]),
        ("Un dispensaire zonzo-italo-tunisien.", [("tunisien", ("TN",))]),
        # Towns and cheeses.
        ("Né à Allemagne-en-Provence, il sert des petits-suisses.", []),
        # A region of a country is no country.
        ("On se rend en Moyenne-Guinée.", []),
        ("Il part à Lubumbashi, Congo (Brazzaville).", [("Congo (Brazzaville)", ("CG",))]),
        ("Des kosovars du Kosovo.", [("kosovars", ("XK",)), ("Kosovo", ("XK",))]),
    ],
)
def test_what_names_a_country(kit: Kit, text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    _, extraction = next(extract([Article("test", 0, text)], kit))
    values = [(mention.text, mention.value) for mention in extraction.mentions]
    assert [(name, value.iso) for name, value in values if isinstance(value, CountryValue)] == expected


def test_every_code_of_the_vocabularies_has_its_row(kit: Kit) -> None:
    codes: set[str] = set()
    for path in (*kit.folder.glob("countries/*.csv"), *kit.folder.glob("institutions/vocabulary/*.csv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                codes |= set((row.get("iso") or row.get("country") or row.get("countries") or "").split("|"))
    with (kit.folder / "countries" / "regions.csv").open(encoding="utf-8") as file:
        regions = {row["iso"]: row["region"] for row in csv.DictReader(file)}
    assert codes - set(regions) == {"", "ZZ"}
    rows = [country_row(iso, region) for iso, region in regions.items()]
    assert [row for row in rows if not all(row.values())] == []


def test_an_institution_of_a_country_without_iso_code_has_its_row(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "prizren.txt").write_text("Le CHU de Brest accueille l’hôpital de Prizren.", encoding="utf-8")
    tables = to_tables(run([tmp_path], kit), kit)
    assert tables["countries"].to_pylist()[1] == {
        "country": "XK",
        "alpha3": "XKX",
        "name_fr": "Kosovo",
        "name_en": "Kosovo",
        "region": "Southern Europe",
    }
