"""Bootstrap intervals: cases whose bounds follow from the probabilities of the resamples, by hand."""

import time

import pytest

from pipeline.evaluate.bootstrap import RESAMPLES, Counts, Interval, bcubed_interval, draw, f1_interval
from pipeline.evaluate.tally import f1_shown, mean_prf, prf

# Gold, predicted and correct items of an article.
RIGHT, WRONG, EMPTY = (1, 1, 1), (1, 1, 0), (0, 0, 0)


def test_each_resample_draws_as_many_articles_as_there_are() -> None:
    drawn = draw(7)
    assert drawn.shape == (RESAMPLES, 7)
    assert (drawn.sum(axis=1) == 7).all()
    # With replacement: an article drawn twice leaves another out.
    assert drawn.min() == 0
    assert drawn.max() > 1


def test_resamples_are_the_same_each_time() -> None:
    assert (draw(5) == draw(5)).all()


@pytest.mark.parametrize(
    ("articles", "interval"),
    [
        pytest.param([(3, 3, 3), (1, 1, 1), (9, 9, 9)], (1.0, 1.0), id="all-perfect"),
        pytest.param([(4, 3, 2)], (0.5714, 0.5714), id="one-article"),
        pytest.param([(4, 3, 2)] * 8, (0.5714, 0.5714), id="equal-articles"),
        pytest.param([(1, 0, 0), (0, 1, 0)], (0.0, 0.0), id="nothing-right"),
        # WRONG alone is drawn in 1 of 4 resamples, RIGHT alone in 1 of 4: both above 2.5 %.
        pytest.param([RIGHT, WRONG], (0.0, 1.0), id="one-of-two"),
        # All of three draws are WRONG in 1/27 of the resamples, which is more than 2.5 % and less than 5 %.
        pytest.param([RIGHT, RIGHT, WRONG], (0.0, 1.0), id="one-of-three"),
        # Of four draws, all are WRONG in 1/256, three or more in 13/256: F1 = ¼ holds the 2.5 % point.
        pytest.param([RIGHT, RIGHT, RIGHT, WRONG], (0.25, 1.0), id="one-of-four"),
        # Of five draws, four or more are WRONG in 21/3125, three or more in 181/3125: 2.5 % is between them.
        pytest.param([RIGHT] * 4 + [WRONG], (0.4, 1.0), id="one-of-five"),
        # A resample of one long article and three times WRONG: 2 · 2 / (5 + 5).
        pytest.param([(2, 2, 2)] * 3 + [WRONG], (0.4, 1.0), id="longer-articles"),
        # Resamples of EMPTY alone have no F1; they are not zeros.
        pytest.param([RIGHT, EMPTY], (1.0, 1.0), id="without-mentions"),
        pytest.param([EMPTY, EMPTY], None, id="never-defined"),
    ],
)
def test_f1_interval_by_hand(articles: list[Counts], interval: Interval | None) -> None:
    assert f1_interval(articles, draw(len(articles))) == interval


@pytest.mark.parametrize(
    ("articles", "interval"),
    [
        pytest.param([(2, 2, 2), (5, 5, 5)], (1.0, 1.0), id="all-perfect"),
        # P = 3/4, R = 2/4: F1 = 2 · ¾ · ½ / (¾ + ½) = 0.6.
        pytest.param([(3, 2, 4)], (0.6, 0.6), id="one-article"),
        # The first alone gives 1.0, the second alone 0.5.
        pytest.param([(1, 1, 1), (1, 1, 2)], (0.5, 1.0), id="one-of-two"),
        pytest.param([(0, 0, 0)], None, id="no-mentions"),
    ],
)
def test_bcubed_interval_by_hand(articles: list[Counts], interval: Interval | None) -> None:
    assert bcubed_interval(articles, draw(len(articles))) == interval


def test_scores_and_interval_as_they_are_shown() -> None:
    scores = prf([RIGHT, RIGHT, RIGHT, WRONG], draw(4))
    assert scores == {
        "precision": 0.75,
        "recall": 0.75,
        "f1": 0.75,
        "interval": (0.25, 1.0),
        "correct": 3,
        "predicted": 4,
        "gold": 4,
    }
    assert f1_shown(scores) == "0.750 [0.250–1.000]"
    assert f1_shown(prf([EMPTY], draw(1))) == "0.000"
    means = {"precision": 0.75, "recall": 0.5, "f1": 0.6, "interval": (0.6, 0.6), "n": 4}
    assert mean_prf([(3, 2, 4)], draw(1)) == means


def test_the_intervals_of_many_articles_take_no_time() -> None:
    articles = [(k % 7, k % 5, min(k % 5, k % 7)) for k in range(500)]
    started = time.perf_counter()
    drawn = draw(len(articles))
    for _ in range(40):
        f1_interval(articles, drawn)
    assert time.perf_counter() - started < 1
