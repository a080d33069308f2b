"""Page furniture: what a web page puts around an article, removed by `boilerplate.toml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import RuleError
from pipeline.finder import Finder
from pipeline.rules import Rule, load_rules
from pipeline.text import plain

if TYPE_CHECKING:
    from pipeline.clean import Cleaning

# Furniture is short. A longer line is prose, and no pattern needs to run over it.
_LONGEST = 300
_LONGEST_LINK = 120


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rules, applied to each line in the order of their file; `blocks` are those with `block`."""

    rules: tuple[Rule, ...]
    finder: Finder[Rule]
    blocks: Finder[Rule]

    def without_blocks(self, lines: Sequence[str], removed: Counter[str]) -> list[str]:
        """Return lines without the lists that stand under a heading of a rule with `block`.

        A blank line ends such a list, and so does prose: a long line, or one with a full stop. The heading
        stays, for `without`.
        """
        kept: list[str] = []
        inside: Rule | None = None
        for line in lines:
            if inside is not None and line and len(line) <= _LONGEST_LINK and not line.endswith("."):
                removed[inside.id] += 1
                continue
            inside = next(iter(_found(self.blocks, line)), None)
            kept.append(line)
        return kept

    def without(self, line: str, removed: Counter[str]) -> str:
        """Return a line without its furniture, which is counted in `removed`; empty where it is all."""
        if not _found(self.finder, line):
            return line
        flat = plain(line)
        for rule in self.rules:
            for start, end in reversed(_matches(rule, flat)):
                line = f"{line[:start]}{line[end:]}"
                flat = f"{flat[:start]}{flat[end:]}"
                removed[rule.id] += 1
        return line


# A text is cleaned until nothing changes, and so most of its lines are looked at twice.
@lru_cache(maxsize=4096)
def _found(finder: Finder[Rule], line: str) -> tuple[Rule, ...]:
    """Return the rules that find something in a line."""
    found = finder.matches(plain(line)) if 0 < len(line) <= _LONGEST else []
    return tuple(rule for rule, matches in found if any(match[0] for match in matches))


def spans(rule: Rule, line: str) -> list[tuple[int, int]]:
    """Return the parts of a line that a rule removes."""
    return _matches(rule, plain(line))


def _matches(rule: Rule, flat: str) -> list[tuple[int, int]]:
    if rule.pattern is None:
        return []
    return [found.span() for found in rule.pattern.finditer(flat) if found[0]]


def load_furniture(folder: Path) -> Furniture:
    """Load the rules of a folder; each must have a pattern. Raises RuleError."""
    rules = load_rules(folder)
    for rule in rules:
        if rule.pattern is None:
            raise RuleError(rule.file, f"rule {rule.id!r}", "needs a pattern: it says what is removed")
    patterns = [(rule, rule.pattern) for rule in rules if rule.pattern is not None]
    return Furniture(
        rules,
        Finder(patterns),
        Finder((rule, pattern) for rule, pattern in patterns if rule.set.get("block")),
    )


def rules(cleaning: Cleaning) -> tuple[Rule, ...]:
    """Return the rules of furniture, whose examples are run by the tests."""
    return cleaning.furniture.rules
