"""The clauses of an article with their mentions, where they stand in its layout, and their cues."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.cover import Cover
from pipeline.finder import Finder
from pipeline.gazetteer import Gazetteer
from pipeline.records import Article, Extraction, Mention
from pipeline.rules import Rule
from pipeline.text import fold, low, plain

_CUT = re.compile(r"(?P<clause>\s?;\s)|\s+")
# Code points from which on a clause is cut.
_LONGEST = 3000
_ITEM = re.compile(r"\s*(?:[-•*–—·▪►>○›◦■✓]+|\d{1,2}[.)/]\s)")
_STOP = re.compile(r"[.;!?…]\s*$")
_LONGEST_HEADING = 90
_WORD = re.compile(r"[a-z]{2,}(?:-[a-z]{2,})*")


@dataclass(frozen=True, slots=True)
class Town:
    """A town outside the names of institutions, or its adjective: code points, folded name, ISO code."""

    start: int
    end: int
    name: str
    country: str


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A sentence, list item or clause with its mentions.

    `text` is `text.plain` of it, `folded` is `text.fold`; `line` counts the lines of the article before it;
    `heading` says that it fills a short line without a full stop, `item` that it begins with a bullet;
    `cues` are what the cues found in it read, `above` those of the heading or the opening of the list that
    it stands under.
    """

    index: int
    start: int
    end: int
    text: str
    folded: str
    mentions: tuple[Mention, ...]
    line: int
    heading: bool
    item: bool
    cues: frozenset[str]
    above: frozenset[str]
    towns: tuple[Town, ...] = ()

    def of(self, kind: type) -> list[Mention]:
        """Return the mentions whose value is of this kind."""
        return [mention for mention in self.mentions if isinstance(mention.value, kind)]

    def before(self, mention: Mention) -> str:
        """Return what stands before a mention, folded."""
        return self.folded[: mention.start - self.start]

    def after(self, mention: Mention) -> str:
        """Return what stands after a mention, folded."""
        return self.folded[mention.end - self.start :]


def units_of(
    article: Article, extraction: Extraction, cues: Finder[Rule], gazetteer: Gazetteer
) -> list[Unit]:
    """Return the clauses of an article; `cues` are those that are looked for anywhere in a clause."""
    units: list[Unit] = []
    mentions = extraction.mentions
    line, seen = 0, 0
    flat = plain(article.text)
    lower = low(flat)
    towns = _towns(flat, lower, mentions, gazetteer)
    above: frozenset[str] = frozenset()
    for start, end in _clauses(article.text, extraction):
        line += article.text.count("\n", seen, start)
        seen = start
        first = bisect_left(mentions, start, key=lambda mention: mention.start)
        last = bisect_left(mentions, end, key=lambda mention: mention.start)
        first_town = bisect_left(towns, start, key=lambda town: town.start)
        last_town = bisect_left(towns, end, key=lambda town: town.start)
        text, folded = flat[start:end], lower[start:end]
        found = frozenset(rule.reads for rule, _ in cues.matches(text))
        item = _ITEM.match(text) is not None
        units.append(
            Unit(
                index=len(units),
                start=start,
                end=end,
                text=text,
                folded=folded,
                mentions=mentions[first:last],
                line=line,
                heading=_is_heading(article.text, start, end),
                item=item,
                cues=found,
                above=above,
                towns=tuple(towns[first_town:last_town]),
            )
        )
        if units[-1].heading and not item:
            above = found
        elif not item and not _STOP.search(text):
            # `Sept accords sont conclus, avec`: a list follows.
            above |= found
    return units


def _towns(flat: str, lower: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Town]:
    """Return the towns of a text and their adjectives, outside its mentions of institutions and countries."""
    taken = Cover(len(flat), ((m.start, m.end) for m in mentions if m.label in ("INSTITUTION", "COUNTRY")))
    found = [Town(start, end, lower[start:end], iso) for start, end, iso in gazetteer.towns_in(flat)]
    for match in _WORD.finditer(flat.lower()):
        town = gazetteer.gentiles.get(match[0].replace("-", " "))
        if town is not None:
            isos = gazetteer.countries_of(town)[:1]
            found += [Town(match.start(), match.end(), fold(town), iso) for iso in isos]
    return sorted(
        (town for town in found if not taken.touches(town.start, town.end)), key=lambda town: town.start
    )


def _clauses(text: str, extraction: Extraction) -> Iterator[tuple[int, int]]:
    """Yield the sentences, cut behind their semicolons where no mention runs over them.

    What goes on without an end, as a table in one line, is cut between words.
    """
    named = Cover(len(text), ((mention.start, mention.end) for mention in extraction.mentions))
    for sentence in extraction.sentences:
        start = sentence.start
        for match in _CUT.finditer(text, sentence.start, sentence.end):
            cut = match.end()
            whole = match["clause"] is not None or cut - start >= _LONGEST
            inside = named.touches(cut - 1, cut) and named.touches(cut, cut + 1)
            if whole and not inside and text[start:cut].strip():
                yield start, cut
                start = cut
        if text[start : sentence.end].strip():
            yield start, sentence.end


def _is_heading(text: str, start: int, end: int) -> bool:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(start, end - 1))
    line = text[first : last if last >= 0 else len(text)].strip()
    return len(line) < _LONGEST_HEADING and line == text[start:end].strip() and not _STOP.search(line)
