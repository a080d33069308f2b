"""What spreadsheets make of texts: they take some for formulas, and an empty one for nothing."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

# How a formula can begin, in full width too. Apostrophes before it count, so that the guard can be taken off.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# Table and column.
Place = tuple[str, str]


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula, or for one that is guarded already."""
    return _FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before it, where one might.

    Texts that differ stay different: where one that `is_formula` begins with an apostrophe, it is the guard.
    """
    return f"'{text}" if is_formula(text) else text


def n_empty(values: Iterable[Any]) -> int:
    """Return how many of the values of a column are texts without a character."""
    return sum(value == "" for value in values)


def empty_lost(found: Mapping[Place, int]) -> list[str]:
    """Return the sentences that say where empty texts became nothing."""
    return [
        f"{table}.{column}: {n} empty texts cannot be told from nothing"
        for (table, column), n in found.items()
        if n
    ]
