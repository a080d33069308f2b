"""Relates the mentions of an article into cooperations with evidence.

A catalogue is read by its layout. In prose, what belongs together is decided by weighed features: which
institutions are partners (`prose`), which are the home side and who pays (`sides`), which specialties,
dates and people are theirs (`facts`). The weights are learned from `corpus/` by `make train`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.gazetteer import Gazetteer
from pipeline.records import (
    Article,
    Cooperation,
    CountryValue,
    CountValue,
    Extraction,
    InstitutionValue,
    Mention,
    SpecialtyValue,
)
from pipeline.relate.catalogue import Entry, catalogue, first_home, home_of
from pipeline.relate.cues import Cues, load_cues
from pipeline.relate.facts import (
    bound_of,
    count_features,
    date_features,
    record_features,
    specialty_features,
)
from pipeline.relate.prose import told
from pipeline.relate.scene import Organisation, Place, Scene, publisher_as_home, scene_of, speaks_of_france
from pipeline.relate.sides import part_features, sides_of
from pipeline.relate.status import is_denied, status_of
from pipeline.relate.topics import Topic, Topics
from pipeline.relate.travel import travel_features
from pipeline.weights import Features, Weights, load_weights, probability

DECISIONS = (
    "partner", "together", "country", "home", "funder", "specialty", "start", "end", "count", "inbound",
    "outbound", "record",
)  # fmt: skip
# Probabilities from which on a fact counts: chosen on the annotated articles by held-out scores.
HOME, LAST_HOME = 0.4, 0.15
FUNDER = 0.3
SPECIALTY = 0.45
START, END = 0.3, 0.15
COUNT = 0.45
RECORD = 0.4
# The confidence of an entry of a catalogue, of which the layout leaves little doubt.
_ENTRY = 0.9
# Clauses up to which an entry of a catalogue is a list, and from which on it is prose.
_LONGEST_ENTRY = 5


@dataclass(frozen=True, slots=True)
class Relations:
    """All that relating needs: cues, the weights of its decisions, towns and their adjectives."""

    cues: Cues
    weights: Weights
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class Weighed:
    """A cooperation that may be told, its topic among all topics, and what speaks for the record."""

    cooperation: Cooperation
    topics: Topics
    topic: Topic
    features: Features


def load(folder: Path, gazetteer: Gazetteer) -> Relations:
    """Load `relations/` below `folder`; raises RuleError."""
    return Relations(load_cues(folder), load_weights(folder / "relations", DECISIONS), gazetteer)


def relate(article: Article, extraction: Extraction, relations: Relations) -> list[Cooperation]:
    """Return the cooperations that the article reports, in the order of the text."""
    scene = scene_of(article, extraction, relations.cues.clause, relations.gazetteer)
    entries = catalogue(scene)
    if entries:
        topics = _entries(scene, entries, relations.cues)
        return [listed(topics, entry, relations) for entry in entries]
    found = [one.cooperation for one in weighed(scene, relations)]
    return [one for one in found if one.confidence >= RECORD]


def weighed(scene: Scene, relations: Relations) -> list[Weighed]:
    """Return every cooperation of an article in prose that may be told."""
    if not speaks_of_france(scene):
        return []
    topics, sure = told(scene, sides_of(scene, relations.cues), relations.weights)
    found = []
    for topic in topics.all:
        if is_denied(scene, topic):
            continue
        one, homes = _weigh(topics, topic, relations)
        known = [sure[key] for key in topic.partners] or [sure[iso] for iso in topic.countries]
        numbers = (len(one.specialties), len(one.participants), int(one.start is not None))
        features = record_features(topics, topic, known, homes, numbers)
        p = probability(relations.weights["record"], features)
        found.append(Weighed(replace(one, confidence=round(p, 2)), topics, topic, features))
    return found


def _weigh(topics: Topics, topic: Topic, relations: Relations) -> tuple[Cooperation, list[float]]:
    """Return the cooperation of a topic, and the probabilities of its home sides."""
    scene = topics.scene
    homes, funders = _parts(topics, topic, relations, tuple(scene.organisations.values()))
    best = max(homes.values(), default=0.0)
    # Where nothing is sure, the likeliest home side stands for all.
    bar = HOME if best >= HOME else max(best, LAST_HOME)
    weights = relations.weights
    specialties = [
        code
        for code in scene.specialties
        if probability(weights["specialty"], specialty_features(topics, topic, code)) >= SPECIALTY
    ]
    near = topics.near(topic, scene.dates)
    start, end = (_bound(topics, topic, bound, relations, near) for bound in ("start", "end"))
    people = [
        (place[1], _way(topics, topic, place, relations))
        for place in topics.near(topic, scene.counts)
        if probability(weights["count"], count_features(topics, topic, place, relations.cues)) >= COUNT
    ]
    one = Cooperation(
        home=tuple(key for key, p in homes.items() if p >= bar) or publisher_as_home(scene),
        partner=topic.partners,
        countries=topic.countries,
        specialties=tuple(specialties),
        start=bound_of(start, "start") if start else None,
        end=bound_of(end, "end") if end else None,
        funders=tuple(funders),
        participants=tuple(people),
    )
    one = replace(one, status=status_of(topics, topic, one))
    return replace(one, evidence=_evidence(topics, topic, one, start, end)), list(homes.values())


def _parts(
    topics: Topics, topic: Topic, relations: Relations, among: Iterable[Organisation]
) -> tuple[dict[str, float], list[str]]:
    """Return the probability of every institution that may be the home side, and the funders."""
    homes: dict[str, float] = {}
    funders = []
    for one in among:
        features = part_features(topics, topic, one)
        if one.key not in topic.partners and one.side != "abroad":
            homes[one.key] = probability(relations.weights["home"], features)
        if probability(relations.weights["funder"], features) >= FUNDER:
            funders.append(one.key)
    return homes, funders


def _bound(
    topics: Topics, topic: Topic, bound: str, relations: Relations, among: Iterable[Place]
) -> Mention | None:
    """Return the likeliest date of the start or the end of a cooperation."""
    bar = START if bound == "start" else END
    best: tuple[float, Mention] | None = None
    for place in among:
        features = date_features(topics, topic, place, bound, relations.cues)
        p = probability(relations.weights[bound], features)
        if p >= bar and (best is None or p > best[0]):
            best = p, place[1]
    return best[1] if best else None


def _way(topics: Topics, topic: Topic, place: Place, relations: Relations) -> str | None:
    """Return whether people come to France or leave it; None where neither is the likeliest."""
    features = travel_features(topics, topic, place, relations.cues)
    inbound = probability(relations.weights["inbound"], features)
    outbound = probability(relations.weights["outbound"], features)
    neither = 1 - inbound - outbound
    if inbound > max(outbound, neither):
        return "inbound"
    return "outbound" if outbound > max(inbound, neither) else None


def _entries(scene: Scene, entries: Sequence[Entry], cues: Cues) -> Topics:
    """Return the topics of a catalogue: each is told of in its own lines."""
    topics = [entry.topic for entry in entries]
    running = [[topic for topic in topics if unit.index in topic.named] for unit in scene.units]
    return Topics(scene, topics, running, sides_of(scene, cues))


def listed(topics: Topics, entry: Entry, relations: Relations) -> Cooperation:
    """Return the cooperation of an entry of a catalogue.

    Everything that a line names belongs to its entry; a section of several sentences is weighed as prose,
    and so is a country alone.
    """
    scene, topic = topics.scene, entry.topic
    own = set(entry.mentions)
    bare = all(isinstance(m.value, CountryValue) for m in own)
    if bare or len(topic.named) > _LONGEST_ENTRY:
        one, _ = _weigh(topics, topic, relations)
        return replace(one, home=one.home or tuple(first_home(scene)), confidence=_ENTRY)
    named = {m.value.key for m in own if isinstance(m.value, InstitutionValue)}
    _, funders = _parts(
        topics, topic, relations, (one for key, one in scene.organisations.items() if key in named)
    )
    dates = [place for place in scene.dates if place[1] in own]
    start, end = (_bound(topics, topic, bound, relations, dates) for bound in ("start", "end"))
    codes = [c for m in entry.mentions if isinstance(m.value, SpecialtyValue) for c in m.value.codes]
    people = [
        (mention, _way(topics, topic, (unit, mention), relations))
        for unit, mention in scene.counts
        if mention in own and isinstance(mention.value, CountValue) and mention.value.role != "population"
    ]
    home = entry.home
    if home is None:
        home = tuple(home_of(scene, entry.mentions) or first_home(scene)) or publisher_as_home(scene)
    one = Cooperation(
        home=tuple(key for key in home if key not in topic.partners),
        partner=topic.partners,
        countries=topic.countries,
        specialties=tuple(dict.fromkeys(codes)),
        start=bound_of(start, "start") if start else None,
        end=bound_of(end, "end") if end else None,
        funders=tuple(funders),
        participants=tuple(people),
        confidence=_ENTRY,
    )
    one = replace(one, status=status_of(topics, topic, one))
    return replace(one, evidence=tuple(sorted(own, key=lambda m: (m.start, m.end, m.label))))


def _evidence(topics: Topics, topic: Topic, one: Cooperation, *dates: Mention | None) -> tuple[Mention, ...]:
    """Return the mentions that a cooperation rests on: those of its topic's stretch, else all."""
    people = [mention for mention, _ in one.participants]
    found = [mention for mention in (*dates, *people) if mention is not None]
    for name in (*one.home, *one.partner, *one.funders, *one.countries, *one.specialties):
        places = topics.mentions().get(name, ())
        within = [mention for unit, mention in places if topic in topics.running[unit.index]]
        found += within or [mention for _, mention in places]
    # No two mentions of a label stand at one place.
    chosen = {(m.start, m.end, m.label): m for m in found}
    return tuple(mention for _, mention in sorted(chosen.items()))
