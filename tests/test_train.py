"""What relating is learned from: the examples that annotated articles give of each decision."""

from typing import Any

from pipeline.brat import GoldArticle
from pipeline.kit import Kit
from pipeline.records import Article, Extraction
from pipeline.relate import weighed
from pipeline.relate.scene import scene_of
from pipeline.run import extract
from pipeline.train.examples import Annotated, examples_of, examples_told
from pipeline.train.labelled import Examples

TEXT = (
    "Le CHU de Rennes et l’hôpital Gabriel-Touré de Bamako\n\n"
    "Depuis 2012, le CHU de Rennes coopère avec l’hôpital Gabriel-Touré de Bamako en cardiologie. "
    "Le CHU de Nantes est spécialisé en dermatologie."
)
RENNES = "Centre hospitalier universitaire de Rennes"
BAMAKO = "Centre hospitalier universitaire Gabriel-Touré"
LOME = "Centre hospitalier universitaire Sylvanus Olympio"


def annotated(kit: Kit, partner: str, **facts: Any) -> Annotated:
    article, extraction = next(extract([Article("any", 0, TEXT)], kit))
    record = {"home": [RENNES], "partner": [partner], **facts}
    return Annotated(GoldArticle("any", TEXT, (), (record,)), article, extraction)


def told(kit: Kit, one: Annotated) -> Examples:
    scene = scene_of(one.article, one.extraction, kit.relations.cues.clause, kit.gazetteer)
    return examples_told(one, weighed(scene, kit.relations), kit.relations)


def test_an_annotation_answers_every_question_of_its_cooperation(kit: Kit) -> None:
    one = annotated(kit, BAMAKO, specialties=["cardiology"], start="2012-03")
    found = examples_of(one, kit.relations)
    # Of Rennes and Nantes one is the home side, of two specialties one is meant; no year is a month.
    assert dict(found.answers) == {
        "partner": [True],
        "home": [True, False],
        "funder": [False, False, False],
        "specialty": [True, False],
        "start": [False],
        "end": [False],
    }


def test_a_cooperation_told_is_answered_by_the_annotated_one_it_agrees_with(kit: Kit) -> None:
    found = told(kit, annotated(kit, BAMAKO, specialties=["dermatology"], start="2012"))
    assert dict(found.answers) == {
        "record": [True],
        "home": [True, False],
        "funder": [False, False, False],
        "specialty": [False, True],
        "start": [True],
        "end": [False],
    }


def test_a_cooperation_with_a_wrong_partner_still_answers_for_its_home_side(kit: Kit) -> None:
    found = told(kit, annotated(kit, LOME, countries=["TG"]))
    assert found.answers["record"] == [False]
    assert found.answers["home"] == [True, False]


def test_a_cooperation_that_agrees_with_none_is_only_a_wrong_record(kit: Kit) -> None:
    one = annotated(kit, LOME)
    one.gold.cooperations[0]["home"] = ["hôpital de Quimper"]
    assert dict(told(kit, one).answers) == {"record": [False]}


def test_a_catalogue_gives_no_examples(kit: Kit) -> None:
    text = "Cambodge : hôpital Calmette (hépatite)\nLaos : hôpital Mahosot (diabète)\nMali : CHU du Point G"
    article, extraction = next(extract([Article("any", 0, text)], kit))
    assert isinstance(extraction, Extraction)
    one = Annotated(GoldArticle("any", text, (), ({"partner": ["Calmette"]},)), article, extraction)
    assert examples_of(one, kit.relations) == Examples()
