"""What a fresh process costs before its first result: the command line, the model alone, one article."""

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import JUMELAGE, Cost, command, gathered, in_turn
from benchmarks.peers import TRIMMED
from benchmarks.shown import markdown, size, spread, times
from pipeline.extract.language.model import MODEL

HELP, MODEL_ALONE, ARTICLE = "`jumelage --help`", "spaCy's model alone", "`jumelage extract`, one article"
_LOAD = f"import spacy; spacy.load({MODEL!r}, exclude={list(TRIMMED)!r})"


def measure(article: Path, rounds: int) -> dict[str, Any]:
    """Return the costs of each in a process of its own, files already in the cache of the system."""

    def one_article() -> Cost:
        with tempfile.TemporaryDirectory() as place:
            return command([*JUMELAGE, "extract", str(article), "-o", str(Path(place) / "tables")])

    measured = {
        HELP: lambda: command([*JUMELAGE, "--help"]),
        MODEL_ALONE: lambda: command([sys.executable, "-c", _LOAD]),
        ARTICLE: one_article,
    }
    in_turn(measured, 0)
    return {"costs": gathered(in_turn(measured, turn) for turn in range(rounds))}


def table(found: dict[str, Any]) -> str:
    """Return the costs, and each as a ratio to the model alone."""
    costs = found["costs"]
    alone = statistics.median(costs[MODEL_ALONE]["wall"])
    return markdown(
        ("in a fresh process", "wall s", "CPU s", "peak memory", "wall, against the model alone"),
        (
            (
                name,
                spread(cost["wall"]),
                spread(cost["cpu"]),
                size(max(cost["peak"])),
                times(statistics.median(cost["wall"]) / alone),
            )
            for name, cost in costs.items()
        ),
    )
