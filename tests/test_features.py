"""What speaks for two partners being of one partnership, and for a country alone."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article
from pipeline.relate.alone import country_features
from pipeline.relate.pairs import pair_features
from pipeline.relate.scene import Scene, There, scene_of
from pipeline.relate.sides import sides_of
from pipeline.run import extract
from pipeline.weights import Features, crossed


def scene(kit: Kit, text: str) -> Scene:
    article, extraction = next(extract([Article("any", 0, text)], kit))
    return scene_of(article, extraction, kit.relations.cues.clause, kit.gazetteer)


def pair(kit: Kit, text: str) -> Features:
    """Return the features of the first two institutions abroad."""
    found = scene(kit, text)
    one, other = found.of("abroad")[:2]
    return pair_features(found, one, other)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("L’hôpital Fann de Dakar et l’hôpital Principal de Dakar ouvrent.", "same city"),
        ("L’hôpital Fann de Dakar et l’hôpital régional de Thiès ouvrent.", "other city"),
        ("L’hôpital Fann de Dakar et le ministère de la Santé du Sénégal signent.", "city unknown"),
    ],
)
def test_partners_of_two_towns_are_told_apart(kit: Kit, text: str, where: str) -> None:
    found = pair(kit, text)
    assert {name for name in ("same city", "other city", "city unknown") if name in found} == {where}


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("en cardiologie", "en cardiologie", "specialties shared"),
        ("en cardiologie", "en dermatologie", "other specialties"),
        ("en cardiologie", "", "specialties of one"),
        ("en 2012", "en 2012", "dates shared"),
        ("en 2012", "en 2014", "other dates"),
        ("", "en 2014", "dates of one"),
    ],
)
def test_what_the_clauses_of_two_partners_tell_of(kit: Kit, first: str, second: str, told: str) -> None:
    found = pair(kit, f"Brest aide l’hôpital Fann de Dakar {first}. Brest aide le CHU de Bamako {second}.")
    told_of = {name for name in found if name.split()[0] in ("specialties", "dates")}
    told_of |= {
        name for name in found if name.startswith("other ") and name.split()[1] in ("dates", "specialties")
    }
    assert told_of == {told}


TWO = (
    "Le Mali et le Togo\n\nLe CHU de Brest aide l’hôpital Gabriel-Touré de Bamako, au Mali. Au Mali, tout va."
)


def test_what_an_article_names_of_a_country(kit: Kit) -> None:
    found = scene(kit, TWO)
    assert found.there("ML") == There(
        institutions=1, hospitals=1, government=0, places=1, most=1, told=3, title=True
    )
    assert found.there("TG") == There(
        institutions=0, hospitals=0, government=0, places=0, most=0, told=1, title=True
    )


def test_a_country_that_others_are_told_of_more(kit: Kit) -> None:
    found = scene(kit, TWO)
    features = {iso: country_features(found, iso, []) for iso in ("ML", "TG")}
    told = ("hospital there", "none there", "countries told more")
    assert [[round(features[iso][name], 3) for name in told] for iso in features] == [
        [1, 0, 0],
        [0, 1, 0.693],
    ]


def test_how_an_institution_stands_to_the_others_of_its_country(kit: Kit) -> None:
    found = scene(
        kit,
        "Brest aide l’hôpital Fann de Dakar. L’hôpital Fann et le ministère de la Santé du Sénégal paient.",
    )
    features = sides_of(found, kit.relations.cues)
    hospital, ministry = (features[one.key] for one in found.of("abroad"))
    assert (hospital["share of its country"], ministry["share of its country"]) == (2 / 3, 1 / 3)
    assert ("most of its country" in hospital, "most of its country" in ministry) == (True, False)
    assert ("beside a hospital of its country" in hospital) < ("beside a hospital of its country" in ministry)


def test_what_holds_of_an_article_lets_every_feature_weigh_otherwise() -> None:
    assert crossed({"a": 1, "b": 0.5}, {"x": True, "y": False}) == {"a": 1, "b": 0.5, "x: a": 1, "x: b": 0.5}


def test_without_a_home_side_partners_and_countries_weigh_otherwise(kit: Kit) -> None:
    found = scene(kit, "L’hôpital Fann de Dakar opère. Le Togo attend.")
    partner = sides_of(found, kit.relations.cues)[found.of("abroad")[0].key]
    assert (partner["once"], partner["no home: once"]) == (1, 1)
    assert (
        country_features(found, "TG", [])["no home: mentions"]
        == country_features(found, "TG", [])["mentions"]
    )
    assert "no home: mentions" not in country_features(scene(kit, TWO), "TG", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le projet est payé par l’ambassade du Mali, le Rotary club et l’Unicef.",
            ["paid by", "row paid by", "row paid by"],
        ),
        ("L’AFD, le Rotary club et l’Unicef financent le projet.", ["row pays", "row pays", "pays"]),
        ("Il réunit 3 000 euros de l’AFD et 2 000 euros du Rotary club.", ["paid by", "paid by"]),
        ("L’AFD forme les équipes, que soutient le Rotary club.", ["", ""]),
    ],
)
def test_those_who_pay_stand_in_a_row(kit: Kit, text: str, expected: list[str]) -> None:
    found = scene(kit, text)
    said = sides_of(found, kit.relations.cues)
    tags = ("pays", "row pays", "paid by", "row paid by")
    told = [next((tag for tag in tags if tag in said[key]), "") for key in found.organisations]
    assert told == expected
