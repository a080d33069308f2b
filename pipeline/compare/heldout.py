"""`heldout.toml`: figures on articles that were set aside while rules were written, filled in by hand."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import JumelageError
from pipeline.evaluate import ROWS

MEASURES = ("strict", "value")
_KEYS = {"name", "articles", *ROWS}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One round: which articles were set aside, how many, and F1 by row and measure.

    `f1` holds scores as `f1_shown` takes them; what has not been measured is left out.
    """

    name: str
    articles: int
    f1: dict[tuple[str, str], dict[str, Any]]


def read_heldout(path: Path) -> tuple[HeldOut, ...]:
    """Read the rounds of a file. Raises JumelageError naming file, round and key."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise JumelageError(f"{path}: cannot be read as TOML ({error})") from error
    if set(content) != {"round"}:
        raise JumelageError(f"{path}: must hold [[round]] and nothing else")
    return tuple(_round(path, table) for table in content["round"])


def _round(path: Path, table: dict[str, Any]) -> HeldOut:
    place = f"{path}: round {table.get('name')!r}"
    if not isinstance(table.get("name"), str) or not isinstance(table.get("articles"), int):
        raise JumelageError(f"{place}: needs a name (text) and articles (a whole number)")
    if unknown := sorted(set(table) - _KEYS):
        raise JumelageError(f"{place}: {unknown[0]} is none of {', '.join(sorted(_KEYS))}")
    f1 = {}
    for row in ROWS:
        for measure, given in table.get(row, {}).items():
            if measure not in MEASURES:
                raise JumelageError(f"{place}: {row}: {measure} is none of {', '.join(MEASURES)}")
            f1[row, measure] = _scores(f"{place}: {row}: {measure}", given)
    return HeldOut(table["name"], table["articles"], f1)


def _scores(place: str, given: Any) -> dict[str, Any]:
    match given:
        case [float(f1), float(low), float(high)] if 0 <= low <= f1 <= high <= 1:
            return {"f1": f1, "interval": (low, high)}
        case float(f1) if 0 <= f1 <= 1:
            return {"f1": f1, "interval": None}
    raise JumelageError(f"{place}: must be F1 or [F1, low, high], each between 0.0 and 1.0, not {given}")
