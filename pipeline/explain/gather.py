"""What there is to tell of a file, as plain data: its articles, mentions, what they beat, cooperations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import InputError, ReadError
from pipeline.examples import value_of
from pipeline.explain.origins import Origin, Origins
from pipeline.explain.readings import set_aside
from pipeline.extract import choose
from pipeline.extract.language import view_of
from pipeline.extract.specialties import read_codes
from pipeline.extract.view import Candidate, View
from pipeline.kit import Kit
from pipeline.read import read
from pipeline.records import (
    Article,
    Cooperation,
    Extraction,
    InstitutionValue,
    Label,
    Mention,
    Reject,
    SpecialtyValue,
    Value,
)
from pipeline.relate import relate

# What a run does too, or this would explain another.
from pipeline.run import candidates as proposed
from pipeline.run import extraction_of, prepare

Pairs = tuple[tuple[str, str], ...]
_NOTHING = "-"
_SETTLED = "read, but not proposed by its own concept"
_ALONE = "the model alone, with no noun that introduces or explains it"


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a proposal is no mention.

    `rule` is the exclusion rule that covers it, or the rule of the candidate that beat it, whose label and
    span are `by`; a reading that its own concept set aside has neither.
    """

    how: Literal["excluded", "beaten", "set aside"]
    why: str
    rule: str = ""
    by: tuple[str, int, int] | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mention, or what could have been one; `loss` is None for a mention."""

    label: Label
    start: int
    end: int
    text: str
    rule: str
    origin: Origin
    value: Pairs
    loss: Loss | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered entry of the explanation: a mention with what it beat, or a lone proposal that lost."""

    number: int
    shown: Proposal
    beaten: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A cooperation in words; `evidence` are the numbers of the items that it rests on."""

    fields: tuple[tuple[str, tuple[str, ...]], ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """All that there is to tell of an article; `items` are in the order of the text."""

    article: Article
    items: tuple[Item, ...]
    cooperations: tuple[Told, ...]


def explain(path: Path, kit: Kit, label: Label | None = None) -> list[Explained]:
    """Return the articles of a file, explained; with `label`, only what concerns that label.

    Raises InputError or ReadError for what is no readable file.
    """
    if path.is_dir():
        raise InputError(f"{path}: is a folder; explain shows one file")
    articles: list[Article] = []
    problems: list[Reject] = []
    for one in read([path]):
        if isinstance(one, Reject):
            problems.append(one)
        else:
            articles += prepare(one, kit, problems)[1]
    if not articles:
        raise ReadError(problems[0].detail if problems else f"{path}: holds no article")
    return explain_articles(articles, kit, label)


def explain_articles(articles: Sequence[Article], kit: Kit, label: Label | None = None) -> list[Explained]:
    """Return each article, explained."""
    teller = _Teller(kit)
    return [teller.explained(article, view_of(article, kit.language), label) for article in articles]


class _Teller:
    """Puts what happened into words, with the kit at hand."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._origins = Origins(kit)
        self._exclusions = {rule.id: rule for rule in kit.exclusions.rules}
        self._codes = {row["code"]: row["label_fr"] for row in read_codes(kit.folder)}

    def explained(self, article: Article, view: View, label: Label | None) -> Explained:
        stretches = choose.exclusions(view, self._kit.exclusions)
        candidates = proposed(view, self._kit)
        decisions = choose.decide(candidates, stretches)
        chosen = sorted((d.candidate for d in decisions if d.chosen), key=lambda c: (c.start, -c.end))
        extraction = extraction_of(article, view, chosen, self._kit)
        lost = [self._lost(view, d) for d in decisions if not d.chosen]
        lost += [self._set_aside(view, one) for one in set_aside(view, self._kit, candidates)]
        items = _items([self._proposal(mention) for mention in extraction.mentions], lost, label)
        cooperations = relate(article, extraction, self._kit.relations)
        return Explained(article, items, tuple(self._told(one, extraction, items) for one in cooperations))

    def _proposal(self, mention: Mention, loss: Loss | None = None) -> Proposal:
        return Proposal(
            mention.label,
            mention.start,
            mention.end,
            mention.text,
            mention.rule,
            self._origins.of(mention),
            self._pairs(mention.value),
            loss,
        )

    def _lost(self, view: View, decision: choose.Decision) -> Proposal:
        (mention,) = choose.mentions(view, [decision.candidate])
        if decision.excluded_by is not None:
            rule = self._exclusions[decision.excluded_by.rule]
            return self._proposal(
                mention, Loss("excluded", rule.why, rule.id, place=self._origins.place(rule))
            )
        winner = decision.beaten_by
        assert winner is not None  # a candidate that is not chosen lost to one or the other
        why, by = _advantage(decision.candidate, winner), (winner.label, winner.start, winner.end)
        return self._proposal(mention, Loss("beaten", why, winner.rule, by))

    def _set_aside(self, view: View, candidate: Candidate) -> Proposal:
        (mention,) = choose.mentions(view, [candidate])
        return self._proposal(
            mention, Loss("set aside", _ALONE if candidate.rule.startswith("model-") else _SETTLED)
        )

    def _pairs(self, value: Value) -> Pairs:
        stated = tuple((key, item) for key, item in value_of(value).items() if item != _NOTHING)
        if isinstance(value, InstitutionValue):
            return (*stated, ("name", value.name))
        if isinstance(value, SpecialtyValue):
            return (*stated, ("name", ", ".join(self._codes[code] for code in value.codes)))
        return stated

    def _told(self, one: Cooperation, extraction: Extraction, items: Sequence[Item]) -> Told:
        names = {key: value.name for key, value in extraction.institutions().items()}
        people = tuple(f"{m.text} ({way})" if way else m.text for m, way in one.participants)
        fields = (
            ("home", tuple(names[key] for key in one.home)),
            ("partner", tuple(names[key] for key in one.partner)),
            ("countries", one.countries),
            ("specialties", tuple(f"{code}, {self._codes[code]}" for code in one.specialties)),
            ("start", (one.start,) if one.start else ()),
            ("end", (one.end,) if one.end else ()),
            ("funders", tuple(names[key] for key in one.funders)),
            ("people", people),
        )
        rests_on = {(m.label, m.start, m.end) for m in (*one.evidence, *(m for m, _ in one.participants))}
        numbers = [i.number for i in items if (i.shown.label, i.shown.start, i.shown.end) in rests_on]
        return Told(fields, tuple(numbers))


