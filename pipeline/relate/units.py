"""The sentences of an article with their mentions, and questions about them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.records import Article, CountryValue, Extraction, InstitutionValue, Mention
from pipeline.rules import Rule
from pipeline.text import plain


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item or clause with its mentions; `text` is `text.plain` of it."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]

    def of(self, kind: type) -> list[Mention]:
        """Return the mentions whose value is of this kind."""
        return [mention for mention in self.mentions if isinstance(mention.value, kind)]

    def part(self, start: int, end: int) -> "Unit":
        """Return the clause from `start` to `end`, offsets into the article."""
        inside = tuple(m for m in self.mentions if start <= m.start < end)
        return Unit(start, end, self.text[start - self.start : end - self.start], inside)


def units_of(article: Article, extraction: Extraction) -> list[Unit]:
    """Return the sentences of an article as units."""
    units = []
    mentions = extraction.mentions
    for sentence in extraction.sentences:
        first = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
        last = bisect_left(mentions, sentence.end, key=lambda mention: mention.start)
        text = plain(article.text[sentence.start : sentence.end])
        units.append(Unit(sentence.start, sentence.end, text, mentions[first:last]))
    return units


def institutions(units: Iterable[Unit]) -> list[InstitutionValue]:
    """Return the institutions that the units mention, in the order of the text, with repetitions."""
    return [m.value for unit in units for m in unit.mentions if isinstance(m.value, InstitutionValue)]


def countries(units: Iterable[Unit]) -> list[str]:
    """Return the codes of the countries that the units mention, in the order of the text."""
    return [
        iso
        for unit in units
        for m in unit.mentions
        if isinstance(m.value, CountryValue)
        for iso in m.value.iso
    ]


def about(unit: Unit, isos: Iterable[str], keys: Sequence[str]) -> bool:
    """Return whether a unit mentions one of these countries or institutions."""
    return bool(set(isos) & set(countries([unit]))) or any(v.key in keys for v in institutions([unit]))


def has_cue(cues: Sequence[Rule], reads: str, text: str) -> bool:
    """Return whether a cue of this kind stands in `text.plain` of a stretch."""
    return any(
        rule.reads == reads and rule.pattern is not None and rule.pattern.search(text) for rule in cues
    )
