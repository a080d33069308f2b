"""What is read from the dump of a registry: an organisation as an `Entry`, or why it could not be read."""

from collections.abc import Callable
from dataclasses import dataclass

ACTIVE = "active"
# Is told how many bytes of a dump are read, and how many it has.
Told = Callable[[int, int], None]


def nobody(_done: int, _size: int) -> None:
    """Is told, and does nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation of a registry.

    `forms` are all its written names without the acronyms, `name` first. `kind` is one of the guideline,
    None where the registry does not settle it; `country` ISO 3166-1 alpha-2. `parent` is the FINESS number
    of the legal entity that an establishment belongs to: what has none is no establishment.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    city: str | None = None
    status: str = ACTIVE
    successor: str | None = None
    wikidata: str | None = None
    parent: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Malformed:
    """A record that is left out: `where` names it within the dump, `reason` says what is wrong with it."""

    where: str
    reason: str
