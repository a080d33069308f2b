"""What the readers of rules see of an article, and what they find in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.counts.people import People, Person
from pipeline.extract.view import Candidate
from pipeline.records import CountValue

SENTENCE_END = re.compile(r"(?<![ .]Dr)(?<![ .]Pr)(?<!\bM)[.!?…](?=\s)|\n\s*\n")

_WORD = re.compile(r"(?<![\w-])[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A count with the noun counted; `end` is where the noun ends; `definite`: `les trois internes`."""

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
        earlier = [found for found in self.found if found.end <= position]
        if not earlier:
            return None
        last = max(earlier, key=lambda found: found.end)
        return None if SENTENCE_END.search(self.text, last.end, position) else last

    def named_before(self, position: int) -> Person | None:
        """Return the last plural noun for people before `position` in the same sentence."""
        stops = [stop.end() for stop in SENTENCE_END.finditer(self.text, 0, position)]
        words = reversed(list(_WORD.finditer(self.text, stops[-1] if stops else 0, position)))
        nouns = (self.people.at(self.text, w.start(), plural=True, original=self.original) for w in words)
        return next((noun for noun in nouns if noun and noun.end <= position), None)


def longest(found: Sequence[Found]) -> list[Found]:
    """Return, by offset, what remains when of overlapping counts the longest is kept."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, -f.candidate.weight, f.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
