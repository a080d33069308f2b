"""95 % bootstrap intervals over articles.

Mentions of one article hang together, so articles are what is drawn, with replacement. The scores of all
resamples follow from the counts of each article by one product of matrices.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 20240229
_BOUNDS = (0.025, 0.975)

Interval = tuple[float, float]
Counts = tuple[float, float, float]


def draw(articles: int) -> NDArray[np.int64]:
    """Return how often each article is drawn in each resample, of shape (RESAMPLES, articles).

    The same for each call, so that all scores of a run are taken over the same resamples.
    """
    generator = np.random.default_rng(SEED)
    return generator.multinomial(articles, [1 / articles] * articles, size=RESAMPLES)


def f1_interval(counts: Sequence[Counts], drawn: NDArray[np.int64]) -> Interval | None:
    """Return the interval of F1 from each article's numbers of gold, predicted and correct items.

    A resample with neither gold nor predictions has no F1 and is left out; None when none has one.
    """
    gold, predicted, correct = (drawn @ np.asarray(counts, dtype=np.float64)).T
    return _interval(2 * correct, gold + predicted)


def bcubed_interval(sums: Sequence[Counts], drawn: NDArray[np.int64]) -> Interval | None:
    """Return the interval of B-cubed F1 from each article's sums of precision and recall and its items."""
    precision, recall, items = (drawn @ np.asarray(sums, dtype=np.float64)).T
    return _interval(2 * precision * recall, items * (precision + recall))


def _interval(above: NDArray[np.float64], below: NDArray[np.float64]) -> Interval | None:
    defined = below > 0
    if not defined.any():
        return None
    low, high = np.quantile(above[defined] / below[defined], _BOUNDS)
    return round(float(low), 4), round(float(high), 4)
