"""What an article says of places: the evidence for the countries of its institutions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.institutions.found import Found
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold

_CATALOGUE = re.compile(
    r"(?:^|\n)[ \t•◦>*-]*([A-Z][^\n:.()]{2,40}?)\s?(?:\([^)\n]*\)\s?)?(?:[:.](?=\s)|(?=\n))"
)
_TOWN = re.compile(r"(?<![\w-])[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}")
_DATELINE = re.compile(r"(?:^|\n)\s*([A-Z][\w'-]+(?:[ -][A-Z][\w'-]+)*)(?=\s?(?:[,.-]|\(|:))")
_HEAD_LENGTH = 600


@dataclass(frozen=True, slots=True)
class Places:
    """What an article says of places.

    Countries and foreign towns at their offsets, the stretches that stand under a line beginning with a
    country, and the country of the dateline (`Dakar, 12 mars`).
    """

    countries: Sequence[tuple[int, int, str]]
    sections: Sequence[tuple[int, int, str]]
    towns: Sequence[tuple[int, int, str]] = ()
    dateline: str | None = None

    def section(self, offset: int) -> str | None:
        """Return the country under whose heading `offset` stands."""
        return next((iso for start, end, iso in self.sections if start <= offset < end), None)


def sections(view: View, gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    """Return the stretches that stand under a line beginning with a country (`Cambodge : …`)."""
    heads: list[tuple[int, str | None]] = []
    for match in _CATALOGUE.finditer(view.plain):
        isos = gazetteer.names.get(fold(match[1].strip()), ())
        heads.append((match.start(1), isos[0] if len(isos) == 1 else None))
    stretches = []
    for k, (start, iso) in enumerate(heads):
        if iso is None:
            continue
        # A section ends with the next heading; one that begins within a line, at a blank line too.
        end = heads[k + 1][0] if k + 1 < len(heads) else len(view.text)
        alone = view.plain[start:].partition("\n")[0].strip().rstrip(":. ").isupper()
        blank = -1 if alone else view.text.find("\n\n", start, end)
        stretches.append((start, blank if 0 <= blank < end else end, iso))
    return stretches


def towns(view: View, found: Sequence[Found], gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    """Return the towns outside France that stand outside the names of institutions."""
    taken = [(item.start, item.end) for item in found]
    places = []
    for match in _TOWN.finditer(view.plain):
        words = match[0].split()
        for size in range(len(words), 0, -1):
            countries = gazetteer.places.get(fold(" ".join(words[:size])), ())
            if len(countries) == 1:
                inside = any(start <= match.start() < end for start, end in taken)
                if countries[0] != "FR" and not inside:
                    places.append((match.start(), match.end(), countries[0]))
                break
    return places


def dateline(view: View, gazetteer: Gazetteer) -> str | None:
    """Return the country of the foreign town that opens one of the first lines (`DAKAR, 12 mars –`)."""
    for match in _DATELINE.finditer(view.plain, 0, _HEAD_LENGTH):
        countries = gazetteer.places.get(fold(match[1]), ())
        if len(countries) == 1:
            return None if countries[0] == "FR" else countries[0]
    return None
