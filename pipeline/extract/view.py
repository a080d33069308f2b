"""What the concepts of extraction look at, and what they propose."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.records import Label, Sentence, Value
from pipeline.text import fold, plain


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity of the statistical model: label `ORG`, `LOC`, `PER` or `MISC`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class View:
    """An article as the concepts see it: text, foldings of the same length, sentences and entities."""

    text: str
    title: str | None = None
    published: str | None = None
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()

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
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed mention. Of overlapping candidates the longer wins, then the one of more `weight`."""

    label: Label
    start: int
    end: int
    rule: str
    value: Value
    weight: int = field(default=0)
