"""Speed on the same texts, in turns in one run: the whole of Jumelage, spaCy's model, EDS-NLP."""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import JUMELAGE, Cost, alternately, call, command
from benchmarks.peers import EDS, SPACY_BARE, SPACY_FULL, n_tokens, peers
from benchmarks.shown import figure, markdown, size, spread, times
from benchmarks.stages import extract
from pipeline.kit import Kit

CHAIN, PROCESS = "Jumelage, from files to Parquet", "Jumelage, the whole process"
_ORDER = (CHAIN, PROCESS, SPACY_BARE, SPACY_FULL, EDS)


def measure(folder: Path, rounds: int, kit: Kit) -> dict[str, Any]:
    """Return the costs of all on the text files of a folder; all but `PROCESS` are loaded before."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]

    def chain() -> None:
        with tempfile.TemporaryDirectory() as place:
            extract([folder], kit, Path(place) / "tables")

    def process() -> Cost:
        with tempfile.TemporaryDirectory() as place:
            return command([*JUMELAGE, "extract", str(folder), "-o", str(Path(place) / "tables")])

    measured = {CHAIN: lambda: call(chain), PROCESS: process}
    for name, read in peers(kit.folder).items():
        measured[name] = lambda read=read: call(lambda: read(texts))
    # Once before it counts: caches of strings, of regular expressions and of files are filled then.
    for once in measured.values():
        once()
    return {
        "articles": len(texts),
        "characters": sum(map(len, texts)),
        "tokens": n_tokens(texts),
        "costs": alternately(measured, rounds),
    }


def speed(found: dict[str, Any], name: str) -> float:
    """Return the tokens that one core reads in a second, by the median of the CPU times."""
    return found["tokens"] / statistics.median(found["costs"][name]["cpu"])


def table(found: dict[str, Any]) -> str:
    """Return costs and speeds of all as a table."""
    rows = []
    for name in _ORDER:
        if name not in found["costs"]:
            rows.append((f"{name}: not installed", *"–––––"))
            continue
        cost = found["costs"][name]
        cpu = statistics.median(cost["cpu"])
        rows.append(
            (
                name,
                spread(cost["cpu"]),
                spread(cost["wall"]),
                figure(found["tokens"] / cpu),
                figure(found["articles"] / cpu),
                times(speed(found, CHAIN) / speed(found, name)),
            )
        )
    return markdown(
        ("", "CPU s", "wall s", "tokens / CPU s", "articles / CPU s", "first row against this"), rows
    )


def memory(found: dict[str, Any]) -> str:
    """Return the peak memory of the whole process in words."""
    return f"Peak memory of the whole process: {size(max(found['costs'][PROCESS]['peak']))}."
