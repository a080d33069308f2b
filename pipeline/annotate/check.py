"""What is wrong with annotations that come back from a tool: each problem in a line, with its remedy."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from edtf import EDTFParseException, parse_edtf

from pipeline.annotate.marks import CANON, COOPERATION, KEYS, ROLES, SINGLE, Arc, Marked, Span, facts
from pipeline.countries import ALPHA3
from pipeline.records import KINDS
from pipeline.records import ROLES as PEOPLE
from pipeline.tables import columns as c

# Attributes with closed values, which tools offer as a choice.
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("INSTITUTION", "kind"): KINDS,
    ("DATE", "type"): c.TIMEX_TYPE.values or (),
    ("DATE", "mod"): c.DATE_MOD.values or (),
    ("COUNT", "mod"): c.COUNT_MOD.values or (),
    ("COUNT", "role"): PEOPLE,
}
# What a mention says nothing without.
REQUIRED = {
    "INSTITUTION": (CANON, "kind"),
    "COUNTRY": ("iso",),
    "SPECIALTY": ("code",),
    "DATE": ("type",),
    "COUNT": ("role",),
}
# A count and the specialist or the demonym that it counts are two mentions; nothing else overlaps.
_MAY_OVERLAP = ({"COUNT", "SPECIALTY"}, {"COUNT", "COUNTRY"})
_PLAIN_DATE = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1\d|2[0-8]))?)?", re.ASCII)
_LENGTH = r"P(?!$|/)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?"
_DURATION = re.compile(f"{_LENGTH}(?:/{_LENGTH})?", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_FILE_NAME = re.compile(r"(?!\.)[^/\\:*?\"<>|\x00-\x1f\x7f]{1,200}")


def problems(marked: Marked, codes: frozenset[str]) -> list[str]:
    """Return what keeps an article from being gold; `codes` are those of specialties."""
    if not _FILE_NAME.fullmatch(marked.name):
        return [f"{marked.place}: name {marked.name!r} cannot be that of a file; do not change names"]
    found = [problem for span in marked.spans for problem in _span(marked, span, codes)]
    found += _overlaps(marked)
    by_key = {span.key: span for span in marked.spans}
    arcs = [problem for arc in marked.arcs for problem in _arc(arc, by_key)]
    if found or arcs:
        return found + arcs
    cooperations = [span for span in marked.spans if span.label == COOPERATION]
    return [problem for span in cooperations for problem in _cooperation(marked, span, by_key, codes)]


def shown(marked: Marked, span: Span) -> str:
    """Return a span as messages name it: its place in the file, its label and its words."""
    words = " ".join(marked.text[span.start : span.end].split())
    return f"{span.place}: {span.label} {words!r} at {span.start}–{span.end}"


def _span(marked: Marked, span: Span, codes: frozenset[str]) -> Iterator[str]:
    told = shown(marked, span)
    if span.label not in KEYS:
        yield f"{told}: label is not known; labels are {', '.join(KEYS)}"
        return
    if not 0 <= span.start < span.end <= len(marked.text):
        yield f"{told}: is outside of the text of {len(marked.text)} characters; mark the words again"
        return
    if marked.text[span.start].isspace() or marked.text[span.end - 1].isspace():
        yield f"{told}: begins or ends with white space; mark the words alone"
    for key, values in span.attributes.items():
        if key not in KEYS[span.label]:
            yield f"{told}: has no attribute {key!r}; it may have {', '.join(KEYS[span.label])}"
        elif span.label != COOPERATION:
            if len(values) > 1:
                yield f"{told}: {key} has {len(values)} values, {', '.join(values)}; keep one"
            else:
                for part in _parts(key, values[0]):
                    if wrong := _value(span, key, part, codes):
                        yield f"{told}: {key} {part!r} {wrong}"
    yield from (
        f"{told}: has no {key}; give one" for key in REQUIRED.get(span.label, ()) if not span.value(key)
    )
    low, high = span.value("min"), span.value("max")
    if _NUMBER.fullmatch(low) and _NUMBER.fullmatch(high) and int(low) > int(high):
        yield f"{told}: min {low} is more than max {high}; exchange them"


def _value(span: Span, key: str, value: str, codes: frozenset[str]) -> str | None:
    """Return what is wrong with the value of an attribute, None where it is right."""
    if choices := CHOICES.get((span.label, key)):
        return None if value in choices else f"is not known; choose of {', '.join(choices)}"
    if span.label == "DATE":
        return _date(value) if span.value("type") == "DATE" else _duration(value)
    if key in ("min", "max"):
        return None if _NUMBER.fullmatch(value) else "is no whole number; write digits alone"
    return _item(key, value, codes)


def _parts(key: str, value: str) -> list[str]:
    return value.split(",") if key in ("iso", "country", "code") else [value]


def _item(key: str, item: str, codes: frozenset[str]) -> str | None:
    """Return what is wrong with an item of an attribute, or of a field of a cooperation."""
    match key:
        case "iso" | "countries" | "country":
            known = item in ALPHA3 or (item == "ZZ" and key == "country")
            return None if known else "is no ISO 3166-1 code; write ML, or FR,DJ for two"
        case "code" | "specialties":
            return None if item in codes else "is no code of a specialty; see specialties/codes.csv"
        case "start" | "end":
            return _date(item)
        case "participants":
            return _people(item)
    plain = item.strip() == item and not re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029]", item)
    return None if plain and item not in ("", "-") else "is no name; write it in one line"


def _people(item: str) -> str | None:
    match item.split(","):
        case [low, high, role, direction]:
            bounds = all(bound == "-" or _NUMBER.fullmatch(bound) for bound in (low, high))
            if bounds and role in PEOPLE and direction in ("inbound", "outbound", "-"):
                return None
    return "is not min,max,role,direction; write 3,3,staff,outbound, and - for what is not told"


def _date(value: str) -> str | None:
    if all(_PLAIN_DATE.fullmatch(part) for part in value.split("/", 1)):
        return None
    try:
        parse_edtf(value)
    except (EDTFParseException, ValueError):
        return "is no EDTF date; write 2024-06-03, 2024-06, 2024 or 2019/2022"
    return None


def _duration(value: str) -> str | None:
    return None if _DURATION.fullmatch(value) else "is no ISO 8601 duration; write P2W, P15D or P20Y"


def _overlaps(marked: Marked) -> Iterator[str]:
    mentions = [span for span in marked.spans if span.label != COOPERATION and span.label in KEYS]
    mentions.sort(key=lambda span: (span.start, -span.end))
    open_: list[Span] = []
    for span in mentions:
        open_ = [other for other in open_ if span.start < other.end]
        for other in open_:
            if {span.label, other.label} not in _MAY_OVERLAP:
                place = f"{other.label} at {other.start}–{other.end}"
                yield f"{shown(marked, span)}: overlaps {place}; delete one"
        open_.append(span)


def _arc(arc: Arc, by_key: Mapping[str, Span]) -> Iterator[str]:
    source, target = by_key.get(arc.source), by_key.get(arc.target)
    if arc.role not in ROLES:
        yield f"{arc.place}: role {arc.role!r} is not known; roles are {', '.join(ROLES)}"
    elif source is None or target is None:
        gone = arc.source if source is None else arc.target
        yield f"{arc.place}: {arc.role} hangs on {gone}, which is not there; delete the relation"
    elif source.label != COOPERATION:
        yield f"{arc.place}: {arc.role} starts from {source.label}; draw it from a {COOPERATION}"
    elif target.label not in ROLES[arc.role].labels:
        wanted = " or ".join(ROLES[arc.role].labels)
        yield f"{arc.place}: {arc.role} points to {target.label}; it must point to {wanted}"


def _cooperation(
    marked: Marked, span: Span, by_key: Mapping[str, Span], codes: frozenset[str]
) -> Iterator[str]:
    told = shown(marked, span)
    for key, items in facts(span, marked.arcs, by_key).items():
        if key in SINGLE and len(items) > 1:
            yield f"{told}: has {len(items)} values of {key}, {', '.join(items)}; keep one"
        for item in items:
            if wrong := _item(key, item, codes):
                yield f"{told}: {key} {item!r} {wrong}"
    repeated = [a for a, b in pairwise(sorted(_drawn(span, marked.arcs))) if a == b]
    yield from (f"{told}: has the arc {role} to {key} twice; delete one" for role, key in repeated)


def _drawn(span: Span, arcs: Sequence[Arc]) -> list[tuple[str, str]]:
    return [(arc.role, arc.target) for arc in arcs if arc.source == span.key]
