"""Runs the examples of the rules: on a `yes`, all rules together give exactly the marked span and value.

A `no` must stay silent for its rule; what other rules find in it does not matter.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.brat import VALUE_KEYS
from pipeline.kit import Kit
from pipeline.records import (
    Article,
    CountryValue,
    CountValue,
    DateValue,
    InstitutionValue,
    Mention,
    SpecialtyValue,
    Value,
)
from pipeline.rules import Example, Rule
from pipeline.run import extract
from pipeline.text import plain

# Keys of a value that an example may leave out when they are empty.
_EMPTY = "-"


@dataclass(frozen=True, slots=True)
class Case:
    """One example of a rule; `check` returns what is wrong with it, or None."""

    rule: Rule
    text: str
    check: Callable[[], str | None]

    @property
    def name(self) -> str:
        """File, rule and sentence, to find the example by."""
        return f"{self.rule.file.name}: {self.rule.id}: {self.text}"


def cases(kit: Kit) -> Iterator[Case]:
    """Yield every example of every rule of the kit."""
    concepts: Mapping[str, tuple[Rule, ...]] = {
        "DATE": tuple(rule for rule, *_ in kit.dates.rules),
        "COUNT": kit.counts.rules,
        "INSTITUTION": kit.institutions.grammar.rules,
    }
    for label, rules in concepts.items():
        for rule in rules:
            for example in rule.yes:
                yield Case(rule, example.text, lambda e=example, lb=label: _found(kit, lb, e))  # type: ignore[misc]
            for text in rule.no:
                yield Case(rule, text, lambda t=text, r=rule: _silent(kit, r, t))  # type: ignore[misc]
    for rule in (*kit.exclusions.rules, *kit.relations.cues.rules, *kit.cleaning.furniture.rules):
        for example in rule.yes:
            yield Case(rule, example.text, lambda e=example, r=rule: _matches(r, e))  # type: ignore[misc]
        for text in rule.no:
            yield Case(rule, text, lambda t=text, r=rule: _no_match(r, t))  # type: ignore[misc]


def _mentions(kit: Kit, text: str, published: str | None) -> tuple[Mention, ...]:
    article = Article("example", 0, text, published=published)
    return next(extract([article], kit))[1].mentions


def _found(kit: Kit, label: str, example: Example) -> str | None:
    mentions = [m for m in _mentions(kit, example.text, example.published) if m.label == label]
    marked = [m for m in mentions if (m.start, m.end) == example.span]
    others = tuple(m.text for m in mentions if (m.start, m.end) != example.span)
    if not marked or others != example.also:
        expected = [*example.also, example.text[slice(*example.span)]]
        return f"expected {expected}, found {[m.text for m in mentions]}"
    value = value_of(marked[0].value)
    wanted = {key: str(example.value.get(key, _EMPTY)) for key in VALUE_KEYS[label]}
    wanted.update({key: str(item) for key, item in example.value.items()})
    got = {key: value.get(key, _EMPTY) for key in wanted}
    return None if got == wanted else f"expected {wanted}, found {got}"


def value_of(value: Value) -> dict[str, str]:
    """Return a value as the strings of the annotation guideline, `-` for what is not stated."""

    def text(item: object) -> str:
        return _EMPTY if item is None else str(item)

    match value:
        case InstitutionValue():
            return {"kind": value.kind, "country": text(value.country)}
        case CountryValue():
            return {"iso": ",".join(value.iso)}
        case SpecialtyValue():
            return {"code": ",".join(value.codes)}
        case DateValue():
            return {"type": value.type, "value": text(value.edtf), "mod": text(value.mod)}
        case CountValue():
            bounds = {"min": text(value.min), "max": text(value.max), "mod": text(value.mod)}
            return bounds | {"role": value.role, "noun": text(value.noun), "country": text(value.country)}


def _silent(kit: Kit, rule: Rule, text: str) -> str | None:
    found = [m.text for m in _mentions(kit, text, None) if m.rule == rule.id]
    return f"the rule must be silent, but found {found}" if found else None


def _spans(rule: Rule, text: str) -> list[tuple[int, int]]:
    assert rule.pattern is not None  # the loaders of these rules check it
    group = "span" if "span" in rule.pattern.groupindex else 0
    return [match.span(group) for match in rule.pattern.finditer(plain(text))]


def _matches(rule: Rule, example: Example) -> str | None:
    spans = _spans(rule, example.text)
    if spans == [example.span]:
        return None
    expected = example.text[slice(*example.span)]
    return f"expected {expected!r}, found {[example.text[slice(*span)] for span in spans]}"


def _no_match(rule: Rule, text: str) -> str | None:
    spans = _spans(rule, text)
    return f"the rule must be silent, but found {[text[slice(*span)] for span in spans]}" if spans else None
