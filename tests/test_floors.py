"""Scores of the pipeline on annotated articles: they do not drop, and another scorer gives the same."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, SHARED

FLOORS = Path(__file__).parent / "floors.toml"
# A drop of more than one point fails.
TOLERANCE = 0.01
GOLD = {"corpus": CORPUS, "dev": SHARED / "corpus" / "dev"}
SCORER = SHARED / "score.py"
needs_dev = pytest.mark.skipif(
    not GOLD["dev"].is_dir(), reason="the real articles (../shared/corpus/dev) are not on this machine"
)
EACH_GOLD = ["corpus", pytest.param("dev", marks=needs_dev)]

Scores = dict[str, Any]


# --- The floors: F1 of strict spans and of strict span + value.


@pytest.fixture(scope="module")
def scored() -> dict[str, Scores]:
    """Return what `jumelage evaluate --json` has printed so far, by the name of the gold."""
    return {}


@pytest.fixture
def evaluated(jumelage: Callable, scored: dict[str, Scores]) -> Callable:
    def call(name: str) -> Scores:
        if name not in scored:
            scored[name] = json.loads(jumelage("evaluate", GOLD[name], "--json").out)
        return scored[name]

    return call


def f1(scores: Scores) -> dict[str, dict[str, float]]:
    rows = {
        label: {measure: row[measure]["f1"] for measure in ("strict", "value")}
        for label, row in scores["labels"].items()
    }
    return rows | {
        "cooperations": {name: scores["cooperations"][name]["f1"] for name in ("records", "all_fields")}
    }


def write_floors(name: str, rows: dict[str, dict[str, float]]) -> None:
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    floors[name] = rows
    lines = ["# F1 that `make floors` recorded; the tests fail when one drops by more than one point."]
    for gold, labels in sorted(floors.items()):
        for label, measures in labels.items():
            lines += ["", f"[{gold}.{label}]", *(f"{m} = {value}" for m, value in measures.items())]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", EACH_GOLD)
def test_no_score_drops_below_its_floor(
    name: str, evaluated: Callable, request: pytest.FixtureRequest
) -> None:
    scores = evaluated(name)
    assert scores["missing"] == []
    rows = f1(scores)
    if request.config.getoption("--update"):
        write_floors(name, rows)
        return
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))[name]
    assert {label: list(measures) for label, measures in floors.items()} == {
        label: list(measures) for label, measures in rows.items()
    }
    dropped = [
        f"{label} {measure}: {rows[label][measure]}, recorded {floor}"
        for label, measures in floors.items()
        for measure, floor in measures.items()
        if rows[label][measure] < round(floor - TOLERANCE, 4)
    ]
    assert dropped == []


# --- Another scorer, written by somebody else from the tables alone.

TURNED = {"P": "precision", "R": "recall", "F": "f1", "tp": "correct", "pred": "predicted", "gold": "gold"}


def turned(row: Scores) -> Scores:
    return {TURNED[key]: value for key, value in row.items()}


def without_interval(row: Scores) -> Scores:
    return {key: value for key, value in row.items() if key != "interval"}


@pytest.mark.skipif(
    not SCORER.is_file(), reason="the other scorer (../shared/score.py) is not on this machine"
)
@pytest.mark.parametrize("name", EACH_GOLD)
def test_another_scorer_gives_the_same_numbers(
    name: str, evaluated: Callable, jumelage: Callable, tmp_path: Path
) -> None:
    ours = evaluated(name)
    texts = sorted(path.with_suffix(".txt") for path in GOLD[name].glob("*.ann"))
    assert jumelage("extract", *texts, "-o", tmp_path / "out").status == 0
    done = subprocess.run(
        [sys.executable, str(SCORER), str(GOLD[name]), str(tmp_path / "out"), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(done.stdout)
    assert ours["missing"] == theirs.pop("documents_missing")
    clusters = theirs.pop("institution_clusters")
    assert {key: ours["institution_clusters"][key] for key in ("precision", "recall", "n")} == {
        "precision": clusters["P"],
        "recall": clusters["R"],
        "n": clusters["n"],
    }
    cooperation = theirs.pop("cooperation")
    cooperations = ours["cooperations"]
    assert without_interval(cooperations["records"]) == turned(cooperation["records"])
    assert without_interval(cooperations["all_fields"]) == turned(cooperation["all_fields"])
    assert {field: without_interval(row) for field, row in cooperations["fields"].items()} == {
        field: turned(row) for field, row in cooperation["fields"].items()
    }
    for label, measures in theirs.items():
        row = ours["labels"]["TIMEX_ALL" if label == "TIMEX_all" else label]
        for measure, numbers in measures.items():
            found = row["document" if measure == "document_set" else measure]
            assert without_interval(found) == turned(numbers), (label, measure)
