"""Names that a tagger learned from annotated articles sees where neither grammar nor vocabulary does.

It is a conditional random field over the words of a sentence. It tells kind and bounds of a name from the
words around it, so that it also finds what no vocabulary has (`un projet porté par Zonza Santé Monde`).
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pycrfsuite

from pipeline.cover import Cover
from pipeline.errors import RuleError
from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.grammar import Grammar
from pipeline.extract.institutions.scene import PREPOSITIONS, in_street
from pipeline.extract.institutions.tagger.features import Describe, Passage, describer
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.records import KINDS

FILE = Path("institutions") / "tagger.crfsuite"
OUTSIDE = "O"
# What finds names without a word that tells their kind.
_UNTOLD = frozenset(("defined", "sigle-alone"))
# How sure the tagger must be that each word of a name is of one, whatever its kind.
_SURE = 0.87
_OUTSIDE = PREPOSITIONS | {"la", "le", "l'"}
# `CHXO`: so the sigles of hospitals begin.
_HOSPITAL = re.compile(r"CH[A-Z]{1,4}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SIGLE_BEHIND = re.compile(r"[«\"] ?[A-Z]{2,} ?[»\"]$")
# `Université Quisqueya à quitter Port-au-Prince`, `ambassade de France comme Attaché`, `Sud-Est de Hô Chi
# Minh-Ville`, and parts of institutions: `Direction générale du CHU`
_NO_NAME = re.compile(
    r" a [a-z]{2,}(?:er|ir|re) | comme [A-Z]|^(?:Nord|Sud|Est|Ouest)(?:-(?:Est|Ouest))? (?:de |du |d')"
    r"|^(?i:direction|pole|service|unite|departement)\b.* (?:du |de la |de l')"
    r"(?:[A-Z]{2,}|(?i:hopital|mairie|centre hospitalier))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class NameTagger:
    """The tagger with what it needs to know of words."""

    model: pycrfsuite.Tagger
    describe: Describe
    grammar: Grammar
    gazetteer: Gazetteer


def load_tagger(path: Path, grammar: Grammar, gazetteer: Gazetteer) -> NameTagger:
    """Load a tagger from its file; raises RuleError where it cannot be read."""
    model = pycrfsuite.Tagger()
    try:
        model.open(str(path))
    except (OSError, ValueError) as error:
        remedy = "restore the file that the project ships"
        raise RuleError(path, "whole file", f"is no tagger that can be read ({error}); {remedy}") from error
    return NameTagger(model, describer(grammar, gazetteer), grammar, gazetteer)


def find_learned(
    view: View, tagger: NameTagger, read: Sequence[Passage], found: Sequence[Found], explained: Cover
) -> list[Found]:
    """Return the names that the tagger is sure of: beside those that were `found`, or one of them and more.

    `read` are the sentences; `found` are in the order of the text and do not overlap. A sentence whose
    capitals are all `explained` is not looked at.
    """
    learned: list[Found] = []
    for passage in read:
        if not _open(passage, explained, tagger.grammar.titles):
            continue
        for begin, last, kind in _tagged(passage, tagger.model):
            # Neither article nor preposition begins a span: `La Chaîne de l'espoir`, `équipe de Bicêtre`.
            first = begin + (passage.tokens[begin].folded in _OUTSIDE and last > begin + 1)
            start, end = passage.tokens[first].start, passage.tokens[last - 1].end
            if not _is_name(view, passage, first, end, tagger):
                continue
            written = view.text[start:end]
            name = Found(start, end, "learned", "hospital" if _HOSPITAL.fullmatch(written) else kind, written)
            behind = bisect_right(found, start, key=lambda item: item.end)
            met = found[behind : bisect_left(found, end, key=lambda item: item.start)]
            if not met:
                learned.append(name)
            elif len(met) == 1 and _holds(view, name, met[0]):
                learned.append(_fuller(name, met[0]))
    return learned


def with_kinds(found: Sequence[Found], tagger: NameTagger, read: Sequence[Passage]) -> list[Found]:
    """Return names, those that nothing tells the kind of with the one that the tagger finds likeliest.

    It is asked at every place of a name in the sentences `read`: `la FZZ`, `le congrès de la FZZ`.
    """
    starts = [passage.tokens[0].start for passage in read]
    likely: dict[str, Counter[str]] = defaultdict(Counter)
    for item in found:
        if _is_untold(item):
            passage = read[bisect_right(starts, item.start) - 1]
            likely[item.name].update(_likely(passage, item, tagger.model))
    kinds = {name: weighed.most_common(1)[0][0] for name, weighed in likely.items()}
    return [replace(item, kind=kinds[item.name]) if _is_untold(item) else item for item in found]


def _is_untold(item: Found) -> bool:
    return item.rule in _UNTOLD and item.kind == "other"


def _likely(passage: Passage, item: Found, model: pycrfsuite.Tagger) -> dict[str, float]:
    """Return how likely the words of a name are of an organisation of each kind."""
    inside = [i for i, token in enumerate(passage.tokens) if item.start <= token.start < item.end]
    model.set(passage.features())
    likely: dict[str, float] = dict.fromkeys(KINDS, 0.0)
    for label in model.labels():
        _, _, kind = label.partition("-")
        if kind:
            likely[kind] += sum(model.marginal(label, i) for i in inside)
    return likely


def _holds(view: View, name: Found, other: Found) -> bool:
    """Return whether a name is another one and more.

    In a heading of capitals nothing tells where it ends; what quotes close is whole.
    """
    longer = name.end - name.start > other.end - other.start
    written = view.text[other.start : other.end]
    shouted = " " in written and written.isupper()
    whole = shouted or (written.endswith(("»", '"')) and name.start == other.start)
    return longer and name.start <= other.start and other.end <= name.end and not whole


def _fuller(name: Found, other: Found) -> Found:
    """Return a name with what is known of the place of the one that it holds."""
    country = other.entries[0].country if len(other.entries) == 1 else other.country
    return replace(name, place=other.place, country=country)


def _open(passage: Passage, explained: Cover, titles: frozenset[str]) -> bool:
    """Return whether a sentence has, behind its first word, a capital that is nothing yet.

    Articles, persons behind their title, and towns that no `de` binds to a noun are of no interest.
    """
    person = False
    for before, token in pairwise(passage.tokens):
        capital = token.capital
        if capital and not person and not explained.touches(token.start, token.end):
            word = passage.describe(token.plain, token.folded)
            if word.proper and (not word.town or before.folded in PREPOSITIONS):
                return True
        person = before.plain in titles or (person and (capital or token.plain == "."))
    return False


def _tagged(passage: Passage, model: pycrfsuite.Tagger) -> list[tuple[int, int, str]]:
    """Return first token, last token (excluded) and kind of the names of a sentence that are sure."""
    tags = model.tag(passage.features())
    spans: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag == OUTSIDE:
            continue
        mark, _, kind = tag.partition("-")
        if mark == "I" and spans and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
        else:
            spans.append((i, i + 1, kind))
    named = [1 - model.marginal(OUTSIDE, i) for i in range(len(tags))]
    return [(first, last, kind) for first, last, kind in spans if min(named[first:last]) >= _SURE]


def _is_name(view: View, passage: Passage, first: int, end: int, tagger: NameTagger) -> bool:
    """Return whether the words from `first` to the offset `end` can name one organisation.

    They do not where they are a place, a person, a street, one of many, or several at once.
    """
    token = passage.tokens[first]
    plain = view.plain[token.start : end]
    pairs = (("«", "»"), ("(", ")"))
    torn = any(plain.count(left) != plain.count(right) for left, right in pairs) or plain.count('"') % 2
    if "\n" in plain or not _LETTERS.search(plain) or token.plain in tagger.grammar.titles:
        return False
    # A sigle in quotes behind a name is a mention of its own.
    if torn or _SIGLE_BEHIND.search(plain) or _NO_NAME.search(plain):
        return False
    heads = tagger.grammar.heads.get(token.folded, ())
    several = any(len(words) == 1 and head.plural for words, head in heads)
    before = passage.tokens[first - 1].folded if first else ""
    one_of_many = before in tagger.grammar.indefinite and not token.capital
    place = tagger.gazetteer.countries_of(plain)
    return not (several or one_of_many or place or in_street(view, token.start))
