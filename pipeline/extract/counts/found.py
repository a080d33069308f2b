"""What the readers of rules see of an article, and what they find in it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.cover import Cover
from pipeline.extract.counts.people import People, Person
from pipeline.extract.view import Candidate
from pipeline.records import CountValue

SENTENCE_END = re.compile(r"(?<![ .]Dr)(?<![ .]Pr)(?<!\bM)[.!?…](?=\s)|\n\s*\n")

# Code points back to which the noun of a number is looked for, in a sentence that does not end.
_REACH = 500
_WORD = re.compile(r"(?<![\w-])[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A count with the noun counted; `definite`: `les trois internes`."""

    candidate: Candidate
    person: Person
    definite: bool = False

    @property
    def start(self) -> int:
        """Where the mention begins."""
        return self.candidate.start

    @property
    def end(self) -> int:
        """Where the mention ends."""
        return self.candidate.end

    @property
    def value(self) -> CountValue:
        """The value of the mention."""
        assert isinstance(self.candidate.value, CountValue)
        return self.candidate.value


@dataclass(frozen=True)
class Scene:
    """An article, `text` being its `text.plain`, the vocabularies, and the counts found so far."""

    text: str
    original: str
    people: People
    found: Sequence[Found] = ()

    def last_before(self, position: int) -> Found | None:
        """Return the last count that ends before `position` in the same sentence."""
        place = bisect_right(self._by_end, position, key=lambda found: found.end)
        if not place:
            return None
        last = self._by_end[place - 1]
        far = position - last.end > _REACH
        return None if far or SENTENCE_END.search(self.text, last.end, position) else last

    def named_before(self, position: int) -> Person | None:
        """Return the last plural noun for people before `position` in the same sentence."""
        place = bisect_right(self._stops, position)
        begin = max(self._stops[place - 1] if place else 0, position - _REACH)
        words = reversed(list(_WORD.finditer(self.text, begin, position)))
        nouns = (self.people.at(self.text, w.start(), plural=True, original=self.original) for w in words)
        return next((noun for noun in nouns if noun and noun.end <= position), None)

    @cached_property
    def _by_end(self) -> list[Found]:
        return sorted(self.found, key=lambda found: found.end)

    @cached_property
    def _stops(self) -> list[int]:
        """Where sentences end, each behind its mark."""
        return [stop.end() for stop in SENTENCE_END.finditer(self.text)]


def longest(found: Sequence[Found]) -> list[Found]:
    """Return, by offset, what remains when of overlapping counts the longest is kept."""
    kept: list[Found] = []
    taken = Cover(max((one.end for one in found), default=0))
    for one in sorted(found, key=lambda f: (f.start - f.end, -f.candidate.weight, f.start)):
        if not taken.touches(one.start, one.end):
            kept.append(one)
            taken.add(one.start, one.end)
    return sorted(kept, key=lambda f: f.start)
