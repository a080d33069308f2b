"""Speed on the same texts, in turns: the whole of Jumelage, spaCy's model, EDS-NLP.

usage: python -m benchmarks.throughput GOLD TURN

Measures one round and prints it as JSON. Each round is a process of its own, in which nobody has read the
texts before. TURN is the number of the one to begin with.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import JUMELAGE, ROOT, Cost, call, command, gathered, in_turn
from benchmarks.peers import EDS, SPACY_BARE, SPACY_FULL, Read, n_tokens, peers
from benchmarks.shown import figure, markdown, size, spread, times
from benchmarks.stages import extract, loaded_kit, warm_up

CHAIN, PROCESS = "Jumelage, from files to Parquet", "Jumelage, the whole process"
_ORDER = (CHAIN, PROCESS, SPACY_BARE, SPACY_FULL, EDS)


def measure(gold: Path, rounds: int) -> dict[str, Any]:
    """Return the costs of all on the texts of an annotated folder, a number a round."""
    texts = texts_of(gold)
    return {
        "articles": len(texts),
        "characters": sum(map(len, texts)),
        "tokens": n_tokens(texts),
        "costs": gathered(_in_process(gold, turn) for turn in range(rounds)),
    }


def _in_process(gold: Path, turn: int) -> dict[str, Cost]:
    arguments = [sys.executable, "-m", "benchmarks.throughput", str(gold.resolve()), str(turn)]
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return {name: Cost(**cost) for name, cost in json.loads(done.stdout).items()}


def texts_of(folder: Path) -> list[str]:
    """Return the texts of a folder."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]


def _read_all(read: Read, folder: Path) -> None:
    read(texts_of(folder))


def one_round(gold: Path, turn: int) -> dict[str, Cost]:
    """Return the costs of all once; what they load is loaded before, but for `PROCESS`."""
    kit = loaded_kit()

    def chain(folder: Path) -> None:
        extract(folder, kit)

    def process() -> Cost:
        with tempfile.TemporaryDirectory() as place:
            return command([*JUMELAGE, "extract", str(gold), "-o", str(Path(place) / "tables")])

    warm_up(gold, chain)
    texts = texts_of(gold)
    measured: dict[str, Callable[[], Cost]] = {CHAIN: lambda: call(lambda: chain(gold)), PROCESS: process}
    for name, read in peers(kit.folder).items():
        warm_up(gold, partial(_read_all, read))
        measured[name] = partial(call, partial(read, texts))
    return in_turn(measured, turn)


def speed(found: dict[str, Any], name: str) -> float:
    """Return the tokens that one core reads in a second, by the median of the CPU times."""
    tokens: int = found["tokens"]
    seconds: float = statistics.median(found["costs"][name]["cpu"])
    return tokens / seconds


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


if __name__ == "__main__":
    costs = one_round(Path(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({name: asdict(cost) for name, cost in costs.items()}))
