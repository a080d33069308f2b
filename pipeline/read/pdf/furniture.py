"""Running heads, feet and page numbers, out of the pages of a PDF."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.read.pdf.order import rows
from pipeline.read.pdf.runs import Run, Sheet

# Share of the page's height, and rows, in which heads and feet stand.
_EDGE, _EDGE_ROWS = 0.12, 3
# Two heads at the same height differ by no more than this (points).
_SAME_HEIGHT = 6.0
_REPEATS = 3
# Between a head and the body, in the size of its letters.
_WHITE = 0.7
# A head with fewer letters is compared with its digits as they are.
_LETTERS = 4
# On a single page a larger number is rather a year.
_LIKELY = 1000
_NUMBER = re.compile(
    r"(?:[-–—·•|]\s*)?(?:(?:page|p\.?)\s*)?(?P<number>\d{1,4})(?:\s*(?:/|sur|de)\s*\d{1,4})?(?:\s*[-–—·•|])?",
    re.IGNORECASE,
)


def without_furniture(sheets: Sequence[Sheet], title: str | None) -> list[list[Run]]:
    """Return the runs of each sheet without running heads, running feet and page numbers."""
    n_pages = len({sheet.number for sheet in sheets})
    edges = [_edges(sheet) for sheet in sheets]
    found: defaultdict[tuple[bool, str, int], set[int]] = defaultdict(set)
    for sheet, edge in zip(sheets, edges, strict=True):
        for run, at_top, height in edge:
            found[at_top, _folded(run.text), height].add(sheet.number)
    pages = {
        (at_top, folded, height): set().union(
            *(found.get((at_top, folded, height + n), ()) for n in (-1, 0, 1))
        )
        for at_top, folded, height in found
    }
    head = _folded(title or "")
    kept: list[list[Run]] = []
    for sheet, edge in zip(sheets, edges, strict=True):
        gone: set[int] = set()
        for run, at_top, height in edge:
            folded = _folded(run.text)
            near = pages[at_top, folded, height]
            is_title = folded == head and sheet.number == min(near)
            if folded and len(near) >= min(_REPEATS, max(2, n_pages / 2)) and not is_title:
                gone.add(run.order)
        gone &= _apart(sheet, gone)
        kept.append([run for run in sheet.runs if run.order not in gone])
    return _without_numbers(sheets, kept, n_pages)


def _without_numbers(sheets: Sequence[Sheet], kept: list[list[Run]], n_pages: int) -> list[list[Run]]:
    """Return the runs without the numbers of pages: bare ones only where they count the pages."""
    found = [_numbers(sheet, runs) for sheet, runs in zip(sheets, kept, strict=True)]
    # Where two pages are printed on one, the numbers go up by two.
    steps = Counter(
        (step, value - step * sheet.number)
        for sheet, some in zip(sheets, found, strict=True)
        for value in {value for _, value, _ in some}
        for step in range(1, min(len(some), 2) + 1)
    )
    for place, sheet in enumerate(sheets):
        gone = {
            run.order
            for run, value, is_bare in found[place]
            if not is_bare
            or (n_pages == 1 and value < _LIKELY)
            or value == sheet.number + 1
            or any(steps[step, value - step * sheet.number] > 1 for step in (1, 2))
        }
        kept[place] = [run for run in kept[place] if run.order not in gone]
    return kept


def _numbers(sheet: Sheet, runs: Sequence[Run]) -> list[tuple[Run, int, bool]]:
    """Return what stands apart at the edge of a page and reads as its number, and whether no word says so."""
    found = rows(runs)
    depth = _EDGE * (sheet.top - sheet.bottom)
    numbers: list[tuple[Run, int, bool]] = []
    for row, inner in ((found[0], found[1:2]), (found[-1], found[-2:-1])) if found else ():
        run = row[0]
        apart = all(_is_apart(row, next_) for next_ in inner)
        near = min(sheet.top - run.base, run.base - sheet.bottom) < depth
        matches = [_NUMBER.fullmatch(run.text) for run in row]
        if near and apart and all(matches):
            numbers += [(r, int(m["number"]), m[0].isdigit()) for r, m in zip(row, matches, strict=True) if m]
    return numbers


def _apart(sheet: Sheet, gone: set[int]) -> set[int]:
    """Return the runs of the outer rows, each with some of `gone`, that white parts from the body."""
    apart: set[int] = set()
    found = rows(sheet.runs)
    for inward in (found, found[::-1]):
        outer: set[int] = set()
        for number, row in enumerate(inward):
            if gone.isdisjoint(run.order for run in row):
                break
            outer.update(run.order for run in row)
            if number + 1 == len(inward) or _is_apart(row, inward[number + 1]):
                apart |= outer
    return apart


def _is_apart(row: Sequence[Run], other: Sequence[Run]) -> bool:
    """Return whether more white than between two lines stands between two rows."""
    above, below = sorted((row, other), key=lambda runs: -runs[0].base)
    white = min(run.bottom for run in above) - max(run.top for run in below)
    return white > _WHITE * max(run.size for run in row)


def _edges(sheet: Sheet) -> list[tuple[Run, bool, int]]:
    """Return the runs near the top and the foot, whether at the top, and the height from there in steps."""
    depth = _EDGE * (sheet.top - sheet.bottom)
    found = rows(sheet.runs)
    edges = [(run, True, sheet.top - run.base) for row in found[:_EDGE_ROWS] for run in row]
    edges += [(run, False, run.base - sheet.bottom) for row in found[-_EDGE_ROWS:] for run in row]
    return [(run, at_top, round(height / _SAME_HEIGHT)) for run, at_top, height in edges if height < depth]


def _folded(text: str) -> str:
    """Return what two running heads have in common: letters, and digits as 0 where letters carry them."""
    folded = "".join(letter for letter in text.casefold() if letter.isalnum())
    letters = sum(map(str.isalpha, folded))
    if not letters:
        return ""
    return re.sub(r"\d+", "0", folded) if letters >= _LETTERS else folded
