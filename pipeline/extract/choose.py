"""The one place where overlapping candidates are decided."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.extract.view import Candidate, View
from pipeline.finder import Finder
from pipeline.records import LABELS, Mention
from pipeline.rules import Rule, load_rules

# A count and the practitioner or demonym that it counts are two mentions, and may overlap.
_MAY_OVERLAP = frozenset((frozenset(("COUNT", "SPECIALTY")), frozenset(("COUNT", "COUNTRY"))))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stretch in which mentions of some labels do not count, and the id of the rule that says so."""

    start: int
    end: int
    labels: frozenset[str]
    rule: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a candidate: it is chosen, or lost to an exclusion or to a candidate before it."""

    candidate: Candidate
    excluded_by: Exclusion | None = None
    beaten_by: Candidate | None = None

    @property
    def chosen(self) -> bool:
        """Whether the candidate becomes a mention."""
        return self.excluded_by is None and self.beaten_by is None


@dataclass(frozen=True, slots=True)
class Exclusions:
    """The rules of `exclusions/*.toml`, each with a pattern."""

    rules: tuple[Rule, ...]
    finder: Finder[Rule]


def load(folder: Path) -> Exclusions:
    """Load `exclusions/*.toml`: titles, congress names and the like; `set.labels` says what they exclude."""
    rules = load_rules(folder / "exclusions")
    patterns = []
    for rule in rules:
        if rule.pattern is None or not set(rule.set.get("labels", ())) <= set(LABELS) or not rule.set:
            raise RuleError(
                rule.file, f"rule {rule.id!r}", "needs a pattern and `set.labels` of known labels"
            )
        patterns.append((rule, rule.pattern))
    return Exclusions(rules, Finder(patterns))


def exclusions(view: View, excluding: Exclusions) -> list[Exclusion]:
    """Return the stretches that exclusion rules match; the group `span`, if any, else the whole match."""
    found = []
    for rule, matches in excluding.finder.matches(view.plain):
        labels = frozenset(rule.set["labels"])
        for match in matches:
            group = "span" if "span" in match.re.groupindex else 0
            found.append(Exclusion(match.start(group), match.end(group), labels, rule.id))
    return found


def choose(view: View, candidates: Iterable[Candidate], excluded: Sequence[Exclusion]) -> list[Candidate]:
    """Return the candidates that become mentions, by offset: the longest first, then the weightiest."""
    kept = [decision.candidate for decision in decide(candidates, excluded) if decision.chosen]
    return sorted(kept, key=lambda c: (c.start, -c.end))


def decide(candidates: Iterable[Candidate], excluded: Sequence[Exclusion]) -> list[Decision]:
    """Return what becomes of each candidate, in the order of deciding: the longest, weightiest first."""
    ranked = sorted(
        candidates, key=lambda c: (c.start - c.end, -c.weight, c.start, LABELS.index(c.label), c.rule)
    )
    covering = {label: _Widest(one for one in excluded if label in one.labels) for label in LABELS}
    decisions: list[Decision] = []
    kept: list[Candidate] = []
    # By character the place in `kept` behind that of its holder: of a count, and of anything else.
    size = max((candidate.end for candidate in ranked), default=0)
    holders = {True: [0] * size, False: [0] * size}
    for place, candidate in enumerate(ranked):
        if candidate.start >= candidate.end or (place and candidate == ranked[place - 1]):
            continue
        stretch = covering[candidate.label].over(candidate)
        if stretch is not None:
            decisions.append(Decision(candidate, excluded_by=stretch))
            continue
        winner = _winner(candidate, kept, holders)
        decisions.append(Decision(candidate, beaten_by=winner))
        if winner is None:
            kept.append(candidate)
            holder = holders[candidate.label == "COUNT"]
            holder[candidate.start : candidate.end] = [len(kept)] * (candidate.end - candidate.start)
    return decisions


class _Widest:
    """Tells which of some stretches covers a candidate, if any."""

    def __init__(self, stretches: Iterable[Exclusion]) -> None:
        self._starts: list[int] = []
        self._furthest: list[Exclusion] = []
        for stretch in sorted(stretches, key=lambda one: (one.start, -one.end, one.rule)):
            last = self._furthest[-1] if self._furthest else stretch
            self._starts.append(stretch.start)
            self._furthest.append(stretch if stretch.end > last.end else last)

    def over(self, candidate: Candidate) -> Exclusion | None:
        """Return a stretch that holds the whole candidate: of those that begin in time, the furthest."""
        place = bisect_right(self._starts, candidate.start)
        if place and self._furthest[place - 1].end >= candidate.end:
            return self._furthest[place - 1]
        return None


def _winner(
    candidate: Candidate, kept: Sequence[Candidate], holders: Mapping[bool, Sequence[int]]
) -> Candidate | None:
    """Return the first of the kept candidates that leaves no room for this one."""
    met = {one for holder in holders.values() for one in holder[candidate.start : candidate.end]} - {0}
    return next((kept[one - 1] for one in sorted(met) if not _may_overlap(candidate, kept[one - 1])), None)


def _may_overlap(a: Candidate, b: Candidate) -> bool:
    return frozenset((a.label, b.label)) in _MAY_OVERLAP


def mentions(view: View, chosen: Iterable[Candidate]) -> tuple[Mention, ...]:
    """Return the mentions of the chosen candidates."""
    return tuple(
        Mention(c.label, c.start, c.end, view.text[c.start : c.end], c.rule, c.value) for c in chosen
    )
