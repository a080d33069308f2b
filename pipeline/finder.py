"""Finds what the patterns of many rules match, trying each only where it can match.

`pattern.finditer` tries a pattern at every character. A finder tries it where one of the strings that a match
must hold (see `pipeline.literals`) stands within reach, and finds the same matches: whether a pattern matches
at a place depends on the place and the text alone, and of matches that overlap the first is taken, as
`finditer` does. A pattern of which no such string is known is tried everywhere.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import ahocorasick

from pipeline.literals import Need, key, need_of


class Finder:
    """Patterns, with where to try each."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._patterns = [(pattern, need_of(pattern)) for pattern in patterns]
        users: dict[str, list[tuple[int, int]]] = {}
        for number, (_, need) in enumerate(self._patterns):
            for text, reach in need.reaches.items() if need and need.bounded else ():
                users.setdefault(text, []).append((number, int(reach)))
        self._strings = ahocorasick.Automaton()
        for text, wanted in users.items():
            self._strings.add_word(text, (len(text) - 1, wanted))
        self._strings.make_automaton()

    def matches(self, text: str) -> list[list[re.Match[str]]]:
        """Return of each pattern the matches that its `finditer` would give."""
        folded = key(text)
        stretches: list[list[tuple[int, int]]] = [[] for _ in self._patterns]
        if self._strings.kind == ahocorasick.AHOCORASICK:
            for last, (length, users) in self._strings.iter(folded):
                start = last - length
                for number, reach in users:
                    stretches[number].append((start - reach, start))
        return [
            list(_found(pattern, need, text, folded, where))
            for (pattern, need), where in zip(self._patterns, stretches, strict=True)
        ]


def _found(
    pattern: re.Pattern[str], need: Need | None, text: str, folded: str, stretches: list[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    if need is None or (not need.bounded and any(one in folded for one in need.reaches)):
        return pattern.finditer(text)
    return _tried(pattern.match, need.begins, text, folded, stretches)


def _tried(
    match_at: Callable[[str, int], re.Match[str] | None],
    begins: frozenset[str] | None,
    text: str,
    folded: str,
    stretches: list[tuple[int, int]],
) -> Iterator[re.Match[str]]:
    """Yield the matches that begin at the first or the last place of a stretch or between them."""
    free = 0  # the first place that was not tried yet and that no match holds
    for first, last in sorted(stretches):
        start = max(first, free)
        while start <= last:
            found = match_at(text, start) if begins is None or folded[start] in begins else None
            if found:
                yield found
                start = found.end()
            else:
                start += 1
        free = max(free, start)
