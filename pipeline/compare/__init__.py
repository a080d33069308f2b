"""Scores Jumelage beside what else installs from the package index, on the same annotated articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from edtf import parse_edtf

from pipeline.brat import GoldArticle, read_gold
from pipeline.compare.peers import Peer
from pipeline.evaluate import evaluate, extracted
from pipeline.evaluate.bootstrap import draw
from pipeline.evaluate.spans import score_spans
from pipeline.kit import Kit
from pipeline.read.sidecar import read_sidecar

# Stands in for an unknown date of publication, so that the page does not change with the day it is made.
UNDATED = datetime(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Compared:
    """The scores on one gold folder: all of Jumelage's, and per peer those of the labels."""

    folder: Path
    articles: int
    jumelage: dict[str, Any]
    peers: tuple[tuple[Peer, dict[str, Any]], ...]


def compare(folder: Path, kit: Kit, peers: Sequence[Peer]) -> Compared:
    """Score Jumelage and the peers on a folder of annotated articles. Raises GoldError."""
    gold = read_gold(folder)
    ours, _ = evaluate(gold, extracted(folder, gold, kit))
    drawn = draw(len(gold))
    days = [published(folder, article) for article in gold]
    theirs = []
    for peer in peers:
        found = [peer.find(article.text, day) for article, day in zip(gold, days, strict=True)]
        theirs.append((peer, score_spans(gold, found, drawn)))
    return Compared(folder, len(gold), ours, tuple(theirs))


def published(folder: Path, article: GoldArticle) -> datetime:
    """Return the first day of the date of publication that the article's sidecar states."""
    stated = read_sidecar(folder / f"{article.name}.meta.json").published
    if stated is None:
        return UNDATED
    return datetime(*parse_edtf(stated).lower_strict()[:3])
