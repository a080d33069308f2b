"""Reads the data dump of the Research Organization Registry (ROR), schema v2, one record at a time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ijson

from pipeline.errors import RegistryError
from pipeline.registries.dump import WANTED, open_dump
from pipeline.registries.entry import ACTIVE, Entry, Malformed, Told, nobody

# Crockford's base32: no i, l, o, u.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ID = re.compile(rf"https://ror\.org/(0[{_ALPHABET}]{{6}})([0-9]{{2}})")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_STATUSES = (ACTIVE, "inactive", "withdrawn")
# `funder` says what an organisation does, and `other` nothing.
_KINDS = {
    "archive": "other",
    "company": "company",
    "education": "university",
    "facility": "research",
    "government": "government",
    "healthcare": "hospital",
    "nonprofit": "ngo",
}


def read_ror(path: Path, told: Told = nobody) -> Iterator[Entry | Malformed]:
    """Yield every record of a dump: an Entry, or Malformed where it breaks the schema.

    Memory does not grow with the dump. Raises RegistryError for a file that is no dump of schema v2, and
    for one that breaks off.
    """
    with open_dump(path) as (stream, size):
        number = 0
        try:
            for number, record in enumerate(ijson.items(stream, "item", use_float=True), start=1):
                if number == 1 and isinstance(record, dict) and "names" not in record and "name" in record:
                    raise RegistryError(f"{path}: is a dump of schema v1, which has ended; {WANTED}")
                yield _read(record, number)
                told(stream.tell(), size)
        except ijson.JSONError as error:
            message = " ".join(str(error).split())
            raise RegistryError(
                f"{path}: behind record {number}: is no JSON ({message}); download the dump again"
            ) from error


def is_ror_id(text: str) -> bool:
    """Return whether `text` is a ROR identifier whose last two digits check (ISO 7064, MOD 97-10)."""
    found = _ID.fullmatch(text)
    if found is None:
        return False
    value = 0
    for character in found[1]:
        value = value * 32 + _ALPHABET.index(character)
    return 98 - value * 100 % 97 == int(found[2])


def _read(record: Any, number: int) -> Entry | Malformed:
    where = f"record {number}"
    try:
        if isinstance(record.get("id"), str):
            where = f"record {number} ({record['id']})"
        return _entry(record)
    except ValueError as error:
        return Malformed(where, str(error))
    except (AttributeError, KeyError, TypeError) as error:
        return Malformed(where, f"breaks the schema ({type(error).__name__}: {error})")


def _entry(record: Mapping[str, Any]) -> Entry:
    if not is_ror_id(record["id"]):
        raise ValueError("the id is none of ROR: its form or its check digits are wrong")
    status = record["status"]
    if status not in _STATUSES:
        raise ValueError(f"the status {status!r} is none of {', '.join(_STATUSES)}")
    names = [(one["value"].strip(), one["types"]) for one in record["names"]]
    forms = [value for value, types in names if value and set(types) != {"acronym"}]
    shown = [value for value, types in names if value and "ror_display" in types]
    if not (shown or forms):
        raise ValueError("no name but acronyms")
    name = (shown or forms)[0]
    country, city = _place(record["locations"])
    return Entry(
        id=record["id"],
        name=name,
        forms=tuple(dict.fromkeys((name, *forms))),
        acronyms=tuple(dict.fromkeys(value for value, types in names if value and "acronym" in types)),
        kind=_kind(record["types"]),
        country=country,
        city=city,
        status=status,
        successor=None if status == ACTIVE else _successor(record.get("relationships") or ()),
        wikidata=_wikidata(record.get("external_ids") or ()),
    )


def _place(locations: Sequence[Mapping[str, Any]]) -> tuple[str | None, str | None]:
    """Return country and city of the first location, the seat."""
    if not locations:
        return None, None
    details = locations[0]["geonames_details"]
    country = details.get("country_code")
    if country is not None and not _COUNTRY.fullmatch(country):
        raise ValueError(f"the country {country!r} is no ISO 3166-1 alpha-2 code")
    return country, details.get("name") or None


def _kind(types: Sequence[str]) -> str | None:
    """Return the kind that all types agree on, or None."""
    kinds = {_KINDS[one] for one in types if one in _KINDS}
    return kinds.pop() if len(kinds) == 1 else None


def _successor(relationships: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the one successor: of an organisation that was divided, nobody can say which is meant."""
    ids = {one["id"] for one in relationships if one["type"] == "successor" and is_ror_id(one["id"])}
    return ids.pop() if len(ids) == 1 else None


def _wikidata(external_ids: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the preferred Wikidata item, or the only one."""
    for one in external_ids:
        if one["type"] == "wikidata":
            items = [one["preferred"]] if one.get("preferred") else one["all"]
            return items[0] if len(items) == 1 and _WIKIDATA.fullmatch(items[0]) else None
    return None
