"""Where names of institutions begin and end, and what is none."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, InstitutionValue
from pipeline.run import extract


def named(kit: Kit, text: str) -> list[str]:
    """Return the texts of the institutions of a text."""
    _, extraction = next(extract([Article("test", 0, text)], kit))
    return [m.text for m in extraction.mentions if isinstance(m.value, InstitutionValue)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A small article may open an own name; a head behind it is another name.
        ("À la clinique la Zonzidence, on opère.", ["clinique la Zonzidence"]),
        ("Au Bénin, l’hôpital la clinique Zonza aide.", ["clinique Zonza"]),
        # What it is asked to do, what is done with it, who is told of beside it.
        (
            "Il demande à l’Association Internationale des Maires Lusophones de contrôler tout.",
            ["Association Internationale des Maires Lusophones"],
        ),
        ("Elle parle avec la Fondation ZONZAL du projet.", ["Fondation ZONZAL"]),
        ("La Zonzanie : le ministère de la Santé et des médecins doivent agir.", ["ministère de la Santé"]),
        ("Le ministère de la Santé et des Sports paie.", ["ministère de la Santé et des Sports"]),
        # Numbered communes.
        ("Le Complexe Mère-Enfant de la Commune VI ouvre.", ["Complexe Mère-Enfant de la Commune VI"]),
        # A family name in capitals, and a sigle.
        ("La Haute école Robert SCHUMAN de Libramont aide.", ["Haute école Robert SCHUMAN de Libramont"]),
        ("La Haute école Robert ZZZ aide.", ["Haute école Robert"]),
        # Places.
        ("Des jeunes originaires de la commune de Golléré partent.", []),
        ("Des lits sont à Gongoré (préfecture de Pita).", []),
        ("La préfecture de Pita paie.", ["préfecture de Pita"]),
        ("On opère à dix minutes du centre de Nouméa.", []),
        # What only says what a known name is.
        ("L’agence Expertise France paie.", ["Expertise France"]),
        ("Le président de l’ONG Zonzalane sourit, et Zonzalane avec lui.", ["Zonzalane", "Zonzalane"]),
        # The whole discipline.
        ("À la Société française de chirurgie plastique.", ["Société française de chirurgie plastique"]),
        # Under an earlier name.
        (
            "L’hôpital national de Bobo (CNZZ) ouvre. Le docteur est de l’ex-CNZZ.",
            ["hôpital national de Bobo", "CNZZ", "CNZZ"],
        ),
        # An acronym may be written as the word that it is spoken as, behind an article.
        ("Il part du Chuv, avec la Fehap.", ["Chuv", "Fehap"]),
        ("Chuv part avec la Fehap.", ["Fehap"]),
        # It may have dots.
        ("L’A.F.D. et l’O.M.S paient, l’A.P.-H.P. part.", ["A.F.D.", "O.M.S", "A.P.-H.P."]),
        ("J.-P. Zonza et M.A. Zonzi partent.", []),
        # Towns and persons bear no article.
        ("À Hanoï, le Bach Mai opère. À Bach Mai, il pleut.", ["Bach Mai"]),
        # Persons, streets and stops.
        ("Le Pr Philips attend à l’arrêt Croix-Rouge.", []),
        ("Philips prête un scanner.", ["Philips"]),
        ("La docteure Charité Mukendi opère.", []),
        # What opens a sentence is none of a foreign name.
        ("Du Massachusetts General Hospital, elle revient.", ["Massachusetts General Hospital"]),
        # The friends of a hospital are an association.
        (
            "L’association des Amis de l’hôpital de Tanguiéta aide.",
            ["association des Amis de l’hôpital de Tanguiéta"],
        ),
        # An ordinal is none of the name of a town.
        ("Au Second Hôpital populaire de Zonzou, on opère.", ["Second Hôpital populaire de Zonzou"]),
        # Schools of the State are named by what they teach, others are not.
        ("L’École nationale supérieure de zonzologie ouvre.", ["École nationale supérieure de zonzologie"]),
        ("Une École de zonzologie ouvre.", []),
        # What is said of it behind a comma.
        ("On attend Zefana Zora, association polynésienne de malades.", ["Zefana Zora"]),
        ("Jusqu’ici, l’association est seule.", []),
        # The short name of a hospital, beside its town or its noun.
        ("À Douala, Laquintinie opère. Laquintinie, hôpital public, opère.", ["Laquintinie"] * 2),
        ("Laquintinie était médecin.", []),
        # Its article is none of it.
        (
            "L’association « La Zonzarde » opère. La Zonzarde part.",
            ["association « La Zonzarde »", "Zonzarde"],
        ),
    ],
)  # fmt: skip
def test_bounds_of_names(kit: Kit, text: str, expected: list[str]) -> None:
    assert named(kit, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La mission vise le service d’urgence.", [("urgence", ("emergency_medicine",))]),
        ("Une médaille d’urgence.", []),
        ("L’aile pédiatrique attend.", [("pédiatrique", ("paediatrics",))]),
        ("Les soins primaires sont loin.", []),
    ],
)
def test_disciplines_of_services(kit: Kit, text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    _, extraction = next(extract([Article("test", 0, text)], kit))
    assert [(m.text, m.value.codes) for m in extraction.mentions if m.label == "SPECIALTY"] == expected
