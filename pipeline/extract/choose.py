"""The one place where overlapping candidates are decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.extract.view import Candidate, View
from pipeline.records import LABELS, Mention
from pipeline.rules import Rule, load_rules

# A count and the practitioner or demonym that it counts are two mentions, and may overlap.
_MAY_OVERLAP = frozenset((frozenset(("COUNT", "SPECIALTY")), frozenset(("COUNT", "COUNTRY"))))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stretch in which mentions of some labels do not count."""

    start: int
    end: int
    labels: frozenset[str]


def load(folder: Path) -> tuple[Rule, ...]:
    """Load `exclusions/*.toml`: titles, congress names and the like; `set.labels` says what they exclude."""
    rules = load_rules(folder / "exclusions")
    for rule in rules:
        if rule.pattern is None or not set(rule.set.get("labels", ())) <= set(LABELS) or not rule.set:
            raise RuleError(
                rule.file, f"rule {rule.id!r}", "needs a pattern and `set.labels` of known labels"
            )
    return rules


def exclusions(view: View, rules: Sequence[Rule]) -> list[Exclusion]:
    """Return the stretches that exclusion rules match; the group `span`, if any, else the whole match."""
    found = []
    for rule in rules:
        assert rule.pattern is not None  # load() checks it
        group = "span" if "span" in rule.pattern.groupindex else 0
        labels = frozenset(rule.set["labels"])
        found += [
            Exclusion(match.start(group), match.end(group), labels)
            for match in rule.pattern.finditer(view.plain)
        ]
    return found


def choose(view: View, candidates: Iterable[Candidate], excluded: Sequence[Exclusion]) -> list[Candidate]:
    """Return the candidates that become mentions, by offset: the longest first, then the weightiest."""
    kept: list[Candidate] = []
    ranked = sorted(
        set(candidates), key=lambda c: (-(c.end - c.start), -c.weight, c.start, LABELS.index(c.label), c.rule)
    )
    for candidate in ranked:
        if candidate.start >= candidate.end or any(_within(candidate, stretch) for stretch in excluded):
            continue
        if all(_compatible(candidate, other) for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda c: (c.start, -c.end))


def _within(candidate: Candidate, stretch: Exclusion) -> bool:
    return (
        candidate.label in stretch.labels
        and stretch.start <= candidate.start
        and candidate.end <= stretch.end
    )


def _compatible(a: Candidate, b: Candidate) -> bool:
    if a.end <= b.start or b.end <= a.start:
        return True
    return frozenset((a.label, b.label)) in _MAY_OVERLAP


def mentions(view: View, chosen: Iterable[Candidate]) -> tuple[Mention, ...]:
    """Return the mentions of the chosen candidates."""
    return tuple(
        Mention(c.label, c.start, c.end, view.text[c.start : c.end], c.rule, c.value) for c in chosen
    )
