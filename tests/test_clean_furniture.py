"""Cleaning takes the furniture of web pages away, rule by rule. All texts are written for these tests."""

from collections import Counter

import pytest
from cleaning import CLEANING, cleaned

from pipeline.clean import furniture
from pipeline.clean.furniture import spans
from pipeline.rules import Rule
from pipeline.text import plain

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
