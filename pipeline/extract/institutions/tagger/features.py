"""What the tagger sees of each word: the word, its neighbours, and what the vocabularies know of them.

A feature is a string: of the word itself, with `-2:` to `2:` of its neighbours. The others join
words: `pair=`, `shapes=`, `triple=`, `head=` (the last head noun up to it).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.extract.institutions.grammar import Grammar
from pipeline.extract.institutions.letters import LINKS, abbreviates
from pipeline.extract.institutions.tokens import Token
from pipeline.extract.view import Candidate, View
from pipeline.gazetteer import Gazetteer

_SUFFIX = 4
_LONG = 9  # letters of a word in capitals that is no sigle any more
# How far back, in tokens, a head noun speaks for the words behind it, and a noun for the name behind it.
_HEAD_REACH = 10
_NOUN_REACH = 3
# A sigle may leave out this many of the words that it abbreviates.
_SKIPPED = 5
_ENDS = frozenset(".;")
_SHOUTED = frozenset(("X", "XX", "XXX"))
_SIGLES = frozenset(("XX", "XxX"))
# A sentence of more than two words is shouted when most of them stand in capitals.
_MOSTLY = 0.7
_FEW = 2
_YEAR = re.compile(r"(?:19|20)\d\d")
# Of a word two places away, these are enough.
_FAR = ("word=", "shape=", "noun=", "class=", "town=")


class Word(NamedTuple):
    """The features of a form, and as those of a neighbour one or two places before or behind.

    `proper`: it may be a proper name, by its capital; `town`: it is a listed town or a country.
    """

    here: tuple[str, ...]
    form: str
    shape: str
    noun: str | None
    proper: bool
    town: bool
    beside: Mapping[int, tuple[str, ...]]


Describe = Callable[[str, str], Word]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence as the tagger reads it: its tokens, what describes a word, and what the article tells."""

    tokens: Sequence[Token]
    describe: Describe
    own: Sequence[tuple[str, ...]]

    def features(self) -> list[list[str]]:
        """Return the features of each token; they take their time, and few sentences need them."""
        return _features([self.describe(token.plain, token.folded) for token in self.tokens], self.own)


def describer(grammar: Grammar, gazetteer: Gazetteer) -> Describe:
    """Return what tells the features of a form, plain and folded, apart from where it stands."""
    foreign = {
        key: f"foreign-{kind}"
        for words in (grammar.foreign.before, grammar.foreign.after)
        for key, kind in words.items()
    }
    heads = foreign | {
        key: found[0][1].family.rule for key, found in grammar.heads.items() if len(found[0][0]) == 1
    }
    classes = {
        key: name
        for name, phrases in grammar.words.items()
        for key, alternatives in phrases.items()
        if any(len(phrase) == 1 for phrase in alternatives)
    }

    # The features of a form take nearly three kilobytes.
    @lru_cache(maxsize=2**13)
    def describe(plain: str, folded: str) -> Word:
        shape = shape_of(plain)
        noun = heads.get(folded) or heads.get(folded.removesuffix("s")) or grammar.cues.get(folded)
        here = [f"word={folded}", f"shape={shape}"]
        if len(folded) > _SUFFIX:
            here.append(f"suffix={folded[-_SUFFIX:]}")
        if noun:
            here.append(f"noun={noun}")
        if folded in classes:
            here.append(f"class={classes[folded]}")
        if plain in grammar.other_sigles:
            here.append("sigle=other")
        countries = gazetteer.countries_of(plain, listed=True) if shape[0] == "X" else ()
        if countries:
            here.append("town=FR" if "FR" in countries else "town=abroad")
        if shape[0] == "X" and folded in gazetteer.demonyms:
            here.append("demonym")
        near = tuple(feature for feature in here if feature.startswith(_FAR))
        beside = {
            place: tuple(f"{place}:{feature}" for feature in (near if abs(place) > 1 else here))
            for place in (-2, -1, 1, 2)
        }
        proper = shape in ("Xx", "XX", "XXX", "XxX") and plain not in grammar.stops
        return Word(tuple(here), folded, shape, noun, proper, bool(countries), beside)

    return describe


def shape_of(plain: str) -> str:
    """Return the shape of a form: `Xx`, `XX` (a sigle), `XXX`, `XxX`, `x`, `d`, `dddd`, or the mark."""
    first = plain[0]
    if first.isdigit():
        return "dddd" if _YEAR.fullmatch(plain) else "d"
    if not first.isalnum():
        return first
    if not first.isupper():
        return "x"
    if plain.isupper():
        return "X" if len(plain) == 1 else "XX" if len(plain) < _LONG else "XXX"
    return "Xx" if plain[1:].islower() else "XxX"


