"""What speaks for two partners being of one partnership."""

import math
import re
from collections.abc import Set

from pipeline.records import DateValue, SpecialtyValue
from pipeline.relate.scene import Organisation, Scene, edtf_of
from pipeline.relate.sides import HOME_KINDS
from pipeline.weights import Features, crossed

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
    there = scene.there(one.value.country)
    if one.side == "abroad" and there.institutions > 2:
        f["others there"] = math.log1p(there.institutions - 2)
    f["hospitals there"] = math.log1p(there.hospitals)
    f["once"] = (len(mine) == 1) + (len(theirs) == 1)
    homes, others = _homes_beside(scene, mine), _homes_beside(scene, theirs)
    if homes and others:
        f["same homes" if homes & others else "other homes"] = 1
    if one.side == other.side == "abroad":
        f["both abroad"] = 1
    if all(any(scene.units[i].item or scene.units[i].heading for i in units) for units in (mine, theirs)):
        f["both listed"] = 1
    city, city_too = one.value.city, other.value.city
    where = "city unknown" if not (city and city_too) else "same city" if city == city_too else "other city"
    f |= {where: 1, f"{where}, kinds={kinds}": 1}
    f["known"] = (one.value.row is not None) + (other.value.row is not None)
    for what, told, told_too in (
        ("specialties", _codes(scene, mine - theirs), _codes(scene, theirs - mine)),
        ("dates", _dates(scene, mine - theirs), _dates(scene, theirs - mine)),
    ):
        if told and told_too:
            f[f"{what} shared" if told & told_too else f"other {what}"] = 1
        elif told or told_too:
            f[f"{what} of one"] = 1
    return crossed(f | scene.size, {"in lists": scene.listing, "one unit": "same unit" in f})


def _codes(scene: Scene, units: Set[int]) -> set[str]:
    """Return the specialties that these units tell of."""
    values = [mention.value for i in units for mention in scene.units[i].mentions]
    return {code for value in values if isinstance(value, SpecialtyValue) for code in value.codes}


def _dates(scene: Scene, units: Set[int]) -> set[str]:
    return {edtf_of(mention) for i in units for mention in scene.units[i].of(DateValue)} - {""}


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
    return {o.key for o in homes if o.value.kind in HOME_KINDS and not units.isdisjoint(o.units)}
