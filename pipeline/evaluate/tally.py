"""Precision, recall and F1 from counts that are kept per article, so that intervals follow too."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.bootstrap import bcubed_interval, f1_interval

Drawn = NDArray[np.int64]
Scores = dict[str, Any]
# Numbers of gold, predicted and correct items of an article.
Counts = tuple[int, int, int]


def prf(articles: Sequence[Counts], drawn: Drawn) -> Scores:
    """Return precision, recall and F1, rounded to four digits, with the interval of F1 and the counts."""
    gold, predicted, correct = (sum(column) for column in zip(*articles, strict=True))
    precision = correct / predicted if predicted else 0.0
    recall = correct / gold if gold else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(_harmonic(precision, recall), 4),
        "interval": f1_interval(articles, drawn),
        "correct": correct,
        "predicted": predicted,
        "gold": gold,
    }


def mean_prf(articles: Sequence[tuple[float, float, int]], drawn: Drawn) -> Scores:
    """Return the means of precision and recall, and their F1, from each article's sums over its items."""
    precision_sum, recall_sum, n = (sum(column) for column in zip(*articles, strict=True))
    precision = precision_sum / n if n else 0.0
    recall = recall_sum / n if n else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(_harmonic(precision, recall), 4),
        "interval": bcubed_interval(articles, drawn),
        "n": int(n),
    }


def f1_shown(scores: Mapping[str, Any]) -> str:
    """Return F1 with its interval, `0.971 [0.955–0.984]`; without one where there is none."""
    if scores["interval"] is None:
        return f"{scores['f1']:.3f}"
    low, high = scores["interval"]
    return f"{scores['f1']:.3f} [{low:.3f}–{high:.3f}]"


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
