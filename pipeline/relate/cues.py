"""The cues: words of `rules/relations/*.toml` that tell how the mentions of a clause belong together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.rules import Rule, load_rules

# Looked for anywhere in a clause.
CLAUSE = (
    "cooperation", "funder", "inbound", "outbound", "hope", "denial", "signing", "beginning", "money",
    "office", "care", "training", "routine", "announcement", "ending",
)  # fmt: skip
# Looked for at the end of what stands before a mention, or at the beginning of what stands behind it.
BEFORE = ("start", "end", "date-before", "count-before")
BEHIND = ("funder-subject", "count-behind")


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues; `clause` are those that are looked for anywhere in a clause."""

    rules: tuple[Rule, ...]

    @property
    def clause(self) -> list[Rule]:
        """The cues that are looked for anywhere in a clause."""
        return [rule for rule in self.rules if rule.reads in CLAUSE]

    def of(self, reads: str) -> list[re.Pattern[str]]:
        """Return the patterns of the cues of one kind."""
        return [rule.pattern for rule in self.rules if rule.reads == reads and rule.pattern is not None]

    def named(self, reads: str) -> list[tuple[str, re.Pattern[str]]]:
        """Return the cues of one kind, id and pattern."""
        return [(r.id, r.pattern) for r in self.rules if r.reads == reads and r.pattern is not None]


def load_cues(folder: Path) -> Cues:
    """Load `relations/*.toml`; raises RuleError."""
    rules: Sequence[Rule] = load_rules(folder / "relations")
    known = (*CLAUSE, *BEFORE, *BEHIND)
    for rule in rules:
        if rule.pattern is None or rule.reads not in known:
            raise RuleError(rule.file, f"rule {rule.id!r}", f"`reads` must be one of {', '.join(known)}")
    return Cues(tuple(rules))
