"""One identity for the forms of one organisation: what is joined, and what stays apart."""

from itertools import permutations

import pytest

from pipeline.link import link
from pipeline.records import InstitutionValue


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
        (hospital("CHU de Nantes"), hospital("CHU Nantes")),
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


def test_the_id_hashes_normalised_name_and_country_alone() -> None:
    a = hospital("CHU d’Angers")
    b = hospital("chu d'angers", kind="university", key="x", acronym="CHUA", city="Angers")
    # SHA-256 of `chu d angers|FR`: the same on every machine, and in every later version.
    assert link([a])[a].institution_id == link([b])[b].institution_id == "i26f710736f1d85a"


def test_most_frequent_spelling_then_the_first_in_order_names_it() -> None:
    values = [
        hospital("CHU de Brest", key="1"),
        hospital("CHU de BREST", key="2"),
        hospital("CHU de BREST", key="3", city="Brest"),
    ]
    institution = link(values)[values[0]]
    assert (institution.name, institution.city, institution.kind) == ("CHU de BREST", "Brest", "hospital")
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
