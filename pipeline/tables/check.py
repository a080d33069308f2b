"""Checks rows against the declaration of their table before anything is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from pipeline.errors import TableError
from pipeline.tables.catalogue import BY_NAME
from pipeline.tables.schema import Table

Rows = Sequence[Mapping[str, Any]]
_SHOWN = 5
# Arrow would take 3.5 for an integer and cut it off.
_PYTHON = {
    pa.string(): str,
    pa.int64(): int,
    pa.float64(): float,
    pa.date32(): date,
    pa.bool_(): bool,
    pa.binary(): bytes,
}


def to_arrow(table: Table, rows: Rows) -> pa.Table:
    """Return the rows, ordered by key, as an Arrow table of the declared schema; nothing is coerced.

    Raises TableError naming all breaches: unknown or missing columns, wrong types, nulls, values outside
    the closed list, duplicate keys.
    """
    names = {column.name for column in table.columns}
    breaches: list[str] = []
    for row in rows:
        if row.keys() != names:
            difference = sorted(set(row) ^ names)
            raise TableError(f"{table.name}: a row has other columns than the table: {', '.join(difference)}")
    cells = {column.name: [row[column.name] for row in rows] for column in table.columns}
    for column in table.columns:
        own = cells[column.name]
        types = set(map(type, own))
        n_null = own.count(None) if type(None) in types else 0
        if types - {_PYTHON[column.type], type(None)}:
            wrong = next(c for c in own if c is not None and type(c) is not _PYTHON[column.type])
            breaches.append(f"{column.name}: {wrong!r} is no {column.type}")
            continue
        if column.name not in table.nullable and n_null:
            breaches.append(f"{column.name}: {n_null} nulls, but none is allowed")
        if column.values is not None:
            strange = sorted(set(own) - {*column.values, None})
            if strange:
                breaches.append(
                    f"{column.name}: {', '.join(strange[:_SHOWN])} not among {', '.join(column.values)}"
                )
    keys = list(zip(*(cells[name] for name in table.key), strict=True))
    if len(set(keys)) != len(keys):
        seen: set[tuple[Any, ...]] = set()
        twice = sorted({str(key) for key in keys if key in seen or seen.add(key)})  # type: ignore[func-returns-value]
        breaches.append(f"key {', '.join(table.key)}: {len(twice)} stand twice, such as {twice[0]}")
    if breaches:
        raise TableError("; ".join(f"{table.name}.{breach}" for breach in breaches))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    try:
        arrays = [
            pa.array([cells[column.name][n] for n in order], type=column.type) for column in table.columns
        ]
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise TableError(f"{table.name}: {error}") from error
    return pa.Table.from_arrays(arrays, schema=table.schema())


def check_references(tables: Mapping[str, pa.Table], declared: Mapping[str, Table] = BY_NAME) -> None:
    """Raise TableError naming every reference of `tables` that does not resolve within them."""
    keys = {
        name: set(zip(*(arrow.column(part).to_pylist() for part in declared[name].key), strict=True))
        for name, arrow in tables.items()
    }
    breaches = []
    for name, arrow in tables.items():
        for reference in declared[name].references:
            cells = set(zip(*(arrow.column(part).to_pylist() for part in reference.columns), strict=True))
            lost = sorted(cell for cell in cells - keys[reference.table] if None not in cell)
            if lost:
                breaches.append(
                    f"{name}.{','.join(reference.columns)}: {lost[0]} is not in {reference.table}"
                )
    if breaches:
        raise TableError("; ".join(breaches))
