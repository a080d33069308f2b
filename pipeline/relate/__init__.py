"""Relates the mentions of an article into cooperations with evidence.

A first version: the title and the lead decide the home side; partners, countries, specialties, dates and
people come from the same sentence, list item or country heading.
"""

import re
from collections.abc import Sequence
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
from pipeline.relate.groups import Group, catalogue, prose
from pipeline.relate.sides import first_home, home_country, home_side, joined_home, named_home
from pipeline.relate.units import Unit, has_cue, units_of
from pipeline.rules import Rule, load_rules

READS = ("funder", "funder-subject", "start", "end", "inbound", "outbound", "cooperation")
# Code points within which a date must follow its verb, and a funder its cue or the funder before it.
_DATE_REACH = 60
_FUNDER_REACH = 12


def load(folder: Path) -> tuple[Rule, ...]:
    """Load `relations/*.toml`: the cues; raises RuleError."""
    rules = load_rules(folder / "relations")
    for rule in rules:
        if rule.pattern is None or rule.reads not in READS:
            raise RuleError(rule.file, f"rule {rule.id!r}", f"`reads` must be one of {', '.join(READS)}")
    return rules


def relate(article: Article, extraction: Extraction, cues: Sequence[Rule]) -> list[Cooperation]:
    """Return the cooperations that the article reports, in the order of the text."""
    units = units_of(article, extraction)
    if not any(has_cue(cues, "cooperation", unit.text) for unit in units):
        return []
    country = home_country(units)
    home = home_side(units, country)
    listed = catalogue(units, country)
    groups = listed or prose(units, country, cues)
    cooperations = []
    for group in groups:
        if listed:
            side = named_home(group.scope, country) or first_home(units, country)
        else:
            joined = joined_home(group.scope, group.partners, country)
            # Where several partnerships are told, each has the home side that its own sentences name.
            side = joined if len(groups) > 1 and joined and home[0] not in joined else [*home, *joined]
        scope = group.scope if len(groups) > 1 else units
        funders = _funders(scope, cues)
        cooperation = _cooperation(group, list(dict.fromkeys(side)), scope, funders, cues)
        if cooperation.home:
            cooperations.append(cooperation)
    return cooperations


def _funders(units: Sequence[Unit], cues: Sequence[Rule]) -> tuple[str, ...]:
    """Return the keys of the institutions that stand behind a cue of paying, or before a verb of paying."""
    funders: list[str] = []
    for unit in units:
        named = [
            (m.start - unit.start, m.end - unit.start, m.value.key)
            for m in unit.mentions
            if isinstance(m.value, InstitutionValue)
        ]
        for rule in cues:
            if rule.pattern is None:
                continue
            if rule.reads == "funder-subject":
                funders += [key for _, end, key in named if rule.pattern.match(unit.text, end)]
            elif rule.reads == "funder":
                for match in rule.pattern.finditer(unit.text):
                    funders += _following(unit, named, match.end())
    return tuple(dict.fromkeys(funders))


def _following(unit: Unit, named: Sequence[tuple[int, int, str]], reach: int) -> list[str]:
    """Return the institutions from `reach` on, as long as each follows closely on the one before."""
    keys = []
    for start, end, key in named:
        if reach <= start <= reach + _FUNDER_REACH and not re.search(r"[.;]", unit.text[reach:start]):
            keys.append(key)
            reach = end
    return keys


def _cooperation(
    group: Group, home: Sequence[str], scope: Sequence[Unit], funders: tuple[str, ...], cues: Sequence[Rule]
) -> Cooperation:
    # An institution that pays is no partner when there are others.
    partners = [key for key in group.partners if len(group.partners) == 1 or key not in funders]
    mentions = [m for unit in scope for m in unit.mentions]
    codes = [code for m in mentions if isinstance(m.value, SpecialtyValue) for code in m.value.codes]
    keys = {*partners, *home, *funders}
    evidence = {
        m
        for m in mentions
        if isinstance(m.value, SpecialtyValue | DateValue)
        or (isinstance(m.value, InstitutionValue) and m.value.key in keys)
        or (isinstance(m.value, CountryValue) and set(m.value.iso) & set(group.countries))
    }
    return Cooperation(
        home=tuple(key for key in home if key not in partners),
        partner=tuple(partners),
        countries=group.countries,
        specialties=tuple(dict.fromkeys(codes)),
        start=_boundary(scope, cues, "start"),
        end=_boundary(scope, cues, "end"),
        funders=funders,
        participants=_participants(scope, cues),
        evidence=tuple(sorted(evidence, key=lambda m: (m.start, m.end, m.label))),
    )


def _participants(scope: Sequence[Unit], cues: Sequence[Rule]) -> tuple[tuple[Mention, str | None], ...]:
    """Return the people counted, with the direction that their sentence tells, else the one before it."""
    found: list[tuple[Mention, str | None]] = []
    direction: str | None = None
    for unit in scope:
        inbound, outbound = has_cue(cues, "inbound", unit.text), has_cue(cues, "outbound", unit.text)
        if inbound != outbound:
            direction = "inbound" if inbound else "outbound"
        found += [
            (m, direction)
            for m in unit.mentions
            if isinstance(m.value, CountValue) and m.value.role != "population"
        ]
    return tuple(found)


def _boundary(scope: Sequence[Unit], cues: Sequence[Rule], reads: str) -> str | None:
    """Return the earliest (start) or latest (end) date that such a cue introduces.

    Without a cue, a cooperation starts with the earliest date of the sentences that tell of cooperating.
    """
    found: list[str] = []
    told: list[str] = []
    for unit in scope:
        telling = has_cue(cues, "cooperation", unit.text)
        for mention in unit.mentions:
            value = mention.value
            if not isinstance(value, DateValue) or value.type != "DATE" or value.edtf is None:
                continue
            told += [value.edtf.partition("/")[0]] if telling else []
            if has_cue(cues, reads, unit.text[: mention.start - unit.start][-_DATE_REACH:]):
                first, _, last = value.edtf.partition("/")
                found.append(first if reads == "start" else last or first)
    if reads == "end":
        return max(found, default=None)
    return min(found or told, default=None)
