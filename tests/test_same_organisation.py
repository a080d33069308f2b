"""Which names of an article are of one organisation, and how an organisation's name is written out."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, InstitutionValue
from pipeline.run import extract
from pipeline.written import written_out


def keys(kit: Kit, text: str) -> list[str]:
    """Return the key of every institution that `text` mentions, in its order."""
    _, extraction = next(extract([Article("test", 0, text)], kit))
    return [m.value.key for m in extraction.mentions if isinstance(m.value, InstitutionValue)]


@pytest.mark.parametrize(
    "text",
    [
        "L’hôpital régional de Zonza recrute. À l’hôpital de Zonza, tout manque.",
        "Le CHU de Zonza forme. Le centre hospitalo-universitaire de Zonza s’en réjouit.",
        "L’association Zonza Santé Monde part. Pour Zonza Santé Monde, c’est un succès.",
        "L’IFSI de Zonza recrute. L’institut de formation en soins infirmiers de Zonza ouvre.",
        "La mairie de Zonza paie. La ville de Zonza a signé, et le maire avec elle.",
        "Le Centre hospitalo-universitaire d’Angers part. Le CHU d’Angers a signé.",
        "L’hôpital St Zonzin recrute. L’hôpital Saint-Zonzin est neuf.",
        "L’hôpital d’Al Zonza recrute. L’hôpital Al Zonza est neuf.",
        "Le CHU Sylvanus-Olympio reçoit l’équipe. Le CHU de Lomé la remercie.",
        "Le DSP de Zonza décide. Selon le directeur, le DSP paiera.",
    ],
)
def test_one_organisation(kit: Kit, text: str) -> None:
    first, second = keys(kit, text)
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "L’hôpital général de Zonza recrute. Le centre hospitalier de Zonza est neuf.",
        "L’hôpital de Zonza recrute. La clinique de Zonza est neuve.",
        "Le CHU Sylvanus-Olympio reçoit l’équipe. La clinique de Lomé la remercie.",
        "L’université de Zonza recrute. La faculté de médecine de l’université de Zonza ouvre.",
        "Solidarité Zonza-Lecci, une association, part. L’association Solidarité Lecci-Zonza reste.",
        "L’hôpital de l’Association Zonza recrute. L’Association Zonza est née en 2012.",
        "L’ambassade de France en Géorgie paie. L’ambassade de Géorgie en France remercie.",
    ],
)
def test_two_organisations(kit: Kit, text: str) -> None:
    first, second = keys(kit, text)
    assert first != second


def test_where_two_may_be_meant_neither_is_taken(kit: Kit) -> None:
    text = "L’hôpital régional de Zonza et l’hôpital général de Zonza ouvrent. L’hôpital de Zonza recrute."
    assert len(set(keys(kit, text))) == 3


def test_a_name_that_has_become_fuller_is_no_short_one(kit: Kit) -> None:
    text = "L’hôpital régional de Zonza et l’hôpital militaire de Zonza ouvrent. L’hôpital de Zonza recrute."
    first, second, third = keys(kit, text)
    assert first == third != second


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("C.H.U. d’Angers", "centre hospitalier universitaire d'angers"),
        ("Centre hospitalo-universitaire (CHU) d’Angers", "centre hospitalier universitaire d'angers"),
        ("CHRU de Brest", "centre hospitalier regional universitaire de brest"),
        (
            "centre hospitalier régional et universitaire de Brest",
            "centre hospitalier regional universitaire de brest",
        ),
        ("hôpital Sainte-Anne (Paris)", "hopital sainte anne (paris)"),
        ("HIA Percy", "hopital d'instruction des armees percy"),
        ("Chupin", "chupin"),
    ],
)
def test_a_name_written_out(name: str, written: str) -> None:
    assert written_out(name) == written
