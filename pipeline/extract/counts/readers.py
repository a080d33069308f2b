"""The functions that rules name in `reads`: from the match of a pattern to a count, or to None.

Groups of the patterns: `low` and `high` are numbers, `more`, `less` and `about` modifiers, `tail` the
adjectives in front of the noun, which begins where the match ends; `span` a mention that has no noun.
"""

import re
from collections.abc import Callable

from pipeline.extract.counts import surroundings
from pipeline.extract.counts.found import Found, Scene
from pipeline.extract.counts.numbers import Number, read_number, read_range
from pipeline.extract.counts.people import Person
from pipeline.extract.view import Candidate
from pipeline.records import CountValue
from pipeline.rules import Rule

Reader = Callable[[re.Match[str], Scene, Rule], Found | None]

_MODS = {"more": "MORE_THAN", "less": "LESS_THAN", "about": "APPROX"}
_ONE = ("1", "01")
_ADJECTIVE = re.compile(r"[ \n]{1,3}([A-Za-z-]+)")
# Words behind which a demonym does not belong to the noun counted.
_NO_ADJECTIVE = re.compile(
    r"et|ou|de|du|des|en|a|au|aux|dans|pour|par|sur|avec|chez|vers|dont|le|la|les|un|une|qui|que",
    re.IGNORECASE,
)


def quantity(match: re.Match[str], scene: Scene, rule: Rule) -> Found | None:
    """Read a number, or a range where the pattern has a group `high`, and the people behind it."""
    low, high = match["low"], match.groupdict().get("high")
    person = _counted(match, scene)
    if person is None:
        return None
    if high:
        bounds = None if surroundings.is_change(scene, match.start()) else read_range(low, high)
    else:
        bounds = (number, number) if (number := read_number(low)) else None
    if bounds is None or (bounds[1].value < 2 and low.strip() not in _ONE):
        return None
    start = match.start()
    if surroundings.is_no_count(scene, start, low, bounds[0], person):
        return None
    if surroundings.is_both(scene, start, match["tail"], bounds[1]):
        return None
    later, end = surroundings.afterthought(scene, person.end)
    mod = _mod(match, bounds) or later
    found = Candidate("COUNT", start, end, rule.id, _value(scene, person, bounds, mod))
    return Found(found, person, surroundings.is_definite(scene, start))


def several(match: re.Match[str], scene: Scene, rule: Rule) -> Found | None:
    """Read `plusieurs centaines de` and the people behind it: twice that number at least."""
    ten = read_number(match["low"].split(maxsplit=1)[1])
    person = _counted(match, scene)
    if person is None or ten is None:
        return None
    value = CountValue(
        2 * ten.value, None, None, person.noun.role, person.noun.lemma, _country(scene, person)
    )
    return Found(Candidate("COUNT", match.start(), person.end, rule.id, value), person)


def single(match: re.Match[str], scene: Scene, rule: Rule) -> Found | None:
    """Read `un` or `une` and a person; whether the text enumerates is decided in `lists`."""
    person = scene.people.at(scene.text, match.end(), plural=False, original=scene.original)
    if person is None or surroundings.is_ratio(scene, person):
        return None
    start = match.start("span")
    value = _value(scene, person, (Number(1), Number(1)), None)
    return Found(Candidate("COUNT", start, person.end, rule.id, value), person)


def ellipsis(match: re.Match[str], scene: Scene, rule: Rule) -> Found | None:
    """Read a number without its noun: the people counted last in the sentence, or else named, are meant."""
    start, end = match.span("span")
    number = read_number(match["low"])
    if number is None or number.value < 1:
        return None
    if last := scene.last_before(start):
        person, role, since = last.person, last.value.role, last.end
    elif named := scene.named_before(start):
        person, role, since = named, named.noun.role, named.end
    else:
        return None
    if surroundings.things_between(scene, since, start, counted=last is not None):
        return None
    bounds = (number, number)
    low, high, mod = _bounds(bounds, _mod(match, bounds))
    value = CountValue(low, high, mod, role, person.noun.lemma)
    return Found(Candidate("COUNT", start, end, rule.id, value), person)


def labelled(match: re.Match[str], scene: Scene, rule: Rule) -> Found | None:
    """Read a number behind its label: `Participants : 24`."""
    person = scene.people.at(scene.text, match.start("label"), plural=True, original=scene.original)
    return _without_noun(match, scene, rule, person)


def share(match: re.Match[str], scene: Scene, rule: Rule) -> Found | None:
    """Read a number that is a part of the people named behind it: `douze des trente internes`."""
    return _without_noun(match, scene, rule, _counted(match, scene))


READERS: dict[str, Reader] = {
    "quantity": quantity,
    "several": several,
    "single": single,
    "ellipsis": ellipsis,
    "labelled": labelled,
    "share": share,
}


def _without_noun(match: re.Match[str], scene: Scene, rule: Rule, person: Person | None) -> Found | None:
    """Make a count of the group `span`, whose noun stands elsewhere."""
    number = read_number(match["low"])
    if person is None or number is None or number.value < 2:
        return None
    start, end = match.span("span")
    bounds = (number, number)
    value = _value(scene, person, bounds, _mod(match, bounds))
    return Found(Candidate("COUNT", start, end, rule.id, value), person)


def _counted(match: re.Match[str], scene: Scene) -> Person | None:
    """Return the noun behind the number, or an adjective used as a noun (`deux jeunes`)."""
    plural = match["low"].strip() not in _ONE
    if person := scene.people.at(scene.text, match.end(), plural=plural, original=scene.original):
        return person
    adjectives = list(re.finditer(r"\S+", match["tail"]))
    if adjectives and surroundings.stands_alone(scene, match.end()):
        last = match.start("tail") + adjectives[-1].start()
        return scene.people.at(scene.text, last, plural=plural, original=scene.original)
    return None


def _mod(match: re.Match[str], bounds: tuple[Number, Number]) -> str | None:
    groups = match.groupdict()
    written = next((mod for group, mod in _MODS.items() if groups.get(group)), None)
    return written or ("APPROX" if bounds[0].rounded else None)


def _bounds(bounds: tuple[Number, Number], mod: str | None) -> tuple[int | None, int | None, str | None]:
    low, high = bounds[0].value, bounds[1].value
    return None if mod == "LESS_THAN" else low, None if mod == "MORE_THAN" else high, mod


def _value(scene: Scene, person: Person, bounds: tuple[Number, Number], mod: str | None) -> CountValue:
    """Make a value with the role that the noun has by itself; `find` looks at the context."""
    low, high, mod = _bounds(bounds, mod)
    return CountValue(low, high, mod, person.noun.role, person.noun.lemma, _country(scene, person))


def _country(scene: Scene, person: Person) -> str | None:
    """Return the country of a demonym that is the noun or stands right behind it."""
    if person.noun.country:
        return person.noun.country
    position = person.end
    for _ in range(2):
        match = _ADJECTIVE.match(scene.text, position)
        if match is None or _NO_ADJECTIVE.fullmatch(match[1]):
            return None
        if country := scene.people.countries.get(match[1].lower()):
            return country
        position = match.end()
    return None
