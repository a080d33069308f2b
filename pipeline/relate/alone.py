"""What speaks for a partnership with a country whose partner is not named."""

import math
import re
from collections.abc import Sequence

from pipeline.records import InstitutionValue, Mention
from pipeline.relate.scene import Scene
from pipeline.relate.sides import SCOPING, preposition
from pipeline.relate.topics import Topic
from pipeline.relate.units import Unit
from pipeline.weights import Features, crossed

# Countries beside one from which on a clause is a list of them.
_LONG = 4
# Of all other countries that are named, how often one is that the article is about.
_MAIN = 0.6
_OPENS = re.compile(r"\s?(?:\([^)]*\)\s?)?[:. ]")


def country_features(scene: Scene, iso: str, topics: Sequence[Topic]) -> Features:
    """Return what speaks for a partnership with a country whose partner is not named.

    `topics` are the partnerships with a named partner.
    """
    places = scene.countries[iso]
    f: Features = {
        "bias": 1,
        "mentions": math.log1p(len(places)),
        "share": len(places) / max(1, scene.elsewhere),
    }
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
        f |= {f"above: {cue}": 1 for cue in unit.above & SCOPING}
        if unit.item and "cooperation" in unit.above:
            f["item of cooperations"] = 1
    if f.get("with cooperation") and "with home" in f:
        f["home and cooperation"] = 1
    there = scene.there(iso)
    f["institutions there"] = math.log1p(there.institutions)
    f |= {"hospital there": float(there.hospitals > 0), "ministry there": float(there.government > 0)}
    f["none there"] = float(not there.institutions)
    f["towns there"] = math.log1p(sum(town.country == iso for unit in scene.units for town in unit.towns))
    more = sum(len(found) > len(places) for code, found in scene.countries.items() if code != "FR")
    f["countries told more"] = math.log1p(more)
    told = {"no home": scene.homeless, "main": f["share"] >= _MAIN, "no topic": not topics}
    return crossed(f, told)


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
