"""Reading order: a page is cut into rows and columns until nothing is left to cut.

Where columns could as well be a table or two sections, the order in which the file draws them decides.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, pairwise
from operator import itemgetter
from statistics import median

from pipeline.read.pdf.runs import Run

# All in the size of the letters (1 em). A gap this wide may part two columns.
GUTTER = 0.8
# Two columns of a line or two need a wider one: it may be a chance.
_WIDE_GUTTER, FEW_LINES = 2.0, 3
_DEEPEST = 24
MARKER = re.compile(r"\W{1,2}|\w{1,2}|\d{1,3}|\d{1,2}\W|\w\W\w?")


def rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Return what a blank band across all runs divides, from the top."""
    found: list[list[Run]] = []
    floor = 0.0
    for run in sorted(runs, key=lambda run: -run.top):
        if found and run.top > floor:
            found[-1].append(run)
            floor = min(floor, run.bottom)
        else:
            found.append([run])
            floor = run.bottom
    return found


def order(runs: Sequence[Run], depth: int = 0) -> list[list[Run]]:
    """Return the runs of a layer in reading order, cut into leaves that have only one column."""
    if not runs:
        return []
    em = median(run.size for run in runs)
    leaves: list[list[Run]] = []
    single: list[Run] = []
    for section in _sections(rows(runs), em):
        parts = _columns(section, em) if depth < _DEEPEST else []
        if len(parts) < 2:
            single += section
            continue
        if single:
            leaves.append(single)
            single = []
        for part in parts:
            leaves += order(part, depth + 1)
    if single:
        leaves.append(single)
    return leaves


def _sections(found: Sequence[list[Run]], em: float) -> list[list[Run]]:
    """Return rows put together as long as a gutter goes through them; a row without one stands alone."""
    sections: list[list[Run]] = []
    together: list[list[Run]] = []
    taken: list[tuple[float, float]] = []
    for row in found:
        here = _spans([(run.left, run.right) for run in row], GUTTER * em)
        both = _spans([*taken, *here], GUTTER * em)
        if together and len(both) < 2 and (len(taken) > 1 or len(here) > 1):
            sections += _section(together, taken)
            together, both = [], here
        together.append(row)
        taken = both
    return sections + _section(together, taken)


def _section(together: list[list[Run]], taken: list[tuple[float, float]]) -> list[list[Run]]:
    return [list(chain.from_iterable(together))] if len(taken) > 1 else together


def _spans(intervals: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Return the intervals, those joined that are closer than `gap`."""
    joined: list[tuple[float, float]] = []
    for left, right in sorted(intervals):
        if joined and left - joined[-1][1] < gap:
            joined[-1] = joined[-1][0], max(joined[-1][1], right)
        else:
            joined.append((left, right))
    return joined


def _columns(section: list[Run], em: float) -> list[list[Run]]:
    """Return the parts of a section in reading order, columns or bands; one part if it has none."""
    columns = _side_by_side(section, GUTTER * em)
    if min(_n_lines(column) for column in columns) < FEW_LINES:
        columns = _side_by_side(section, _WIDE_GUTTER * em)
    place = {run.order: number for number, column in enumerate(columns) for run in column}
    # Lines that stand left and right in turns are no columns.
    beside = any(len({place[run.order] for run in row}) > 1 for row in rows(section))
    if len(columns) < 2 or _n_lines(section) < 2 or not beside:
        return [section]
    drawn = [place[run.order] for run in sorted(section, key=lambda run: run.order)]
    changes = sum(a != b for a, b in pairwise(drawn))
    others = len(section) - max(map(len, columns))
    if changes < len(columns):
        return columns
    if changes > others > 1 and all(map(_is_prose, columns)):
        return columns
    bands = _bands(section)
    return bands if len(bands) > 1 or changes > others > 1 else columns


def _side_by_side(section: list[Run], gap: float) -> list[list[Run]]:
    spans = _spans([(run.left, run.right) for run in section], gap)
    columns: list[list[Run]] = [[] for _ in spans]
    for run in section:
        columns[bisect_right(spans, run.left, key=itemgetter(0)) - 1].append(run)
    # Bullets and numbers belong to what is right of them, the page numbers of a table of contents left.
    merged: list[list[Run]] = []
    markers: list[Run] = []
    for column in columns:
        if all(MARKER.fullmatch(run.text) for run in column):
            markers += column
        else:
            merged.append(markers + column)
            markers = []
    if markers:
        merged[-1:] = [[*merged[-1], *markers]] if merged else [markers]
    return merged


def _n_lines(runs: Iterable[Run]) -> int:
    return len({round(run.base) for run in runs})


def _is_prose(column: list[Run]) -> bool:
    """Return whether the lines fill their column from its left edge, as those of a table do not."""
    left, right = min(run.left for run in column), max(run.right for run in column)
    size = median(run.size for run in column)
    flush = sum(run.left - left < size for run in column)
    filled = median(run.right - run.left for run in column) > 0.7 * (right - left)
    return filled and flush > 0.6 * len(column) and len(column) > FEW_LINES and right - left > 8 * size


def _bands(section: list[Run]) -> list[list[Run]]:
    """Return the bands of which all above is drawn before all below; bands of one line are put together."""
    found = rows(section)
    first_below = [0] * len(found)
    lowest = len(section) + max(run.order for run in section)
    for number in range(len(found) - 1, -1, -1):
        first_below[number] = lowest = min(lowest, *(run.order for run in found[number]))
    bands: list[list[Run]] = []
    last = -1
    for row, first in zip(found, first_below, strict=True):
        if not bands or last < first:
            bands.append([])
        bands[-1] += row
        last = max(last, *(run.order for run in row))
    grouped = groupby(bands, key=lambda band: _n_lines(band) == 1)
    return [
        part for alone, some in grouped for part in ([list(chain.from_iterable(some))] if alone else some)
    ]
