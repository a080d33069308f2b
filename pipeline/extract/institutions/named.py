"""A name as the parser has read it, and whether it is one at all."""

from dataclasses import dataclass

from pipeline.extract.institutions.grammar import Head
from pipeline.extract.institutions.scene import Scene


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
    before = scene.tokens[name.first - 1] if name.first else None
    first = scene.tokens[name.first]
    inside = before is not None and before.word and not before.capital and first.gap != "\n"
    if name.topic and inside and first.capital and not first.shouted:
        return True
    if name.head.plural and not family.list and not name.proper:
        return False
    # `hôpitaux de Douala` are any; `hôpitaux généraux de Douala et d'Édéa` are these two, and what is
    # no place is a name: `hôpitaux de Befelatanana et de Tsaralalana`.
    if name.head.plural and not family.plural_place and name.place and not name.national:
        begin, end = name.place
        own = family.rule == "hospital" and not scene.gazetteer.countries_of(scene.text(begin, end))
        return own and scene.folded(begin - 1) in ("de", "d'")
    match family.named:
        case "proper":
            return name.proper
        case "topic":
            return name.proper or name.topic or name.national > 1
        case "association":
            return name.proper or (name.topic and name.national > 0)
        case _:
            return name.proper or (name.national > 0 and (name.topic or name.national > 1))
