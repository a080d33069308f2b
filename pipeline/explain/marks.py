"""Cutting a text at the borders of its items, so that overlapping marks can be drawn one after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.explain.gather import Item, Pairs, Proposal


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text: what covers it, the longest first, and which items begin and end at its borders."""

    text: str
    covering: tuple[Item, ...]
    opening: tuple[Item, ...]
    closing: tuple[Item, ...]


def segments(text: str, items: Sequence[Item]) -> Iterator[Segment]:
    """Yield the segments of a text in order; joined, they are the text."""
    borders = {0, len(text)} | {border for i in items for border in (i.shown.start, i.shown.end)}
    places = sorted(borders)
    waiting = sorted(items, key=lambda item: (item.shown.start, -item.shown.end))
    active: list[Item] = []
    position = 0
    for start, end in pairwise(places):
        active = [item for item in active if item.shown.end > start]
        opening: list[Item] = []
        while position < len(waiting) and waiting[position].shown.start == start:
            opening.append(waiting[position])
            position += 1
        active += opening
        covering = sorted(active, key=lambda item: (item.shown.start - item.shown.end, item.number))
        # What opened last closes first.
        closing = [item for item in reversed(active) if item.shown.end == end]
        yield Segment(text[start:end], tuple(covering), tuple(opening), tuple(closing))


def value_text(value: Pairs) -> str:
    """Return a value on one line: `kind hospital · country FR`."""
    return " · ".join(f"{key} {item}" for key, item in value)


def source_text(proposal: Proposal) -> str:
    """Return what found a proposal and where to look: `year (rule, dates/years.toml)`."""
    inside = ", ".join(filter(None, (proposal.origin.kind, proposal.origin.place)))
    return f"{proposal.rule} ({inside})"


def loss_text(proposal: Proposal) -> str:
    """Return why a proposal is no mention, the rule first that says so."""
    loss = proposal.loss
    if loss is None:
        return ""
    if loss.how == "excluded":
        return f"excluded by {loss.rule} ({loss.place}): {loss.why}"
    return f"beaten by {loss.rule}: {loss.why}" if loss.how == "beaten" else loss.why
