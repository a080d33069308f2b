"""Cleaning gives texts their paragraphs and first words back. All texts are written for these tests."""

import pytest
from cleaning import cleaned

WRAPPED = """\
COOPÉRATION EN SANTÉ

Depuis mars 2019, le centre hospitalier de Vannes
accueille chaque printemps des sages-femmes venues
du Bénin. Elles restent huit semaines et suivent
les gardes de la maternité, que la cadre Lise
Morel organise. « On apprend des deux côtés »,
dit-elle.
Le stage est gratuit.

• un logement en ville, offert par la commune de
Vannes ;
• un cours de simulation
  chaque vendredi (avec le groupe

des internes)
"""
JOINED = """\
COOPÉRATION EN SANTÉ

Depuis mars 2019, le centre hospitalier de Vannes accueille chaque printemps des sages-femmes venues du \
Bénin. Elles restent huit semaines et suivent les gardes de la maternité, que la cadre Lise Morel \
organise. « On apprend des deux côtés », dit-elle.
Le stage est gratuit.

• un logement en ville, offert par la commune de Vannes ;
• un cours de simulation chaque vendredi (avec le groupe des internes)"""


def test_a_hard_wrapped_text_gets_its_paragraphs_back() -> None:
    assert cleaned(WRAPPED) == JOINED


NOT_WRAPPED = """\
SANTÉ PUBLIQUE
Trois médecins partent au Togo
Vendredi 3 mai 2019

Domaines
chirurgie
pédiatrie
Le projet débute en mai, avec l’appui de la commune, et doit durer trois ans si les fonds arrivent à temps.
Une pharmacienne les suivra en juin, pour neuf semaines au moins, avec du matériel et deux tonnes de livres.
ET APRÈS ?
Nul ne le sait.

Asie

carte Asie

Clinique des Lilas
12, rue des Lilas
56000 Vannes
www.exemple.org
Chers amis,

Du 3 au 9 mai, nous partons."""


def test_a_text_that_is_not_hard_wrapped_stays_as_it_is() -> None:
    assert cleaned(NOT_WRAPPED) == NOT_WRAPPED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "La mission visite tous les hôpitaux de la région (publics)\n\net privés.",
            "La mission visite tous les hôpitaux de la région (publics) et privés.",
        ),
        ("Au printemps 2019, le\n\nDr Awa Diop revient.", "Au printemps 2019, le Dr Awa Diop revient."),
        (
            "Par Lise Morel (chargée de mission, CHU\n\nVannes)",
            "Par Lise Morel (chargée de mission, CHU Vannes)",
        ),
        ("Il part pour l’\n\nInde demain matin", "Il part pour l’Inde demain matin"),
        ("Trois questions\n\nà la cadre", "Trois questions\n\nà la cadre"),
        ("UN BILAN\nde trois ans", "UN BILAN\nde trois ans"),
        ("On en parle avec le\nCHU DE PAU", "On en parle avec le\nCHU DE PAU"),
        ("LE CHU DE\nVANNES S’ENGAGE", "LE CHU DE VANNES S’ENGAGE"),
        ("À LA UNE\nLE CHU DE VANNES", "À LA UNE\nLE CHU DE VANNES"),
        (
            "Les partenaires du projet sont prêts.\n\net après ?",
            "Les partenaires du projet sont prêts.\n\net après ?",
        ),
    ],
)
def test_paragraphs_broken_by_a_blank_line(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D ès la première visite", "Dès la première visite"),
        ("E n mai, tout change", "En mai, tout change"),
        ("M algré la pluie, on rit", "Malgré la pluie, on rit"),
        ("H uit internes. Les huit internes.", "Huit internes. Les huit internes."),
        ("T ransmettre, c’est vivre. Il faut transmettre.", "Transmettre, c’est vivre. Il faut transmettre."),
        ("A près de 3 000 mètres", "A près de 3 000 mètres"),
        ("A vec eux, tout va", "Avec eux, tout va"),
        ("À cette date", "À cette date"),
        ("Y a-t-il un médecin ?", "Y a-t-il un médecin ?"),
        ("A Paris, ce jour", "A Paris, ce jour"),
        ("L un des trois", "L un des trois"),
        ("X ylophone en salle", "X ylophone en salle"),
    ],
)
def test_drop_caps(text: str, expected: str) -> None:
    assert cleaned(text) == expected
