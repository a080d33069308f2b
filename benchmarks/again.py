"""What a run costs that follows another one into the same output: nothing changed, or little."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.articles import make
from benchmarks.measure import JUMELAGE, command
from benchmarks.shown import figure, markdown, span

FULL = "a first run"


def measure(number: int, gold: Path) -> dict[str, Any]:
    """Return what the first run over so many inputs costs and each that follows, by what had changed."""
    with tempfile.TemporaryDirectory() as place:
        folder, aside, output = (Path(place) / name for name in ("articles", "aside", "tables"))
        more = max(1, number // 100)
        make(number + more, folder, gold)
        files = sorted(folder.rglob("*.txt"))
        for path in files[number:]:
            _move(path, folder, aside)
        middle = files[number // 2]
        changes: dict[str, Callable[[], object]] = {
            FULL: lambda: None,
            "nothing changed": lambda: None,
            "one input changed": lambda: _append(middle),
            "one input removed": lambda: _move(middle, folder, aside),
            f"{more:,} inputs more": lambda: [
                _move(aside / path.relative_to(folder), aside, folder) for path in files[number:]
            ],
        }
        costs = {}
        for name, change in changes.items():
            change()
            costs[name] = asdict(command([*JUMELAGE, "extract", str(folder), "-o", str(output)]))
        return {"number": number, "costs": costs}


def _move(path: Path, above: Path, other: Path) -> None:
    target = other / path.relative_to(above)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)


def _append(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n\nLe texte a été complété.\n", encoding="utf-8")


def table(measured: Mapping[str, Any]) -> str:
    """Return the costs as a table."""
    first = measured["costs"][FULL]["wall"]
    return markdown(
        (f"over {measured['number']:,} inputs", "wall", "CPU", "share of the first run"),
        (
            (name, span(cost["wall"]), span(cost["cpu"]), f"{figure(100 * cost['wall'] / first)} %")
            for name, cost in measured["costs"].items()
        ),
    )
