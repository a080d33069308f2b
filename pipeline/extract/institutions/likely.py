"""The likeliest country of an institution whose name does not tell it, by what the article says around it.

Of the countries that an article tells of near a name, and of France, the one is taken for which most speaks,
by weights that `make train` learns from annotated articles (`rules/institutions/weights.csv`).
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.places import Evidence, Places, stretch
from pipeline.extract.view import View
from pipeline.gazetteer import OVERSEAS, Gazetteer
from pipeline.text import fold
from pipeline.weights import Features, probability

DECISIONS = ("seat",)
# Code points around a name that count as its paragraph.
_REACH = 600
# Of the countries that are told of far from a name, so many are likely: those told of most.
_MOST_TOLD = 5
_SHORTEST_WORD = 4
# `Béfelatanana`, but no sigle
_CAPITALISED = re.compile(r"(?<![\w'-])[A-Z](?=[\w'-]*[a-z])[\w'-]{2,}")
# Kinds of organisations that may be of no country.
_WORLDWIDE = frozenset(("international", "network", "ngo", "other"))
# Families among them that always are of one.
_SEATED = frozenset(
    ("care-home", "chamber", "diocese", "professional-order", "secondary-school", "service-club")
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A name whose country is sure."""

    start: int
    end: int
    country: str
    kind: str
    family: str | None


