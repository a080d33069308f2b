"""Where people that are counted are from and go: what speaks for coming to France or leaving it."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article
from pipeline.relate.scene import Scene, scene_of
from pipeline.relate.topics import topics_of
from pipeline.relate.travel import travel_features
from pipeline.run import extract


def scene(kit: Kit, text: str) -> Scene:
    article, extraction = next(extract([Article("any", 0, text)], kit))
    return scene_of(article, extraction, kit.relations.cues.clause, kit.gazetteer)


def places(kit: Kit, text: str, nth: int = 0) -> set[str]:
    """Return what is said of origin and goal of the nth people of an article about Mali."""
    found = scene(kit, text)
    topics = topics_of(found, [((), ("ML",))], {})
    (topic,) = topics.all
    features = travel_features(topics, topic, found.counts[nth], kit.relations.cues)
    return {name for name in features if name.startswith(("from ", "to ", "earlier "))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deux infirmières de Bamako sont venues.", {"from partner", "from partner to ?"}),
        ("Deux infirmières maliennes sont venues.", {"from partner", "from partner to ?"}),
        ("Deux jeunes chirurgiens nantais s’envolent.", {"from home", "from home to ?"}),
        ("Deux infirmières ont gagné Bamako.", {"to partner", "from ? to partner"}),
        ("Deux infirmières se forment dans nos services.", {"to home", "from ? to home"}),
        ("Deux infirmières ont travaillé sur place.", {"to partner", "from ? to partner"}),
        (
            "Deux infirmières du CHU de Rennes séjournent au Mali.",
            {"from home", "to partner", "from home to partner"},
        ),
        # A verb stands between: Bamako is no origin, and no goal either.
        ("Deux infirmières ont salué les collègues de Bamako.", {"from ? to ?"}),
        # Another country is neither side.
        ("Deux infirmières sont parties en Chine.", {"to abroad", "from ? to abroad"}),
        ("Deux infirmières ont fait le déplacement de la France.", {"from ? to ?"}),
    ],
)
def test_where_people_are_from_and_where_they_go(kit: Kit, text: str, expected: set[str]) -> None:
    assert places(kit, text) == expected


def test_a_list_is_from_where_its_first_people_are(kit: Kit) -> None:
    text = "Cinq soignants de Bamako sont là : deux chirurgiens, un cadre et deux infirmières."
    assert [places(kit, text, nth) for nth in range(4)] == [{"from partner", "from partner to ?"}] * 4


def test_a_sentence_without_places_goes_where_the_one_before_went(kit: Kit) -> None:
    text = "L’équipe s’est rendue à Bamako. {} trois médecins."
    assert places(kit, text.format("Elle comptait")) == {"from ? to ?", "earlier to partner"}
    assert places(kit, text.format("En retour, elle attend")) == {"from ? to ?", "earlier back to partner"}


def test_towns_and_their_adjectives_are_places_of_a_clause(kit: Kit) -> None:
    (unit,) = scene(kit, "Une équipe nantaise du CHU de Rennes part pour Ségou.").units
    assert [(unit.text[town.start : town.end], town.name, town.country) for town in unit.towns] == [
        ("nantaise", "nantes", "FR"),
        ("Segou", "segou", "ML"),
    ]


def test_a_town_speaks_of_the_partnership_with_its_country(kit: Kit) -> None:
    found = scene(kit, "Le Mali est loin. La pluie tombe. À Ségou, tout change.")
    (topic,) = topics_of(found, [((), ("ML",))], {}).all
    assert topic.placed == {0, 2}
