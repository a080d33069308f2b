"""Relates the mentions of an article into cooperations with evidence.

A first version: the title and the lead decide the home side; partners, countries, specialties, dates and
people come from the same sentence, list item or country heading.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.records import (
    Article,
    Cooperation,
    CountryValue,
    CountValue,
    DateValue,
    Extraction,
    InstitutionValue,
    Mention,
    SpecialtyValue,
)
from pipeline.rules import Rule, load_rules
from pipeline.text import plain

READS = ("funder", "funder-subject", "start", "end", "inbound", "outbound", "cooperation")
_OVERSEAS = frozenset(("GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "WF", "MF", "BL"))
_PARTNER_KINDS = frozenset(
    ("hospital", "university", "government", "research", "network", "ngo", "international")
)
_HOME_KINDS = frozenset(("hospital", "university", "ngo", "network", "research"))
_JOINED_KINDS = frozenset(("hospital", "university", "ngo", "research"))
_EMBASSY = re.compile(r"(?:ambassade|consulat)", re.IGNORECASE)
_REACH = 60  # code points in which a funder must follow its cue, and a date its verb


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or list item with its mentions."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]

    def of(self, kind: type) -> list[Mention]:
        """Return the mentions whose value is of this kind."""
        return [mention for mention in self.mentions if isinstance(mention.value, kind)]


def load(folder: Path) -> tuple[Rule, ...]:
    """Load `relations/*.toml`: the cues; raises RuleError."""
    rules = load_rules(folder / "relations")
    for rule in rules:
        if rule.pattern is None or rule.reads not in READS:
            raise RuleError(rule.file, f"rule {rule.id!r}", f"`reads` must be one of {', '.join(READS)}")
    return rules


def relate(article: Article, extraction: Extraction, cues: Sequence[Rule]) -> list[Cooperation]:
    """Return the cooperations that the article reports, in the order of the text."""
    units = _units(article, extraction)
    home_country = _home_country(article, units)
    home = _home(article, units, home_country)
    if not any(_cue(cues, "cooperation", plain(unit.text)) for unit in units):
        return []
    catalogue = _catalogue(units, home_country)
    if catalogue:
        groups = [(partners, countries, scope) for partners, countries, scope in catalogue]
    else:
        groups = _prose(units, home_country)
    funders = _funders(units, cues)
    first = [v.key for v in _institutions(units) if v.country == home_country and v.kind in _HOME_KINDS][:1]
    cooperations = []
    for partners, countries, scope in groups:
        inside = scope if catalogue or len(groups) > 1 else units
        if catalogue:
            local = _local_home(scope, home_country) or first
        else:
            local = [*home, *_joined_home(scope, partners, home, home_country)]
        cooperations.append(
            _cooperation(
                home=[key for key in local if key not in partners],
                partners=[key for key in partners if key not in (funders if len(partners) > 1 else ())],
                countries=countries,
                scope=inside,
                funders=_funders(inside, cues) if len(groups) > 1 else funders,
                cues=cues,
                home_country=home_country,
            )
        )
    return [cooperation for cooperation in cooperations if cooperation.home]


def _units(article: Article, extraction: Extraction) -> list[Unit]:
    units = []
    for sentence in extraction.sentences:
        inside = tuple(m for m in extraction.mentions if sentence.start <= m.start < sentence.end)
        units.append(Unit(sentence.start, sentence.end, article.text[sentence.start : sentence.end], inside))
    return units


def _institutions(units: Iterable[Unit]) -> list[InstitutionValue]:
    return [m.value for unit in units for m in unit.mentions if isinstance(m.value, InstitutionValue)]


def _home_country(article: Article, units: Sequence[Unit]) -> str:
    """Return FR, or the overseas territory whose hospital the article is about."""
    named = Counter(
        value.country for value in _institutions(units) if value.kind == "hospital" and value.country
    )
    overseas = Counter({iso: n for iso, n in named.items() if iso in _OVERSEAS})
    if overseas and overseas.most_common(1)[0][1] > named["FR"]:
        return overseas.most_common(1)[0][0]
    return "FR"


def _home(article: Article, units: Sequence[Unit], home_country: str) -> list[str]:
    """Return the keys of the home side: the hospital of title and lead, else the one named most."""
    values = [v for v in _institutions(units) if v.country == home_country and v.kind in _HOME_KINDS]
    if not values:
        return []
    counts = Counter(value.key for value in values)
    hospitals = [value for value in values if value.kind == "hospital"] or values
    first = hospitals[0].key
    most = max(hospitals, key=lambda value: counts[value.key]).key
    return [first] if counts[first] * 2 >= counts[most] else [most]


def _joined_home(
    scope: Sequence[Unit], partners: Sequence[str], home: Sequence[str], home_country: str
) -> list[str]:
    """Return the French hospitals, universities and NGOs that a sentence names together with a partner."""
    keys = []
    for unit in scope:
        values = _institutions([unit])
        if any(value.key in partners for value in values):
            keys += [v.key for v in values if v.country == home_country and v.kind in _JOINED_KINDS]
    return [key for key in dict.fromkeys(keys) if key not in home]


def _local_home(scope: Sequence[Unit], home_country: str) -> list[str]:
    values = [v for v in _institutions(scope) if v.country == home_country and v.kind == "hospital"]
    return list(dict.fromkeys(value.key for value in values))


def _foreign(units: Iterable[Unit], home_country: str) -> list[InstitutionValue]:
    """Return the institutions abroad; authorities of a country count where it has no other partner."""
    found = [
        value
        for value in _institutions(units)
        if value.country not in (home_country, "FR", None)
        and value.kind in _PARTNER_KINDS
        and not _EMBASSY.match(value.name)
    ]
    others = {value.country for value in found if value.kind != "government"}
    return [value for value in found if value.kind != "government" or value.country not in others]


def _foreign_countries(units: Iterable[Unit], home_country: str) -> list[str]:
    return [
        iso
        for unit in units
        for mention in unit.of(CountryValue)
        for iso in getattr(mention.value, "iso", ())
        if iso not in (home_country, "FR")
    ]


Group = tuple[list[str], list[str], list[Unit]]


def _catalogue(units: Sequence[Unit], home_country: str) -> list[Group]:
    """Return the groups of a text whose lines begin with the country that they are about."""
    lines: list[tuple[str, list[Unit]]] = []
    for unit in units:
        first = next(iter(unit.of(CountryValue)), None)
        opens = (
            first is not None
            and re.fullmatch(r"\W*", unit.text[: first.start - unit.start])
            and re.match(r"\s?(?:\([^)]*\)\s?)?[:.]", unit.text[first.end - unit.start :] + ".")
        )
        if opens and first is not None and isinstance(first.value, CountryValue):
            lines.append((first.value.iso[0], [unit]))
        elif lines:
            lines[-1][1].append(unit)
    if len(lines) < 3:
        return []
    groups: list[Group] = []
    for iso, scope in lines:
        if iso in (home_country, "FR"):
            continue
        partners = list(dict.fromkeys(value.key for value in _foreign(scope, home_country)))
        # A new clause (`;`, `ainsi que`) with its own partner is a record of its own.
        groups += _clauses(iso, scope, home_country) if len(partners) > 1 else [(partners, [iso], scope)]
    return groups


def _clauses(iso: str, scope: Sequence[Unit], home_country: str) -> list[Group]:
    groups: list[Group] = []
    for unit in scope:
        bounds = [unit.start]
        bounds += [
            unit.start + m.end()
            for m in re.finditer(
                r"\s;\s?|;\s|, (?=partenariat|coopération|appui)|ainsi qu|Par ailleurs|\) et ", unit.text
            )
        ]
        bounds.append(unit.end)
        for start, end in pairwise(bounds):
            inside = tuple(m for m in unit.mentions if start <= m.start < end)
            clause = Unit(start, end, unit.text[start - unit.start : end - unit.start], inside)
            partners = list(dict.fromkeys(value.key for value in _foreign([clause], home_country)))
            if partners or (clause.of(SpecialtyValue) and _local_home([clause], home_country)):
                groups.append((partners, [iso], [clause]))
    return groups or [([], [iso], list(scope))]


def _prose(units: Sequence[Unit], home_country: str) -> list[Group]:
    """Return one group per partner country; countries alone only when no partner is named."""
    groups: list[Group] = []
    foreign = _foreign(units, home_country)
    for country in dict.fromkeys(v.country for v in foreign if v.country and v.country != "ZZ"):
        keys = list(dict.fromkeys(v.key for v in foreign if v.country == country))
        scope = [unit for unit in units if _about(unit, country, keys)]
        groups.append((keys, [country], scope))
    if not groups:
        named = Counter(_foreign_countries(units, home_country))
        lead = set(_foreign_countries(units[: max(3, len(units) // 5)], home_country))
        isos = [iso for iso, n in named.most_common() if iso in lead or n > 2]
        if isos and (most := named[isos[0]]):
            isos = [iso for iso in isos if named[iso] * 3 >= most]
            groups.append(([], isos, [unit for unit in units if any(_about(unit, iso, []) for iso in isos)]))
    return groups


def _about(unit: Unit, country: str, keys: Sequence[str]) -> bool:
    return any(value.key in keys for value in _institutions([unit])) or any(
        isinstance(m.value, CountryValue) and country in m.value.iso for m in unit.mentions
    )


def _cue(cues: Sequence[Rule], reads: str, text: str) -> bool:
    return any(
        rule.pattern is not None and rule.reads == reads and rule.pattern.search(text) for rule in cues
    )


def _funders(units: Sequence[Unit], cues: Sequence[Rule]) -> list[str]:
    """Return the keys of the institutions that stand right behind a cue of paying, or are joined to one."""
    funders: list[str] = []
    for unit in units:
        text = plain(unit.text)
        for rule in cues:
            if rule.pattern is None:
                continue
            if rule.reads == "funder-subject":
                funders += [
                    mention.value.key
                    for mention in unit.of(InstitutionValue)
                    if isinstance(mention.value, InstitutionValue)
                    and rule.pattern.match(text, mention.end - unit.start)
                ]
            if rule.reads != "funder":
                continue
            for match in rule.pattern.finditer(text):
                reach = unit.start + match.end()
                for mention in unit.of(InstitutionValue):
                    between = text[match.end() : mention.start - unit.start]
                    near = mention.start >= unit.start + match.end() and len(between) <= _REACH
                    if near and re.fullmatch(r"[^.;]*", between) and mention.start <= reach + 12:
                        reach = mention.end
                        value = mention.value
                        if isinstance(value, InstitutionValue):
                            funders.append(value.key)
    return list(dict.fromkeys(funders))


def _cooperation(
    *,
    home: Sequence[str],
    partners: Sequence[str],
    countries: Sequence[str],
    scope: Sequence[Unit],
    funders: Sequence[str],
    cues: Sequence[Rule],
    home_country: str,
) -> Cooperation:
    dates = [m for unit in scope for m in unit.of(DateValue)]
    specialties = [m for unit in scope for m in unit.of(SpecialtyValue)]
    codes = [code for m in specialties for code in getattr(m.value, "codes", ())]
    counts = [
        (m, _direction(unit, cues))
        for unit in scope
        for m in unit.of(CountValue)
        if getattr(m.value, "role", "") != "population"
    ]
    evidence = [
        m
        for unit in scope
        for m in unit.mentions
        if (isinstance(m.value, InstitutionValue) and m.value.key in (*partners, *home, *funders))
        or (isinstance(m.value, CountryValue) and set(m.value.iso) & set(countries))
    ]
    return Cooperation(
        home=tuple(home),
        partner=tuple(partners),
        countries=tuple(countries),
        specialties=tuple(dict.fromkeys(codes)),
        start=_boundary(scope, cues, "start"),
        end=_boundary(scope, cues, "end"),
        funders=tuple(funders),
        participants=tuple(counts),
        evidence=tuple(sorted({*evidence, *specialties, *dates}, key=lambda m: (m.start, m.end))),
    )


def _direction(unit: Unit, cues: Sequence[Rule]) -> str | None:
    text = plain(unit.text)
    inbound, outbound = _cue(cues, "inbound", text), _cue(cues, "outbound", text)
    if inbound == outbound:
        return None
    return "inbound" if inbound else "outbound"


def _boundary(scope: Sequence[Unit], cues: Sequence[Rule], reads: str) -> str | None:
    """Return the earliest (start) or latest (end) date that such a cue introduces."""
    found = []
    for unit in scope:
        for mention in unit.of(DateValue):
            value = mention.value
            if not isinstance(value, DateValue) or value.type != "DATE" or value.edtf is None:
                continue
            before = plain(unit.text[: mention.start - unit.start])[-_REACH:]
            if _cue(cues, reads, before):
                first, _, last = value.edtf.partition("/")
                found.append(first if reads == "start" else last or first)
    if not found:
        return None
    return min(found) if reads == "start" else max(found)
