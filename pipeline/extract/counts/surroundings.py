"""What stands around a number and its noun, and makes it no count: repetition, ratio, family, year."""

import re

from pipeline.extract.counts.found import Scene
from pipeline.extract.counts.numbers import Number
from pipeline.extract.counts.people import Person

_BEFORE = 32
_DEFINITE = re.compile(r"\b(?:les|aux|des|nos|vos|leurs|ses|mes)\s+$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:nos|vos|leurs|ses|mes)\s+$", re.IGNORECASE)
_ANAPHORIC = re.compile(
    r"\b(?:ces|cet|cette|tous|toutes|(?:une?|chacune?|aucune?|plupart|moitie|tiers|certaine?s) des)\s+$",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:premi|nouve)", re.IGNORECASE)
_FAMILY = re.compile(
    r"\b(?:meres?|peres?|mamans?|papas?|parents?|famille|mariee?s?|maries|couple) (?:de|d'|avec) ?$",
    re.IGNORECASE,
)
_HER = re.compile(r"\b(?:ses|mes)\s+$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_BEFORE = re.compile(
    r"\b(?:en|depuis|fin|debut|annees?|rentree|ete|hiver|printemps|automne|janvier|fevrier|mars|avril|mai|juin|"
    r"juillet|aout|septembre|octobre|novembre|decembre|apres|avant|edition|promotion)\s+$|/$",
    re.IGNORECASE,
)
# A numeral before a plural is no denominator: `trois médecins sur deux sites`.
_RATIO = re.compile(
    r"(?:\s+[a-z]+)?\s+sur\s+(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|cent|mille|"
    r"[2-9]|10|100|1 ?000)\b"
    r"(?!\s+[a-z'-]+[sx]\b)"
    r"|\s+(?:pour|par)\s+(?:\d{1,3}(?:[ .]000)+|100|1000|cent|mille)\b",
    re.IGNORECASE,
)
_PER = re.compile(r"\b(une?\s+)?(\w+)\s+(?:pour|par)\s+$", re.IGNORECASE)
_COUNTRY = 500_000  # inhabitants of which no ratio is taken
_ROUND = frozenset((100, 1000, 10_000, 100_000, 1_000_000))
_PASSING = re.compile(r"\b(?:pass\w*|augment\w*|evolu\w*|mont\w*|grimp\w*) (?:de )?$", re.IGNORECASE)
_AFTERTHOUGHT = (
    ("APPROX", re.compile(r"\s+(?:environ|a peu pres|approximativement)\b", re.IGNORECASE)),
    ("MORE_THAN", re.compile(r"\s+(?:au (?:moins|minimum)|ou plus|minimum)\b", re.IGNORECASE)),
    ("LESS_THAN", re.compile(r"\s+(?:au (?:plus|maximum)|maximum)\b", re.IGNORECASE)),
)
# What follows an adjective that is used as a noun: `trois jeunes sont partis`.
_NO_NOUN = re.compile(
    r"(?:[,.;:)!?]|$|(?:de|des|du|en|au|aux|a|ont|sont|etaient|avaient|seront|qui|et|par|pour|dont|ages|agees|"
    r"venus|venues)\b|d')",
    re.IGNORECASE,
)
_NUMERAL = r"\b(?:\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|cent)"
_PLURAL = (
    r"(?!ans\b|mois\b|jours\b|semaines\b|heures\b|fois\b|dans\b|sous\b|sans\b|apres\b|depuis\b|moins\b|plus\b|"
    r"autres\b)([a-z]{3,}[sx])\b"
)
_THING = re.compile(rf"{_NUMERAL}\s+{_PLURAL}", re.IGNORECASE)
# `les soignants des hôpitaux, dont deux …`: hospitals.
_THINGS = re.compile(
    rf"(?:{_NUMERAL}|\b(?:des?|les|aux|ces|nos|leurs|ses|plusieurs|quelques))\s+{_PLURAL}", re.IGNORECASE
)


def is_definite(scene: Scene, start: int) -> bool:
    """Tell whether a definite article stands before the number: it is a mention only if it is new."""
    return _DEFINITE.search(_before(scene, start)) is not None


def is_both(scene: Scene, start: int, tail: str, number: Number) -> bool:
    """Tell whether the number repeats two that are known: `les deux médecins`, not `les deux premiers`."""
    before = _before(scene, start)
    if number.value != 2 or not _DEFINITE.search(before):
        return False
    return not (_POSSESSIVE.search(before) or _FIRST.search(tail))


def is_no_count(scene: Scene, start: int, written: str, number: Number, person: Person) -> bool:
    """Tell whether what looks like a count is a ratio, a family, a year, or `ces trois internes`."""
    before = _before(scene, start)
    return bool(
        _ANAPHORIC.search(before)
        or _FAMILY.search(before)
        or (person.noun.lemma == "enfant" and _HER.search(before))
        or (_YEAR.fullmatch(written.strip()) and _YEAR_BEFORE.search(before))
        or is_ratio(scene, person)
        or _is_per(scene, before, number, person)
    )


def is_ratio(scene: Scene, person: Person) -> bool:
    """Tell whether a ratio goes on behind the noun: `trois patients sur quatre`."""
    return _RATIO.match(scene.text, person.end) is not None


def is_change(scene: Scene, start: int) -> bool:
    """Tell whether two numbers are no range but a change: `passer de 3 à 6 internes`."""
    return _PASSING.search(_before(scene, start)) is not None


def things_between(scene: Scene, start: int, end: int, *, counted: bool) -> bool:
    """Tell whether things stand in between: `40 agents et 30 lits, dont 6 …` means beds.

    Where the people are not `counted` themselves, things without a number are enough.
    """
    thing = _THING if counted else _THINGS
    return any(not scene.people.is_noun(match[1]) for match in thing.finditer(scene.text, start, end))


def afterthought(scene: Scene, end: int) -> tuple[str | None, int]:
    """Return the modifier behind a noun that ends at `end`, and where it ends: `20 internes au maximum`."""
    found = ((mod, words.match(scene.text, end)) for mod, words in _AFTERTHOUGHT)
    return next(((mod, match.end()) for mod, match in found if match), (None, end))


def stands_alone(scene: Scene, position: int) -> bool:
    """Tell whether no noun follows an adjective at `position`: `deux jeunes sont partis`."""
    return _NO_NOUN.match(scene.text, position) is not None


def _before(scene: Scene, start: int) -> str:
    return scene.text[max(0, start - _BEFORE) : start]


def _is_per(scene: Scene, before: str, number: Number, person: Person) -> bool:
    """Tell whether it is what a ratio is taken of: `un médecin pour 5 000 habitants`."""
    per = _PER.search(before)
    if per is None:
        return False
    # `260 kinés pour 25 millions d'habitants`: those of the country are counted.
    few = person.noun.role == "population" and number.value < _COUNTRY
    return number.value in _ROUND or (scene.people.is_noun(per[2]) and (per[1] is not None or few))
