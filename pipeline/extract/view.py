"""What the concepts of extraction look at, and what they propose."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.records import Label, Sentence, Value
from pipeline.text import low, plain


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity of the statistical model: label `ORG`, `LOC`, `PER` or `MISC`."""

    start: int
    end: int
    label: str


# Reads a sentence for its entities.
Reader = Callable[[str], Sequence[Entity]]


def _read_nothing(_: str) -> Sequence[Entity]:
    return ()


@dataclass(frozen=True)
class View:
    """An article as the concepts see it: text, foldings of the same length, sentences, and their reader."""

    text: str
    title: str | None = None
    published: str | None = None
    sentences: tuple[Sentence, ...] = ()
    reader: Reader = _read_nothing

    def entities_in(self, sentences: Iterable[Sentence]) -> list[Entity]:
        """Return the entities of some sentences, which the model reads one by one: it takes its time."""
        return [
            Entity(one.start + sentence.start, one.end + sentence.start, one.label)
            for sentence in sentences
            for one in self.reader(self.text[sentence.start : sentence.end])
        ]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the last sentence that begins at or before an offset."""
        place = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return self.sentences[place] if place >= 0 else None

    @cached_property
    def plain(self) -> str:
        """The text as patterns see it (`text.plain`)."""
        return plain(self.text)

    @cached_property
    def folded(self) -> str:
        """The text as lexicons see it (`text.fold`)."""
        return low(self.plain)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed mention. Of overlapping candidates the longer wins, then the one of more `weight`."""

    label: Label
    start: int
    end: int
    rule: str
    value: Value
    weight: int = field(default=0)
