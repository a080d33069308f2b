"""Reads the public extracts of FINESS: establishments (cs1100502, cs1100507), legal entities (cs1100501).

Semicolons, no header, one line of comment first (`finess;etalab;111;2026-05-12`), then a record a line, which
begins with the name of its section. The columns are those of the notices beside the extracts. An extract
lists what is open: it has neither a status nor a date of closing.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RegistryError
from pipeline.registries.entry import Entry, Malformed, Told, nobody
from pipeline.text import name_key


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the cells of one extract stand; `cells` is how many a line has, an empty last one apart."""

    section: str
    title: str
    cells: int
    number: int
    parent: int | None
    names: tuple[int, int]
    department: int
    routing: int
    category: int
    group: int | None


ESTABLISHMENTS = Layout("structureet", "establishments", 31, 1, 2, (3, 4), 13, 15, 18, 20)
ENTITIES = Layout("structureej", "legal entities", 23, 1, None, (2, 3), 13, 12, 18, None)
_LAYOUTS = {layout.section: layout for layout in (ESTABLISHMENTS, ENTITIES)}
# Coordinates stand behind the establishments of cs1100507.
_PASSED = ("finess", "geolocalisation")
WANTED = (
    "take the CSV extract of FINESS of the establishments (etalab-cs1100502 or -cs1100507) or of the "
    "legal entities (etalab-cs1100501)"
)
# The last digit is said to be a check digit, but no notice says so: the form alone is checked.
_NUMBER = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{7}")
_OVERSEAS = {"9A": "GP", "9B": "MQ", "9C": "GF", "9D": "RE", "9E": "PM", "9F": "YT", "9J": "WF"}
# FINESS files these two under Guadeloupe.
_BY_POSTCODE = {"97133": "BL", "97150": "MF"}
_METROPOLE = re.compile(r"0[1-9]|[1-8][0-9]|9[0-5]|2[AB]")
_ROUTING = re.compile(r"(?:([0-9]{5}) +)?(.*?)(?: +CEDEX)?(?: +[0-9]{1,2})?", re.IGNORECASE)
_HOSPITAL = re.compile(r"(?:centre hospitalier|hopital)\b")
_LONGEST_LINE = 2**20


def layout_of(path: Path) -> Layout:
    """Return which extract a file is, from its first record. Raises RegistryError for any other file."""
    if not path.is_file():
        raise RegistryError(f"{path}: there is no such file; {WANTED}")
    for number, line in _lines(path):
        cells = _cells(line)
        if cells[0] in _LAYOUTS:
            layout = _LAYOUTS[cells[0]]
            if not _fits(cells, layout):
                raise RegistryError(
                    f"{path}: line {number}: has {len(cells)} cells, not {layout.cells}, and is another "
                    f"extract of FINESS; {WANTED}"
                )
            return layout
        if line.startswith("{"):
            raise RegistryError(f"{path}: is the JSON of FINESS+, which is not read yet; {WANTED}")
        if cells[0] not in _PASSED:
            raise RegistryError(
                f"{path}: line {number}: begins with {cells[0][:20]!r}, and is no extract of FINESS; {WANTED}"
            )
    raise RegistryError(f"{path}: holds no record; {WANTED}")


def read_finess(path: Path, layout: Layout, told: Told = nobody) -> Iterator[Entry | Malformed]:
    """Yield every record of an extract: an Entry, or Malformed. Memory does not grow with the file."""
    for number, line in _lines(path, told):
        cells = _cells(line)
        if cells[0] in _PASSED:
            continue
        where = f"line {number} ({cells[layout.number] if len(cells) > layout.number else line[:20]})"
        if cells[0] != layout.section or not _fits(cells, layout):
            expected = f"{layout.cells} cells of a {layout.section}"
            yield Malformed(where, f"is not the {expected}, but {len(cells)} of {cells[0][:20]!r}")
            continue
        try:
            yield _entry(cells, layout)
        except ValueError as error:
            yield Malformed(where, str(error))


def _lines(path: Path, told: Told = nobody) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, numbered from 1.

    Older extracts are Latin-1 (with the marks of Windows in some), newer ones UTF-8; text in Latin-1 that
    is UTF-8 by accident does not occur in names.
    """
    try:
        with path.open("rb") as file:
            size, number = path.stat().st_size, 0
            while raw := file.readline(_LONGEST_LINE):
                number += 1
                try:
                    line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    line = raw.decode("cp1252", errors="replace")
                if line.strip():
                    yield number, line.rstrip("\r\n")
                told(file.tell(), size)
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error}") from error


def _cells(line: str) -> list[str]:
    # Line by line, so that a stray quotation mark costs one record and not all that follow.
    try:
        return [" ".join(cell.split()) for cell in next(csv.reader([line], delimiter=";"))]
    except csv.Error:
        return [line[:20]]


def _fits(cells: list[str], layout: Layout) -> bool:
    return len(cells) in (layout.cells, layout.cells + 1)


def _entry(cells: list[str], layout: Layout) -> Entry:
    number, parent = cells[layout.number], None if layout.parent is None else cells[layout.parent]
    if not _NUMBER.fullmatch(number):
        raise ValueError("the number has not the nine characters of FINESS")
    if parent is not None and not _NUMBER.fullmatch(parent):
        raise ValueError("the number of its legal entity has not the nine characters of FINESS")
    short, long = (cells[column] for column in layout.names)
    if not (short or long):
        raise ValueError("has no name")
    routing = _ROUTING.fullmatch(cells[layout.routing])
    postcode, city = routing.groups() if routing else (None, None)
    label = cells[layout.category + 1]
    return Entry(
        id=number,
        name=long or short,
        forms=tuple(dict.fromkeys(one for one in (long, short) if one)),
        kind=_kind(label, "" if layout.group is None else cells[layout.group]),
        country=_country(cells[layout.department], postcode),
        city=city or None,
        parent=parent,
        category=f"{cells[layout.category]} {label}".strip() or None,
    )


def _country(department: str, postcode: str | None) -> str:
    if _METROPOLE.fullmatch(department):
        return "FR"
    if department not in _OVERSEAS:
        raise ValueError(f"the department {department!r} is none of France")
    return _BY_POSTCODE.get(postcode or "", _OVERSEAS[department])


def _kind(category: str, group: str) -> str | None:
    """Return the kind by category and group of categories: 11xx are hospitals, 4xxx social services."""
    if group.startswith("11") or _HOSPITAL.match(name_key(category)):
        return "hospital"
    return "other" if group.startswith("4") else None
