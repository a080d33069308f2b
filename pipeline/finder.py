"""Finds what the patterns of many rules match, trying each only where it can match.

`pattern.finditer` tries a pattern at every character. A finder tries it where one of the strings that a match
must hold (see `pipeline.literals`) stands within reach, and finds the same matches: whether a pattern matches
at a place depends on the place and the text alone, and of matches that overlap the first is taken, as
`finditer` does. A pattern of which no such string is known is tried everywhere.
"""

import re
from collections.abc import Sequence

import ahocorasick

from pipeline.literals import key, need_of


class Finder:
    """Patterns, with where to try each."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._patterns = [(pattern, need_of(pattern)) for pattern in patterns]
        # Those that may match anywhere in a text, or anywhere in one that has such a string.
        self._anywhere: list[tuple[int, tuple[str, ...]]] = []
        users: dict[str, list[tuple[int, int]]] = {}
        for number, (_, need) in enumerate(self._patterns):
            if need is None or not need.bounded:
                self._anywhere.append((number, tuple(need.reaches) if need else ("",)))
                continue
            for text, reach in need.reaches.items():
                users.setdefault(text, []).append((number, int(reach)))
        self._strings = ahocorasick.Automaton()
        for text, wanted in users.items():
            self._strings.add_word(text, (len(text) - 1, wanted))
        self._strings.make_automaton()

    def matches(self, text: str) -> list[list[re.Match[str]]]:
        """Return of each pattern the matches that its `finditer` gives."""
        folded = key(text)
        found: list[list[re.Match[str]]] = [[] for _ in self._patterns]
        for number, strings in self._anywhere:
            if any(string in folded for string in strings):
                found[number] = list(self._patterns[number][0].finditer(text))
        for number, stretches in enumerate(self._stretches(folded)):
            pattern, need = self._patterns[number]
            if need and stretches:
                found[number] = _tried(pattern, text, stretches, folded, need.begins)
        return found

    def _stretches(self, folded: str) -> list[list[tuple[int, int]]]:
        """Return of each pattern the first and the last place of each stretch in which a match may begin."""
        stretches: list[list[tuple[int, int]]] = [[] for _ in self._patterns]
        if self._strings.kind == ahocorasick.AHOCORASICK:
            for last, (length, users) in self._strings.iter(folded):
                start = last - length
                for number, reach in users:
                    stretches[number].append((start - reach, start))
        return stretches


def _tried(
    pattern: re.Pattern[str],
    text: str,
    stretches: list[tuple[int, int]],
    folded: str,
    begins: frozenset[str] | None,
) -> list[re.Match[str]]:
    """Return the matches that begin in one of the stretches, which may overlap."""
    found = []
    match_at = pattern.match
    place = 0
    for first, last in sorted(stretches):
        place = max(place, first)
        while place <= last:
            match = match_at(text, place) if begins is None or folded[place] in begins else None
            if match:
                found.append(match)
                place = match.end()
            else:
                place += 1
    return found
