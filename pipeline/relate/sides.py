"""What speaks for an institution being the partner abroad, the side in France, or who pays."""

import math
import re

from pipeline.records import InstitutionValue, Mention
from pipeline.relate.cues import Cues
from pipeline.relate.scene import Organisation, Place, Scene
from pipeline.relate.topics import Rivals, Topic, Topics, scope_features
from pipeline.relate.units import Unit
from pipeline.text import fold
from pipeline.weights import Features, crossed

_PREPOSITION = re.compile(
    r"\b(avec|au|aux|a|de|du|des|d'|par|pour|entre|et|vers|sur|l'|la|le|les|chez|dans)\s?"
    r"(?:la |l'|le |les )?$"
)
# Somebody's office or school: the institution says who a person is, not who cooperates.
_OFFICE = re.compile(
    r"(?:professeure?|chef(?:fe)?|directeur|directrice|president|presidente|doyen|ministre|medecin|responsable"
    r"|membre|pr|dr|docteur|ancien\w*|diplome\w*|interne|chirurgien\w*|infirmier\w*)\b[^.;]{0,60}$"
)
_NAMES = {
    "embassy": re.compile(r"(?:ambassade|consulat|institut francais)"),
    "ministry": re.compile(r"minist"),
    "local": re.compile(r"(?:ville|mairie|region|conseil|commune|departement|metropole|communaute|grand )"),
    "agency": re.compile(r".*(?:agence|expertise|fonds|direction generale)"),
    "foundation": re.compile(r"fondation"),
    "association": re.compile(r"association"),
}
HOME_KINDS = frozenset(("hospital", "university", "ngo", "research"))
# Code points within which a funder must follow its cue.
_FUNDER_REACH = 12
# What a heading or the opening of a list may say of all that stands under it.
SCOPING = frozenset(("cooperation", "signing", "money", "training"))
# What stands between the institutions of a row, sums in brackets included.
_AND = re.compile(
    r"(?:\([^)]*\)|[\s,/&()+-]|\b(?:et|ou|ainsi que|puis|de|du|des|la|le|les|par|avec|grace|a|au|aux)\b"
    r"|\b[dl]'|\d+|%|€|\beuros?\b|\bf\b)*+"
)
_AVERAGED = re.compile(r"with |office$")


def preposition(unit: Unit, mention: Mention) -> str | None:
    """Return the preposition, article or conjunction right before a mention."""
    match = _PREPOSITION.search(unit.before(mention))
    return match.group(1) if match else None


def in_office(unit: Unit, mention: Mention) -> bool:
    """Return whether somebody's office is named before a mention."""
    return _OFFICE.search(unit.before(mention)) is not None


def side_features(scene: Scene, one: Organisation, cues: Cues) -> Features:
    """Return what speaks for the side of an institution, whatever the partnership."""
    value, side = one.value, one.side
    f: Features = {"bias": 1, f"kind={value.kind}": 1, f"side={side}": 1, f"{value.kind} {side}": 1}
    name = fold(value.name)
    f |= {f"name={tag}": 1 for tag, pattern in _NAMES.items() if pattern.match(name)}
    there = scene.of(side)
    same = [other for other in there if other.value.kind == value.kind]
    f["mentions"] = math.log1p(len(one.places))
    f["share"] = len(one.places) / sum(len(other.places) for other in there)
    told: dict[str, bool] = {
        "once": len(one.places) == 1,
        "only there": len(there) == 1,
        "only of kind there": len(same) == 1,
        "most of kind there": one is max(same, key=lambda o: (len(o.places), -o.units[0])),
        "first of kind there": one is min(same, key=lambda o: o.places[0][1].start),
        "title": one.units[0] == 0,
        "lead": one.units[0] < 3,
    }
    f |= {tag: 1 for tag, is_so in told.items() if is_so}
    f["position"] = one.units[0] / len(scene.units)
    f |= _beside_others(scene, one)
    for place in one.places:
        _add_place(f, scene, one, place, cues)
    averaged = {
        feature: weight / len(one.places) if _AVERAGED.match(feature) else weight
        for feature, weight in f.items()
    }
    return crossed(averaged, {"no home": scene.homeless})


def _beside_others(scene: Scene, one: Organisation) -> Features:
    """Return how an institution stands to the others of its country, and how much the article names."""
    value, there = one.value, scene.there(one.value.country)
    others = there.hospitals - (value.kind == "hospital")
    told: dict[str, bool] = {
        "known": value.row is not None,
        "of a town": value.city is not None,
        "beside a hospital of its country": others > 0,
        "most of its country": len(one.places) >= there.most,
        "alone of its country": there.institutions == 1,
        "country in title": there.title,
    }
    f: Features = {tag: 1 for tag, is_so in told.items() if is_so}
    f |= {f"{value.kind} {tag}": 1 for tag in f}
    f["share of its country"] = len(one.places) / there.places
    f["country told"] = math.log1p(there.told)
    f["share of countries"] = there.told / max(1, scene.elsewhere)
    f["others of its country"] = math.log1p(there.institutions - 1)
    return {**f, **scene.size, **{f"{value.kind} {name}": weight for name, weight in scene.size.items()}}


