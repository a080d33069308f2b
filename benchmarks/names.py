"""Names of hospitals that are made up: a head from a text, a town and a person from the vocabularies."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from random import Random

from pipeline.vocabulary import read_table, split_cell

_VOCABULARY = ("name", "aliases", "acronyms", "short", "kind", "country", "city", "source")
_PERSON = re.compile(r"hôpital ([A-ZÀ-Ý][\w'’]+)-([A-ZÀ-Ý][\w'’]+)", re.IGNORECASE)
_HEAD = re.compile(
    r"(?:CH(?:RU|U|R|I|S)?|centres? hospitaliers?|hôpita(?:l|ux)|(?:poly)?cliniques?|instituts?)"
    r"(?: (?:universitaires?|privée?s?|militaires?|(?:région|nation|génér|centr)a(?:l|ux)))*\b",
    re.IGNORECASE,
)


def head(name: str) -> str | None:
    """Return what a name of a hospital opens with, `hôpital régional`; None where that is nothing known."""
    found = _HEAD.match(name)
    return found[0] if found else None


def tails(rules: Path) -> Callable[[int], str]:
    """Return a function from a number to what makes a name of a head: ` Josina-Cabral de Sikasso`."""
    rows = [
        row
        for path in sorted((rules / "institutions" / "vocabulary").glob("*.csv"))
        for row in read_table(path, _VOCABULARY)
    ]
    towns = sorted(
        {row["city"] for row in read_table(rules / "countries" / "cities.csv", ("city", "country", "source"))}
    )
    known = frozenset(towns)
    persons = [
        found.groups()
        for row in rows
        for name in (row["name"], *split_cell(row["aliases"]))
        if (found := _PERSON.fullmatch(name)) and known.isdisjoint(found.groups())
    ]
    given, family = (sorted({person[place] for person in persons}) for place in (0, 1))

    @lru_cache(maxsize=100_000)
    def tail(number: int) -> str:
        rng = Random(f"hospital {number}")
        town = rng.choice(towns)
        of_town = f" d’{town}" if town[0] in "AEÉIÎOUYH" else f" de {town}"
        person = f" {rng.choice(given)}-{rng.choice(family)}"
        return rng.choice((of_town, person, person + of_town))

    return tail
