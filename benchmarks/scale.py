"""Time, memory and bytes written against the number of articles, each `jumelage extract` in a process."""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import pyarrow.parquet as pq

from benchmarks.articles import make
from benchmarks.measure import JUMELAGE, command
from benchmarks.shown import figure, markdown, size, span, times

_COUNTED = ("documents", "articles", "institutions", "cooperations")
_WORKERS = (1, 2)
# Above so many articles only the most workers are measured: one would add half an hour and no knowledge.
_ALONE = 10_000


def measure(sizes: Sequence[int], gold: Path) -> Iterator[dict[str, Any]]:
    """Yield what each size costs with one worker and with two, until one fails."""
    with tempfile.TemporaryDirectory() as place:
        for number in sizes:
            folder = Path(place) / str(number)
            make(number, folder, gold)
            for workers in _WORKERS if number <= _ALONE else _WORKERS[-1:]:
                output = Path(place) / f"tables-{number}-{workers}"
                given = ("-o", str(output), "--workers", str(workers))
                try:
                    cost = command([*JUMELAGE, "extract", str(folder), *given])
                except CalledProcessError as error:
                    # The memory may be too small for this size: the smaller ones still count.
                    print(f"{number} articles: {error}\n{error.stderr}", file=sys.stderr)
                    return
                yield {
                    "number": number,
                    "workers": workers,
                    **asdict(cost),
                    "read": n_bytes(folder),
                    "written": n_bytes(output),
                    "rows": {name: n_rows(output / name) for name in _COUNTED},
                }


def n_bytes(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def n_rows(folder: Path) -> int:
    """Return the rows of all Parquet files below a folder."""
    return sum(pq.read_metadata(path).num_rows for path in folder.rglob("*.parquet"))


def table(runs: Sequence[dict[str, Any]]) -> str:
    """Return the runs as a table."""
    wall = {(run["number"], run["workers"]): run["wall"] for run in runs}
    return markdown(
        (
            "articles",
            "workers",
            "wall",
            "CPU",
            "articles / s",
            "speed-up",
            "peak memory",
            "written",
            "institutions",
        ),
        (
            (
                f"{run['number']:,}",
                str(run["workers"]),
                span(run["wall"]),
                span(run["cpu"]),
                figure(run["number"] / run["wall"]),
                _speed_up(wall, run["number"], run["workers"]),
                size(run["peak"]),
                size(run["written"]),
                f"{run['rows']['institutions']:,}",
            )
            for run in runs
        ),
    )


def _speed_up(wall: Mapping[tuple[int, int], float], number: int, workers: int) -> str:
    """Return how much faster several workers were than one, a run over one article (start-up) taken off."""
    own = {n: wall[number, n] - wall[1, n] for n in (1, workers) if (number, n) in wall and (1, n) in wall}
    return times(own[1] / own[workers]) if workers > 1 and number > 1 and len(own) == 2 else ""