def passages(
    view: View, tokens: Sequence[Token], others: Sequence[Candidate], describe: Describe
) -> list[Passage]:
    """Return the sentences of an article with the features of their tokens; `others` are other concepts'."""
    starts = [token.start for token in tokens]
    bounds = [
        (bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
        for sentence in view.sentences
    ]
    bounds = [(first, last) for first, last in bounds if first < last]
    own = _of_article(tokens, describe, bounds, _labels(starts, others))
    return [
        Passage(tokens[first:last], describe, [own.get(i, ()) for i in range(first, last)])
        for first, last in bounds
    ]


def _labels(starts: Sequence[int], others: Sequence[Candidate]) -> dict[int, str]:
    """Return token → what another concept says of it: `label=B-DATE` where that begins, else `I-`."""
    labels: dict[int, str] = {}
    for one in sorted(others, key=lambda c: (c.end - c.start, c.start, c.label)):
        first, last = bisect_left(starts, one.start), bisect_left(starts, one.end)
        for i in range(first, last):
            labels[i] = f"label={'I' if i > first else 'B'}-{one.label}"
    return labels


def _of_article(
    tokens: Sequence[Token], describe: Describe, bounds: Sequence[tuple[int, int]], labels: Mapping[int, str]
) -> dict[int, tuple[str, ...]]:
    """Return token → what this article alone tells of it, of tokens that it tells something of."""
    found: dict[int, list[str]] = defaultdict(list)
    for i, label in labels.items():
        found[i].append(label)
    small = {token.folded for token in tokens if token.plain.islower()}
    capitals: list[int] = []
    nouns: dict[str, set[str]] = defaultdict(set)
    sigles: dict[str, str] = {}
    for first, last in bounds:
        here = [i for i in range(first, last) if tokens[i].capital]
        capitals += here
        words = {i: describe(tokens[i].plain, tokens[i].folded) for i in here}
        shouted = sum(word.shape in _SHOUTED for word in words.values()) > _MOSTLY * (last - first) > _FEW
        for i, word in words.items():
            plain = tokens[i].plain
            if shouted:
                found[i].append("shouted")
            if word.form in small:
                found[i].append("small elsewhere")
            if noun := _noun_before(tokens, describe, first, i):
                nouns[plain].add(noun)
            if word.shape in _SIGLES and i - 2 >= first and tokens[i - 1].plain == "(":
                noun = _abbreviated(tokens, describe, first, i)
                if noun:
                    found[i].append(f"abbreviates={noun}")
                    sigles[plain] = noun
    for i in capitals:
        plain = tokens[i].plain
        if plain in nouns:
            found[i] += [f"noun elsewhere={noun}" for noun in sorted(nouns[plain])]
        if plain in sigles:
            found[i].append(f"sigle of={sigles[plain]}")
    return {i: tuple(features) for i, features in found.items()}


def _noun_before(tokens: Sequence[Token], describe: Describe, first: int, i: int) -> str | None:
    for token in reversed(tokens[max(first, i - _NOUN_REACH) : i]):
        if noun := describe(token.plain, token.folded).noun:
            return noun
        if token.folded not in LINKS and token.folded.isalnum():
            return None
    return None


def _abbreviated(tokens: Sequence[Token], describe: Describe, first: int, i: int) -> str | None:
    """Return the noun (`none` where it is no head) that opens what the sigle at `i` abbreviates."""
    sigle = tokens[i].plain
    end = i - 1
    for start in range(end - 2, max(first, end - len(sigle) - _SKIPPED) - 1, -1):
        if abbreviates(sigle, [token.folded for token in tokens[start:end]]):
            return describe(tokens[start].plain, tokens[start].folded).noun or "none"
    return None


def _features(words: Sequence[Word], own: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """Return the features of each token of a sentence; `own` are what the article tells of it."""
    size = len(words)
    rows: list[list[str]] = []
    head = -_HEAD_REACH - 1
    for i, word in enumerate(words):
        row = [*word.here, *own[i]]
        if i:
            before = words[i - 1]
            row += before.beside[-1]
            row += [f"-1:{feature}" for feature in own[i - 1]]
            row.append(f"pair={before.form}|{word.form}")
            row.append(f"shapes={before.shape}|{word.shape}")
        else:
            row.append("first")
        if i > 1:
            row += words[i - 2].beside[-2]
            row.append(f"triple={words[i - 2].form}|{words[i - 1].form}|{word.shape}")
        if i + 1 < size:
            row += words[i + 1].beside[1]
            row += [f"1:{feature}" for feature in own[i + 1]]
        else:
            row.append("last")
        if i + 2 < size:
            row += words[i + 2].beside[2]
        if word.noun:
            head = i
        elif word.form in _ENDS:
            head = -_HEAD_REACH - 1
        if i - head < _HEAD_REACH:
            row.append(f"head={words[head].noun}")
            row.append(f"head={words[head].noun}|{word.shape}")
        rows.append(row)
    return rows
