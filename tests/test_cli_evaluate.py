"""`jumelage evaluate` on the command line: its tables, its JSON, and what it refuses."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CORPUS


def test_evaluate_json_is_json(tmp_path: Path, jumelage: Callable) -> None:
    for path in CORPUS.glob("toulouse-sao-paulo-leucemies.*"):
        shutil.copy(path, tmp_path)
    ended = jumelage("evaluate", tmp_path, "--json")
    assert (ended.status, ended.err) == (0, "")
    scores = json.loads(ended.out)
    assert list(scores) == ["missing", "rejected", "labels", "institution_clusters", "cooperations"]
    assert scores["missing"] == []
    assert list(scores["labels"]) == ["INSTITUTION", "COUNTRY", "SPECIALTY", "DATE", "COUNT", "TIMEX_ALL"]
    for row in scores["labels"].values():
        assert list(row) == ["strict", "overlap", "value", "document"]
        for measure in row.values():
            assert list(measure) == [
                "precision", "recall", "f1", "interval", "correct", "predicted", "gold"
            ]  # fmt: skip
    # One article: every resample is the same.
    strict = scores["labels"]["COUNTRY"]["strict"]
    assert strict["interval"] == [strict["f1"]] * 2
    clusters = scores["institution_clusters"]
    assert list(clusters) == ["precision", "recall", "f1", "interval", "n"]


def test_evaluate_shows_the_interval_beside_f1(tmp_path: Path, jumelage: Callable) -> None:
    (tmp_path / "a.txt").write_text("Le Mali est cité.", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tCOUNTRY 3 7\tMali\nA1\tiso T1 SN\n", encoding="utf-8")
    shown = jumelage("evaluate", tmp_path).out
    [line] = [line.split("  ") for line in shown.splitlines() if line.startswith("  COUNTRY")]
    assert [cell.strip() for cell in line if cell.strip()] == [
        "COUNTRY",
        "1",
        "1",
        "1.000 / 1.000 / 1.000 [1.000–1.000]",
        "1.000 / 1.000 / 1.000",
        "0.000 / 0.000 / 0.000 [0.000–0.000]",
        "0.000 / 0.000 / 0.000",
    ]


def test_evaluate_prints_a_line_for_each_error(tmp_path: Path, jumelage: Callable) -> None:
    (tmp_path / "a.txt").write_text("Le Mali et le Tchad sont cités.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(
        "T1\tCOUNTRY 3 7\tMali\nA1\tiso T1 SN\nT2\tCOUNTRY 25 30\tcités\nA2\tiso T2 FR\n", encoding="utf-8"
    )
    ended = jumelage("evaluate", tmp_path, "--errors", "COUNTRY")
    assert ended.status == 0
    lines = [line for line in ended.out.splitlines() if line.startswith("a: ")]
    rule = re.compile(r"\[[^]]+\]$")
    assert [rule.sub("[RULE]", line) for line in lines] == [
        "a: miss  Le Mali et le Tchad sont «cités».  FR",
        "a: extra Le Mali et le «Tchad» sont cités.  TD  [RULE]",
        "a: value Le «Mali» et le Tchad sont cités.  gold SN  got ML  [RULE]",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["corpus", "--errors", "PLACE"],
            "--errors PLACE: is none of "
            "INSTITUTION, COUNTRY, SPECIALTY, DATE, COUNT, TIMEX_ALL, COOPERATION, all",
        ),
        (["absent"], "absent: is no folder of annotated articles"),
    ],
)
def test_evaluate_refuses(jumelage: Callable, arguments: list[str], message: str) -> None:
    ended = jumelage("evaluate", *arguments)
    assert (ended.status, ended.out, ended.err) == (2, "", f"jumelage: {message}\n")


def test_evaluate_needs_gold(tmp_path: Path, jumelage: Callable) -> None:
    ended = jumelage("evaluate", tmp_path)
    assert (ended.status, ended.err) == (
        2,
        f"jumelage: {tmp_path}: holds no .ann file; gold is NAME.txt with NAME.ann beside it\n",
    )


def test_evaluate_counts_the_pairs_of_names_beside_the_articles(tmp_path: Path, jumelage: Callable) -> None:
    (tmp_path / "a.txt").write_text("Le Mali est cité.", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tCOUNTRY 3 7\tMali\nA1\tiso T1 ML\n", encoding="utf-8")
    (tmp_path / "identity.csv").write_text(
        "left,right,same,why\n"
        "Le <CHU de Brest>,Le <CHU de Brest> part,yes,one\n"
        "Le <CHU de Brest>,Le <CHU de Nancy>,no,two\n",
        encoding="utf-8",
    )
    [line] = [one for one in jumelage("evaluate", tmp_path).out.splitlines() if "identity across" in one]
    assert line == (
        "identity across documents: 0 of 1 different pairs merged, 1 of 1 of one institution joined"
    )
    scores = json.loads(jumelage("evaluate", tmp_path, "--json").out)
    assert scores["identity_pairs"] == {"different": 1, "merged": 0, "same": 1, "joined": 1}
