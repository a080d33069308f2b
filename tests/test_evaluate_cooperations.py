"""The scores of cooperations by hand, and the lines that tell what is wrong."""

import json
from pathlib import Path

import pytest
from make_scored import EMPTY, FOUND, counts, prf, write_tiny

from pipeline.brat import read_gold
from pipeline.evaluate import evaluate
from pipeline.evaluate.cooperations import calibration, half_recall


def test_cooperations_by_hand(tmp_path: Path) -> None:
    scores, _ = evaluate(read_gold(write_tiny(tmp_path)), FOUND)
    assert scores["institution_clusters"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "interval": (1.0, 1.0),
        "n": 1,
    }
    # Home, funder (the span of Samu overlaps) and start (to the month) agree: 2 · 3 / (6 + 6) ≥ ½.
    assert counts(scores["cooperations"]["records"]) == prf(1, 1, 1)
    assert {name: counts(row) for name, row in scores["cooperations"]["fields"].items()} == {
        "home": prf(1, 1, 1),
        "partner": prf(0, 0, 0),
        "country": prf(0, 1, 1),
        "specialty": prf(0, 0, 0),
        "start": prf(1, 1, 1),
        "end": prf(0, 1, 1),
        "funders": prf(1, 1, 1),
        "participants": prf(0, 1, 1),
    }
    assert counts(scores["cooperations"]["all_fields"]) == prf(3, 6, 6)


def test_each_field_that_differs_has_a_line(tmp_path: Path) -> None:
    _, lines = evaluate(read_gold(write_tiny(tmp_path)), FOUND)
    assert lines["COOPERATION"] == [
        "a: value country: gold ML  got MR  (home chu de brest; country ML)  [0.90]",
        "a: value end: gold 2020-06  got 2020  (home chu de brest; country ML)  [0.90]",
        "a: value participants: gold 3|3|staff|outbound  got 3|3|staff|-  "
        "(home chu de brest; country ML)  [0.90]",
    ]


def test_a_record_that_is_missed_or_extra_has_a_line(tmp_path: Path) -> None:
    gold = read_gold(write_tiny(tmp_path))
    nothing = {name: [] for name in EMPTY.split()}
    _, missed = evaluate(gold, nothing)
    assert missed["COOPERATION"] == [
        "a: miss  home chu de brest; country ML; start 2019-03; end 2020-06; funders samu 29; "
        "participants 3|3|staff|outbound"
    ]
    (tmp_path / "a.coop.json").write_text(json.dumps([]), encoding="utf-8")
    _, extra = evaluate(read_gold(tmp_path), FOUND)
    assert extra["COOPERATION"] == [
        "a: extra home chu de brest; country MR; start 2019-03; end 2020; funders samu 29; "
        "participants 3|3|staff|-  [0.90]"
    ]


@pytest.mark.parametrize(
    ("trusted", "n_gold", "expected"),
    [
        ([(0.9, True), (0.8, False), (0.7, True), (0.2, False)], 4, {"precision": 0.6667, "confidence": 0.7}),
        # Records of one confidence are kept together.
        ([(0.9, True), (0.9, False)], 2, {"precision": 0.5, "confidence": 0.9}),
        ([(0.9, True), (0.8, False)], 3, None),
        ([], 0, None),
    ],
)
def test_precision_where_half_is_found(
    trusted: list[tuple[float, bool]], n_gold: int, expected: dict[str, float] | None
) -> None:
    assert half_recall(trusted, n_gold) == expected


def test_calibration_compares_confidence_with_what_is_right() -> None:
    trusted = [(0.5, True), (0.6, False), (0.92, True), (1.0, True), (0.1, False)]
    assert calibration(trusted) == [
        {"from": 0.0, "n": 1, "mean": 0.1, "right": 0.0},
        {"from": 0.5, "n": 2, "mean": 0.55, "right": 0.5},
        {"from": 0.9, "n": 2, "mean": 0.96, "right": 1.0},
    ]
