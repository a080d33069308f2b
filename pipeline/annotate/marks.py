"""An annotated article as annotation tools show it: spans with attributes, and arcs between them.

A cooperation is a span COOPERATION, with an arc to a mention of each thing that it says. What no mention of
the article says (an institution that is not named, a start that is only implied) is an attribute of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.brat import VALUE_KEYS, GoldArticle, GoldMention
from pipeline.errors import GoldError

COOPERATION = "COOPERATION"
CANON = "canon"
MISSING = "-"


class Role(NamedTuple):
    """What an arc of that role adds to a cooperation: to which field, and from mentions of which labels."""

    field: str
    labels: tuple[str, ...]
    direction: str = ""


ROLES: Mapping[str, Role] = {
    "home": Role("home", ("INSTITUTION",)),
    "partner": Role("partner", ("INSTITUTION",)),
    "country": Role("countries", ("COUNTRY", "INSTITUTION")),
    "specialty": Role("specialties", ("SPECIALTY",)),
    "start": Role("start", ("DATE",)),
    "end": Role("end", ("DATE",)),
    "funder": Role("funders", ("INSTITUTION",)),
    "inbound": Role("participants", ("COUNT",), "inbound"),
    "outbound": Role("participants", ("COUNT",), "outbound"),
    "people": Role("participants", ("COUNT",), MISSING),
}
# The fields of a cooperation in the order in which gold has them.
FIELDS = ("home", "partner", "countries", "specialties", "start", "end", "funders", "participants")
SINGLE = ("start", "end")
# The attributes that a span of each label may have.
KEYS: Mapping[str, tuple[str, ...]] = {
    **VALUE_KEYS,
    "INSTITUTION": (CANON, *VALUE_KEYS["INSTITUTION"]),
    COOPERATION: FIELDS,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A span with the values of its attributes, none of which is `-`; `place` says where a file has it."""

    key: str
    label: str
    start: int
    end: int
    attributes: Mapping[str, tuple[str, ...]]
    place: str = ""

    def value(self, key: str) -> str:
        """Return the value of an attribute that has one at most, "" where it has none."""
        return next(iter(self.attributes.get(key, ())), "")


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc from a cooperation to a mention, by their keys."""

    source: str
    target: str
    role: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """An article with what is marked in it; the order of spans and arcs is that of what they say."""

    name: str
    text: str
    spans: tuple[Span, ...]
    arcs: tuple[Arc, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""


def mark(article: GoldArticle) -> Marked:
    """Return a gold article as spans and arcs. Raises GoldError where there are no words to mark."""
    mentions = [
        Span(f"m{number}", m.label, m.start, m.end, _attributes(m))
        for number, m in enumerate(article.mentions, start=1)
    ]
    cooperations: list[Span] = []
    arcs: list[Arc] = []
    taken: set[tuple[int, int]] = set()
    for number, record in enumerate(article.cooperations, start=1):
        items = {name: _items(record, name) for name in FIELDS}
        key, told = f"c{number}", _told_by(items, mentions)
        for start, end in _anchors(article.text, told, mentions):
            if (start, end) not in taken:
                break
        else:
            raise GoldError(f"{article.name}: has fewer words than cooperations, so that none can be marked")
        taken.add((start, end))
        left = {}
        for name in FIELDS:
            found, rest = _linked(name, items[name], mentions, start)
            arcs += [Arc(key, target, role) for role, target in found]
            if rest:
                left[name] = tuple(rest)
        cooperations.append(Span(key, COOPERATION, start, end, left))
    return Marked(article.name, article.text, (*mentions, *cooperations), tuple(arcs), article.meta)


def unmark(marked: Marked) -> GoldArticle:
    """Return the gold article of spans and arcs in which `problems` of `check` finds none."""
    by_key = {span.key: span for span in marked.spans}
    mentions = [
        GoldMention(
            span.label,
            span.start,
            span.end,
            marked.text[span.start : span.end],
            {key: span.value(key) for key in VALUE_KEYS[span.label] if span.value(key)},
            span.value(CANON),
        )
        for span in marked.spans
        if span.label != COOPERATION
    ]
    mentions.sort(key=lambda m: (m.start, -m.end))
    records = [
        _record(facts(span, marked.arcs, by_key)) for span in marked.spans if span.label == COOPERATION
    ]
    return GoldArticle(marked.name, marked.text, tuple(mentions), tuple(records), dict(marked.meta))


def facts(cooperation: Span, arcs: Sequence[Arc], by_key: Mapping[str, Span]) -> dict[str, list[str]]:
    """Return what a cooperation says in each field: what its arcs do, then what its attributes do."""
    said: dict[str, list[str]] = {name: [] for name in FIELDS}
    for arc in arcs:
        if arc.source == cooperation.key:
            into = said[ROLES[arc.role].field]
            for item in offers(arc.role, by_key[arc.target]):
                # Several mentions of one thing say it once; two counts of as many people are two.
                if ROLES[arc.role].direction or item not in into:
                    into.append(item)
    for name in FIELDS:
        said[name] += cooperation.attributes.get(name, ())
    return said


def offers(role: str, span: Span) -> tuple[str, ...]:
    """Return what an arc of a role to that mention says, as the items of its field are written."""
    match ROLES[role].field, span.label:
        case "countries", label:
            codes = span.value("iso" if label == "COUNTRY" else "country").split(",")
            return tuple(iso for iso in codes if iso not in ("", "FR", "ZZ"))
        case "specialties", _:
            return tuple(code for code in span.value("code").split(",") if code)
        case (("start" | "end"), _):
            first, _, last = span.value("value").partition("/")
            bound = last or first if role == "end" else first
            return (bound,) if bound.strip(".") else ()
        case "participants", _:
            bounds = [span.value(key) or MISSING for key in ("min", "max", "role")]
            return (",".join([*bounds, ROLES[role].direction]),)
    return (span.value(CANON),) if span.value(CANON) else ()


def _attributes(mention: GoldMention) -> dict[str, tuple[str, ...]]:
    stated = {CANON: mention.canon, **mention.attributes}
    return {key: (value,) for key, value in stated.items() if value not in ("", MISSING)}


def _items(record: Mapping[str, Any], name: str) -> list[str]:
    """Return a field of a gold cooperation as items of text."""
    found = record.get(name)
    if found is None:
        return []
    if name in SINGLE:
        return [found]
    if name != "participants":
        return list(found)
    keys = ("min", "max", "role", "direction")
    return [",".join(MISSING if one[key] is None else str(one[key]) for key in keys) for one in found]


def _record(said: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    record: dict[str, Any] = {name: list(items) for name, items in said.items()}
    for name in SINGLE:
        record[name] = next(iter(said[name]), None)
    record["participants"] = []
    for one in said["participants"]:
        low, high, role, direction = one.split(",")
        bounds = {"min": _number(low), "max": _number(high)}
        record["participants"].append({**bounds, "role": role, "direction": direction})
    return record


def _number(text: str) -> int | None:
    return None if text == MISSING else int(text)


def _told_by(items: Mapping[str, Sequence[str]], mentions: Sequence[Span]) -> list[Span]:
    """Return the mentions of what a cooperation says, those that tell most of which it is first."""
    return [
        span
        for role in ("partner", "country", "home")
        for span in mentions
        if span.label in ROLES[role].labels and set(offers(role, span)) & set(items[ROLES[role].field])
    ]


def _anchors(text: str, told: Sequence[Span], mentions: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Return stretches that can carry the mark of a cooperation, the best first.

    A stretch carries one cooperation only: doccano cannot tell apart two equal marks on the same words.
    """
    yield from ((span.start, span.end) for span in (*told, *mentions))
    words = [match.span() for match in re.finditer(r"\S+", text)]
    yield from words
    for first, (start, _) in enumerate(words):
        yield from ((start, end) for _, end in words[first + 1 :])


def _linked(
    name: str, items: Sequence[str], mentions: Sequence[Span], near: int
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the arcs (role, key of a mention) that say the items of a field, and the items that are left.

    The order of items is kept: after the first that no mention says, all are left. Of several mentions that
    say the same, the one that stands nearest to the mark of the cooperation is taken.
    """
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(items):
        for role, span in _candidates(name, mentions, near):
            said = list(offers(role, span))
            again = not ROLES[role].direction and set(said) & set(items[:at])
            if said and said == items[at : at + len(said)] and not again and (role, span.key) not in found:
                found.append((role, span.key))
                at += len(said)
                break
        else:
            break
    return found, list(items[at:])


def _candidates(name: str, mentions: Sequence[Span], near: int) -> Iterator[tuple[str, Span]]:
    for role, about in ROLES.items():
        if about.field == name:
            fitting = [span for span in mentions if span.label in about.labels]
            fitting.sort(key=lambda span: (about.labels.index(span.label), abs(span.start - near)))
            yield from ((role, span) for span in fitting)
