"""What an article says of places: the evidence for the countries of its institutions."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from pipeline.cover import Cover
from pipeline.extract.institutions.found import Found
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold

_CATALOGUE = re.compile(
    r"(?:^|\n)[ \t•◦>*-]*([A-Z][^\n:.()]{2,40}?)\s?(?:\([^)\n]*\)\s?)?(?:[:.](?=\s)|(?=\n))"
)
_DATELINE = re.compile(r"(?:^|\n)\s*([A-Z][\w'-]+(?:[ -][A-Z][\w'-]+)*)(?=\s?(?:[,.-]|\(|:))")
_HEAD_LENGTH = 600
_MOST = 0.7


Evidence = tuple[int, int, str]


@dataclass(frozen=True)
class Places:
    """What an article says of places.

    Countries and foreign towns at their offsets, in the order of the text; the stretches that stand under
    a line beginning with a country; the country of the dateline (`Dakar, 12 mars`); the countries of the
    institutions that the vocabulary knows, with repetitions.
    """

    countries: Sequence[Evidence]
    towns: Sequence[Evidence] = ()
    sections: Sequence[Evidence] = ()
    dateline: str | None = None
    known: Sequence[str] = ()

    @cached_property
    def abroad(self) -> str | None:
        """Return the foreign country that most of what the article names abroad lies in."""
        first = self.elsewhere
        total = self._all.total() - self._all["FR"]
        return first if first and self._all[first] >= _MOST * total else None

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(iso for _, _, iso in self.countries)

    def named(self, iso: str) -> int:
        """Return how often the article names a country."""
        return self._counts[iso]

    @cached_property
    def _all(self) -> Counter[str]:
        """How often each country is told of: by its name, a town of it or an institution in it."""
        counts = Counter(iso for iso in self.known if iso != "ZZ")
        counts.update(iso for _, _, iso in (*self.countries, *self.towns))
        return counts

    def likeliest(self, isos: Collection[str]) -> str | None:
        """Return the one of these countries that the article tells of most, or None for none of them."""
        best = max(isos, key=lambda iso: self._all[iso], default=None)
        return best if best and self._all[best] else None

    @property
    def elsewhere(self) -> str | None:
        """Return the foreign country that the article tells of most, if any."""
        return self.likeliest([iso for iso in self._all if iso != "FR"])

    def section(self, offset: int) -> str | None:
        """Return the country under whose heading `offset` stands."""
        place = bisect_right(self.sections, offset, key=itemgetter(0)) - 1
        if place < 0 or offset >= self.sections[place][1]:
            return None
        return self.sections[place][2]

    def names(self, view: View, start: int, end: int) -> list[str]:
        """Return the towns named between two offsets, as they are written."""
        return [view.text[a:b] for a, b, _ in stretch(self.towns, start, end)]

    def one_abroad(self, start: int, end: int) -> str | None:
        """Return the one foreign country named between two offsets, else the country of the foreign towns."""
        for evidence in (self.countries, self.towns):
            found = {iso for _, _, iso in stretch(evidence, start, end)} - {"FR"}
            if len(found) == 1:
                return found.pop()
        return None


def stretch(evidence: Sequence[Evidence], start: int, end: int) -> Sequence[Evidence]:
    """Return what begins between two offsets; `evidence` is in the order of the text."""
    first = bisect_left(evidence, start, key=itemgetter(0))
    return evidence[first : bisect_left(evidence, end, key=itemgetter(0))]


def sections(view: View, gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    """Return the stretches that stand under a line beginning with a country (`Cambodge : …`)."""
    heads: list[tuple[int, str | None, bool]] = []
    for match in _CATALOGUE.finditer(view.plain):
        # `Espagne - Madrid : …` is about Spain.
        isos = gazetteer.names.get(fold(re.split(r" ?[-,/] ", match[1])[0].strip()), ())
        end = view.plain.find("\n", match.start(1))
        line = view.plain[match.start(1) : end if end >= 0 else len(view.plain)]
        heads.append((match.start(1), isos[0] if len(isos) == 1 else None, _is_alone(line)))
    stretches = []
    for k, (start, iso, alone) in enumerate(heads):
        if iso is None:
            continue
        # What stands under a heading in capitals ends with the next one, not with a line of its own text.
        further = [place for place, other, shouts in heads[k + 1 :] if other or shouts or not alone]
        end = further[0] if further else len(view.plain)
        # A section that begins within a line ends at a blank line too.
        blank = -1 if alone else view.text.find("\n\n", start, end)
        stretches.append((start, blank if 0 <= blank < end else end, iso))
    # `Moldavie : le camion part` heads no section where it is the title, and no other country has one.
    if len(stretches) == 1 and not view.plain[: stretches[0][0]].strip():
        return []
    return stretches


def _is_alone(line: str) -> bool:
    return line.strip().rstrip(":. ").isupper()


def towns(view: View, found: Sequence[Found], gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    """Return the towns that stand outside the names of institutions, with their country."""
    taken = Cover(len(view.text), ((item.start, item.end) for item in found))
    return [town for town in gazetteer.towns_in(view.plain) if not taken.touches(town[0], town[0] + 1)]


def dateline(view: View, gazetteer: Gazetteer) -> str | None:
    """Return the country of the foreign town that opens one of the first lines (`DAKAR, 12 mars –`)."""
    for match in _DATELINE.finditer(view.plain, 0, _HEAD_LENGTH):
        countries = gazetteer.places.get(fold(match[1]), ())
        if len(countries) == 1:
            return None if countries[0] == "FR" else countries[0]
    return None
