"""What speaks for a specialty, a date or a count belonging to one partnership, and for who travels."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial

from pipeline.records import CountValue, DateValue, InstitutionValue, Mention, SpecialtyValue
from pipeline.relate.cues import Cues
from pipeline.relate.people import people_features
from pipeline.relate.scene import Place, Scene, edtf_of
from pipeline.relate.sides import in_office, preposition
from pipeline.relate.topics import Topic, Topics, scope_features
from pipeline.relate.units import Unit
from pipeline.weights import Features, crossed

_SERVICE = re.compile(r"(?:service|pole|departement|chef|unite)\w* (?:\w+ )?(?:de |d'|des )?$")
# Code points before a date within which its cue must stand.
_DATE_REACH = 60
# From so many topics on, a clause seldom tells of all of them.
_MANY = 4
_PAGE_DATE = re.compile(r"publie|mis a jour|mis en ligne|modifie")
_YEARLY = re.compile(r"par an|chaque annee|par mois|par semaine|annuel")


def specialty_features(topics: Topics, topic: Topic, code: str) -> Features:
    """Return what speaks for a specialty of the article being one of the partnership."""
    scene = topics.scene
    places = topics.near(topic, scene.specialties[code])
    f: Features = {
        "bias": 1,
        "mentions": math.log1p(len(places)),
        "codes": math.log1p(len(scene.specialties)),
    }
    f |= scope_features(topics, topic, [unit.index for unit, _ in places], places)
    for unit, mention in places:
        for cue in unit.cues:
            f[f"with {cue}"] = f.get(f"with {cue}", 0) + 1 / len(places)
        f |= scene.kept("specialty", (unit, mention), partial(_specialty_place, scene, unit, mention))
    f |= dict.fromkeys(_beside(scene, code), 1.0)
    within = sum(topic in topics.running[unit.index] for unit, _ in places)
    f["in scope, times"] = math.log1p(within)
    f["in scope, share"] = within / len(places)
    f["share"] = len(scene.specialties[code]) / scene.disciplines
    f["position"] = places[0][0].index / len(scene.units)
    fewest = min(len(unit.of(SpecialtyValue)) for unit, _ in places)
    f["listed"] = math.log1p(fewest - 1)
    f[f"code={code}"] = 1
    return crossed(f, {"many topics": len(topics.all) >= _MANY})


def _beside(scene: Scene, code: str) -> Iterator[str]:
    """Yield whether a narrower or a wider code is told too: of `surgery`, `thoracic_surgery` one is meant."""
    words = set(code.split("_"))
    others = [set(other.split("_")) for other in scene.specialties]
    if any(words < other for other in others):
        yield "narrower told"
    if any(other < words for other in others):
        yield "wider told"


def _specialty_place(scene: Scene, unit: Unit, mention: Mention) -> Features:
    before = preposition(unit, mention)
    counted = any(
        isinstance(m.value, CountValue) and m.start <= mention.start < m.end + 2 for m in unit.mentions
    )
    told = {
        "title": unit.index == 0,
        "lead": unit.index < 3,
        "heading": unit.heading,
        "practitioner counted": counted,
        "office": in_office(unit, mention),
        "service": _SERVICE.search(unit.before(mention)) is not None,
        f"after {before}": before is not None,
        "with home": any(_side_of(scene, m) == "home" for m in unit.of(InstitutionValue)),
    }
    return {tag: 1 for tag, is_so in told.items() if is_so}


def date_features(topics: Topics, topic: Topic, place: Place, bound: str, cues: Cues) -> Features:
    """Return what speaks for a date being the `bound` (start or end) of the partnership."""
    unit, mention = place
    scene = topics.scene
    mine = bound_of(mention, bound)
    f: Features = {"bias": 1, **topics.of_date(topic, place)}
    f |= scene.kept("date", place, partial(_date_words, unit, mention, cues))
    for where, others in (("", scene.days), (" in scope", topics.around(topic).days)):
        if others and mine == others[0]:
            f[f"earliest{where}"] = 1
        if others and mine == others[-1]:
            f[f"latest{where}"] = 1
    f["dates"] = math.log1p(len(scene.dates))
    f["position"] = unit.index / len(scene.units)
    f["rank"] = bisect_left(scene.days, mine) / len(scene.days)
    if scene.days[0] == scene.days[-1]:
        f["only day"] = 1
    f |= _age(scene.article.published, mine)
    f |= scene.kept("date itself", place, partial(_date_itself, unit, mention))
    return crossed(f, {"first": "earliest" in f})


def _date_words(unit: Unit, mention: Mention, cues: Cues) -> Features:
    """Return how a date is written, and the words before it."""
    edtf = edtf_of(mention)
    f: Features = {f"length={len(edtf.partition('/')[0])}": 1, **({"interval": 1} if "/" in edtf else {})}
    before = unit.text[: mention.start - unit.start][-_DATE_REACH:]
    for reads in ("start", "end"):
        if any(pattern.search(before) for pattern in cues.of(reads)):
            f[f"cue {reads}"] = 1
    f |= {f"before: {name}": 1 for name, pattern in cues.named("date-before") if pattern.search(before)}
    return f


def _date_itself(unit: Unit, mention: Mention) -> Features:
    """Return where a date stands in the article and in its clause, and its modifier."""
    told = {
        "first unit": unit.index == 0,
        "begins": not re.search(r"\w", unit.before(mention)),
        "date of page": _PAGE_DATE.search(unit.before(mention)) is not None,
    }
    f: Features = {tag: 1 for tag, is_so in told.items() if is_so}
    f |= {f"with {cue}": 1 for cue in unit.cues}
    f["dates beside"] = math.log1p(len(unit.of(DateValue)) - 1)
    if isinstance(mention.value, DateValue) and mention.value.mod:
        f[f"mod={mention.value.mod}"] = 1
    return f


def bound_of(mention: Mention, bound: str) -> str:
    """Return the start or the end of a date as EDTF."""
    first, _, last = edtf_of(mention).partition("/")
    return first if bound == "start" else last or first


def _age(published: str | None, date: str) -> Features:
    if not published:
        return {"unpublished": 1}
    f: Features = {}
    if date[:7] == published[:7]:
        f["published then"] = 1
    if date > published:
        f["future"] = 1
    year, other = published[:4], date[:4].replace("X", "0")
    if year.isdigit() and other.isdigit():
        f["age"] = math.log1p(max(0, int(year) - int(other)))
    return f


def count_features(topics: Topics, topic: Topic, place: Place, cues: Cues) -> Features:
    """Return what speaks for people that are counted taking part in the partnership."""
    unit, mention = place
    f: Features = {"bias": 1, **scope_features(topics, topic, [unit.index], [place])}
    f |= people_features(topics.scene, topic, mention)
    f |= topics.scene.kept("count", place, partial(_count_place, unit, mention, cues))
    return f


def _count_place(unit: Unit, mention: Mention, cues: Cues) -> Features:
    """Return the words around people that are counted."""
    f: Features = {f"with {cue}": 1 for cue in unit.cues}
    value = mention.value
    assert isinstance(value, CountValue)
    if _YEARLY.search(unit.folded):
        f["yearly"] = 1
    if value.mod:
        f[f"mod={value.mod}"] = 1
    before = unit.text[: mention.start - unit.start]
    f |= {f"before: {name}": 1 for name, pattern in cues.named("count-before") if pattern.search(before)}
    return f


def _side_of(scene: Scene, mention: Mention) -> str:
    value = mention.value
    return scene.side(value.country) if isinstance(value, InstitutionValue) else ""


def record_features(
    topics: Topics, topic: Topic, sure: Sequence[float], homes: Sequence[float], numbers: Sequence[int]
) -> Features:
    """Return what speaks for a record being right.

    `sure` are the probabilities of its partners (of its country, where none is named), `homes` those of
    the home sides considered, `numbers` how many specialties, counts and starts it has.
    """
    scene = topics.scene
    f: Features = {"bias": 1}
    if topic.partners:
        f |= {"partner": max(sure), "partner mean": sum(sure) / len(sure)}
        f["partners"] = math.log1p(len(topic.partners))
    else:
        f |= {"no partner": 1, "country": max(sure, default=0)}
    best = max(homes, default=0)
    f["home"] = best
    if best < 0.3:
        f["no home"] = 1
    f["homes there"] = math.log1p(len(scene.of("home", "mainland")))
    f["topics"] = math.log1p(len(topics.all))
    for name, number in zip(("specialties", "counts", "starts"), numbers, strict=True):
        f[name] = math.log1p(number)
    if not topic.countries:
        f["no country"] = 1
    near = topic.told()
    for index in near:
        for cue in scene.units[index].cues:
            f[f"near {cue}"] = f.get(f"near {cue}", 0) + 1 / len(near)
    f["mentions"] = math.log1p(len(near))
    if "FR" in scene.countries:
        f["names France"] = 1
    f["cooperating"] = sum("cooperation" in unit.cues for unit in scene.units) / len(scene.units)
    for key in topic.partners:
        one = scene.organisations[key]
        f |= {f"kind={one.value.kind}": 1, f"side={one.side}": 1}
    return f