@dataclass(frozen=True)
class Surroundings:
    """What an article says of countries: its places, and the `seats` of its institutions by their offset."""

    view: View
    places: Places
    gazetteer: Gazetteer
    seats: Sequence[Seat]

    @cached_property
    def evidence(self) -> Mapping[str, Sequence[Evidence]]:
        """Return what tells of countries, by what it is, each in the order of the text."""
        return {
            "country": self.places.countries,
            "town": self.places.towns,
            "institution": [(seat.start, seat.end, seat.country) for seat in self.seats],
        }

    @cached_property
    def told(self) -> Counter[str]:
        """Return how often each country is told of."""
        return Counter(iso for found in self.evidence.values() for _, _, iso in found if iso != "ZZ")

    @cached_property
    def title(self) -> frozenset[str]:
        """Return the countries that the first line names, or towns of them."""
        end = self.view.plain.find("\n")
        return frozenset(
            iso
            for source in ("country", "town")
            for start, _, iso in self.evidence[source]
            if start < end or end < 0
        )

    def features(self, items: Sequence[Found], kind: str) -> dict[str, Features]:
        """Return each country that may be that of the organisation these names are of, with its features."""
        near = self._near(items, kind)
        told = self._told_beside(items)
        abroad = sorted((iso for iso in told if iso != "FR"), key=lambda iso: (-told[iso], iso))
        isos = {"FR", *near, *abroad[:_MOST_TOLD]}
        family = items[0].family or items[0].rule
        if kind in _WORLDWIDE and family not in _SEATED:
            isos.add("ZZ")
        own = _words(items[0]) | self._letters(items)
        named = self._named(items[0])
        if family == "ministry":
            # Territories have hospitals and associations; a ministry is that of a country.
            isos -= OVERSEAS
        found = {}
        for iso in sorted(isos):
            side = side_of(iso)
            f = self._of_article(iso, kind, family, told, abroad)
            f |= {f"{signal} {side}": 1 for signal in near.get(iso, ())}
            f |= {f"{sign} {side}": 1 for sign in own}
            if named:
                f[f"{'in' if iso in named else 'not in'} its name, {kind} {side}"] = 1
            found[iso] = f
        return found

    def _told_beside(self, items: Sequence[Found]) -> Counter[str]:
        """Return how often each country is told of outside these names (`Amis du Bénin`)."""
        inside = [iso for item in items for _, _, iso in stretch(self.places.countries, item.start, item.end)]
        return self.told - Counter(inside) if inside else self.told

    def _of_article(
        self, iso: str, kind: str, family: str, told: Counter[str], abroad: Sequence[str]
    ) -> Features:
        """Return what the article as a whole says for a country."""
        side = side_of(iso)
        f: Features = {"bias": 1, side: 1, f"{kind} {side}": 1, f"family={family} {side}": 1}
        f[f"share {side}"] = told[iso] / max(1, told.total())
        if side != "France":
            f[f"share abroad, {kind} {side}"] = told[iso] / max(1, told.total() - told["FR"])
        if [iso] == abroad[:1]:
            f |= {"most told": 1, f"most told, {kind}": 1, f"most told, family={family}": 1}
            if len(abroad) == 1:
                f |= {"alone abroad": 1, f"alone abroad, {kind}": 1}
        if self._kinds[iso, kind]:
            f[f"another {kind} {side}"] = 1
        if self._families[iso, family]:
            f[f"another of family={family} {side}"] = 1
        if iso == "FR" and not self._homes:
            f |= {"nothing else of France": 1, f"nothing else of France, {kind}": 1}
        if iso in self.title:
            f |= {f"title {side}": 1, f"title, {kind} {side}": 1}
        if self.places.dateline:
            f[f"{'dateline' if self.places.dateline == iso else 'other dateline'}, {kind} {side}"] = 1
        return f

    @cached_property
    def _kinds(self) -> Counter[tuple[str, str]]:
        return Counter((seat.country, seat.kind) for seat in self.seats)

    @cached_property
    def _families(self) -> Counter[tuple[str, str | None]]:
        return Counter((seat.country, seat.family) for seat in self.seats)

    @cached_property
    def _homes(self) -> int:
        return sum(seat.country == "FR" for seat in self.seats)

    def _near(self, items: Sequence[Found], kind: str) -> dict[str, set[str]]:
        """Return for each country what stands near the names: in their sentences, before and behind."""
        near: dict[str, set[str]] = {}

        def tell(iso: str, *signals: str) -> None:
            near.setdefault(iso, set()).update(signals)

        for item in items:
            section = self.places.section(item.start)
            if section:
                tell(section, "section")
            for iso in self.gazetteer.villages.get(fold(item.place or ""), ()):
                tell(iso, "has a town of that name")
            sentence, paragraph = self._around(item)
            for source, found in self.evidence.items():
                inside = _between(found, *sentence, item)
                for iso in inside:
                    tell(iso, f"{source} in sentence", f"{source} in sentence, {kind}")
                if len(inside) == 1:
                    tell(*inside, f"only {source} in sentence")
                if len(abroad := inside - {"FR"}) == 1:
                    tell(*abroad, f"only {source} abroad in sentence, {kind}")
                inside = _between(found, *paragraph, item)
                for iso in inside:
                    tell(iso, f"{source} in paragraph")
                if len(abroad := inside - {"FR"}) == 1:
                    tell(*abroad, f"only {source} abroad in paragraph")
                behind = bisect_left(found, item.end, key=itemgetter(0))
                if behind < len(found):
                    tell(found[behind][2], f"next {source}")
                before = bisect_right(found, item.start, key=itemgetter(1)) - 1
                if before >= 0:
                    tell(found[before][2], f"last {source}")
        return near

    def _around(self, item: Found) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return where the sentence of a name and its paragraph begin and end, no farther than they reach."""
        text = self.view.plain
        first, last = max(0, item.start - _REACH), item.end + _REACH
        start = text.rfind("\n", first, item.start) + 1 or first
        end = text.find("\n", item.end, last)
        paragraph = (start, end if end >= 0 else min(last, len(text)))
        one = self.view.sentence_at(item.start)
        sentence = (max(one.start, first), min(one.end, last)) if one else (item.start, item.end)
        return sentence, paragraph

    def _letters(self, items: Sequence[Found]) -> frozenset[str]:
        """Return three letters each of the capitalised words of the names: they tell of their language."""
        words = {
            f"^{fold(word)}$"
            for item in items
            for word in _CAPITALISED.findall(self.view.plain, item.start, item.end)
        }
        return frozenset(f"letters={word[n : n + 3]}" for word in words for n in range(len(word) - 2))

    def _named(self, item: Found) -> frozenset[str]:
        """Return the countries that the capitals of a name are the names of."""
        words = re.split(r"[\s'’-]+", item.name)
        found = {self.gazetteer.country_of(word) for word in words if word[:1].isupper()}
        return frozenset(iso for iso in found if iso)


def likeliest(found: Mapping[str, Features], weights: Mapping[str, float]) -> str:
    """Return the country for which most speaks; of two, France, else the first by code."""
    return max(sorted(found), key=lambda iso: (round(probability(weights, found[iso]), 6), iso == "FR"))


def side_of(iso: str) -> str:
    """Return what a country is to France."""
    return {"FR": "France", "ZZ": "world"}.get(iso) or ("overseas" if iso in OVERSEAS else "abroad")


def _words(item: Found) -> frozenset[str]:
    """Return the words of a name that tell of its country: the first of them, and the long ones."""
    words = re.findall(r"[a-z]+", fold(item.name))
    return frozenset(
        f"word={word}" for place, word in enumerate(words) if not place or len(word) >= _SHORTEST_WORD
    )


def _between(found: Sequence[Evidence], start: int, end: int, item: Found) -> set[str]:
    """Return the countries told of between two offsets, outside a name."""
    return {iso for a, _, iso in stretch(found, start, end) if not item.start <= a < item.end}
