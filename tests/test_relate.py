"""Cooperations of short articles: sides, catalogues, what is hoped for or over, evidence and confidence."""

from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.kit import Kit
from pipeline.records import Article, Cooperation, InstitutionValue
from pipeline.relate import DECISIONS, relate
from pipeline.relate.scene import Scene, scene_of, side
from pipeline.relate.topics import topics_of
from pipeline.run import extract
from pipeline.weights import load_weights, probability

TWINNING = (
    "Le CHU de Rennes et l’hôpital Gabriel-Touré de Bamako (Mali)\n\n"
    "Depuis 2012, le CHU de Rennes coopère avec l’hôpital Gabriel-Touré de Bamako en cardiologie. "
    "La convention a été signée le 3 mai 2012. "
    "Trois cardiologues maliens ont été accueillis à Rennes en 2019. "
    "Le partenariat est financé par l’Agence française de développement."
)


def told(kit: Kit, text: str, published: str | None = "2022-06-01") -> list[Cooperation]:
    article, extraction = next(extract([Article("any", 0, text, published=published)], kit))
    return relate(article, extraction, kit.relations)


def names(kit: Kit, text: str, keys: tuple[str, ...]) -> list[str]:
    _, extraction = next(extract([Article("any", 0, text)], kit))
    values = [m.value for m in extraction.mentions if isinstance(m.value, InstitutionValue)]
    return [next(value.name for value in values if value.key == key) for key in keys]


def test_a_partnership_told_in_prose(kit: Kit) -> None:
    (one,) = told(kit, TWINNING)
    assert names(kit, TWINNING, one.home) == ["Centre hospitalier universitaire de Rennes"]
    assert names(kit, TWINNING, one.partner) == ["Centre hospitalier universitaire Gabriel-Touré"]
    assert names(kit, TWINNING, one.funders) == ["Agence française de développement"]
    assert one.countries == ("ML",)
    assert one.specialties == ("cardiology",)
    assert one.start == "2012"
    assert [(mention.text, way) for mention, way in one.participants] == [("Trois cardiologues", "inbound")]
    assert one.status == "active"
    assert 0.5 < one.confidence <= 1


def test_evidence_is_what_the_record_rests_on(kit: Kit) -> None:
    (one,) = told(kit, TWINNING)
    assert {m.text for m in one.evidence} == {
        "CHU de Rennes", "hôpital Gabriel-Touré de Bamako", "Mali", "2012", "cardiologie",
        "Trois cardiologues", "cardiologues", "maliens", "Agence française de développement",
    }  # fmt: skip
    assert list(one.evidence) == sorted(one.evidence, key=lambda m: m.start)


@pytest.mark.parametrize(
    "text",
    [
        "Le CHU de Rennes souhaite nouer un partenariat avec l’hôpital Gabriel-Touré de Bamako (Mali).",
        "Il n’existe aucune convention entre le CHU de Rennes et l’hôpital Gabriel-Touré de Bamako.",
        "Avec l’hôpital Gabriel-Touré de Bamako, la convention du CHU de Rennes est encore en discussion.",
    ],
)
def test_what_is_hoped_for_or_denied_is_no_partnership(kit: Kit, text: str) -> None:
    assert told(kit, text) == []


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Le partenariat a pris fin avec la crise.", "ended"),
        ("Le partenariat se poursuit malgré la crise.", "active"),
    ],
)
def test_a_partnership_is_over_where_a_sentence_about_it_says_so(
    kit: Kit, sentence: str, status: str
) -> None:
    (one,) = told(kit, TWINNING + " " + sentence)
    assert one.status == status


def test_what_will_be_signed_is_announced(kit: Kit) -> None:
    text = (
        "Une convention de coopération en cardiologie sera signée en septembre entre le CHU de Rennes et "
        "l’hôpital Gabriel-Touré de Bamako (Mali)."
    )
    (one,) = told(kit, text)
    assert one.status == "announced"


CATALOGUE = (
    "Les coopérations du CHU de Rennes\n\n"
    "• Mali : appui à l’hôpital Gabriel-Touré de Bamako en cardiologie.\n"
    "• BÉNIN – Centre national hospitalier universitaire de Cotonou (pédiatrie), depuis 2016\n"
    "• Chine (Wuhan), Laos : enseignement de la radiologie.\n"
)


def test_each_line_of_a_catalogue_is_a_partnership(kit: Kit) -> None:
    found = told(kit, CATALOGUE)
    assert [(one.countries, one.specialties, one.start) for one in found] == [
        (("ML",), ("cardiology",), None),
        (("BJ",), ("paediatrics",), "2016"),
        (("CN",), ("radiology",), None),
        (("LA",), ("radiology",), None),
    ]
    assert {names(kit, CATALOGUE, one.home)[0] for one in found} == {
        "Centre hospitalier universitaire de Rennes"
    }


