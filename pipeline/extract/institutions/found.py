"""A name found in an article, before its identity is decided."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the vocabulary. `row` (file and line) tells rows apart."""

    row: str
    name: str
    acronym: str | None
    kind: str
    country: str | None
    city: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A span that names an institution.

    `entries`: the vocabulary rows that the form may stand for; `name`: the form to compare names by (a
    coordinated `Nancy` is `CHU de Nancy`); `core`: its own part without head noun (`Peltier`), if any;
    `place`: text of the place inside; `spoken`: the countries where its language is spoken, where that tells.
    """

    start: int
    end: int
    rule: str
    kind: str
    name: str
    entries: tuple[Entry, ...] = ()
    core: str | None = None
    place: str | None = None
    family: str | None = None
    country: str | None = None
    spoken: tuple[str, ...] = ()
    weight: int = 0
