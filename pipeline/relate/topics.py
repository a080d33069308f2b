"""A topic: the partners and countries of one cooperation, and the stretch of the article that tells of it."""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.records import CountryValue, InstitutionValue, Mention, SpecialtyValue
from pipeline.relate.scene import Organisation, Place, Scene, days_of
from pipeline.relate.units import Unit
from pipeline.weights import Features

_FAR = 99
# Places of one thing, and dates and counts, that are looked at for a topic: the nearest.
_MOST_PLACES = 16
_CROSSED = (
    "with partner", "in scope", "same paragraph", "never in scope", "in other scope", "with country",
    "before all",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Topic:
    """Keys of partners and ISO codes of countries of a cooperation.

    `named` are the units that name a partner (a country, where no partner is named), `placed` those that
    name a country.
    """

    partners: tuple[str, ...]
    countries: tuple[str, ...]
    named: set[int] = field(default_factory=set)
    placed: set[int] = field(default_factory=set)

    def told(self) -> set[int]:
        """Return the units that name what the topic is about."""
        return self.named or self.placed


@dataclass(frozen=True, slots=True)
class Around:
    """The units that name a topic, their lines, the days of its stretch, the units that tell of it alone."""

    named: Sequence[int]
    lines: frozenset[int]
    days: Sequence[str]
    alone: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class Rivals:
    """The institutions of one side that may be a party to a cooperation.

    `told` and `hospitals` are the keys of those that a unit names with the topic, `before` the last two named
    up to its first unit (unit and key), `most` how often the hospital is named that is named most.
    """

    told: frozenset[str]
    hospitals: frozenset[str]
    before: Sequence[tuple[int, str]]
    most: int


@dataclass(slots=True, eq=False)
class Topics:
    """All topics of an article; `running[i]` are those that unit `i` tells of.

    `sides` are the features of each organisation, by key, that do not depend on the topic.
    """

    scene: Scene
    all: list[Topic]
    running: list[list[Topic]]
    sides: Mapping[str, Features]
    rivals: dict[tuple[Topic, str], Rivals] = field(default_factory=dict, init=False)
    _arounds: dict[Topic, Around] = field(default_factory=dict, init=False)
    _shared: dict[str, float] = field(default_factory=dict, init=False)
    _mentions: dict[str, list[tuple[Unit, Mention]]] | None = field(default=None, init=False)
    _naming: Counter[int] | None = field(default=None, init=False)
    _bearing: dict[str, int] | None = field(default=None, init=False)
    _spans: dict[int, list[tuple[int, int, Topic]]] = field(default_factory=dict, init=False)
    _dates: dict[tuple[Topic, int], Mapping[str, float]] = field(default_factory=dict, init=False)

    def around(self, topic: Topic) -> Around:
        """Return where in the article a topic stands, worked out once."""
        if topic not in self._arounds:
            self._arounds |= self._around_all()
        return self._arounds[topic]

    def _around_all(self) -> dict[Topic, Around]:
        """Return where every topic stands, by one walk through the dates and one through the units."""
        dates: dict[Topic, list[Place]] = defaultdict(list)
        alone: dict[Topic, list[Unit]] = defaultdict(list)
        for place in self.scene.dates:
            for topic in self.running[place[0].index]:
                dates[topic].append(place)
        for unit, running in zip(self.scene.units, self.running, strict=True):
            if len(running) == 1:
                alone[running[0]].append(unit)
        return {
            topic: Around(
                named=sorted(topic.named),
                lines=frozenset(self.scene.units[index].line for index in topic.named),
                days=days_of(dates[topic]),
                alone=alone[topic],
            )
            for topic in self.all
        }

    def shared(self, one: Organisation) -> float:
        """Return the share of the topics that an organisation is named with, worked out once."""
        if one.key not in self._shared:
            with_it = sum(not topic.named.isdisjoint(one.units) for topic in self.all)
            self._shared[one.key] = with_it / len(self.all)
        return self._shared[one.key]

    def mentions(self) -> Mapping[str, list[tuple[Unit, Mention]]]:
        """Return where each institution (key), country and specialty (code) is named, worked out once."""
        if self._mentions is None:
            self._mentions = defaultdict(list)
            for unit in self.scene.units:
                for mention in unit.mentions:
                    for name in _names_of(mention):
                        self._mentions[name].append((unit, mention))
        return self._mentions

    def of_date(self, topic: Topic, place: Place) -> Mapping[str, float]:
        """Return how a date stands to a topic (`scope_features`), worked out once for start and end."""
        key = topic, place[1].start
        if key not in self._dates:
            self._dates[key] = scope_features(self, topic, [place[0].index], [place])
        return self._dates[key]

    def near(self, topic: Topic, places: Sequence[Place]) -> Sequence[Place]:
        """Return the places nearest to where a topic is first named, all but in very long articles."""
        if len(places) <= _MOST_PLACES:
            return places
        named = self.around(topic).named
        middle = bisect_left(places, named[0] if named else 0, key=lambda place: place[0].index)
        first = max(0, min(middle - _MOST_PLACES // 2, len(places) - _MOST_PLACES))
        return places[first : first + _MOST_PLACES]

    def names_another(self, topic: Topic, index: int) -> bool:
        """Return whether a unit names another topic."""
        if self._naming is None:
            self._naming = Counter(unit for one in self.all for unit in one.named)
        return self._naming[index] > (index in topic.named)

    def spans(self, unit: Unit) -> list[tuple[int, int, Topic]]:
        """Return the spans by which a unit names partners and countries, topic by topic, found once.

        A span that is of several topics is given for the first.
        """
        if self._bearing is None:
            self._bearing = {}
            for place, topic in enumerate(self.all):
                for name in (*topic.partners, *topic.countries):
                    self._bearing.setdefault(name, place)
        if unit.index not in self._spans:
            found = []
            for mention in unit.mentions:
                of = [self._bearing[name] for name in _names_of(mention) if name in self._bearing]
                found += [(min(of), mention.start, mention.end)] if of else []
            self._spans[unit.index] = [(start, end, self.all[place]) for place, start, end in sorted(found)]
        return self._spans[unit.index]


def topics_of(
    scene: Scene, found: Iterable[tuple[Sequence[str], Sequence[str]]], sides: Mapping[str, Features]
) -> Topics:
    """Return the topics of an article from their partners and countries.

    A unit that names none of the topics goes on about those of the unit before it.
    """
    topics = [_topic(scene, partners, countries) for partners, countries in found]
    alone = {
        iso: [t for t in topics if iso in t.countries] for topic in topics for iso in topic.countries[:1]
    }
    current: list[Topic] = []
    running: list[list[Topic]] = []
    for index in range(len(scene.units)):
        here = [topic for topic in topics if index in topic.named]
        if not here:
            here = [
                topic
                for topic in topics
                if index in topic.placed and len(alone.get(topic.countries[0], ())) == 1
            ]
        current = here or current
        running.append(current)
    return Topics(scene, topics, running, sides)


def _topic(scene: Scene, partners: Sequence[str], countries: Sequence[str]) -> Topic:
    topic = Topic(tuple(partners), tuple(countries))
    for key in partners:
        topic.named |= set(scene.organisations[key].units)
    for iso in countries:
        topic.placed |= {unit.index for unit, _ in scene.countries.get(iso, ())}
    topic.placed |= {
        unit.index for unit in scene.units for town in unit.towns if town.country in topic.countries
    }
    if not partners:
        topic.named = set(topic.placed)
    return topic


def scope_features(
    topics: Topics, topic: Topic, indices: Iterable[int], places: Sequence[Place] = ()
) -> Features:
    """Return how what the units `indices` name, at `places` in them, stands to a topic."""
    scene, many = topics.scene, len(topics.all) > 1
    spans: dict[int, list[tuple[int, int]]] = {}
    for unit, mention in places:
        spans.setdefault(unit.index, []).append((mention.start, mention.end))
    around = topics.around(topic)
    f: Features = {f"topics={min(len(topics.all), 4)}": 1}
    near = _FAR
    for index in indices:
        unit, running = scene.units[index], topics.running[index]
        if index in topic.named:
            f["with partner"] = 1
        elif index in topic.placed:
            f["with country"] = 1
        if topic in running:
            f["in scope"] = 1
            if len(running) == 1:
                f["alone in scope"] = 1
        else:
            f["in other scope" if running else "before all"] = 1
        if unit.line in around.lines:
            f["same paragraph"] = 1
        if topics.names_another(topic, index):
            f["with other partner"] = 1
        if "cooperation" in unit.cues:
            f["cooperating"] = 1
        if many and index in spans:
            nearest = _nearest(topics, unit, spans[index])
            if nearest is not None:
                f["nearest here" if nearest is topic else "another nearer"] = 1
        behind = bisect_left(around.named, index)
        for named in around.named[max(0, behind - 1) : behind + 1]:
            near = min(near, abs(index - named))
        if index + 1 in topic.named:
            f["before partner"] = 1
    f["distance"] = math.log1p(near)
    if "in scope" not in f:
        f["never in scope"] = 1
    if many:
        f |= {f"many: {name}": f[name] for name in _CROSSED if name in f}
    else:
        f["single topic"] = 1
    return f


def _nearest(topics: Topics, unit: Unit, spans: Sequence[tuple[int, int]]) -> Topic | None:
    """Return the topic that the unit names nearest to one of the spans."""
    best: tuple[int, Topic] | None = None
    for start, end, topic in topics.spans(unit):
        gap = min(max(start - last, first - end, 0) for first, last in spans)
        if best is None or gap < best[0]:
            best = gap, topic
    return best[1] if best else None


def _names_of(mention: Mention) -> tuple[str, ...]:
    """Return the key of an institution, the codes of a country or a specialty."""
    match mention.value:
        case InstitutionValue(key=key):
            return (key,)
        case CountryValue(iso=isos):
            return isos
        case SpecialtyValue(codes=codes):
            return codes
    return ()
