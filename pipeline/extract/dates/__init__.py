"""DATE: points, intervals, lengths and frequencies of time, read by the rules of `rules/dates`.

Every match of a rule becomes a reading; of overlapping ones the longest stays; then the readings are
resolved in the order of the text, since a date is often told from the one before it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.cover import Cover
from pipeline.errors import RuleError
from pipeline.extract.dates import lengths, readers, relative
from pipeline.extract.dates.context import Context, find_anchor, is_law
from pipeline.extract.dates.resolve import Reading
from pipeline.extract.view import Candidate, View
from pipeline.finder import Finder
from pipeline.records import DateValue
from pipeline.rules import Rule, load_rules

Reader = Callable[[re.Match[str], Mapping[str, Any]], Reading | None]
_Rule = tuple[Rule, re.Pattern[str], Reader]
READERS: dict[str, Reader] = {**readers.READERS, **lengths.READERS, **relative.READERS}

# A line break inside a paragraph that was set to a measure: long line, then a lower case letter or a digit.
_SOFT_BREAK = re.compile(r"(?<=[^\n]{45})(?<=[^\s])\n(?=[a-z0-9(«])")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of dates, each with its reading function."""

    rules: tuple[_Rule, ...]
    finder: Finder[_Rule]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rule: str
    reading: Reading


def load(folder: Path) -> Grammar:
    """Load `folder/dates/*.toml`; raises RuleError for what is missing or unknown."""
    rules = []
    for rule in load_rules(folder / "dates"):
        if rule.pattern is None:
            raise RuleError(rule.file, f"rule {rule.id!r}", "key 'pattern' is missing")
        if rule.reads not in READERS:
            known = ", ".join(sorted(READERS))
            raise RuleError(rule.file, f"rule {rule.id!r}", f"reads {rule.reads!r}, which is none of {known}")
        rules.append((rule, rule.pattern, READERS[rule.reads]))
    return Grammar(tuple(rules), Finder((one, one[1]) for one in rules))


def find(view: View, grammar: Grammar) -> list[Candidate]:
    """Return the dates of an article, resolved, in the order of the text, without overlaps."""
    plain = _SOFT_BREAK.sub(" ", view.plain)
    found = _longest(_matches(plain, grammar))
    dated = [
        (one.start, one.end, one.reading.value)
        for one in found
        if one.reading.type == "DATE" and one.reading.value
    ]
    context = Context(*find_anchor(view.published, plain, dated))
    candidates = []
    for one in found:
        value = one.reading.value
        if one.reading.resolve:
            context.at(view.text, one.start, one.end)
            value = one.reading.resolve(context)
            if value is None and one.reading.bound:
                continue
        if one.reading.type == "DATE" and value:
            context.note(value, one.start, law=is_law(plain, one.start))
        candidates.append(
            Candidate(
                "DATE", one.start, one.end, one.rule, DateValue(one.reading.type, value, one.reading.mod)
            )
        )
    return candidates


def _matches(plain: str, grammar: Grammar) -> list[_Found]:
    found: list[_Found] = []
    for (rule, pattern, reader), matches in grammar.finder.matches(plain):
        group = "span" if "span" in pattern.groupindex else 0
        found.extend(
            _Found(match.start(group), match.end(group), rule.id, reading)
            for match in matches
            if (reading := reader(match, rule.set)) is not None
        )
    return found


def _longest(found: list[_Found]) -> list[_Found]:
    """Keep the longest of overlapping readings; of equal ones that of the earlier rule."""
    kept: list[_Found] = []
    taken = Cover(max((one.end for one in found), default=0))
    for one in sorted(found, key=lambda one: one.start - one.end):
        if not taken.touches(one.start, one.end):
            kept.append(one)
            taken.add(one.start, one.end)
    return sorted(kept, key=lambda one: one.start)
