"""Where the time of an extraction goes, stage by stage, and how it grows with length and number of articles.

usage: python -m benchmarks.stages GOLD N

Prints the seconds and the share of each stage over the annotated folder GOLD; how many times longer a text
takes that is ten times as long as its longest article (ten is linear); and how many times longer an article
takes among 10 N generated ones than among N (one is linear).
"""

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.articles import make
from benchmarks.clock import clocked
from benchmarks.shown import figure, markdown, times
from pipeline.clean import clean
from pipeline.kit import Kit, load_kit
from pipeline.records import Article
from pipeline.relate import relate
from pipeline.run import Run, run
from pipeline.run import extract as extract_articles
from pipeline.tables.write import write
from pipeline.to_tables import to_tables

# The functions of each stage. `to_tables` builds and checks rows, beside what it calls of the others.
STAGES: Mapping[str, tuple[str, ...]] = {
    "read": ("pipeline.read:read",),
    "clean": ("pipeline.clean:clean",),
    "split": ("pipeline.split:split",),
    "language of the text": ("pipeline.french:french_part",),
    "sentences and entities": ("pipeline.extract.language:views",),
    "countries": ("pipeline.extract.countries:find",),
    "specialties": ("pipeline.extract.specialties:find",),
    "dates": ("pipeline.extract.dates:find",),
    "counts": ("pipeline.extract.counts:find",),
    "institutions": ("pipeline.extract.institutions:find",),
    "choose": tuple(f"pipeline.extract.choose:{name}" for name in ("exclusions", "choose", "mentions")),
    "relate": ("pipeline.relate:relate",),
    "link": ("pipeline.link:link",),
    "stories": ("pipeline.stories:stories",),
    "tables": ("pipeline.to_tables:to_tables",),
    "write": ("pipeline.tables.write:write",),
}
TIMES = 10
_ROUNDS = 3
_FEW = 5
_ALL = "all"


def extract(inputs: Sequence[Path], kit: Kit, output: Path) -> Run:
    """Do what `jumelage extract` does once the kit is loaded: from files to Parquet, all tables."""
    result = run(inputs, kit)
    write(to_tables(result, kit), output)
    return result


def warm_up(gold: Path, read: Callable[[Path], object]) -> None:
    """Call a function on a folder of a few articles that are not those to be measured.

    What is loaded once is loaded then. The articles to be measured must not be read before: the pipeline
    remembers what it has read of a date or a line, and an archive is read once.
    """
    with tempfile.TemporaryDirectory() as place:
        make(_FEW, Path(place), gold)
        read(Path(place))


def shares(inputs: Sequence[Path], kit: Kit) -> tuple[dict[str, Any], Run]:
    """Return number of articles and seconds by stage over the inputs, and what was found."""
    with tempfile.TemporaryDirectory() as place, clocked(STAGES) as seconds:
        result = extract(inputs, kit, Path(place) / "tables")
    longest_first = dict(sorted(seconds.items(), key=lambda one: -one[1]))
    return {"articles": len(result.articles), "seconds": longest_first}, result


def longer(text: str, kit: Kit) -> dict[str, float]:
    """Return by stage how many times longer a text `TIMES` times as long takes; the best of several runs."""

    def least(times: int) -> dict[str, float]:
        long = "\n".join([text] * times)
        rounds = []
        for _ in range(_ROUNDS):
            with clocked(STAGES) as seconds:
                clean(long, kit.cleaning)
                for article, extraction in extract_articles([Article("long", 0, long)], kit):
                    tuple(relate(article, extraction, kit.relations))
            rounds.append({**seconds, _ALL: sum(seconds.values())})
        return {stage: min(one[stage] for one in rounds) for stage in rounds[0]}

    least(1)  # the first calls fill caches
    once, many = least(1), least(TIMES)
    return {stage: many[stage] / once[stage] for stage in once}


def more(gold: Path, number: int, kit: Kit) -> dict[str, float]:
    """Return by stage the seconds of an article among `TIMES` as many, over those of one among `number`."""

    def of_one(articles: int) -> dict[str, float]:
        with tempfile.TemporaryDirectory() as place:
            # Another series for each number, so that no article is read twice.
            make(articles, Path(place), gold, seed=articles)
            found, _ = shares([Path(place)], kit)
        seconds = {**found["seconds"], _ALL: sum(found["seconds"].values())}
        return {stage: spent / found["articles"] for stage, spent in seconds.items()}

    few, many = of_one(number), of_one(number * TIMES)
    return {stage: many[stage] / few[stage] for stage in few}


def measure(gold: Path, number: int, kit: Kit) -> dict[str, Any]:
    """Return shares over an annotated folder, and the growth with length and number of articles."""
    warm_up(gold, lambda few: shares([few], kit))
    found, result = shares([gold], kit)
    longest = max((article.text for article, _, _ in result.articles), key=len)
    return {
        **found,
        "longer": longer(longest, kit),
        "characters": len(longest),
        "more": more(gold, number, kit),
        "number": number,
    }


def table(found: dict[str, Any]) -> str:
    """Return what `measure` found as a table."""

    def grown(stage: str) -> list[str]:
        return [times(found[key][stage]) if stage in found[key] else "–" for key in ("longer", "more")]

    total = sum(found["seconds"].values())
    seconds = {_ALL: total, **found["seconds"]}
    return markdown(
        (
            f"stage, over {found['articles']} articles",
            "CPU s",
            "share",
            f"text {TIMES}× as long takes",
            f"an article among {TIMES}× as many takes",
        ),
        ((stage, figure(spent), f"{spent / total:.1%}", *grown(stage)) for stage, spent in seconds.items()),
    )


if __name__ == "__main__":
    print(table(measure(Path(sys.argv[1]), int(sys.argv[2]), load_kit())))
