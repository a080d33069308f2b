"""The cues: words of `rules/relations/*.toml` that tell how the mentions of a clause belong together."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.finder import Finder
from pipeline.rules import Rule, load_rules

# Looked for anywhere in a clause.
CLAUSE = (
    "cooperation", "funder", "inbound", "outbound", "hope", "denial", "signing", "beginning", "money",
    "office", "care", "training", "routine", "announcement", "ending", "motion", "return",
)  # fmt: skip
# Looked for at the end of what stands before a mention, or at the beginning of what stands behind it.
BEFORE = ("start", "end", "date-before", "count-before", "origin-before", "goal-before")
BEHIND = ("funder-subject", "count-behind")
# Looked for anywhere in a clause as places of one of the sides, not as what it tells of.
PLACES = ("here", "there")


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues; `clause` are those that are looked for anywhere in a clause, `kinds` are ids and patterns."""

    rules: tuple[Rule, ...]
    clause: Finder[Rule]
    kinds: Mapping[str, Mapping[str, re.Pattern[str]]]

    def of(self, reads: str) -> Iterable[re.Pattern[str]]:
        """Return the patterns of the cues of one kind."""
        return self.kinds[reads].values()

    def named(self, reads: str) -> Iterable[tuple[str, re.Pattern[str]]]:
        """Return the cues of one kind, id and pattern."""
        return self.kinds[reads].items()


def load_cues(folder: Path) -> Cues:
    """Load `relations/*.toml`; raises RuleError."""
    rules: Sequence[Rule] = load_rules(folder / "relations")
    kinds: dict[str, dict[str, re.Pattern[str]]] = {
        reads: {} for reads in (*CLAUSE, *BEFORE, *BEHIND, *PLACES)
    }
    for rule in rules:
        if rule.pattern is None or rule.reads not in kinds:
            raise RuleError(rule.file, f"rule {rule.id!r}", f"`reads` must be one of {', '.join(kinds)}")
        kinds[rule.reads][rule.id] = rule.pattern
    clause = Finder((rule, rule.pattern) for rule in rules if rule.reads in CLAUSE and rule.pattern)
    return Cues(tuple(rules), clause, kinds)
