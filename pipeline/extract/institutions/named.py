"""A name as the parser has read it, and whether it is one at all."""

from dataclasses import dataclass

from pipeline.extract.institutions.grammar import Head, match_place
from pipeline.extract.institutions.scene import Scene

# What every university town has a faculty of.
_FACULTIES = frozenset(("medecine", "pharmacie"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name parsed from token `first` up to token `last` (excluded).

    `proper`: it holds a proper name; `topic`, `national`: common nouns or adjectives that make it unique;
    `place`: bounds, as tokens, of the last place or proper name after a preposition; `own`: those of a
    proper name that follows directly.
    """

    first: int
    last: int
    head: Head
    core: int
    proper: bool = False
    topic: bool = False
    national: int = 0
    place: tuple[int, int] | None = None
    own: tuple[int, int] | None = None


def is_named(scene: Scene, name: Name) -> bool:
    """Return whether what was parsed is a name: proper, or of the words that its family asks for."""
    family = name.head.family
    # `l'Institut de la mère et de l'enfant`: capitals inside a sentence mark a topic as a name.
    titled = scene.is_written_as_name(name.first)
    # The `Faculté de Médecine` is that of a town which has been named.
    known = family.rule == "faculty" and scene.folded(name.last - 1) in _FACULTIES
    if name.topic and titled and not known:
        return True
    if name.head.plural and not family.list and not name.proper:
        return False
    if _situates(scene, name):
        return False
    # `un accord entre les villes de Sens et de Tambacounda`: towns that agree with each other.
    if family.rule == "authority" and scene.folded(name.first - 2) == "entre" and name.proper:
        return True
    # `facultés de Roumanie` are any; of the embassies of a country there is one.
    country = name.place is not None and scene.text(*name.place) in scene.gazetteer.names
    if name.head.plural and country and family.rule != "embassy":
        return False
    # `hôpitaux de Douala` are any; `hôpitaux généraux de Douala et d'Édéa` are these two, and what is
    # no place is a name: `hôpitaux de Befelatanana et de Tsaralalana`.
    if name.head.plural and not family.plural_place and name.place and not name.national:
        begin, end = name.place
        countries = scene.gazetteer.countries_of(scene.text(begin, end))
        if family.rule != "hospital" or scene.folded(begin - 1) not in ("de", "d'"):
            return False
        return not countries or _abroad(scene, name.last, countries)
    # `l'Institut franco-chinois`, `l'École médicale sino-française`: there is one of them.
    last = scene.tokens[name.last - 1]
    if titled and "-" in last.plain and name.national and scene.is_demonym(name.last - 1):
        return True
    match family.named:
        case "proper":
            return name.proper
        case "topic":
            # `à l'Hôpital Central`: capitals inside a sentence mark a name.
            return name.proper or name.topic or name.national > (0 if titled and last.capital else 1)
        case "nationality":
            return name.proper or name.national > 0
        case "association":
            return name.proper or (name.topic and name.national > 0)
        case _:
            return name.proper or (name.national > 0 and (name.topic or name.national > 1))


def _situates(scene: Scene, name: Name) -> bool:
    """Return whether a centre is the middle of a place: `dans le centre de Dakar`, `le centre du Mali`."""
    if scene.tokens[name.first].plain != "centre" or name.place is None or name.topic or name.national:
        return False
    begin, end = name.place
    inside = (scene.folded(name.first - 2), scene.folded(name.first - 1)) == ("dans", "le")
    # `centre de Djibouti` may be that of the town; `du Mali`, `de Cuba` are countries.
    where = scene.text(begin, end)
    town = scene.folded(begin - 1) == "de" and where in scene.gazetteer.places
    country = where in scene.gazetteer.names and not town
    return name.last == end and (inside or country)


def _abroad(scene: Scene, i: int, countries: tuple[str, ...]) -> bool:
    """Return whether a town of another country follows: `hôpitaux de Brive et Sikasso` are these two.

    So are `hôpitaux de Tarbes et de Cahors`: towns of France outside Paris have one.
    """
    if scene.folded(i) == "(" and scene.folded(i + 2) == ")":
        i += 3
    if scene.folded(i) != "et":
        return False
    behind = scene.after_preposition(i + 1)
    first = i + 1 if behind is None else behind
    n = match_place(scene.gazetteer, scene.tokens, first) if scene.starts_name(first) else 0
    others = scene.gazetteer.countries_of(scene.text(first, first + n)) if n else ()
    return bool(others) and (set(others).isdisjoint(countries) or "FR" in set(others) & set(countries))
