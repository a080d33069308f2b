"""Identifiers from the registries: what is certain enough, and what has none."""

from pathlib import Path

import pytest
from make_registries import FLEYRIAT, entity, establishment, organisation, registries, ror_id

from pipeline.registries.lookup import Identifiers, Registries, identifiers, load_registries
from pipeline.registries.names import is_weak, registry_key
from pipeline.registries.places import same_city

NOTHING = Identifiers()
CH = "Centre hospitalier de Trifouillis"


def asked(
    loaded: Registries,
    *forms: str,
    kind: str = "hospital",
    country: str | None = "FR",
    city: str | None = None,
) -> Identifiers:
    return identifiers(loaded, forms, kind, country, city)


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("CHU d’Angers", "centre hospitalier universitaire angers"),
        ("CHU ANGERS", "centre hospitalier universitaire angers"),
        ("C.H.U. d'Angers", "centre hospitalier universitaire angers"),
        ("Centre hospitalier universitaire (CHU) d’Angers", "centre hospitalier universitaire angers"),
        ("CHU de La Réunion", "centre hospitalier universitaire reunion"),
        ("CHR METZ-THIONVILLE", "centre hospitalier regional metz thionville"),
        ("CH DE FLEYRIAT", "centre hospitalier de fleyriat"),
        ("C.H. LOUIS CONSTANT FLEMING", "centre hospitalier louis constant fleming"),
        ("HOP. ST JOSEPH", "hopital saint joseph"),
        ("Hôpital de Saint-Denis", "hopital de saint denis"),
        ("Hôpital Saint-Denis", "hopital saint denis"),
        ("Hôpital Sainte-Anne (Paris)", "hopital sainte anne paris"),
    ],
)
def test_the_form_in_which_names_are_compared(form: str, key: str) -> None:
    assert registry_key(form) == key


@pytest.mark.parametrize(
    ("form", "weak"),
    [
        ("AP-HP", True),
        ("OMS", True),
        ("Centre hospitalier", True),
        ("CHU", True),
        ("hôpital central", True),
        ("CHU ANGERS", False),
        ("Sciensano", False),
        ("hôpital central de Yaoundé", False),
    ],
)
def test_what_names_nothing_by_itself(form: str, *, weak: bool) -> None:
    assert is_weak(form) == weak


@pytest.mark.parametrize(
    ("a", "b", "country", "same"),
    [
        ("ST MARTIN", "Saint-Martin", None, True),
        ("Genève", "Geneva", "CH", True),
        ("Bruxelles", "Brussels", "BE", True),
        ("Beyrouth", "Beirut", "LB", True),
        ("Genève", "Geneva", "FR", False),
        ("Genève", "Geneva", None, False),
        ("Lyon", "Paris", "FR", False),
    ],
)
def test_names_of_one_city(a: str, b: str, country: str | None, *, same: bool) -> None:
    assert same_city(a, b, country) == same


def test_a_name_of_the_same_country_and_of_no_contrary_kind(tmp_path: Path) -> None:
    wikidata = [{"type": "wikidata", "all": ["Q42"], "preferred": None}]
    loaded = registries(tmp_path, [organisation(1, CH, "Hôpital X", external_ids=wikidata)], [], [])
    known = Identifiers(ror=ror_id(1), wikidata="Q42")
    assert asked(loaded, CH) == known
    assert asked(loaded, "CH de Trifouillis") == known
    assert asked(loaded, "Autre nom", "centre  hospitalier de TRIFOUILLIS") == known
    assert asked(loaded, CH, kind="research") == known
    assert asked(loaded, CH, city="Trifouillis") == known
    assert asked(loaded, CH, kind="university") == NOTHING
    assert asked(loaded, CH, country="SN") == NOTHING
    assert asked(loaded, CH, country=None) == NOTHING
    assert asked(loaded, "Centre hospitalier de Trifouillis-les-Oies") == NOTHING
    assert asked(loaded, "", "?") == NOTHING
    assert asked(loaded) == NOTHING


def test_without_a_country_nothing_is_certain(tmp_path: Path) -> None:
    loaded = registries(tmp_path, [organisation(1, CH, country=None)], [], [])
    assert asked(loaded, CH, country=None) == NOTHING
    assert asked(loaded, CH) == NOTHING


