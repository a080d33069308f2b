"""Where the time of an extraction goes, stage by stage, and how it grows with length and number of articles.

usage: python -m benchmarks.stages GOLD N

Prints the seconds and the share of each stage over the annotated folder GOLD; how many times longer a text
takes that is ten times as long as its longest article (ten is linear); and how many times longer an article
takes among 10 N generated ones than among N (one is linear).
"""

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.articles import make
from benchmarks.clock import clocked
from benchmarks.shown import figure, markdown, times
from pipeline.clean import clean
from pipeline.kit import Kit, load_kit
from pipeline.records import Article
from pipeline.relate import relate
from pipeline.run import extract as extract_articles
from pipeline.shards import drive
from pipeline.shards.parts import write
from pipeline.shards.tasks import Done, Task, Write, Written
from pipeline.shards.work import work

# The functions of each stage.
STAGES: Mapping[str, tuple[str, ...]] = {
    "plan": ("pipeline.shards.plan:basis", "pipeline.shards.plan:plan"),
    "read": ("pipeline.read:read_documents",),
    "clean": ("pipeline.clean:clean",),
    "split": ("pipeline.split:split",),
    "language of the text": ("pipeline.french:french_part",),
    "sentences": ("pipeline.extract.language:sentences",),
    "entities": ("pipeline.extract.view:View.entities_in",),
    "countries": ("pipeline.extract.countries:find",),
    "specialties": ("pipeline.extract.specialties:find",),
    "dates": ("pipeline.extract.dates:find",),
    "counts": ("pipeline.extract.counts:find",),
    "institutions": ("pipeline.extract.institutions:find",),
    "choose": tuple(f"pipeline.extract.choose:{name}" for name in ("exclusions", "choose", "mentions")),
    "relate": ("pipeline.relate:relate",),
    "draft": ("pipeline.to_tables:draft_of", "pipeline.tables.draft:pack"),
    "stories": ("pipeline.stories:signature", "pipeline.stories:stories"),
    "link": ("pipeline.link:link",),
    "settle": ("pipeline.settle:settle",),
    "write": ("pipeline.shards.parts:write_parts",),
}
TIMES = 10
_ROUNDS = 3
_FEW = 5
_ALL = "all"


class _Here:
    """Works on shards in this process, with a kit that is loaded, in place of a process of its own."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def __enter__(self) -> "_Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def load(self, rules: Path) -> None:
        pass

    def loaded(self) -> None:
        pass

    def do(self, task: Task) -> Done | Written:
        return write(task) if isinstance(task, Write) else work(task, self._kit, lambda *_: None)


def loaded_kit() -> Kit:
    """Return the kit, its model loaded too."""
    kit = load_kit()
    kit.language("Une phrase.")
    return kit


def extract(folder: Path, kit: Kit) -> int:
    """Do what `jumelage extract` does, files to Parquet, in this process; return the number of articles."""
    with tempfile.TemporaryDirectory() as place, patch.object(drive, "Crew", lambda: _Here(kit)):
        record = drive.extract(drive.Command([str(folder)], str(Path(place) / "tables")))
    articles: int = record["counts"]["articles"]
    return articles


def warm_up(gold: Path, read: Callable[[Path], object]) -> None:
    """Call a function on a folder of a few articles that are not those to be measured.

    What is loaded once is loaded then. The articles to be measured must not be read before: the pipeline
    remembers what it has read of a date or a line, and an archive is read once.
    """
    with tempfile.TemporaryDirectory() as place:
        make(_FEW, Path(place), gold)
        read(Path(place))


def shares(folder: Path, kit: Kit) -> dict[str, Any]:
    """Return number of articles and seconds by stage of a folder."""
    with clocked(STAGES) as seconds:
        articles = extract(folder, kit)
    return {"articles": articles, "seconds": dict(sorted(seconds.items(), key=lambda one: -one[1]))}


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
            found = shares(Path(place), kit)
        seconds = {**found["seconds"], _ALL: sum(found["seconds"].values())}
        return {stage: spent / found["articles"] for stage, spent in seconds.items()}

    few, many = of_one(number), of_one(number * TIMES)
    return {stage: many[stage] / few[stage] for stage in few}


def measure(gold: Path, number: int, kit: Kit) -> dict[str, Any]:
    """Return shares over an annotated folder, and the growth with length and number of articles."""
    warm_up(gold, lambda few: extract(few, kit))
    found = shares(gold, kit)
    longest = max((path.read_text(encoding="utf-8") for path in gold.glob("*.txt")), key=len)
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
    print(table(measure(Path(sys.argv[1]), int(sys.argv[2]), loaded_kit())))
