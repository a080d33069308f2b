"""COUNT: how many people, delegations or teams took part, came, were treated or live there."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.cover import Cover
from pipeline.errors import RuleError
from pipeline.extract.counts.found import Found, Scene, longest
from pipeline.extract.counts.lists import enumerated
from pipeline.extract.counts.people import People, load_people
from pipeline.extract.counts.readers import READERS
from pipeline.extract.counts.roles import Roles
from pipeline.extract.view import Candidate, View
from pipeline.finder import Finder
from pipeline.rules import Rule, load_rules

_MEMBERS = 6  # of a team whose numbers may be summed up


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of `counts/*.toml` and the vocabularies of people."""

    rules: tuple[Rule, ...]
    people: People
    roles: Roles
    finder: Finder[Rule]


def load(folder: Path) -> Grammar:
    """Load `counts/*.toml` and the vocabularies below `folder`; raises RuleError."""
    rules = load_rules(folder / "counts")
    patterns = []
    for rule in rules:
        if rule.pattern is None or rule.reads not in READERS:
            readers = ", ".join(READERS)
            raise RuleError(rule.file, f"rule {rule.id!r}", f"needs a pattern and `reads`, one of {readers}")
        patterns.append((rule, rule.pattern))
    return Grammar(rules, load_people(folder), Roles(folder), Finder(patterns))


def find(view: View, grammar: Grammar) -> list[Candidate]:
    """Return the counts of an article: full ones, then `un` in lists of people, then those without a noun."""
    scene = Scene(view.plain, view.text, grammar.people)
    matches = grammar.finder.matches(view.plain)
    full = longest(_read(scene, matches, "quantity", "several", "labelled", "share"))
    singles = _with_roles(scene, grammar.roles, longest(_read(scene, matches, "single")))
    counts = longest([*full, *enumerated(view.plain, singles, full)])
    counts = _new_ones(_with_roles(scene, grammar.roles, counts))
    # One number without a noun may stand for the noun of another: `deux en chirurgie, un en urologie`.
    taken = Cover(len(view.plain), ((found.start, found.end) for found in counts))
    for found in sorted(_read(replace(scene, found=counts), matches, "ellipsis"), key=lambda f: f.start):
        if not taken.touches(found.start, found.end):
            counts.append(found)
            taken.add(found.start, found.end)
    return [found.candidate for found in sorted(counts, key=lambda f: f.start)]


def _read(scene: Scene, matches: Sequence[tuple[Rule, list[re.Match[str]]]], *readers: str) -> list[Found]:
    found: list[Found] = []
    for rule, matched in matches:
        if rule.reads in readers:
            found += filter(None, (READERS[rule.reads](match, scene, rule) for match in matched))
    return found


def _with_roles(scene: Scene, roles: Roles, counts: list[Found]) -> list[Found]:
    """Give each count the role that its context shows; what was counted before is part of it."""
    done: list[Found] = []
    for one in counts:
        role = roles.of(scene.text, one.person, one.start, one.value.min, done)
        if role == one.value.role:
            done.append(one)
        else:
            value = replace(one.value, role=role)
            done.append(replace(one, candidate=replace(one.candidate, value=value)))
    return done


def _new_ones(found: list[Found]) -> list[Found]:
    """Drop what an article repeats with a definite article: `les trois internes` after `trois internes`.

    `les cinq volontaires` may also repeat the sum of those just counted, say two and three.
    """
    kept: list[Found] = []
    given: defaultdict[str, set[int | None]] = defaultdict(set)
    for one in found:
        if one.definite and one.value.min in given[one.value.role] | _sums(kept):
            continue
        kept.append(one)
        given[one.value.role].add(one.value.min)
    return kept


def _sums(kept: Sequence[Found]) -> set[int | None]:
    """Return how many the last two were together, how many the last three, and so on."""
    return {sum(one.value.min or 0 for one in kept[-size:]) for size in range(2, _MEMBERS)}
