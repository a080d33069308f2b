"""What speaks for an institution being the partner abroad, the side in France, or who pays."""

import math
import re
from collections.abc import Sequence

from pipeline.records import InstitutionValue, Mention
from pipeline.relate.cues import Cues
from pipeline.relate.scene import Organisation, Place, Scene
from pipeline.relate.topics import Rivals, Topic, Topics, scope_features
from pipeline.relate.units import Unit
from pipeline.text import fold
from pipeline.weights import Features

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
_HOME_KINDS = frozenset(("hospital", "university", "ngo", "research"))
# Code points within which a funder must follow its cue.
_FUNDER_REACH = 12
# What a heading or the opening of a list may say of all that stands under it.
_SCOPING = frozenset(("cooperation", "signing", "money", "training"))
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
    for place in one.places:
        _add_place(f, scene, one, place, cues)
    return {
        feature: weight / len(one.places) if _AVERAGED.match(feature) else weight
        for feature, weight in f.items()
    }


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
    if any(rule.match(unit.text, mention.end - unit.start) for rule in cues.of("funder-subject")):
        f["pays"] = 1
    for rule in cues.of("funder"):
        for match in rule.finditer(unit.text, 0, mention.start - unit.start):
            gap = unit.text[match.end() : mention.start - unit.start]
            if len(gap) <= _FUNDER_REACH:
                f["paid by"] = 1
            elif not re.search(r"[.;]", gap):
                f["paid by, later"] = 1
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
    for cue in unit.above & _SCOPING:
        f[f"above: {cue}"] = 1


def sides_of(scene: Scene, cues: Cues) -> dict[str, Features]:
    """Return the features of the side of every organisation, by key."""
    return {key: side_features(scene, one, cues) for key, one in scene.organisations.items()}


