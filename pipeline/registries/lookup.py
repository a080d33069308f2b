"""Looks institutions up in the imported registries. Precision first: what is not certain has none."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.registries.entry import ACTIVE, Entry
from pipeline.registries.index import FINESS_FILES, ROR_FILE, read_index
from pipeline.registries.names import is_weak, registry_key
from pipeline.registries.places import same_city

FRENCH = frozenset(("FR", "BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"))
# An international organisation has a seat in the registry and none in the guideline.
_NOWHERE = "ZZ"
# Kinds of a registry that an institution of our kind never has; others are seen differently by both.
_CONTRADICTS: Mapping[str, frozenset[str]] = {
    "company": frozenset(("university", "government")),
    "government": frozenset(("hospital", "university", "company", "other")),
    "hospital": frozenset(("university", "government", "other")),
    "international": frozenset(("hospital", "university", "company", "other")),
    "ngo": frozenset(("university", "company")),
    "university": frozenset(("hospital", "government", "company", "other")),
}
_COLUMNS = tuple(one.name for one in fields(Entry))


@dataclass(frozen=True, slots=True)
class Index:
    """One index file: its rows, and their keys in order, each with the number of its row."""

    table: pa.Table
    keys: pa.StringArray
    rows: pa.Array


@dataclass(frozen=True, slots=True)
class Registries:
    """The registries that were imported: ROR or None, and the extracts of FINESS."""

    ror: Index | None
    finess: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Identifiers that are certain: ROR and Wikidata as in ROR, FINESS of an entity or an establishment."""

    ror: str | None = None
    finess: str | None = None
    wikidata: str | None = None


def load_registries(folder: Path) -> Registries | None:
    """Load the indexes below `folder`; None when nothing was imported. Raises RegistryError."""
    ror, *finess = (
        _load(folder / name) if (folder / name).is_file() else None
        for name in (ROR_FILE, *FINESS_FILES.values())
    )
    found = tuple(index for index in finess if index is not None)
    return Registries(ror, found) if ror or found else None


def identifiers(
    registries: Registries, forms: Collection[str], kind: str, country: str | None, city: str | None
) -> Identifiers:
    """Return what the registries know for certain of an institution.

    `forms` are its written names, `kind` and `country` those of the guideline. Without a country nothing
    is certain; for `ZZ` the country of the seat is not compared.
    """
    if country is None:
        return Identifiers()
    asked = _Asked(tuple(sorted(set(forms))), kind, country, city)
    ror = None if registries.ror is None else _certain((registries.ror,), asked)
    finess = _certain(registries.finess, asked) if country in FRENCH else None
    return Identifiers(
        ror=ror.id if ror else None,
        finess=finess.id if finess else None,
        wikidata=ror.wikidata if ror else None,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    forms: Sequence[str]
    kind: str
    country: str
    city: str | None


def _load(path: Path) -> Index:
    table = read_index(path)
    keys = table["keys"].combine_chunks()
    flat, rows = keys.flatten(), pc.list_parent_indices(keys)
    order = pc.sort_indices(flat)
    return Index(table.drop_columns(["keys"]), flat.take(order), rows.take(order))


def _certain(indexes: Sequence[Index], asked: _Asked) -> Entry | None:
    """Return the one organisation that is meant: by a name; by an acronym only where no name is known."""
    for weak in (False, True):
        there: dict[str, Entry] = {}
        agreeing: set[str] = set()
        known = False
        for index in indexes:
            for entry, same in _matches(index, asked, weak):
                known = True
                last = _successor(index, entry)
                if last is not None:
                    there[last.id] = last
                    if same:
                        agreeing.add(last.id)
        if known:
            left = _as_whole(there, asked.kind)
            if len(left) > 1:
                left = [entry for entry in left if entry.id in agreeing]
            return left[0] if len(left) == 1 else None
    return None


def _matches(index: Index, asked: _Asked, weak: bool) -> Iterator[tuple[Entry, bool]]:
    """Yield the rows that bear a form asked for, with whether their city agrees.

    A weak form (acronym, generic words) counts only where the city agrees. A name counts unless the city
    differs, and even then if it says the city itself (`CHU de Bordeaux` has its seat in Talence).
    """
    for form in asked.forms:
        key = registry_key(form)
        for entry in _named(index, key):
            named = any(registry_key(one) == key for one in entry.forms)
            if (is_weak(form) or not named) != weak or not _possible(entry, asked):
                continue
            same = bool(asked.city and entry.city) and same_city(
                asked.city or "", entry.city or "", entry.country
            )
            differs = bool(asked.city and entry.city) and not same
            if same or not (weak or (differs and not _says(key, asked.city or ""))):
                yield entry, same


def _named(index: Index, key: str) -> Iterator[Entry]:
    place = bisect_left(range(len(index.keys)), key, key=lambda i: index.keys[i].as_py())
    while place < len(index.keys) and index.keys[place].as_py() == key:
        yield _row(index, index.rows[place].as_py())
        place += 1


def _row(index: Index, number: int) -> Entry:
    values: dict[str, Any] = {name: index.table[name][number].as_py() for name in _COLUMNS}
    return Entry(**values | {"forms": tuple(values["forms"]), "acronyms": tuple(values["acronyms"])})


def _possible(entry: Entry, asked: _Asked) -> bool:
    here = asked.country in (_NOWHERE, entry.country)
    return here and entry.kind not in _CONTRADICTS.get(asked.kind, ())


def _says(key: str, city: str) -> bool:
    return f" {registry_key(city)} " in f" {key} "


def _successor(index: Index, entry: Entry) -> Entry | None:
    """Return the active organisation that an entry has become, itself where it is active, else None."""
    seen: set[str] = set()
    while entry.status != ACTIVE:
        seen.add(entry.id)
        if entry.successor is None or entry.successor in seen:
            return None
        number = pc.index(index.table["id"], entry.successor).as_py()
        if number < 0:
            return None
        entry = _row(index, number)
    return entry


def _as_whole(there: Mapping[str, Entry], kind: str) -> list[Entry]:
    """Of a legal entity and establishments of it with the same name, keep what a name of this kind means.

    A hospital that is a legal entity of its own (CHU, CH) is that entity; where a company or a foundation
    runs it, it is the establishment. Anything else is the entity.
    """
    entities = {id for id, one in there.items() if kind != "hospital" or one.kind == "hospital"}
    run = {one.parent for one in there.values()} - entities
    return [one for one in there.values() if one.parent not in entities and one.id not in run]
