"""What speaks for people that are counted coming to France or leaving it: where from, and where to.

`deux obstétriciens de Conakry feront le voyage` come; `deux obstétriciens ont gagné Conakry` leave.
"""

import re
from dataclasses import dataclass

from pipeline.records import CountryValue, CountValue, InstitutionValue, Mention
from pipeline.relate.cues import Cues
from pipeline.relate.people import people_features
from pipeline.relate.scene import Place, Scene
from pipeline.relate.topics import Topic, Topics
from pipeline.relate.units import Unit
from pipeline.weights import Features

# Clauses back to which the people of a clause may have been told to come or to leave.
_BACK = 4
# Between people and where they are from stands no verb: `quatre jeunes médecins en oncologie de Lomé`.
_OF_THEM = re.compile(r"[^.;:,!?()]{0,60}")
_VERB = re.compile(
    r"\b(?:a|ont|est|sont|sera|seront|avai(?:t|ent)|etai(?:t|ent)|vont|va|font|\w{2,}(?:ront|erent|irent|aient))\b"
)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place of one of the sides in a clause: offsets in it, the side, whether it is an adjective.

    `stays` says that it needs no preposition to be where somebody goes: `sur place`, `chez nous`.
    """

    start: int
    end: int
    side: str
    adjective: bool = False
    stays: bool = False


def travel_features(topics: Topics, topic: Topic, place: Place, cues: Cues) -> Features:
    """Return what speaks for people that are counted coming to France or leaving it."""
    unit, mention = place
    scene = topics.scene
    spots = _spots(scene, topic, unit, cues)
    f: Features = {"bias": 1, **people_features(scene, topic, mention)}
    first = _first_of_list(unit, mention)
    ways = _ways(scene, unit, mention, cues)
    f |= dict.fromkeys(ways, 1.0)
    origin = _origin(unit, mention, spots, cues)
    if origin is None and first is not mention:
        origin = _origin(unit, first, spots, cues)
    goals = _goals(unit, mention, spots, cues)
    if origin:
        f[f"from {origin}"] = 1
    f |= {f"to {goal}": 1 for goal in goals}
    f |= {f"from {origin or '?'} to {goal}": 1 for goal in goals or ("?",)}
    moves = sorted(unit.cues & {"inbound", "outbound", "motion", "return", "training", "care"})
    for cue in moves:
        f[f"{cue} from {origin or '?'}"] = 1
        f |= {f"{cue} to {goal}": 1 for goal in goals or ("?",)}
    f |= {f"with {cue}": 1 for cue in unit.cues - {"inbound", "outbound"}}
    f |= {f"above: {cue}": 1 for cue in unit.above & {"inbound", "outbound", "motion", "training"}}
    if first is not mention:
        f["listed"] = 1
    if not origin and not goals:
        f |= _earlier(scene, topic, unit, cues)
    return f


def _earlier(scene: Scene, topic: Topic, unit: Unit, cues: Cues) -> Features:
    """Return where the clauses before go, where this one names no place."""
    for index in range(unit.index - 1, max(-1, unit.index - _BACK), -1):
        other = scene.units[index]
        going = _going(other, _spots(scene, topic, other, cues), cues)
        if going:
            back = "back " if "return" in unit.cues else ""
            return {f"earlier {back}to {spot.side}": 1.0 for spot in going}
    return {}


def _spots(scene: Scene, topic: Topic, unit: Unit, cues: Cues) -> list[_Spot]:
    """Return the institutions, countries and towns of the sides that a clause names, in its order."""
    found = []
    for mention in unit.mentions:
        side, adjective = None, False
        match mention.value:
            case InstitutionValue() as value:
                side = "partner" if value.key in topic.partners else _side(scene, topic, value.country)
            case CountryValue(iso=isos) if len(isos) == 1:
                side, adjective = _side(scene, topic, isos[0]), mention.text[0].islower()
        if side:
            found.append(_Spot(mention.start - unit.start, mention.end - unit.start, side, adjective))
    for town in unit.towns:
        side = _side(scene, topic, town.country)
        if side:
            start = town.start - unit.start
            found.append(_Spot(start, town.end - unit.start, side, unit.text[start].islower()))
    for reads, side in (("here", "home"), ("there", "partner")):
        for pattern in cues.of(reads):
            found += [_Spot(*match.span(), side, stays=True) for match in pattern.finditer(unit.text)]
    return sorted(found, key=lambda spot: (spot.start, spot.end))


def _side(scene: Scene, topic: Topic, country: str | None) -> str | None:
    if country in topic.countries:
        return "partner"
    side = scene.side(country)
    return {"home": "home", "mainland": "home", "abroad": "abroad", "overseas": "abroad"}.get(side)


def _first_of_list(unit: Unit, mention: Mention) -> Mention:
    """Return the people that a list begins with: `cinq soignants de Lomé : deux chirurgiens, un cadre`."""
    first = mention
    for other in reversed([m for m in unit.of(CountValue) if m.end <= mention.start]):
        gap = unit.folded[other.end - unit.start : first.start - unit.start]
        if _VERB.search(gap.rpartition(":")[2]):
            break
        first = other
    return first


def _origin(unit: Unit, mention: Mention, spots: list[_Spot], cues: Cues) -> str | None:
    """Return the side that people are from, by what stands right behind them."""
    end = mention.end - unit.start
    for spot in spots:
        if spot.start < end:
            # `quatorze Mahorais`
            if spot.end > mention.start - unit.start:
                return spot.side
            continue
        gap = unit.folded[end : spot.start]
        if (
            _OF_THEM.fullmatch(gap)
            and not _VERB.search(gap)
            and (spot.adjective or _ends(gap, "origin-before", cues))
        ):
            return spot.side
        return None
    return None


def _goals(unit: Unit, mention: Mention, spots: list[_Spot], cues: Cues) -> list[str]:
    """Return the sides that the clause speaks of going to or being at, those behind the people first."""
    at = mention.start - unit.start
    found = _going(unit, spots, cues)
    behind = [spot.side for spot in found if spot.start > at]
    return list(dict.fromkeys(behind or [spot.side for spot in found]))


def _going(unit: Unit, spots: list[_Spot], cues: Cues) -> list[_Spot]:
    """Return the places that the clause speaks of going to or being at."""
    return [
        spot
        for spot in spots
        for before in (unit.text[: spot.start],)
        if _ends(before, "goal-before", cues) or (spot.stays and not _ends(before, "origin-before", cues))
    ]


def _ends(text: str, reads: str, cues: Cues) -> bool:
    """Return whether a cue of this kind ends a text."""
    return any(pattern.search(text) for pattern in cues.of(reads))


def _ways(scene: Scene, unit: Unit, mention: Mention, cues: Cues) -> list[str]:
    """Return the words of coming and leaving around people, the nearest one, or those told before."""
    at = mention.start - unit.start
    found = [
        (match.start(), way)
        for way in ("inbound", "outbound")
        for pattern in cues.of(way)
        for match in pattern.finditer(unit.text)
    ]
    told = [f"{way} {'before' if start < at else 'behind'}" for start, way in found]
    told += [f"{way} here" for _, way in found]
    if found:
        told.append(f"nearest {min((abs(start - at), way) for start, way in found)[1]}")
    else:
        for index in range(unit.index - 1, max(-1, unit.index - _BACK), -1):
            ways = scene.units[index].cues & {"inbound", "outbound"}
            if ways:
                told.append(f"{'+'.join(sorted(ways))} before this")
                break
    told += [
        f"behind: {name}"
        for name, pattern in cues.named("count-behind")
        if pattern.match(unit.text, mention.end - unit.start)
    ]
    told += [
        f"before: {name}" for name, pattern in cues.named("count-before") if pattern.search(unit.text[:at])
    ]
    return told
