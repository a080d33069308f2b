"""One identity for the forms of one organisation: what is joined, and what stays apart."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from pipeline.link import link as link_all
from pipeline.records import Institution, InstitutionValue


def link(values: Sequence[InstitutionValue]) -> dict[InstitutionValue, Institution]:
    return dict(link_all(values).institutions)


def hospital(name: str, country: str | None = "FR", **more: str | None) -> InstitutionValue:
    given = {"kind": "hospital", "key": name} | more
    return InstitutionValue(country=country, name=name, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    ["CHU d'Angers", "CHU d’Angers", "chu d’angers", "CHU d’ANGERS", "CHU  d’Angers", "Chu-d’Angers"],
)
def test_spellings_of_a_name_are_one_institution(other: str) -> None:
    a, b = hospital("CHU d’Angers"), hospital(other, key="another article")
    linked = link([a, b])
    assert linked[a] == linked[b]


def test_accents_and_ligatures_do_not_part() -> None:
    a, b = hospital("Hôpital du Sacré-Cœur"), hospital("Hopital du Sacre Coeur")
    linked = link([a, b])
    assert linked[a].institution_id == linked[b].institution_id


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (hospital("hôpital Saint-Joseph", "FR"), hospital("hôpital Saint-Joseph", "LB")),
        (hospital("hôpital Saint-Joseph", "FR"), hospital("hôpital Saint-Joseph", None)),
        (hospital("CHU de Nantes"), hospital("CHU de Rennes")),
        (hospital("CHU de Nantes"), hospital("CH Nantes")),
    ],
)
def test_another_country_or_another_name_is_another_institution(
    a: InstitutionValue, b: InstitutionValue
) -> None:
    linked = link([a, b])
    assert linked[a].institution_id != linked[b].institution_id


def test_an_acronym_joins_the_one_institution_that_carries_it() -> None:
    long = hospital("Hospices civils de Lyon", acronym="HCL")
    short = hospital("HCL")
    linked = link([long, short])
    assert linked[short] == linked[long]
    assert (linked[long].name, linked[long].acronym) == ("Hospices civils de Lyon", "HCL")


def test_an_acronym_that_two_institutions_carry_joins_none() -> None:
    vientiane = hospital("Centre hospitalier mère et enfant", "LA", acronym="CHME")
    other = hospital("Centre hospitalier Mahosot-Est", "LA", acronym="CHME")
    short = hospital("CHME", "LA")
    linked = link([vientiane, other, short])
    assert len({institution.institution_id for institution in linked.values()}) == 3


@pytest.mark.parametrize(("country", "joined"), [("BJ", True), ("TG", False), ("FR", False), (None, False)])
def test_an_acronym_joins_within_its_country_alone(country: str | None, joined: bool) -> None:
    long = hospital("Centre national hospitalier universitaire", "BJ", acronym="CNHU")
    short = hospital("CNHU", country)
    linked = link([long, short])
    assert (linked[short] == linked[long]) == joined


def test_an_acronym_that_is_the_whole_name_stays_itself() -> None:
    a, b = hospital("AP-HM", acronym="AP-HM"), hospital("AP-HM")
    linked = link([a, b])
    assert linked[a] == linked[b]
    assert linked[a].name == "AP-HM"


def test_the_id_hashes_normalised_name_and_country() -> None:
    a = hospital("CHU d’Angers")
    b = hospital("chu d'angers", kind="university", key="x", acronym="CHUA")
    known = hospital("CHU d’Angers", city="Angers", row="france-chu:7")
    # SHA-256 of `chu d angers|FR`: the same on every machine, and in every later version.
    assert link([a])[a].institution_id == link([b])[b].institution_id == "i26f710736f1d85a"
    assert link([known])[known].institution_id == "i26f710736f1d85a"


def test_the_town_is_part_of_the_id_where_the_vocabulary_knows_nothing() -> None:
    a, b = hospital("hôpital Tongji", "CN", city="Wuhan"), hospital("hôpital Tongji", "CN", city="Shanghai")
    ids = {one.institution_id for one in link([a, b]).values()}
    assert len(ids) == 2
    assert link([a])[a].institution_id in ids


def test_a_name_without_a_town_joins_the_only_one_of_the_name() -> None:
    placed, bare = hospital("hôpital Tongji", "CN", city="Wuhan"), hospital("hôpital Tongji", "CN")
    other = hospital("hôpital Tongji", "CN", city="Shanghai")
    assert len({i.institution_id for i in link([placed, bare]).values()}) == 1
    assert len({i.institution_id for i in link([placed, other, bare]).values()}) == 3
    general, generals = hospital("hôpital général", "HT", city="Jacmel"), hospital("hôpital général", "HT")
    assert len({i.institution_id for i in link([general, generals]).values()}) == 2


@pytest.mark.parametrize(
    ("a", "b", "step"),
    [
        ("hôpital Saint-Pantaléon de Lviv", "hôpital Saint-Pantéléon de Lviv", "fuzzy"),
        ("CHU Mohammed VI Marrakech", "Centre hospitalier universitaire Mohammed VI Marrakech", "name"),
        ("C.H.U. de Gorongoza", "Centre hospitalo-universitaire (CHU) de Gorongoza", "name"),
        ("hôpital St Joseph", "hôpital Saint-Joseph", "name"),
        ("hôpital Gouverneur Oscar Jean", "CHU Gouverneur Oscar Jean", "fuzzy"),
        ("CHU de Gorongoza", "CHU Gorongoza", "fuzzy"),
        ("hôpital de Gorongoza", "CHU de Gorongoza", "new"),
        ("hôpital Bicêtre Nord", "hôpital Bicêtre Sud", "new"),
        ("Université Paris 7", "Université Paris 5", "new"),
        ("clinique Pasteur", "hôpital Pasteur", "new"),
        ("hôpital central de Lomé", "hôpital régional de Lomé", "new"),
    ],
)
def test_nearly_the_same_words_are_the_same_institution(a: str, b: str, step: str) -> None:
    one, other = hospital(a, "ML", key="a"), hospital(b, "ML", key="b")
    links = link_all([one, other, hospital(b, "ML", key="c")])
    same = links.institutions[one].institution_id == links.institutions[other].institution_id
    assert (same, links.steps[one]) == (step != "new", step)


def ministry(name: str, country: str) -> InstitutionValue:
    return InstitutionValue("government", country, name, name)


def test_a_ministry_is_told_by_its_topic_and_its_country() -> None:
    words = {"SN": frozenset({"senegal", "senegalais"}), "ML": frozenset({"mali", "malien"})}
    names = ["ministère de la Santé", "ministère sénégalais de la Santé", "ministère de la Santé du Sénégal"]
    values = [ministry(name, "SN") for name in names] + [ministry("ministère de la Santé", "ML")]
    links = link_all(values, lambda country: words[country])
    ids = [links.institutions[value].institution_id for value in values]
    assert ids[0] == ids[1] == ids[2] != ids[3]


def test_embassies_of_a_country_are_told_by_their_host() -> None:
    mali = InstitutionValue("government", "FR", "a", "ambassade de France", host="ML")
    again = InstitutionValue("government", "FR", "b", "ambassade de France à Bamako", host="ML")
    niger = InstitutionValue("government", "FR", "c", "ambassade de France", host="NE")
    linked = link([mali, again, niger])
    assert linked[mali] == linked[again] != linked[niger]
    assert linked[mali].name == "ambassade de France"


def test_most_frequent_spelling_then_the_first_in_order_names_it() -> None:
    values = [
        hospital("CHU de Brest", key="1"),
        hospital("CHU de BREST", key="2"),
        hospital("CHU de BREST", key="3", acronym="CHUB"),
    ]
    institution = link(values)[values[0]]
    assert (institution.name, institution.acronym, institution.kind) == ("CHU de BREST", "CHUB", "hospital")
    tie = link(values[:2])[values[0]]
    assert tie.name == "CHU de BREST"


def test_the_order_of_the_values_does_not_matter() -> None:
    values = [
        hospital("Hospices civils de Lyon", acronym="HCL", city="Lyon"),
        hospital("HCL"),
        hospital("HOSPICES CIVILS DE LYON", kind="network"),
        hospital("Hospices Civils de Lyon", acronym="H.C.L."),
    ]
    results = [link(order) for order in permutations(values)]
    assert all(result == results[0] for result in results)


def test_nothing_gives_nothing() -> None:
    assert link([]) == {}