def test_each_item_below_the_heading_of_a_country_is_a_partnership(kit: Kit) -> None:
    text = (
        "Les partenariats du CHU de Rennes\n\n"
        "Arménie\n- Centre médical Erebouni : chirurgie, depuis 2015.\n\n"
        "Laos\n- Hôpital Mahosot : pharmacie, depuis 2018.\n- Hôpital Setthathirath : obstétrique.\n"
    )
    found = told(kit, text)
    assert [(names(kit, text, one.partner), one.specialties, one.start) for one in found] == [
        (["Centre médical Erebouni"], ("surgery",), "2015"),
        (["Hôpital Mahosot"], ("pharmacy",), "2018"),
        (["Hôpital Setthathirath"], ("obstetrics",), None),
    ]


def test_a_list_of_countries_alone_is_no_catalogue(kit: Kit) -> None:
    text = "Ils viennent de loin :\n• Mali\n• Bénin\n• Laos\n• Chine\n"
    assert told(kit, text) == []


def scene(kit: Kit, text: str) -> Scene:
    article, extraction = next(extract([Article("any", 0, text)], kit))
    return scene_of(article, extraction, kit.relations.cues.clause, kit.gazetteer)


def test_the_home_country_is_the_territory_whose_hospitals_are_named_most(kit: Kit) -> None:
    assert scene(kit, TWINNING).home == "FR"
    overseas = "Le CHU de La Réunion reçoit une équipe. Le CHU de La Réunion forme, le CHU de Rennes aide"
    # Seen from the mainland, a territory counts as abroad, unless another country is.
    assert scene(kit, f"{overseas}.").home == "FR"
    assert scene(kit, f"{overseas} à Madagascar.").home == "RE"


@pytest.mark.parametrize(
    ("country", "home", "expected"),
    [
        ("FR", "FR", "home"),
        ("RE", "FR", "overseas"),
        ("FR", "RE", "mainland"),
        ("YT", "RE", "home"),
        ("ML", "RE", "abroad"),
        ("ZZ", "FR", "world"),
        (None, "FR", "unknown"),
    ],
)
def test_where_a_country_stands_to_the_home_country(country: str | None, home: str, expected: str) -> None:
    assert side(country, home) == expected


def test_of_many_places_those_nearest_to_a_topic_are_weighed(kit: Kit) -> None:
    lines = [f"Le {day} mai {year}, il pleut." for year in (2001, 2002) for day in range(2, 30)]
    found = scene(kit, "\n".join([*lines, "Le CHU de Bamako reçoit le CHU de Rennes.", *lines[:5]]))
    (partner,) = found.of("abroad")
    topics = topics_of(found, [([partner.key], ["ML"])], {})
    dates = found.dates
    assert len(dates) == 61
    # The topic is named behind 56 dates; five follow.
    assert topics.near(topics.all[0], dates) == dates[45:]
    assert topics.near(topics.all[0], dates[:16]) == dates[:16]


def test_what_goes_on_without_an_end_is_cut_between_words(kit: Kit) -> None:
    text = "le CHU de Nantes aide Dakar et " * 300
    units = scene(kit, text).units
    assert "".join(unit.text for unit in units) == text.strip()
    assert [unit.text.split(" ")[0] for unit in units] == ["le", "et", "Dakar", "aide"]
    assert max(len(unit.text) for unit in units) < 3100


def test_an_organisation_is_spoken_of_again(kit: Kit) -> None:
    text = "Le CHU de Rennes a une antenne. L’université de Dakar aussi. Le CHU forme. La faculté recrute."
    found = {one.value.kind: one.units for one in scene(kit, text).organisations.values()}
    assert found == {"hospital": [0, 2], "university": [1, 3]}


def test_probability_is_the_logistic_function_of_the_weighted_sum() -> None:
    assert probability({}, {"anything": 3}) == 0.5
    assert probability({"a": 2.0, "b": -1.0}, {"a": 1, "b": 2, "c": 9}) == 0.5
    assert round(probability({"a": 1.0}, {"a": 1}), 4) == 0.7311


def test_a_weight_that_is_no_number_is_named(tmp_path: Path) -> None:
    (tmp_path / "weights.csv").write_text("decision,feature,weight\nhome,bias,much\n", encoding="utf-8")
    with pytest.raises(RuleError, match="home, bias: 'much' is no number"):
        load_weights(tmp_path, DECISIONS)
    (tmp_path / "weights.csv").write_text("decision,feature,weight\nhouse,bias,1\n", encoding="utf-8")
    with pytest.raises(RuleError, match="decision 'house': is none of partner, together"):
        load_weights(tmp_path, DECISIONS)


def test_every_decision_has_weights(kit: Kit) -> None:
    assert [name for name in DECISIONS if not kit.relations.weights[name]] == []


@pytest.mark.parametrize(
    ("publisher", "home"),
    [
        ("CHU de Rennes", ["france-chu"]),
        ("https://www.chu-rennes.fr/international", ["france-chu"]),
        ("Ouest-France", []),
        (None, []),
    ],
)
def test_the_publisher_is_the_home_side_of_an_article_that_says_we(
    kit: Kit, publisher: str | None, home: list[str]
) -> None:
    text = (
        "Notre partenariat avec l’hôpital Gabriel-Touré de Bamako (Mali) en cardiologie\n\n"
        "Depuis 2012, nous coopérons avec l’hôpital Gabriel-Touré de Bamako. Deux cardiologues maliens ont "
        "été accueillis dans notre établissement en 2019."
    )
    article = Article("any", 0, text, published="2022", publisher=publisher)
    article, extraction = next(extract([article], kit))
    (one,) = relate(article, extraction, kit.relations)
    assert [key.partition(":")[0] for key in one.home] == home


