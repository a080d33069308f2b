"""`python -m benchmarks [PART...]`: measure and print; with --record keep the figures and write the page."""

import argparse
import sys
from pathlib import Path
from typing import Any

from benchmarks import again, cold, paper, results, scale, stages, throughput
from benchmarks.page import write_page
from pipeline.errors import JumelageError

_SHORT = (1, 100, 1000)
_FULL = (*_SHORT, 10_000, 100_000)
# Articles that stages are compared over, and ten times as many: in this process, which has to hold them.
_MOST = 1000
# Articles of the runs that follow another: the first of these takes minutes.
_MOST_AGAIN = 10_000


def main() -> None:
    """Measure the parts that are asked for."""
    asked = _asked()
    parts = asked.parts or results.PARTS
    command = " ".join(("python -m benchmarks", *sys.argv[1:]))
    found = results.begin(parts) if asked.record else results.new()
    print(found["machine"], found["versions"], sep="\n")
    for part in parts:
        print(f"\n## {part}\n", flush=True)
        if part == "scale":
            # A long run that breaks off keeps the sizes that it has done.
            for run in scale.measure(asked.sizes, asked.gold):
                results.add_run(found, command, run)
                if asked.record:
                    results.save(found)
        else:
            found[part] = {"command": command, **_measured(part, asked)}
        print(_shown(part, found), flush=True)
        if asked.record:
            results.save(found)
    if asked.record:
        write_page()


def _measured(part: str, asked: argparse.Namespace) -> dict[str, Any]:
    if part == "throughput":
        return throughput.measure(asked.gold, asked.rounds)
    if part == "stages":
        return stages.measure(asked.gold, min(max(asked.sizes) // stages.TIMES, _MOST), stages.loaded_kit())
    if part == "again":
        return again.measure(min(max(asked.sizes), _MOST_AGAIN), asked.gold)
    return cold.measure(sorted(asked.gold.glob("*.txt"))[0], asked.rounds)


def _shown(part: str, found: results.Results) -> str:
    if part == "throughput":
        return throughput.table(found[part]) + "\n\n" + throughput.memory(found[part])
    if part == "stages":
        return stages.table(found[part])
    if part == "cold":
        return cold.table(found[part])
    if part == "again":
        return again.table(found[part])
    runs, machine = found[part]["runs"], found["machine"]
    return "\n\n".join((scale.table(runs), paper.table(runs, machine), paper.limits(runs, machine)))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"of {', '.join(results.PARTS)}; all if none"
    )
    parser.add_argument("--gold", type=Path, default=Path("corpus"), help="folder of annotated articles")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is measured")
    parser.add_argument("--sizes", type=int, nargs="+", default=_SHORT, help="numbers of articles, with 1")
    parser.add_argument(
        "--full", dest="sizes", action="store_const", const=_FULL, help="up to 100,000 articles"
    )
    parser.add_argument("--record", action="store_true", help="keep the figures, write docs/performance.md")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.parts) - set(results.PARTS)):
        parser.error(f"{unknown[0]} is none of {', '.join(results.PARTS)}")
    if 1 not in asked.sizes or len(set(asked.sizes)) < 3:
        parser.error("--sizes: needs 1, which tells what starting costs, and two more to tell how it grows")
    asked.gold = asked.gold.resolve()
    return asked


if __name__ == "__main__":
    try:
        main()
    except JumelageError as error:
        sys.exit(f"benchmarks: {error}")
