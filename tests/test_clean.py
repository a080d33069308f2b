"""Cleaning: layout goes, words stay. All texts are written for these tests."""

import re

import pytest
from cleaning import cleaned
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.brat import read_gold
from pipeline.rules import default_folder

CORPUS = default_folder().parent / "corpus"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’hôpital reçu", "L’hôpital reçu"),
        ("Re\u0301union", "Réunion"),
        ("12\u00a0000 lits\u202f; 3\u2009%", "12 000 lits ; 3 %"),
        ("radio\u00adlogie et\u200b soins\ufeff", "radiologie et soins"),
        ("une radio\u00ad\nlogie", "une radiologie"),
        ("une chirur\x02\r\ngie", "une chirurgie"),
        ("Un.\r\nDeux.\rTrois.\x0cQuatre.", "Un.\nDeux.\nTrois.\nQuatre."),
        ("cœur ouvert, ﬁn de l’oﬃce", "cœur ouvert, fin de l’office"),
        ("  trop   d’espaces\t ici  ", "trop d’espaces ici"),
        ("un\n\n \n\n\ndeux\n", "un\n\ndeux"),
        ("Des liens reconnus .\n« Un beau projet . »", "Des liens reconnus.\n« Un beau projet. »"),
        ("Un beau projet .»", "Un beau projet.»"),
        ("Il manque 2 . 5 ou ...", "Il manque 2. 5 ou ..."),
    ],
)
def test_characters(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La mission s’achève. l\nFin", "La mission s’achève.\nFin"),
        ("La mission s’achève . l", "La mission s’achève."),
        ("Nettoyage des locaux l", "Nettoyage des locaux"),
        ("La mission s’achève. ■", "La mission s’achève."),
        ("Une dose de 3 l", "Une dose de 3 l"),
        ("Il a tout vu.", "Il a tout vu."),
    ],
)
def test_end_of_article_marks(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("▪ un\n◦deux\n\uf0b7 trois\n· quatre", "• un\n• deux\n• trois\n• quatre"),
        ("•\nun pharmacien\n•\nun biologiste", "• un pharmacien\n• un biologiste"),
        ("- un\n– deux\n1. trois", "- un\n– deux\n1. trois"),
        ("Accueil p. 1 • Travaux p. 3", "Accueil p. 1 • Travaux p. 3"),
    ],
)
def test_bullets(text: str, expected: str) -> None:
    assert cleaned(text) == expected


def test_no_annotated_span_of_the_corpus_is_lost() -> None:
    def solid(text: str) -> str:
        return re.sub(r"[\s\u00ad]", "", text)

    articles = read_gold(CORPUS)
    lost = []
    for article in articles:
        result, place = solid(cleaned(article.text)), 0
        for mention in sorted(article.mentions, key=lambda m: m.start):
            found = result.find(solid(mention.text), place)
            if found < 0:
                lost.append((article.name, mention.text))
            else:
                place = found
    assert lost == []


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [
                "",
                "•",
                "Le CHU de Saint-",
                "Étienne et la mai-",
                "son de santé mentale, avec",
                "rie. l",
                "D ès le mois de mai",
                "COOPÉRATION",
                "– un point (ouvert",
                "fermé) et l’",
                "Imprimer | Partager",
                "1. deux",
                "une ligne assez longue pour en être une, et encore",
                "Mais la suite d’une ligne longue vient ici, sans fin",
            ]
        ),
    ),
    max_size=12,
).map("\n".join)


@settings(max_examples=400)
@given(LINES)
def test_cleaning_never_raises_and_is_idempotent(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once


@given(st.text(alphabet="ab A-\n.•l’()\u00ad\u00a0", max_size=60))
def test_cleaning_loses_no_letter_and_leaves_no_layout(text: str) -> None:
    result = cleaned(text)
    assert not re.search(r"\n{3}|  |\u00ad|\u00a0|^\s|\s$| \n|\n ", result)
    kept = [c for c in result if c in "abA’"]
    assert kept == [c for c in text if c in "abA’"]
