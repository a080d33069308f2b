"""The country of an institution whose name does not tell it: what speaks for each, and what is taken."""

from pathlib import Path

import pytest

from pipeline.brat import GoldArticle, GoldMention
from pipeline.errors import RuleError
from pipeline.extract import institutions
from pipeline.extract.institutions.identity import surroundings
from pipeline.extract.institutions.likely import DECISIONS, likeliest
from pipeline.extract.language import view_of
from pipeline.kit import Kit
from pipeline.records import Article, InstitutionValue
from pipeline.run import extract, without_institutions
from pipeline.train.countries import country_examples
from pipeline.weights import Features, load_weights


def test_the_country_for_which_most_speaks_is_taken() -> None:
    found: dict[str, Features] = {"BJ": {"near": 1}, "FR": {"title": 1}, "TG": {"near": 2}}
    assert likeliest(found, {"near": 1.0, "title": 1.5}) == "TG"
    assert likeliest(found, {"near": 1.0, "title": 2.5}) == "FR"
    # Where nothing is known, France, else the first.
    assert likeliest(found, {}) == "FR"
    assert likeliest({"TG": {}, "BJ": {}}, {}) == "BJ"


def features_of(kit: Kit, text: str, name: str) -> dict[str, Features]:
    """Return the features of the countries that the named institution of a text may be of."""
    view = view_of(Article("test", 0, text), kit.language)
    _, places, found = institutions.look(view, kit.institutions, without_institutions(view, kit))
    around = surroundings(view, found, [one.sure for one in found], places, kit.gazetteer)
    one = next(one for one in found if one.items[0].name == name)
    return around.features(one.items, one.kind)


def test_what_speaks_for_each_country(kit: Kit) -> None:
    text = "Le Bénin écrit.\nAu Togo, le CHU de Lomé reçoit la fondation Ozam. Lyon attend."
    found = features_of(kit, text, "fondation Ozam")
    assert sorted(found) == ["BJ", "FR", "TG", "ZZ"]
    # Words and letters of the name are the same for all that are abroad.
    own = {"word=fondation abroad", "word=ozam abroad", "letters=^oz abroad", "letters=oza abroad"}
    own |= {"letters=zam abroad", "letters=am$ abroad"}
    always = {"bias", "abroad", "ngo abroad", "family=association abroad"}
    shares = {"share abroad", "share abroad, ngo abroad"}
    assert set(found["BJ"]) - own - always == shares | {"title abroad", "title, ngo abroad"}
    assert set(found["TG"]) - own - always == shares | {
        "country in sentence abroad",
        "country in sentence, ngo abroad",
        "only country in sentence abroad",
        "only country abroad in sentence, ngo abroad",
        "country in paragraph abroad",
        "only country abroad in paragraph abroad",
        "last country abroad",
        "institution in sentence abroad",
        "institution in sentence, ngo abroad",
        "only institution in sentence abroad",
        "only institution abroad in sentence, ngo abroad",
        "institution in paragraph abroad",
        "only institution abroad in paragraph abroad",
        "last institution abroad",
        "most told",
        "most told, ngo",
        "most told, family=association",
    }
    assert found["TG"]["share abroad"] == 0.5
    assert found["TG"]["share abroad, ngo abroad"] == pytest.approx(2 / 3)
    assert {name for name in found["FR"] if "town" in name} == {
        "town in paragraph France",
        "next town France",
    }


def test_a_territory_has_no_ministry(kit: Kit) -> None:
    found = features_of(
        kit, "À La Réunion, à Maurice, le ministère de la Santé signe.", "ministère de la Santé"
    )
    assert sorted(found) == ["FR", "MU"]


def test_a_town_of_that_name_is_one_sign_of_many(kit: Kit) -> None:
    text = "Au Sénégal, l’hôpital de Tamba attend. Le Sénégal paie."
    assert "has a town of that name abroad" in features_of(kit, text, "hôpital de Tamba")["JP"]
    _, extraction = next(extract([Article("test", 0, text)], kit))
    values = [m.value for m in extraction.mentions if isinstance(m.value, InstitutionValue)]
    assert [value.country for value in values] == ["SN"]


def test_examples_take_what_is_known_as_unknown(kit: Kit) -> None:
    text = "Au Togo, Médecins du Monde aide l’hôpital de Lomé."
    start = text.index("Médecins")
    attributes = {"kind": "ngo", "country": "FR"}
    known = GoldMention(
        "INSTITUTION", start, start + 17, "Médecins du Monde", attributes, "Médecins du Monde"
    )
    gold = GoldArticle("test", text, (known,), ())
    examples = country_examples(gold, Article("test", 0, text), kit)
    # The hospital bears its town: nothing is to be learned of it.
    assert set(examples.answers) == {"seat"}
    assert examples.answers["seat"] == [True, False, False]
    assert [
        "institution in sentence abroad" in f or "country in sentence abroad" in f
        for f in examples.features["seat"]
    ] == [False, True, False]


def test_the_weights_of_seats_are_read_strictly(kit: Kit, tmp_path: Path) -> None:
    assert set(kit.institutions.weights) == set(DECISIONS)
    assert len(kit.institutions.weights["seat"]) > 100
    (tmp_path / "weights.csv").write_text("decision,feature,weight\ncountry,bias,1\n", encoding="utf-8")
    with pytest.raises(RuleError, match="decision 'country': is none of seat"):
        load_weights(tmp_path, DECISIONS)
