"""`python -m pipeline.train GOLD_DIR [--write]`: held-out scores of relating; with --write, its weights."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.brat import read_gold
from pipeline.evaluate import evaluate
from pipeline.evaluate.cooperations import FIELDS
from pipeline.kit import Kit, load_kit
from pipeline.read import read
from pipeline.records import Document
from pipeline.relate import relate
from pipeline.run import Run, extract, prepare
from pipeline.to_tables import to_tables
from pipeline.train.examples import Annotated, examples_of
from pipeline.train.fit import Learned, fit

_FOLDS = 5


def main(arguments: Sequence[str]) -> None:
    """Learn from the annotated articles of a folder; print held-out scores; write the weights."""
    folder = Path(arguments[0])
    kit = load_kit()
    run, articles = _extracted(folder, kit)
    examples = [examples_of(one, kit.relations) for one in articles]

    def learned(kept: Sequence[int]) -> Learned:
        return fit([articles[n] for n in kept], [examples[n] for n in kept], kit.relations)

    everyone = range(len(articles))
    run.articles = [
        (one.article, one.extraction, tuple(relate(one.article, one.extraction, relations)))
        for fold in range(_FOLDS)
        for weights in [learned([n for n in everyone if n % _FOLDS != fold])]
        for relations in [replace(kit.relations, weights=weights)]
        for one in articles[fold::_FOLDS]
    ]
    tables = {name: table.to_pylist() for name, table in to_tables(run, kit).items()}
    scores = evaluate([one.gold for one in articles], tables)[0]["cooperations"]
    rows = {"records": scores["records"], **scores["fields"], "all fields": scores["all_fields"]}
    print(f"held out in {_FOLDS} parts: {len(articles)} articles of {folder.name}")
    for name in ("records", *FIELDS, "all fields"):
        row = rows[name]
        print(f"  {name:<13} {row['precision']:.3f} / {row['recall']:.3f} / {row['f1']:.3f}")
    if half := scores["half"]:
        print(f"  precision at recall 0.5: {half['precision']:.3f}, confidence ≥ {half['confidence']:.2f}")
    for band in scores["calibration"]:
        told = f"confidence from {band['from']:.1f}: {band['n']} records, mean {band['mean']:.2f}"
        print(f"  {told}, right {band['right']:.2f}")
    if "--write" in arguments:
        _write(learned(everyone), kit.folder / "relations" / "weights.csv")


def _extracted(folder: Path, kit: Kit) -> tuple[Run, list[Annotated]]:
    gold = {article.name: article for article in read_gold(folder)}
    run = Run()
    prepared = []
    for document in read([folder / f"{name}.txt" for name in gold]):
        assert isinstance(document, Document), document
        handled, articles = prepare(document, kit, run.rejects)
        run.documents.append(handled)
        prepared += articles
    found = [
        Annotated(gold[Path(article.source).stem], article, extraction)
        for article, extraction in extract(prepared, kit)
    ]
    return run, found


def _write(learned: Learned, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("decision", "feature", "weight"))
        for decision, weights in sorted(learned.items()):
            writer.writerows((decision, feature, f"{weight:g}") for feature, weight in weights.items())
    print(f"{sum(map(len, learned.values()))} weights in {path.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
