"""Which partners, countries and sentences belong to one cooperation: in catalogues and in prose."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.records import CountryValue, InstitutionValue, SpecialtyValue
from pipeline.relate.sides import foreign, named_home
from pipeline.relate.units import Unit, about, countries, has_cue, institutions
from pipeline.rules import Rule

_FEWEST_LINES = 3
_CLAUSE = re.compile(r"\s?;\s?|, (?=partenariat|cooperation|appui)|ainsi qu|Par ailleurs|\) et ")
_OPENS = re.compile(r"\s?(?:\([^)]*\)\s?)?[:.]")


@dataclass(frozen=True, slots=True)
class Group:
    """The partner institutions (keys) and countries of one cooperation, and the units that tell of it."""

    partners: tuple[str, ...]
    countries: tuple[str, ...]
    scope: tuple[Unit, ...]


def catalogue(units: Sequence[Unit], home_country: str) -> list[Group]:
    """Return the groups of a text whose lines begin with the country that they are about, else none."""
    lines: list[tuple[str, list[Unit]]] = []
    for unit in units:
        iso = _opening_country(unit)
        if iso is not None:
            lines.append((iso, [unit]))
        elif lines:
            lines[-1][1].append(unit)
    if len(lines) < _FEWEST_LINES:
        return []
    groups: list[Group] = []
    for iso, scope in lines:
        if iso in (home_country, "FR"):
            continue
        partners = _keys(foreign(scope, home_country))
        # A clause with its own partner is a record of its own.
        if len(partners) > 1:
            groups += _clauses(iso, scope, home_country)
        else:
            groups.append(Group(partners, (iso,), tuple(scope)))
    return groups


def _opening_country(unit: Unit) -> str | None:
    first = next(iter(unit.of(CountryValue)), None)
    if first is None or not isinstance(first.value, CountryValue):
        return None
    before = unit.text[: first.start - unit.start]
    behind = unit.text[first.end - unit.start :] + "."
    return first.value.iso[0] if re.fullmatch(r"\W*", before) and _OPENS.match(behind) else None


def _keys(values: Sequence[InstitutionValue]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.key for value in values))


def _clauses(iso: str, scope: Sequence[Unit], home_country: str) -> list[Group]:
    groups: list[Group] = []
    for unit in scope:
        cuts = [unit.start + match.end() for match in _CLAUSE.finditer(unit.text)]
        for start, end in pairwise([unit.start, *cuts, unit.end]):
            clause = unit.part(start, end)
            partners = _keys(foreign([clause], home_country))
            if partners or (clause.of(SpecialtyValue) and named_home([clause], home_country)):
                groups.append(Group(partners, (iso,), (clause,)))
    return groups or [Group((), (iso,), tuple(scope))]


def prose(units: Sequence[Unit], home_country: str, cues: Sequence[Rule]) -> list[Group]:
    """Return one group per country and set of partners that sentences name together.

    Countries alone make groups only when the article names no partner.
    """
    partners = foreign(units, home_country)
    found: list[tuple[tuple[str, ...], str, tuple[str, ...]]] = []
    for country in dict.fromkeys(v.country for v in partners if v.country and v.country != "ZZ"):
        together = _together(units, [v for v in partners if v.country == country])
        # One set of partners is told of wherever its country is; several, where they are named.
        isos = (country,) if len(together) == 1 else ()
        found += [(keys, country, isos) for keys in together]
    if not found:
        return _countries_alone(units, home_country, cues)
    scopes = _scopes(units, [(isos, keys) for keys, _, isos in found])
    return [Group(keys, (country,), scope) for (keys, country, _), scope in zip(found, scopes, strict=True)]


def _scopes(
    units: Sequence[Unit], topics: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]
) -> list[tuple[Unit, ...]]:
    """Return the units about each topic (countries and keys), with those that go on about it.

    A unit that names none of the topics goes on about the topic of the unit before it.
    """
    scopes: list[list[Unit]] = [[] for _ in topics]
    current: list[int] = []
    for unit in units:
        named = [i for i, (isos, keys) in enumerate(topics) if about(unit, isos, keys)]
        current = named or current
        for i in current:
            scopes[i].append(unit)
    return [tuple(scope) for scope in scopes]


def _together(units: Sequence[Unit], partners: Sequence[InstitutionValue]) -> list[tuple[str, ...]]:
    """Return the partners in sets: two are in one set when a sentence names both."""
    sets: list[set[str]] = [{key} for key in _keys(partners)]
    for unit in units:
        named = {value.key for value in institutions([unit])}
        touched = [keys for keys in sets if keys & named]
        if len(touched) > 1:
            sets = [keys for keys in sets if keys not in touched] + [set().union(*touched)]
    # A university or an agency that stands apart joins the first hospital of its country.
    hospitals = {value.key for value in partners if value.kind == "hospital"}
    if any(keys & hospitals for keys in sets):
        first = next(key for key in _keys(partners) if key in hospitals)
        others = [keys for keys in sets if not keys & hospitals]
        sets = [keys.union(*others) if first in keys else keys for keys in sets if keys & hospitals]
    order = _keys(partners)
    return sorted(
        (tuple(k for k in order if k in keys) for keys in sets), key=lambda keys: order.index(keys[0])
    )


def _countries_alone(units: Sequence[Unit], home_country: str, cues: Sequence[Rule]) -> list[Group]:
    named = Counter(iso for iso in countries(units) if iso not in (home_country, "FR"))
    if not named:
        return []
    lead = set(countries(units[: max(3, len(units) // 5)]))
    isos = [iso for iso, n in named.most_common() if iso in lead or n > 2]
    isos = [iso for iso in isos if named[iso] * 3 >= named[isos[0]]]
    listed = [unit for unit in units if len(set(countries([unit])) & set(named)) >= 2]
    telling = {
        iso
        for unit in units
        if has_cue(cues, "cooperation", unit.text)
        for iso in countries([unit])
        if iso in named
    }
    # Countries that one sentence lists share a cooperation; those of many sentences have one each.
    if len(telling) >= _FEWEST_LINES and not any(telling <= set(countries([unit])) for unit in listed):
        return [
            Group((), (iso,), tuple(unit for unit in units if about(unit, (iso,), ())))
            for iso in named
            if iso in telling
        ]
    if not isos:
        return []
    return [Group((), tuple(isos), tuple(unit for unit in units if about(unit, isos, ())))]