def test_the_two_hospitals_are_the_one_here_and_the_one_abroad(kit: Kit) -> None:
    text = "Le CHU de Rennes aide l’hôpital Fann de Dakar. La HAS l’approuve. Les deux hôpitaux signent."
    found = {
        one.side: one.units for one in scene(kit, text).organisations.values() if one.value.kind == "hospital"
    }
    assert found == {"home": [0, 2], "abroad": [0, 2]}


def test_what_stands_above_a_list_speaks_for_its_items(kit: Kit) -> None:
    text = "Nos coopérations :\n• Mali, avec Bamako\n• Togo, avec Lomé\n\nHoraires\nLe service ouvre à 8 h."
    above = [("cooperation" in unit.above) for unit in scene(kit, text).units]
    assert above[1:3] == [True, True]
    assert not above[-1]


def cooperations(kit: Kit, text: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return partners (their names) and countries of each cooperation of a text."""
    article, extraction = next(extract([Article("any", 0, text)], kit))
    names = {m.value.key: m.value.name for m in extraction.mentions if isinstance(m.value, InstitutionValue)}
    return [
        (tuple(names[key] for key in one.partner), one.countries)
        for one in relate(article, extraction, kit.relations)
    ]


def test_hospitals_of_two_other_countries_are_no_partnership_of_ours(kit: Kit) -> None:
    text = (
        "Le CHU Yalgado-Ouédraogo et le CHU Ibn Sina de Rabat ont signé une convention de jumelage. Trois "
        "néphrologues burkinabè partiront en stage à Rabat, au Maroc."
    )
    assert cooperations(kit, text) == []
    (one,) = cooperations(
        kit, text.replace("CHU Ibn Sina de Rabat", "CHU de Rouen").replace("au Maroc", "en France")
    )
    assert one == (("Centre hospitalier universitaire Yalgado-Ouédraogo",), ("BF",))


@pytest.mark.parametrize("bullet", ["- le ", "• ", "›› "])
def test_each_country_of_a_list_of_agreements_is_a_partnership(kit: Kit, bullet: str) -> None:
    countries = ["Bénin", "Cambodge", "Mali", "Sénégal"]
    text = "Le CHU de Nantes coopère depuis 2002. Quatre accords de partenariat ont été signés, avec\n"
    text += "\n".join(f"{bullet}{country}" for country in countries)
    found = cooperations(kit, text)
    assert found == [((), ("BJ",)), ((), ("KH",)), ((), ("ML",)), ((), ("SN",))]


def test_capitals_set_the_country_of_a_line_off_from_its_hospital(kit: Kit) -> None:
    text = (
        "L’Ifsi du CHU de Tours envoie ses élèves :\n"
        "- 2003 : CHILI Hospital San José\n- 2004 : TOGO Dispensaire de Lomé\n- 2009 : MAROC CHU de Rabat\n"
    )
    assert [isos for _, isos in cooperations(kit, text)] == [("CL",), ("TG",), ("MA",)]


def test_who_attacks_a_country_is_no_partner(kit: Kit) -> None:
    text = (
        "L’AP-HM coopère avec l’hôpital de Lviv. Les missiles russes tombent près de l’hôpital. L’AP-HM a "
        "envoyé deux missions, malgré l’armée russe."
    )
    assert [isos for _, isos in cooperations(kit, text)] == [("UA",)]


def test_each_item_of_a_list_of_pairs_is_a_partnership(kit: Kit) -> None:
    text = (
        "Les projets retenus\n"
        "- Le CHU de Rouen et l’Hôtel-Dieu de France, à Beyrouth : soins infirmiers.\n"
        "- Le CHU d’Angers et l’Hôtel-Dieu de France de Beyrouth : pédiatrie.\n"
        "- L’hôpital Rafic-Hariri de Beyrouth : cardiologie.\n"
        "- Le CHU de La Réunion et l’hôpital El-Maarouf, aux Comores : néonatologie.\n"
        "Un bilan sera dressé dans six mois."
    )
    article, extraction = next(extract([Article("any", 0, text)], kit))
    names = {m.value.key: m.text for m in extraction.mentions if isinstance(m.value, InstitutionValue)}
    assert [
        ([names[key] for key in one.home], [names[key] for key in one.partner], one.specialties)
        for one in relate(article, extraction, kit.relations)
    ] == [
        (["CHU de Rouen"], ["Hôtel-Dieu de France de Beyrouth"], ("nursing",)),
        (["CHU d’Angers"], ["Hôtel-Dieu de France de Beyrouth"], ("paediatrics",)),
        ([], ["hôpital Rafic-Hariri de Beyrouth"], ("cardiology",)),
        (["CHU de La Réunion"], ["hôpital El-Maarouf"], ("neonatology",)),
    ]
