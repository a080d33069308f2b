"""Learns the tagger of institution names from annotated articles."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pycrfsuite import Trainer

from pipeline.brat import GoldArticle
from pipeline.evaluate.predicted import align
from pipeline.extract.institutions.tagger import OUTSIDE
from pipeline.extract.institutions.tagger.features import Passage, passages
from pipeline.extract.institutions.tokens import tokenise
from pipeline.extract.language import view_of
from pipeline.kit import Kit
from pipeline.records import Article
from pipeline.run import without_institutions

# Weights of both kinds of regularisation; c1 makes most weights nought, and the file small.
_PARAMETERS = {"c1": 0.5, "c2": 0.01, "max_iterations": 120, "feature.minfreq": 2}


Tagged = Sequence[tuple[Sequence[Sequence[str]], Sequence[str]]]


def tagged(gold: GoldArticle, article: Article, kit: Kit) -> Tagged:
    """Return the features of the tokens of each sentence of an annotated article, and their tags."""
    view = view_of(article, kit.language)
    found = passages(
        view, tokenise(view.plain), without_institutions(view, kit), kit.institutions.tagger.describe
    )
    tags = tags_of(gold, article.text, found)
    return [(passage.features(), row) for passage, row in zip(found, tags, strict=True)]


def tags_of(gold: GoldArticle, text: str, found: Sequence[Passage]) -> list[list[str]]:
    """Return the tag of each token: `B-kind` where an annotated name begins, `I-kind` inside, else `O`.

    `text` is the article as it was cleaned, with the sentences `found` in it.
    """
    places = align(text, gold.text)
    kinds: dict[int, tuple[str, bool]] = {}
    for mention in gold.mentions:
        start, last = places.get(mention.start), places.get(mention.end - 1)
        if mention.label == "INSTITUTION" and start is not None and last is not None:
            kind = mention.attributes["kind"]
            kinds |= {offset: (kind, offset == start) for offset in range(start, last + 1)}
    rows = []
    for passage in found:
        row: list[str] = []
        for token in passage.tokens:
            kind, begins = kinds.get(token.start, ("", False))
            begins = begins or not row or row[-1] == OUTSIDE
            row.append(f"{'B' if begins else 'I'}-{kind}" if kind else OUTSIDE)
        rows.append(row)
    return rows


def learn(articles: Iterable[Tagged], path: Path) -> None:
    """Learn from annotated articles and write the tagger to `path`."""
    trainer = Trainer(verbose=False, params=_PARAMETERS)
    for sentences in articles:
        for features, tags in sentences:
            trainer.append(features, tags)
    trainer.train(str(path))
