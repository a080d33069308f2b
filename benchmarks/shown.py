"""Figures as people read them: Markdown tables, medians with their range, sizes."""

import statistics
from collections.abc import Iterable, Sequence

_UNITS = (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown whose columns line up; all but the first are set right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    cells = [[line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])] for line in lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in (cells[0], rule, *cells[1:]))


def spread(numbers: Sequence[float]) -> str:
    """Return median and range: `2.31 (2.28–2.40)`."""
    return f"{figure(statistics.median(numbers))} ({figure(min(numbers))}–{figure(max(numbers))})"


def figure(number: float) -> str:
    """Return a number with three significant digits, or all before the point: `0.0123`, `2.31`, `9,812`."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:#.3g}" if number >= 0.001 else f"{number:.1g}"


def size(n_bytes: float) -> str:
    """Return a number of bytes in decimal units: `1.23 GB`."""
    unit, factor = next((one for one in _UNITS if n_bytes >= one[1]), ("B", 1.0))
    return f"{figure(n_bytes / factor)} {unit}"


def times(ratio: float) -> str:
    """Return a ratio: `0.45×`, `2.3×`, `12×`."""
    return f"{ratio:,.{2 if ratio < 1 else 1 if ratio < 10 else 0}f}×"


def span(seconds: float) -> str:
    """Return a time in the unit that suits it: `12.0 s`, `3.40 h`, `17.2 days`."""
    if seconds < 600:
        return f"{figure(seconds)} s"
    return f"{figure(seconds / 3600)} h" if seconds < 172_800 else f"{figure(seconds / 86_400)} days"