def _add_place(f: Features, scene: Scene, one: Organisation, place: Place, cues: Cues) -> None:
    unit, mention = place
    before = preposition(unit, mention)
    if before:
        f[f"after {before}"] = 1
    elif not unit.before(mention).strip():
        f["begins"] = 1
    if in_office(unit, mention):
        f["office"] = f.get("office", 0) + 1
    for cue in unit.cues:
        f[f"with {cue}"] = f.get(f"with {cue}", 0) + 1
    f |= _paying(unit, mention, cues)
    for other in unit.of(InstitutionValue):
        if isinstance(other.value, InstitutionValue) and other.value.key != one.key:
            where = scene.side(other.value.country)
            f[f"beside {where}"] = 1
            if other.value.kind == one.value.kind:
                f[f"beside same kind {where}"] = 1
    if unit.heading:
        f["heading"] = 1
    if unit.item:
        f["item"] = 1
    for cue in unit.above & SCOPING:
        f[f"above: {cue}"] = 1


def _paying(unit: Unit, mention: Mention, cues: Cues) -> Features:
    """Return which cues say that an institution pays, those of the list that it stands in included."""
    first, last = _row(unit, mention)
    f: Features = {}
    for name, rule in cues.named("funder-subject"):
        if rule.match(unit.text, mention.end - unit.start):
            f |= {name: 1, "pays": 1}
        elif rule.match(unit.text, last - unit.start):
            f |= {f"row {name}": 1, "row pays": 1}
    for name, rule in cues.named("funder"):
        for match in rule.finditer(unit.text, 0, mention.start - unit.start):
            gap = unit.text[match.end() : mention.start - unit.start]
            if len(gap) <= _FUNDER_REACH:
                f |= {name: 1, "paid by": 1}
            elif match.end() >= first - unit.start - _FUNDER_REACH:
                f |= {f"row {name}": 1, "row paid by": 1}
            elif not re.search(r"[.;]", gap):
                f["paid by, later"] = 1
    return f


def _row(unit: Unit, mention: Mention) -> tuple[int, int]:
    """Return start and end of the row of institutions that one stands in: `l'AFD, la mairie et le Rotary`."""
    named = unit.of(InstitutionValue)
    place = named.index(mention)
    first = last = place
    while first and _joined(unit, named[first - 1], named[first]):
        first -= 1
    while last + 1 < len(named) and _joined(unit, named[last], named[last + 1]):
        last += 1
    return named[first].start, named[last].end


def _joined(unit: Unit, one: Mention, other: Mention) -> bool:
    return _AND.fullmatch(unit.folded, one.end - unit.start, other.start - unit.start) is not None


def sides_of(scene: Scene, cues: Cues) -> dict[str, Features]:
    """Return the features of the side of every organisation, by key."""
    return {key: side_features(scene, one, cues) for key, one in scene.organisations.items()}


def _rivals(topics: Topics, topic: Topic, side: str) -> Rivals:
    """Return what else of a side may be a party to a cooperation, worked out once."""
    if (topic, side) not in topics.rivals:
        others = [
            one
            for one in topics.scene.of(side)
            if one.key not in topic.partners and one.value.kind in HOME_KINDS
        ]
        near = topic.told()
        hospitals = [one for one in others if one.value.kind == "hospital"]
        before = sorted(filter(None, (_last_before(topic, one) for one in others)))
        topics.rivals[topic, side] = Rivals(
            told=frozenset(one.key for one in others if not near.isdisjoint(one.units)),
            hospitals=frozenset(one.key for one in hospitals if not near.isdisjoint(one.units)),
            before=before[-2:],
            most=max((len(one.places) for one in hospitals), default=0),
        )
    return topics.rivals[topic, side]


def _last_before(topic: Topic, one: Organisation) -> tuple[int, str] | None:
    """Return the last unit that names an institution up to where a partner is first named, and its key."""
    if not topic.named:
        return None
    first = min(topic.named)
    return max(((index, one.key) for index in one.units if index <= first), default=None)


def part_features(topics: Topics, topic: Topic, one: Organisation) -> Features:
    """Return what speaks for an institution being the home side, or paying, in one partnership."""
    f = dict(topics.sides[one.key])
    places = topics.near(topic, one.places)
    units = one.units if places is one.places else [unit.index for unit, _ in places]
    scope = scope_features(topics, topic, units, places)
    f |= {f"scope: {feature}": weight for feature, weight in scope.items()}
    if one.key in topic.partners:
        f["is partner"] = 1
    mine = not topic.told().isdisjoint(one.units)
    rivals = _rivals(topics, topic, one.side)
    if rivals.told - {one.key}:
        f["both with partner" if mine else "rival with partner"] = 1
    else:
        f["alone with partner" if mine else "none with partner"] = 1
    if rivals.hospitals - {one.key}:
        f["both hospital" if mine else "rival hospital with partner"] = 1
    own = _last_before(topic, one)
    if own is not None and own >= max((other for other in rivals.before if other[1] != one.key), default=own):
        f["last named before partner"] = 1
    if rivals.most > len(one.places):
        f["rival named more"] = 1
    if len(topics.all) > 1:
        f["topics shared"] = topics.shared(one)
    return f
