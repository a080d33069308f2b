"""Labelled examples of every decision of relating, from annotated articles and what was extracted of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pipeline.brat import GoldArticle
from pipeline.evaluate.cooperations import agreement
from pipeline.evaluate.predicted import align
from pipeline.records import Article, CountValue, Extraction, InstitutionValue
from pipeline.relate import Relations, Weighed
from pipeline.relate.alone import country_features
from pipeline.relate.catalogue import catalogue
from pipeline.relate.facts import bound_of, count_features, date_features, specialty_features
from pipeline.relate.pairs import pair_features
from pipeline.relate.scene import Scene, scene_of
from pipeline.relate.sides import part_features, sides_of
from pipeline.relate.topics import Topic, Topics, topics_of
from pipeline.relate.travel import travel_features
from pipeline.text import name_key
from pipeline.train.labelled import Examples

Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated article with what was extracted of it."""

    gold: GoldArticle
    article: Article
    extraction: Extraction


def canonical_names(one: Annotated) -> dict[str, str]:
    """Return key of an extracted institution → the annotation's name of it, else its own; by `name_key`."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, str] = {}
    offsets = align(one.gold.text, one.article.text)
    named = [m for m in one.gold.mentions if m.label == "INSTITUTION"]
    for mention in one.extraction.mentions:
        if isinstance(mention.value, InstitutionValue):
            names.setdefault(mention.value.key, name_key(mention.value.name))
            start, end = offsets.get(mention.start), offsets.get(mention.end - 1)
            if start is not None and end is not None:
                canon = next((g.canon for g in named if start < g.end and g.start < end + 1), None)
                if canon is not None:
                    votes[mention.value.key][name_key(canon)] += 1
    return names | {key: counts.most_common(1)[0][0] for key, counts in votes.items()}


def examples_of(one: Annotated, relations: Relations) -> Examples:
    """Return the examples of all decisions but `record` that annotations give; none of a catalogue."""
    found = Examples()
    scene = scene_of(one.article, one.extraction, relations.cues.clause, relations.gazetteer)
    if catalogue(scene):
        return found
    features = sides_of(scene, relations.cues)
    names = canonical_names(one)
    sides = [_keys(names, record, "partner") for record in one.gold.cooperations]
    partners = set[str]().union(*sides)
    for organisation in scene.organisations.values():
        if organisation.side != "home":
            found.add("partner", features[organisation.key], organisation.key in partners)
    for a, b in combinations([o for o in scene.organisations.values() if o.key in partners], 2):
        together = any({a.key, b.key} <= keys for keys in sides)
        found.add("together", pair_features(scene, a, b), together)
    order = list(scene.organisations)
    topics = topics_of(
        scene,
        [
            (sorted(keys, key=order.index), tuple(record.get("countries") or ()))
            for record, keys in zip(one.gold.cooperations, sides, strict=True)
        ],
        features,
    )
    _countries(found, scene, topics.all)
    for topic, record in zip(topics.all, one.gold.cooperations, strict=True):
        found.extend(_facts(topics, topic, record, names, relations))
    return found


def examples_told(one: Annotated, told: Sequence[Weighed], relations: Relations) -> Examples:
    """Return the examples that cooperations give as they are told, rightly or not, by weights.

    What is asked of the annotated partners alone is learned for partners that are never missed: a topic that
    lacks one, or has one too many, is answered by the annotated cooperation that it agrees with most.
    """
    found = Examples()
    names = canonical_names(one)
    right, pairs = agreement(one.gold, [weighed.cooperation for weighed in told], names)
    for place, weighed in enumerate(told):
        found.add("record", weighed.features, place in right)
    for gold, place in pairs:
        topics, topic = told[place].topics, told[place].topic
        found.extend(_facts(topics, topic, one.gold.cooperations[gold], names, relations))
    return found


def _keys(names: Mapping[str, str], record: Gold, side: str) -> set[str]:
    wanted = {name_key(name) for name in record.get(side) or ()}
    return {key for key, name in names.items() if name in wanted}


def _facts(
    topics: Topics, topic: Topic, record: Gold, names: Mapping[str, str], relations: Relations
) -> Examples:
    """Return what an annotated cooperation answers of a topic: home side, funders, what, when, how many."""
    found = Examples()
    homes, funders = _keys(names, record, "home"), _keys(names, record, "funders")
    for organisation in topics.scene.organisations.values():
        told = part_features(topics, topic, organisation)
        key = organisation.key
        if key not in topic.partners and (organisation.side != "abroad" or key in homes):
            found.add("home", told, key in homes)
        found.add("funder", told, key in funders)
    for code in topics.scene.specialties:
        is_told = code in (record.get("specialties") or ())
        found.add("specialty", specialty_features(topics, topic, code), is_told)
    _dates(found, topics, topic, record, relations)
    _counts(found, topics, topic, record, relations)
    return found


def _countries(found: Examples, scene: Scene, topics: Sequence[Topic]) -> None:
    named = [topic for topic in topics if topic.partners]
    covered = {iso for topic in named for iso in topic.countries}
    alone = {iso for topic in topics if not topic.partners for iso in topic.countries}
    for iso in scene.countries:
        if iso in alone or (iso not in ("FR", scene.home) and iso not in covered):
            found.add("country", country_features(scene, iso, named), iso in alone)


def _dates(found: Examples, topics: Topics, topic: Topic, record: Gold, relations: Relations) -> None:
    for place in topics.scene.dates:
        for bound in ("start", "end"):
            features = date_features(topics, topic, place, bound, relations.cues)
            told = record.get(bound)
            found.add(bound, features, bool(told) and str(told)[:7] == bound_of(place[1], bound)[:7])


def _counts(found: Examples, topics: Topics, topic: Topic, record: Gold, relations: Relations) -> None:
    ways: dict[tuple[object, ...], str | None] = {}
    for people in record.get("participants") or ():
        ways.setdefault((people.get("min"), people.get("max"), people.get("role")), people.get("direction"))
    for place in topics.scene.counts:
        value = place[1].value
        assert isinstance(value, CountValue)
        people = (value.min, value.max, value.role)
        found.add("count", count_features(topics, topic, place, relations.cues), people in ways)
        if people in ways:
            features = travel_features(topics, topic, place, relations.cues)
            for way in ("inbound", "outbound"):
                found.add(way, features, ways[people] == way)