def test_another_city_excludes_unless_the_name_says_it(tmp_path: Path) -> None:
    records = [
        organisation(1, "Hôpital Saint-Nulpart", city="Paris"),
        organisation(2, "CHU de Bordeaux", city="Talence"),
    ]
    loaded = registries(tmp_path, records, [], [])
    assert asked(loaded, "hôpital Saint-Nulpart", city="Marseille") == NOTHING
    assert asked(loaded, "hôpital Saint-Nulpart", city="Paris") == Identifiers(ror=ror_id(1))
    assert asked(loaded, "CHU de Bordeaux", city="Bordeaux") == Identifiers(ror=ror_id(2))


def test_an_acronym_needs_the_city(tmp_path: Path) -> None:
    loaded = registries(tmp_path, [organisation(1, CH, acronyms=["CHT", "Chatri"])], [], [])
    for acronym in ("CHT", "Chatri"):
        assert asked(loaded, acronym) == NOTHING
        assert asked(loaded, acronym, city="Lyon") == NOTHING
        assert asked(loaded, acronym, city="Trifouillis") == Identifiers(ror=ror_id(1))


def test_generic_words_need_the_city(tmp_path: Path) -> None:
    loaded = registries(tmp_path, [organisation(1, "Hôpital central")], [], [])
    assert asked(loaded, "hôpital central") == NOTHING
    assert asked(loaded, "hôpital central", city="Trifouillis") == Identifiers(ror=ror_id(1))


def test_a_name_goes_before_an_acronym(tmp_path: Path) -> None:
    records = [organisation(1, "Institut A", acronyms=["IA"]), organisation(2, "Institut B")]
    loaded = registries(tmp_path, records, [], [])
    assert asked(loaded, "IA", "Institut B", city="Trifouillis") == Identifiers(ror=ror_id(2))


def test_the_city_decides_between_equals(tmp_path: Path) -> None:
    name = "Hôpital Saint-Joseph"
    records = [organisation(1, name, city="Paris"), organisation(2, name, city="Marseille")]
    loaded = registries(tmp_path, records, [], [])
    assert asked(loaded, name) == NOTHING
    assert asked(loaded, name, city="Lyon") == NOTHING
    assert asked(loaded, name, city="Marseille") == Identifiers(ror=ror_id(2))


def test_a_city_that_agrees_goes_before_one_that_is_unknown(tmp_path: Path) -> None:
    name = "Hôpital Saint-Joseph"
    records = [organisation(1, name, city=None), organisation(2, name, city="Marseille")]
    loaded = registries(tmp_path, records, [], [])
    assert asked(loaded, name, city="Marseille") == Identifiers(ror=ror_id(2))
    assert asked(loaded, name) == NOTHING


def test_two_in_one_city_have_none(tmp_path: Path) -> None:
    records = [
        organisation(1, CH),
        organisation(2, "Autre", CH),
        organisation(3, "Institut Z", acronyms=["IZ"]),
    ]
    loaded = registries(tmp_path, records, [], [])
    assert asked(loaded, CH, city="Trifouillis") == NOTHING
    assert asked(loaded, CH, "IZ", city="Trifouillis") == NOTHING


def test_successors_are_followed_to_the_end(tmp_path: Path) -> None:
    records = [
        organisation(1, "Premier", status="inactive", successors=[2]),
        organisation(2, "Deuxième", status="withdrawn", successors=[3]),
        organisation(3, "Troisième"),
        organisation(4, "Sans suite", status="inactive"),
        organisation(5, "Ronde A", status="inactive", successors=[6]),
        organisation(6, "Ronde B", status="inactive", successors=[5]),
        organisation(7, "Absent", status="inactive", successors=[77]),
        organisation(8, "Divisé", status="inactive", successors=[2, 3]),
        organisation(9, "Sans suite", status="withdrawn", successors=[3]),
    ]
    loaded = registries(tmp_path, records, [], [])
    third = Identifiers(ror=ror_id(3))
    for name, expected in {
        "Premier": third,
        "Deuxième": third,
        "Troisième": third,
        "Sans suite": third,
        "Ronde A": NOTHING,
        "Absent": NOTHING,
        "Divisé": NOTHING,
    }.items():
        assert (name, asked(loaded, name)) == (name, expected)
    assert asked(loaded, "Premier", "Troisième") == third