def _advantage(loser: Candidate, winner: Candidate) -> str:
    """Say what decided, in the order in which `choose` asks."""
    if winner.end - winner.start > loser.end - loser.start:
        return "the longer candidate wins"
    if winner.weight > loser.weight:
        return "of equal length, and the other weighs more"
    return "of equal length and weight, and the other comes first"


def _items(mentions: Sequence[Proposal], lost: Iterable[Proposal], label: Label | None) -> tuple[Item, ...]:
    """Attach what was lost to the mention that it meets, first to the one that beat it; number the rest."""
    beaten: list[list[Proposal]] = [[] for _ in mentions]
    alone: list[Proposal] = []
    for one in sorted(lost, key=lambda p: (p.start, -p.end, p.label, p.rule)):
        if label not in (None, one.label):
            continue
        met = [place for place, mention in enumerate(mentions) if _meet(one, mention)]
        first = min(met, key=lambda place: not _beats(mentions[place], one), default=None)
        (alone if first is None else beaten[first]).append(one)
    entries = [
        (mention, tuple(losers))
        for mention, losers in zip(mentions, beaten, strict=True)
        if losers or label in (None, mention.label)
    ]
    entries += [(one, ()) for one in alone]
    entries.sort(key=lambda entry: (entry[0].start, -entry[0].end))
    return tuple(Item(number, *entry) for number, entry in enumerate(entries, start=1))


def _meet(a: Proposal, b: Proposal) -> bool:
    return a.start < b.end and b.start < a.end


def _beats(mention: Proposal, one: Proposal) -> bool:
    if one.loss is not None and one.loss.by is not None:
        return one.loss.by == (mention.label, mention.start, mention.end)
    return mention.label == one.label
