"""The figures of the last full run, kept in results.json, from which the page is made."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.measure import machine, versions
from pipeline.errors import JumelageError

PATH = Path(__file__).parent / "results.json"
PARTS = ("throughput", "stages", "cold", "again", "scale")
Results = dict[str, Any]


def new() -> Results:
    """Return results without figures, of this machine."""
    return {"machine": machine(), "versions": versions()}


def begin(parts: Iterable[str], path: Path = PATH) -> Results:
    """Return the results that figures of `parts` are added to: new ones for all parts, else the recorded.

    Raises JumelageError when the recorded ones are of another machine or of other versions.
    """
    fresh = new()
    if set(parts) == set(PARTS) or not path.is_file():
        return fresh
    recorded: Results = json.loads(path.read_text(encoding="utf-8"))
    for key, value in fresh.items():
        if recorded[key] != value:
            raise JumelageError(f"{path}: {key} {recorded[key]} is not {value}; record all parts in one run")
    return recorded


def add_run(results: Results, command: str, run: Mapping[str, Any]) -> None:
    """Add a run of `scale`, in place of an earlier one of that size."""
    of_scale = results.setdefault("scale", {"runs": []})
    of_scale["command"] = command
    kept = [one for one in of_scale["runs"] if _size(one) != _size(run)]
    of_scale["runs"] = sorted([*kept, run], key=_size)


def _size(run: Mapping[str, Any]) -> tuple[int, int]:
    return run["number"], run["workers"]


def save(results: Results, path: Path = PATH) -> None:
    """Write the results."""
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