def test_what_has_ended_is_not_replaced_by_an_acronym(tmp_path: Path) -> None:
    records = [organisation(1, CH, status="inactive"), organisation(2, "Autre", acronyms=["CHT"])]
    loaded = registries(tmp_path, records, [], [])
    assert asked(loaded, CH, "CHT", city="Trifouillis") == NOTHING


def test_an_international_organisation_has_no_country_to_compare(tmp_path: Path) -> None:
    records = [
        organisation(1, "Organisation de Trifouillis", types=["nonprofit"], country="CH"),
        organisation(2, "Secours Z", types=["nonprofit"], country="BE", city="Bruges"),
        organisation(3, "Secours Z", types=["nonprofit"], country="CA", city="Laval"),
    ]
    loaded = registries(tmp_path, records, [], [])
    more: dict[str, str] = {"kind": "international", "country": "ZZ"}
    assert asked(loaded, "Organisation de Trifouillis", **more) == Identifiers(ror=ror_id(1))
    assert asked(loaded, "Secours Z", **more) == NOTHING


def test_a_hospital_that_is_a_legal_entity_is_the_entity(tmp_path: Path) -> None:
    sites = [
        establishment("010000001", "010000009", "CH DE TRIFOUILLIS"),
        establishment("010000002", "010000009", "CH DE TRIFOUILLIS", label="USLD", group="1108"),
        establishment("010000003", "010000009", "HOPITAL DES OIES"),
    ]
    loaded = registries(tmp_path, [], sites, [entity("010000009", "CH DE TRIFOUILLIS")])
    assert asked(loaded, CH) == Identifiers(finess="010000009")
    assert asked(loaded, "hôpital des Oies") == Identifiers(finess="010000003")


def test_a_hospital_run_by_a_company_is_the_establishment(tmp_path: Path) -> None:
    site = establishment(
        "590000002", "590000001", "CLIN. STE-OIE", label="Etablissement de Soins", group="1110"
    )
    company = entity("590000001", "CLINIQUE SAINTE OIE", category="")
    loaded = registries(tmp_path, [], [site], [company])
    assert asked(loaded, "clinique Sainte-Oie") == Identifiers(finess="590000002")
    assert asked(loaded, "clinique Sainte-Oie", kind="company") == Identifiers(finess="590000001")


def test_a_home_for_the_old_is_no_hospital(tmp_path: Path) -> None:
    sites = [
        establishment("010000001", "010000009", "HOPITAL DES OIES"),
        establishment("010000002", "010000009", "HOPITAL DES OIES", label="EHPAD", group="4401"),
    ]
    loaded = registries(tmp_path, [], sites, [])
    assert asked(loaded, "hôpital des Oies") == Identifiers(finess="010000001")


def test_two_sites_of_one_name_have_none_without_a_city(tmp_path: Path) -> None:
    sites = [
        establishment("010000001", "010000009", "HOPITAL ST JOSEPH", "01000 BOURG EN BRESSE"),
        establishment("130000002", "130000009", "HOPITAL ST JOSEPH", "13285 MARSEILLE CEDEX 08"),
    ]
    loaded = registries(tmp_path, [], sites, [])
    assert asked(loaded, "hôpital Saint-Joseph") == NOTHING
    assert asked(loaded, "hôpital Saint-Joseph", city="Marseille") == Identifiers(finess="130000002")


def test_finess_is_asked_for_french_territory_only(tmp_path: Path) -> None:
    overseas = establishment("970400001", "970400009", "CH DES OIES", "97460 ST PAUL", department="9D")
    loaded = registries(tmp_path, [], [FLEYRIAT, overseas], [])
    fleyriat = "Centre hospitalier de Bourg-en-Bresse Fleyriat"
    assert asked(loaded, fleyriat) == Identifiers(finess="010000024")
    assert asked(loaded, "CH des Oies", country="RE") == Identifiers(finess="970400001")
    assert asked(loaded, "CH des Oies", country="FR") == NOTHING
    assert asked(loaded, fleyriat, country="ZZ", kind="network") == NOTHING


def test_both_registries_answer(tmp_path: Path) -> None:
    loaded = registries(tmp_path, [organisation(1, CH)], [], [entity("010000009", "CH DE TRIFOUILLIS")])
    assert asked(loaded, CH) == Identifiers(ror=ror_id(1), finess="010000009")


def test_nothing_imported_is_no_registries(tmp_path: Path) -> None:
    assert load_registries(tmp_path / "none") is None
