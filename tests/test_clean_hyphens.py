"""Cleaning joins words that were divided at the end of a line. All texts are written for these tests."""

import pytest
from cleaning import cleaned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # One word.
        ("une aide favori-\nsant les échanges", "une aide favorisant les échanges"),
        ("le docteur Abdoulka-\nder Ali", "le docteur Abdoulkader Ali"),
        ("l’amitié fran-\n\nco-tchadienne dure", "l’amitié franco-tchadienne dure"),
        ("le pavillon Mère-En-\nfant", "le pavillon Mère-Enfant"),
        ("une sage-femme et des sages-fem-\nmes", "une sage-femme et des sages-femmes"),
        ("un post-\nulat, ce postulat", "un postulat, ce postulat"),
        ("du gramme au kilo, un hecto-\ngramme", "du gramme au kilo, un hectogramme"),
        ("la chirurgie, la neuro-\nchirurgie", "la chirurgie, la neurochirurgie"),
        ("radio et thérapie, la radio-\nthérapie", "radio et thérapie, la radiothérapie"),
        # A compound.
        ("des postes hospitalo-\nuniversitaires", "des postes hospitalo-universitaires"),
        ("la douleur post-\nopératoire", "la douleur post-opératoire"),
        ("au CHU de Saint-\nÉtienne", "au CHU de Saint-Étienne"),
        ("de 2015-\n2019", "de 2015-2019"),
        ("la Covid-\n19 recule", "la Covid-19 recule"),
        ("le groupe G7-\nplus", "le groupe G7-plus"),
        ("Où en est-\nil ?", "Où en est-il ?"),
        ("des soins pré-\net post-natals", "des soins pré- et post-natals"),
        # The document decides: the same halves, with other words around them.
        ("la télé-\nphonie", "la téléphonie"),
        ("le bloc-\nnotes", "le blocnotes"),
        ("le bloc-\nnotes ; un bloc-notes", "le bloc-notes ; un bloc-notes"),
        ("onco-\nlogie", "oncologie"),
        ("en hématologie, en onco-\nhématologie", "en hématologie, en onco-hématologie"),
        ("l’accueil et le conseil : l’accueil-\nconseil", "l’accueil et le conseil : l’accueil-conseil"),
        ("l’équipe de gériatrie, un médecin-\ngériatre", "l’équipe de gériatrie, un médecin-gériatre"),
        # No word is divided here.
        ("Deux axes -\nSoins", "Deux axes -\nSoins"),
        ("Un titre à tiret-\n\nSuite du texte", "Un titre à tiret-\n\nSuite du texte"),
    ],
)
def test_divided_words(text: str, expected: str) -> None:
    assert cleaned(text) == expected
