"""The town beside a name tells which institution of the name is meant, and where an unknown one lies."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, InstitutionValue
from pipeline.run import extract

CHU = "Centre hospitalier universitaire"


def values(kit: Kit, text: str) -> list[InstitutionValue]:
    _, extraction = next(extract([Article("any", 0, text)], kit))
    return [m.value for m in extraction.mentions if isinstance(m.value, InstitutionValue)]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        # Behind the name, at the opening of its sentence, in its dateline, elsewhere in its sentence.
        ("L’hôpital Charles-Nicolle, à Rouen, recrute.", "Hôpital Charles-Nicolle de Rouen", "FR"),
        ("À Marrakech, le CHU Mohammed VI recrute.", f"{CHU} Mohammed VI de Marrakech", "MA"),
        ("Oujda – Le CHU Mohammed VI recrute.", f"{CHU} Mohammed VI d’Oujda", "MA"),
        ("L’hôpital Charles-Nicolle, sur sa colline à Tunis.", "Hôpital Charles-Nicolle de Tunis", "TN"),
        ("À Lille, l’hôpital Calmette recrute.", "Hôpital Albert-Calmette", "FR"),
        ("À Phnom Penh, l’hôpital Calmette recrute.", "Hôpital Calmette", "KH"),
        ("Dakar – L’Institut Pasteur recrute.", "Institut Pasteur de Dakar", "SN"),
        # A town that the institution does not lie in.
        ("À Brazzaville, l’hôpital Necker recrute.", "hôpital Necker", "CG"),
        # The town of somebody who travels is not that of the hospital.
        ("Une équipe de l’hôpital Necker part à Brazzaville.", "Hôpital Necker – Enfants malades", "FR"),
        # Known by its own town, which the name says.
        ("À Bamako, le CHU d’Angers forme des internes.", f"{CHU} d’Angers", "FR"),
        # A sigle is no town.
        ("L’Université Grenoble Alpes (UGA) recrute.", "Université Grenoble Alpes", "FR"),
    ],
)  # fmt: skip
def test_the_town_beside_a_name_tells_which(kit: Kit, text: str, name: str, country: str) -> None:
    first = values(kit, text)[0]
    assert (first.name, first.country) == (name, country)


def test_an_unknown_institution_lies_in_the_town_beside_it(kit: Kit) -> None:
    (one,) = values(kit, "À Wuhan, l’hôpital Boucicaut-Verne recrute.")
    assert (one.country, one.city) == ("CN", "Wuhan")


def test_a_clinic_is_not_the_hospital_of_its_name(kit: Kit) -> None:
    (one,) = values(kit, "La clinique Ambroise-Paré recrute.")
    assert one.row is None


def test_a_sigle_that_the_article_explains_is_not_the_known_one(kit: Kit) -> None:
    found = values(kit, "L’AFD, l’association française de dialyse, recrute. L’AFD est à Paris.")
    assert {one.name for one in found} == {"association française de dialyse"}


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("L’ambassade de France au Cambodge finance.", "KH"),
        ("L’ambassade de France à Alger finance.", "DZ"),
        ("Brazzaville – L’ambassade de France finance.", "CG"),
    ],
)
def test_an_embassy_is_told_by_its_host(kit: Kit, text: str, host: str) -> None:
    (one,) = values(kit, text)
    assert (one.country, one.host) == ("FR", host)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        # Towns whose name is that of another, in France or abroad.
        ("Le CH de Vienne, en Isère, recrute.", "FR"),
        ("À Vienne, en Autriche, l’hôpital Wilhelmine forme des internes.", "AT"),
        ("L’hôpital Nini de Tripoli, au Liban, forme des internes. Le Liban manque de médecins.", "LB"),
        ("L’hôpital central de Tripoli forme des internes. La Libye manque de médecins.", "LY"),
        ("L’hôpital Delafontaine de Saint-Denis recrute.", "FR"),
        ("Le centre hospitalier Félix-Guyon de Saint-Denis de La Réunion recrute.", "RE"),
    ],
)
def test_towns_of_one_name_do_not_mislead(kit: Kit, text: str, country: str) -> None:
    assert values(kit, text)[0].country == country
