"""Page furniture: what a web page puts around an article, removed by `boilerplate.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import RuleError
from pipeline.rules import Rule, load_rules
from pipeline.text import plain

if TYPE_CHECKING:
    from pipeline.clean import Cleaning

# Furniture is short. A longer line is prose, and no pattern needs to run over it.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Furniture:
    """The rules, applied to each line in the order of their file."""

    rules: tuple[Rule, ...]

    def without(self, line: str) -> str:
        """Return a line without its furniture; empty where nothing else stands in it."""
        for rule in self.rules:
            if not line or len(line) > _LONGEST:
                break
            for start, end in reversed(spans(rule, line)):
                line = f"{line[:start]}{line[end:]}"
        return line


def spans(rule: Rule, line: str) -> list[tuple[int, int]]:
    """Return the parts of a line that a rule removes."""
    if rule.pattern is None:
        return []
    return [found.span() for found in rule.pattern.finditer(plain(line)) if found[0]]


def load_furniture(folder: Path) -> Furniture:
    """Load the rules of a folder; each must have a pattern. Raises RuleError."""
    rules = load_rules(folder)
    for rule in rules:
        if rule.pattern is None:
            raise RuleError(rule.file, f"rule {rule.id!r}", "needs a pattern: it says what is removed")
    return Furniture(rules)


def rules(cleaning: Cleaning) -> tuple[Rule, ...]:
    """Return the rules of furniture, whose examples are run by the tests."""
    return cleaning.furniture.rules
