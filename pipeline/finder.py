"""Finds what the patterns of many rules match, trying each only where it can match.

`pattern.finditer` tries a pattern at every character. A finder tries it where one of the strings that a match
must hold (see `pipeline.literals`) stands within reach, and finds the same matches: whether a pattern matches
at a place depends on the place and the text alone, and of matches that overlap the first is taken, as
`finditer` does. A pattern of which no such string is known is tried everywhere.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import ahocorasick

from pipeline.literals import key, need_of

T = TypeVar("T")


class Finder(Generic[T]):
    """Items, say rules, each with a pattern."""

    def __init__(self, items: Iterable[tuple[T, re.Pattern[str]]]) -> None:
        self._items = [(item, pattern, need_of(pattern)) for item, pattern in items]
        self._always = [number for number, (_, _, need) in enumerate(self._items) if need is None]
        users: dict[str, list[tuple[int, float]]] = {}
        for number, (_, _, need) in enumerate(self._items):
            for string, reach in need.reaches.items() if need else ():
                users.setdefault(string, []).append((number, reach))
        self._users = users
        self._strings = ahocorasick.Automaton()
        for string in users:
            self._strings.add_word(string, string)
        self._strings.make_automaton()

    def matches(self, text: str) -> list[tuple[T, list[re.Match[str]]]]:
        """Return the items whose pattern matches, in their order, each with what `finditer` gives."""
        folded = key(text)
        stretches = self._stretches(folded)
        found = []
        for number in sorted((*self._always, *stretches)):
            item, pattern, need = self._items[number]
            # Strings that stand everywhere (`a `) tell nothing: then the pattern itself is quicker.
            if need and need.bounded and _n_places(stretches[number]) < len(text):
                matches = _tried(pattern, text, _places(folded, stretches[number], need.begins))
            else:
                matches = list(pattern.finditer(text))
            if matches:
                found.append((item, matches))
        return found

    def _stretches(self, folded: str) -> dict[int, list[tuple[list[int], float]]]:
        """Return by number of an item where its strings begin, and how far before them a match may."""
        hits: dict[str, list[int]] = {}
        if self._users:
            for last, string in self._strings.iter(folded):
                hits.setdefault(string, []).append(last + 1 - len(string))
        stretches: dict[int, list[tuple[list[int], float]]] = {}
        for string, starts in hits.items():
            for number, reach in self._users[string]:
                stretches.setdefault(number, []).append((starts, reach))
        return stretches


def _n_places(stretches: Sequence[tuple[list[int], float]]) -> float:
    """Return how many places there are at most where a match may begin."""
    return sum(len(starts) * (reach + 1) for starts, reach in stretches)


def _places(
    folded: str, stretches: Sequence[tuple[list[int], float]], begins: frozenset[str] | None
) -> list[int]:
    """Return the places where a match may begin, in order."""
    places: set[int] = set()
    for starts, reach in stretches:
        if not reach:
            places.update(starts)
            continue
        for start in starts:
            near = range(max(0, start - int(reach)), start + 1)
            places.update(near if begins is None else (place for place in near if folded[place] in begins))
    return sorted(places)


def _tried(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> list[re.Match[str]]:
    """Return the matches that begin at one of some places, given in order."""
    found = []
    match_at = pattern.match
    end = 0
    for place in places:
        if place >= end and (match := match_at(text, place)):
            found.append(match)
            end = match.end()
    return found
