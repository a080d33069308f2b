"""`python -m pipeline.train GOLD_DIR [tagger] [weights]`: held-out scores; writes what is named.

The tagger of names is learned first, then the countries of institutions. Relating is learned from what is
extracted with taggers and weights that have not seen the article: it meets names as in new texts.
"""

import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.brat import GoldArticle, read_gold
from pipeline.evaluate import evaluate
from pipeline.evaluate.cooperations import FIELDS
from pipeline.evaluate.tally import Scores
from pipeline.extract.institutions.tagger import FILE as TAGGER
from pipeline.extract.institutions.tagger import load_tagger
from pipeline.kit import Kit, load_kit
from pipeline.read import read
from pipeline.records import Article, Document
from pipeline.relate import relate
from pipeline.run import Run, extract, prepare
from pipeline.to_tables import to_tables
from pipeline.train.countries import country_examples
from pipeline.train.examples import Annotated, examples_of
from pipeline.train.fit import Learned, fit, fit_all
from pipeline.train.labelled import Examples
from pipeline.train.tagger import Tagged, learn, tagged
from pipeline.weights import FILE

_FOLDS = 5
# What can be written.
_FILES = frozenset(("tagger", "weights"))


def main(arguments: Sequence[str]) -> None:
    """Learn from the annotated articles of a folder; print held-out scores; write what is named."""
    folder, *wanted = Path(arguments[0]), *arguments[1:]
    if unknown := sorted(set(wanted) - _FILES):
        sys.exit(f"{unknown[0]!r} is none of {', '.join(sorted(_FILES))}")
    kit = load_kit()
    run, annotated = _annotated(folder, kit)
    sentences = [tagged(gold, article, kit) for gold, article in annotated]
    everyone = range(len(annotated))
    articles, countries = _unseen(annotated, sentences, kit)
    examples = [examples_of(one, kit.relations) for one in articles]

    def learned(kept: Sequence[int]) -> Learned:
        return fit([articles[n] for n in kept], [examples[n] for n in kept], kit.relations)

    run.articles = [
        (one.article, one.extraction, tuple(relate(one.article, one.extraction, relations)))
        for fold in range(_FOLDS)
        for weights in [learned([n for n in everyone if n % _FOLDS != fold])]
        for relations in [replace(kit.relations, weights=weights)]
        for one in articles[fold::_FOLDS]
    ]
    tables = {name: table.to_pylist() for name, table in to_tables(run, kit).items()}
    print(f"held out in {_FOLDS} parts: {len(articles)} articles of {folder.name}")
    _tell(evaluate([one.gold for one in articles], tables)[0])
    if "tagger" in wanted:
        learn(sentences, kit.folder / TAGGER)
        print(f"{(kit.folder / TAGGER).stat().st_size:,} bytes in {TAGGER.name}")
    if "weights" in wanted:
        _write(learned(everyone), kit.folder / "relations" / FILE)
        _write(fit_all(countries), kit.folder / "institutions" / FILE)


def _annotated(folder: Path, kit: Kit) -> tuple[Run, list[tuple[GoldArticle, Article]]]:
    """Return the annotated articles of a folder, cleaned, in a run that has their documents."""
    gold = {article.name: article for article in read_gold(folder)}
    run = Run()
    articles = []
    for document in read([folder / f"{name}.txt" for name in gold]):
        assert isinstance(document, Document), document
        handled, found = prepare(document, kit, run.rejects)
        run.documents.append(handled)
        articles += [(gold[Path(article.source).stem], article) for article in found]
    return run, articles


def _unseen(
    annotated: Sequence[tuple[GoldArticle, Article]], sentences: Sequence[Tagged], kit: Kit
) -> tuple[list[Annotated], list[Examples]]:
    """Return each article with what is extracted of it by what has not seen it, and examples of countries.

    The examples too are of names that are found by a tagger that has not seen the article.
    """
    parts = [range(fold, len(annotated), _FOLDS) for fold in range(_FOLDS)]
    kits: list[Kit] = []
    countries: list[Examples] = [Examples()] * len(annotated)
    articles: list[Annotated] = []
    with TemporaryDirectory() as scratch:
        for fold, part in enumerate(parts):
            path = Path(scratch) / f"{fold}.crfsuite"
            learn([one for n, one in enumerate(sentences) if n not in part], path)
            tagger = load_tagger(path, kit.institutions.grammar, kit.gazetteer)
            kits.append(replace(kit, institutions=replace(kit.institutions, tagger=tagger)))
            for n in part:
                countries[n] = country_examples(*annotated[n], kits[fold])
        for fold, part in enumerate(parts):
            weights = fit_all([one for n, one in enumerate(countries) if n not in part])
            own = replace(kits[fold], institutions=replace(kits[fold].institutions, weights=weights))
            found = extract((annotated[n][1] for n in part), own)
            articles += [
                Annotated(annotated[n][0], article, extraction)
                for n, (article, extraction) in zip(part, found, strict=True)
            ]
    # Back from the order of the parts to that of the folder.
    return sorted(articles, key=lambda one: one.gold.name), countries


def _tell(scores: Scores) -> None:
    names = scores["labels"]["INSTITUTION"]
    cooperations = scores["cooperations"]
    rows = {
        "INSTITUTION": names["strict"],
        "with value": names["value"],
        "records": cooperations["records"],
        **{name: cooperations["fields"][name] for name in FIELDS},
        "all fields": cooperations["all_fields"],
    }
    for name, row in rows.items():
        print(f"  {name:<13} {row['precision']:.3f} / {row['recall']:.3f} / {row['f1']:.3f}")
    if half := cooperations["half"]:
        print(f"  precision at recall 0.5: {half['precision']:.3f}, confidence ≥ {half['confidence']:.2f}")
    for band in cooperations["calibration"]:
        told = f"confidence from {band['from']:.1f}: {band['n']} records, mean {band['mean']:.2f}"
        print(f"  {told}, right {band['right']:.2f}")


def _write(learned: Learned, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("decision", "feature", "weight"))
        for decision, weights in sorted(learned.items()):
            writer.writerows((decision, feature, f"{weight:g}") for feature, weight in weights.items())
    print(f"{sum(map(len, learned.values()))} weights in {path.parent.name}/{path.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
