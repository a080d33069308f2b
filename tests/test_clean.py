"""Cleaning: layout goes, words stay. All texts are written for these tests."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.brat import read_gold
from pipeline.clean import clean, furniture, load
from pipeline.clean.furniture import spans
from pipeline.rules import Rule, default_folder
from pipeline.text import plain

CLEANING = load(default_folder())
CORPUS = default_folder().parent / "corpus"


def cleaned(text: str) -> str:
    return clean(text, CLEANING)


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


PAGE = """\
Aller au contenu | Rechercher
Accueil > Le CHU > Actualités
Menu
• Rechercher un service
Publié le : 04/11/2024 à 11:47
Mis à jour le . Page vue 730 fois. Signaler ce contenu

Vannes et Lomé main dans la main
Deux pharmaciens partagent leur quotidien.
Photo : la signature. (Cliquez sur l’image pour l’agrandir)

Temps de lecture : 3 min | Partager sur Facebook | 0 commentaire
Mis à jour le 12/04/2022 - Imprimer
"""
PAGE_CLEANED = """\
Publié le : 04/11/2024 à 11:47

Vannes et Lomé main dans la main
Deux pharmaciens partagent leur quotidien.
Photo : la signature.

Mis à jour le 12/04/2022"""


def test_page_furniture_goes_and_dates_stay() -> None:
    assert cleaned(PAGE) == PAGE_CLEANED


RULES = furniture.rules(CLEANING)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_removes_what_its_examples_mark_and_nothing_else(rule: Rule) -> None:
    assert rule.pattern is not None
    for example in rule.yes:
        assert [match.span() for match in rule.pattern.finditer(plain(example.text))] == [example.span]
    for text in rule.no:
        assert spans(rule, text) == []


@pytest.mark.parametrize("text", [text for rule in RULES for text in rule.no])
def test_a_near_miss_of_one_rule_is_left_by_all(text: str) -> None:
    assert CLEANING.furniture.without(text, Counter()) == text


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