def _rivals(topics: Topics, topic: Topic, side: str) -> Rivals:
    """Return what else of a side may be a party to a cooperation, worked out once."""
    if (topic, side) not in topics.rivals:
        others = [
            one
            for one in topics.scene.of(side)
            if one.key not in topic.partners and one.value.kind in _HOME_KINDS
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


_COORDINATED = re.compile(
    r"(?:,|et|/|-|ainsi que|et (?:de |du |l'|la |le |a |au |avec )+.{0,14}"
    r"|, (?:de |du |l'|la |le |a |au )+.{0,14}|.{0,14})"
)


def pair_features(scene: Scene, one: Organisation, other: Organisation) -> Features:
    """Return what speaks for two partners being of the same partnership."""
    mine, theirs = set(one.units), set(other.units)
    kinds = "+".join(sorted((one.value.kind, other.value.kind)))
    same_kind = "same kind" if one.value.kind == other.value.kind else "other kind"
    same_country = one.value.country == other.value.country
    f: Features = {"bias": 1, f"kinds={kinds}": 1, same_kind: 1}
    if same_country:
        f |= {"same country": 1, f"same country, {same_kind}": 1}
    if not mine.isdisjoint(theirs):
        f |= {"same unit": 1, f"same unit, {same_kind}": 1}
        if same_country:
            f["same country and unit"] = 1
    f[f"kinds={kinds}, {'same unit' if 'same unit' in f else 'apart'}"] = 1
    f["units in common"] = len(mine & theirs) / len(mine | theirs)
    f["distance"] = math.log1p(min(abs(i - j) for i in mine for j in theirs))
    if not {scene.units[i].line for i in mine}.isdisjoint(scene.units[i].line for i in theirs):
        f["same paragraph"] = 1
    gap = _between(one, other)
    if gap is not None:
        if _COORDINATED.fullmatch(gap):
            f["coordinated"] = 1
        if ";" in gap or ":" in gap:
            f["semicolon"] = 1
        f["gap"] = math.log1p(len(gap))
    there = [o for o in scene.of("abroad") if o.value.country == one.value.country]
    if len(there) > 2:
        f["others there"] = math.log1p(len(there) - 2)
    hospitals = [o for o in scene.organisations.values() if o.value.kind == "hospital"]
    f["hospitals there"] = math.log1p(sum(o.value.country == one.value.country for o in hospitals))
    f["once"] = (len(mine) == 1) + (len(theirs) == 1)
    homes, others = _homes_beside(scene, mine), _homes_beside(scene, theirs)
    if homes and others:
        f["same homes" if homes & others else "other homes"] = 1
    if one.side == other.side == "abroad":
        f["both abroad"] = 1
    if all(any(scene.units[i].item or scene.units[i].heading for i in units) for units in (mine, theirs)):
        f["both listed"] = 1
    return f


def _between(one: Organisation, other: Organisation) -> str | None:
    """Return the shortest text, folded, between mentions of the two in one unit."""
    gaps = []
    for unit, mention in one.places:
        for unit_too, another in other.places:
            if unit is unit_too:
                first, last = sorted((mention, another), key=lambda m: m.start)
                gaps.append(unit.folded[first.end - unit.start : last.start - unit.start].strip())
    return min(gaps, key=len, default=None)


def _homes_beside(scene: Scene, units: set[int]) -> set[str]:
    homes = scene.of("home", "mainland")
    return {o.key for o in homes if o.value.kind in _HOME_KINDS and not units.isdisjoint(o.units)}


# Countries beside one from which on a clause is a list of them.
_LONG = 4
_OPENS = re.compile(r"\s?(?:\([^)]*\)\s?)?[:. ]")
_CROSSED = (
    "with cooperation", "with home", "begins line", "opens line", "heading", "item", "listed", "title",
    "lead", "with training", "with care", "with inbound", "with outbound", "adjective", "share",
)  # fmt: skip


def country_features(scene: Scene, iso: str, topics: Sequence[Topic]) -> Features:
    """Return what speaks for a partnership with a country whose partner is not named.

    `topics` are the partnerships with a named partner.
    """
    places = scene.countries[iso]
    elsewhere = sum(len(found) for code, found in scene.countries.items() if code not in ("FR", scene.home))
    f: Features = {"bias": 1, "mentions": math.log1p(len(places)), "share": len(places) / max(1, elsewhere)}
    f[f"topics={min(3, len(topics))}"] = 1
    f["countries"] = math.log1p(len(scene.countries))
    first = min(unit.index for unit, _ in places)
    f |= {
        tag: 1
        for tag, is_so in {"title": first == 0, "lead": first < 3, scene.side(iso): True}.items()
        if is_so
    }
    for unit, mention in places:
        for cue in unit.cues:
            f[f"with {cue}"] = f.get(f"with {cue}", 0) + 1 / len(places)
        f |= {tag: 1 for tag, is_so in _country_place(scene, iso, unit, mention).items() if is_so}
        f |= {f"above: {cue}": 1 for cue in unit.above & _SCOPING}
        if unit.item and "cooperation" in unit.above:
            f["item of cooperations"] = 1
    if f.get("with cooperation") and "with home" in f:
        f["home and cooperation"] = 1
    when = "with topics" if topics else "alone"
    crossed = (*_CROSSED, "home and cooperation")
    f |= {f"{when}: {name}": f[name] for name in crossed if name in f}
    named = sum(one.value.country == iso for one in scene.organisations.values())
    f["institutions there"] = math.log1p(named)
    return f


def _country_place(scene: Scene, iso: str, unit: Unit, mention: Mention) -> dict[str, bool]:
    begins = not re.search(r"\w", unit.before(mention))
    others = {code for m in unit.mentions for code in getattr(m.value, "iso", ())} - {iso, "FR"}
    homes = [
        m.value
        for m in unit.mentions
        if isinstance(m.value, InstitutionValue) and scene.side(m.value.country) == "home"
    ]
    before = preposition(unit, mention)
    return {
        "begins line": begins,
        "opens line": begins and _OPENS.match(unit.after(mention)) is not None,
        "heading": unit.heading,
        "item": unit.item,
        "listed": len(others) >= 2,
        "with home": bool(homes),
        "adjective": mention.text[:1].islower(),
        "home beside": any(
            scene.side(m.value.country) == "home"
            for near in scene.units[max(0, unit.index - 1) : unit.index + 2]
            for m in near.mentions
            if isinstance(m.value, InstitutionValue)
        ),
        "long list": len(others) >= _LONG,
        **({f"after {before}": True} if before else {}),
    }
