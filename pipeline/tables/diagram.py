"""The entity-relation diagram of the tables, drawn from their declarations as SVG, without any library."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from statistics import fmean

from pipeline.tables.schema import Table

# All lengths are in pixels.
_WIDTH = 206  # of a table
_LINE = 18  # height of a column's line, and of the head of a table
_BETWEEN_RANKS = 84
_BETWEEN_TABLES = 22
_MARGIN = 12
_SWEEPS = 8  # over the ranks, until tables stand near those that they are joined to


def diagram(tables: Sequence[Table]) -> str:
    """Return an `<svg>` element: a box for each table, a line from each reference to the key it refers to.

    The first table stands at the left, and the others as far from it as there are references between. Boxes
    link to `#NAME`; colours are left to the style sheet of the page (`er-…` classes).
    """
    places = _places(tables, _ordered(tables, _ranks(tables)))
    width = max(x for x, _ in places.values()) + _WIDTH + _BETWEEN_RANKS // 2
    height = max(y + _height(table) for table, (_, y) in zip(tables, places.values(), strict=True)) + _MARGIN
    return "\n".join([
        f'<svg class="er" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="group" aria-label="Entity-relation diagram of the tables">',
        *(line for table in tables for line in _lines(table, places, {one.name: one for one in tables})),
        *(line for table in tables for line in _box(table, *places[table.name])),
        "</svg>",
    ])  # fmt: skip


def _neighbours(tables: Sequence[Table]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {table.name: [] for table in tables}
    for table in tables:
        for reference in table.references:
            if reference.table != table.name:
                near[table.name].append(reference.table)
                near[reference.table].append(table.name)
    return near


def _ranks(tables: Sequence[Table]) -> list[list[str]]:
    """Return the tables by the number of references between them and the first; those apart stand with it."""
    near = _neighbours(tables)
    ranks = [[tables[0].name]]
    seen = {tables[0].name}
    while ranks[-1]:
        following = dict.fromkeys(name for one in ranks[-1] for name in near[one] if name not in seen)
        seen.update(following)
        ranks.append(list(following))
    ranks.pop()
    ranks[0] += [table.name for table in tables if table.name not in seen]
    return ranks


def _ordered(tables: Sequence[Table], ranks: list[list[str]]) -> list[list[str]]:
    """Return the ranks with each table near the middle of its neighbours in the rank beside it."""
    near = _neighbours(tables)
    for sweep in range(_SWEEPS):
        pairs = list(pairwise(range(len(ranks))))
        for fixed, moved in pairs if sweep % 2 == 0 else [(b, a) for a, b in reversed(pairs)]:
            at = {name: place / len(ranks[fixed]) for place, name in enumerate(ranks[fixed])}
            middle = {
                name: fmean([at[one] for one in near[name] if one in at] or [1]) for name in ranks[moved]
            }
            ranks[moved].sort(key=middle.__getitem__)
    return ranks


def _height(table: Table) -> int:
    return _LINE * (len(table.columns) + 1)


def _places(tables: Sequence[Table], ranks: list[list[str]]) -> dict[str, tuple[int, int]]:
    """Return the left upper corner of each table, in their order."""
    heights = {table.name: _height(table) for table in tables}
    places = {}
    for number, rank in enumerate(ranks):
        y = _MARGIN
        for name in rank:
            places[name] = (_MARGIN + number * (_WIDTH + _BETWEEN_RANKS), y)
            y += heights[name] + _BETWEEN_TABLES
    return {table.name: places[table.name] for table in tables}


def _box(table: Table, x: int, y: int) -> list[str]:
    refers = {column for reference in table.references for column in reference.columns}
    lines = [
        f'<a href="#{table.name}"><title>{escape(table.description)}</title>',
        f'<rect class="er-table" x="{x}" y="{y}" width="{_WIDTH}" height="{_height(table)}" rx="3"/>',
        f'<rect class="er-head" x="{x}" y="{y}" width="{_WIDTH}" height="{_LINE}" rx="3"/>',
        f'<text class="er-name" x="{x + 7}" y="{y + 13}">{table.name}</text>',
    ]
    for number, column in enumerate(table.columns, 1):
        kind = (
            "er-key" if column.name in table.key else "er-reference" if column.name in refers else "er-column"
        )
        base = y + number * _LINE + 13
        lines.append(f'<text class="{kind}" x="{x + 7}" y="{base}">{column.name}</text>')
        lines.append(
            f'<text class="er-type" x="{x + _WIDTH - 7}" y="{base}" text-anchor="end">{column.type}</text>'
        )
    return [*lines, "</a>"]


def _lines(table: Table, places: dict[str, tuple[int, int]], named: dict[str, Table]) -> list[str]:
    lines = []
    for reference in table.references:
        for column, key in zip(reference.columns, named[reference.table].key, strict=True):
            x1, y1 = places[table.name]
            x2, y2 = places[reference.table]
            y1 += _middle(table, column)
            y2 += _middle(named[reference.table], key)
            # Out at the side where the other table is; between two of one rank, at the right of both.
            out, into = (0, 1) if x2 < x1 else (1, 0) if x2 > x1 else (1, 1)
            x1 += _WIDTH * out
            x2 += _WIDTH * into
            bend = _BETWEEN_RANKS // 2
            path = f"M{x1} {y1}C{x1 + (2 * out - 1) * bend} {y1} {x2 + (2 * into - 1) * bend} {y2} {x2} {y2}"
            lines.append(f'<path class="er-line" d="{path}"/>')
            # A dot at the side of which many rows refer to one row at the other.
            lines.append(f'<circle class="er-many" cx="{x1}" cy="{y1}" r="3.5"/>')
    return lines


def _middle(table: Table, column: str) -> int:
    return _LINE * (1 + [one.name for one in table.columns].index(column)) + _LINE // 2
