"""Runs in reading order → lines → blocks → text, one printed line a line, blank lines between blocks."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.pdf.order import FEW_LINES, order
from pipeline.read.pdf.runs import Run

# Between the base lines of two paragraphs, by the distance of two lines of one.
_PARAGRAPH_GAP = 1.22
_RAISED = 4
_INDENT, _WIDEST_INDENT = 0.6, 4.0
_SAME_SIZE = 0.08
_OPEN_LENGTH, _HELD = 40, 12
# A style of which this share of the letters is made is no caption and no heading.
_PROSE_SHARE = 0.15
# A last line that leaves this much of the width (characters) is no full one.
_SHORT = 0.85
# In columns narrower than this (characters) most lines must break off.
_NARROW = 45
_STOP = re.compile(r"[.!?…:;][»”\")\]’' ]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    base: float
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class _Block:
    lines: tuple[_Line, ...]
    # Right edge and number of the leaf.
    right: float
    leaf: int

    @property
    def width(self) -> int:
        return max(len(line.text) for line in self.lines)

    @property
    def style(self) -> tuple[float, str]:
        return round(self.lines[-1].size, 1), self.lines[-1].font


def layout(layers: Iterable[Sequence[Run]]) -> str:
    """Return the text of the layers of all pages, one printed line a line, a blank one between blocks.

    A layer is what stands upright on a page, or what is turned by one angle.
    """
    leaves = [leaf for runs in layers for leaf in order(runs)]
    blocks = [block for number, leaf in enumerate(leaves) for block in _blocks(_lines(leaf), number)]
    parts: list[str] = []
    flowing = _flow(blocks)
    for before, block in zip([None, *flowing], flowing, strict=False):
        if before is not None:
            close = _continues(before, block) and _is_as_wide(before, block)
            parts.append("\n" if close or _needs_company(before, block) else "\n\n")
        parts.append("\n".join(line.text for line in block.lines))
    return "".join(parts)


def _lines(leaf: list[Run]) -> list[_Line]:
    """Return the lines of one column from the top."""
    lines: list[list[Run]] = []
    for run in sorted(_with_drop_caps(leaf), key=lambda run: (-run.base, run.left)):
        last = lines[-1][-1] if lines else None
        if last is not None and last.base - run.base <= _slack(last, run) * max(last.size, run.size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_line(runs) for runs in lines]


def _slack(a: Run, b: Run) -> float:
    """Return how far apart (in em) the base lines of one line may be: raised letters are few and small."""
    return 0.35 if min(len(a.text), len(b.text)) <= _RAISED or _is_same_size(a, b) else 0.12


def _line(runs: list[Run]) -> _Line:
    runs.sort(key=lambda run: run.left)
    if any(a.right - b.left > 0.5 * min(a.right - a.left, b.right - b.left) for a, b in pairwise(runs)):
        runs.sort(key=lambda run: run.order)
    parts = [runs[0].text]
    for before, run in pairwise(runs):
        parts.append(" " if abs(run.left - before.right) > 0.12 * run.size else "")
        parts.append(run.text)
    letters: Counter[tuple[float, str]] = Counter()
    for run in runs:
        letters[run.size, run.font] += len(run.text)
    style = max(letters, key=letters.__getitem__)
    base = next(run.base for run in runs if (run.size, run.font) == style)
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    return _Line("".join(parts), left, right, base, *style)


def _with_drop_caps(leaf: list[Run]) -> list[Run]:
    size = median(run.size for run in leaf)
    kept = {run.order: run for run in leaf}
    for cap in leaf:
        if len(cap.text) > 2 or cap.size < 1.8 * size or not cap.text[0].isalpha():
            continue
        beside = [
            run
            for run in leaf
            if run.size < 0.6 * cap.size
            and cap.bottom < run.base < cap.top + run.size / 2
            and run.left > cap.left
        ]
        if beside:
            first = min(beside, key=lambda run: (-run.base, run.left))
            space = "" if "’" in cap.text + first.text[0] or "'" in cap.text + first.text[0] else " "
            text = f"{cap.text}{space}{kept[first.order].text}"
            kept[first.order] = Run(
                text, cap.left, first.right, first.base, first.size, first.font, first.order
            )
            del kept[cap.order]
    return list(kept.values())


def _blocks(lines: list[_Line], leaf: int) -> list[_Block]:
    """Return the lines parted where size, distance or the indent of a first line part them."""
    right = max(line.right for line in lines)
    steps = [a.base - b.base for a, b in pairwise(lines) if _is_same_size(a, b)]
    step = median(steps) if steps else 0.0
    if len(steps) < FEW_LINES:
        step = min(step, 1.4 * lines[0].size)
    blocks: list[list[_Line]] = [[lines[0]]]
    for number, (before, line) in enumerate(pairwise(lines), 1):
        apart = before.base - line.base > _PARAGRAPH_GAP * step or not _is_same_size(before, line)
        after = lines[number + 1] if number + 1 < len(lines) else None
        if apart or _opens(before, line, after):
            blocks.append([])
        blocks[-1].append(line)
    return [_Block(tuple(block), right, leaf) for block in blocks]


def _opens(before: _Line, line: _Line, after: _Line | None) -> bool:
    """Return whether a line is indented as the first of a paragraph is, and none of a list."""
    edge = min(before.left, after.left) if after is not None else before.left
    indented = _INDENT * line.size < line.left - edge < _WIDEST_INDENT * line.size
    return indented and line.text[0].isupper() and _STOP.search(before.text) is not None


def _is_same_size(a: Run | _Line, b: Run | _Line) -> bool:
    return abs(a.size - b.size) <= _SAME_SIZE * max(a.size, b.size)


def _flow(blocks: list[_Block]) -> list[_Block]:
    """Return the blocks with captions and boxes after the paragraph that they interrupt."""
    letters: Counter[tuple[float, str]] = Counter()
    for block in blocks:
        letters[block.style] += sum(len(line.text) for line in block.lines)
    prose = {style for style, n in letters.items() if n > _PROSE_SHARE * letters.total()}
    flowing: list[_Block] = []
    held: list[_Block] = []
    last: _Block | None = None
    for block in blocks:
        is_open = last is not None and last.style in prose and _is_open(last)
        if last is None or not is_open or len(held) == _HELD:
            flowing += [*held, block]
        elif _continues(last, block) and (_starts_low(block) or all(_is_aside(last, some) for some in held)):
            flowing.append(block)
            if block.style in prose and _is_open(block):
                last = block
                continue
            flowing += held
        elif block.style != last.style:
            held.append(block)
            continue
        else:
            flowing += [*held, block]
        held, last = [], block
    return flowing + held


def _is_aside(last: _Block, block: _Block) -> bool:
    """Return whether a block is set smaller than the text, as no heading is."""
    return block.lines[0].size < last.lines[-1].size


def _is_open(block: _Block) -> bool:
    last = block.lines[-1]
    long = len(block.lines) > 1 or len(last.text) >= _OPEN_LENGTH
    return long and _STOP.search(last.text) is None


def _starts_low(block: _Block) -> bool:
    return block.lines[0].text.lstrip("(«“\"’' ")[:1].islower()


def _continues(before: _Block, after: _Block) -> bool:
    """Return whether a sentence goes on from one block to the next, over a column, a page or a caption."""
    if not _is_open(before) or not _is_same_size(before.lines[-1], after.lines[0]):
        return False
    last = before.lines[-1]
    if _starts_low(after):
        return True
    full = before.right - last.right < 2 * last.size and len(before.lines) > 1
    prose = len(after.lines) > 1 or _STOP.search(after.lines[0].text) is not None
    return full and prose and before.style == after.style and after.lines[0].text[0].isalnum()


def _is_as_wide(before: _Block, after: _Block) -> bool:
    """Return whether the lines of both may stand in one block, whose widest line says which are full."""
    narrow = len(after.lines) >= FEW_LINES and after.width < 0.75 * before.width
    return after.width <= 1.25 * before.width and not narrow


def _needs_company(before: _Block, after: _Block) -> bool:
    """Return whether two paragraphs stay without a blank line, as one alone does not show that it is wrapped.

    Cleaning joins the lines of a block only if some line of it breaks off in mid-sentence. The short last
    line of the first paragraph still says where it ends.
    """
    if before.leaf != after.leaf or before.style != after.style:
        return False
    if _shows_wrap(before) and _shows_wrap(after):
        return False
    width = min(block.width for block in (before, after) if len(block.lines) > 1 or block is before)
    return len(before.lines[-1].text) + 1 + len(after.lines[0].text.split(" ", 1)[0]) < _SHORT * width


def _shows_wrap(block: _Block) -> bool:
    pairs = list(pairwise(line.text for line in block.lines))
    broken = sum(_STOP.search(a) is None and b.lstrip("(«“\"’' ")[:1].islower() for a, b in pairs)
    return not pairs or (broken > 0 if block.width >= _NARROW else broken > len(pairs) / 2)
