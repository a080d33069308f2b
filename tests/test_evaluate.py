"""The scores by hand, on a tiny gold."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from make_scored import EMPTY, FOUND, TEXT, counts, mention, prf, write_tiny

from pipeline.brat import read_gold
from pipeline.errors import GoldError
from pipeline.evaluate import evaluate
from pipeline.evaluate.predicted import align


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def test_spans_and_values_by_hand(tiny: Path) -> None:
    scores, errors = evaluate(read_gold(tiny), FOUND)
    found = {
        label: tuple(counts(row[measure]) for measure in ("strict", "overlap", "value", "document"))
        for label, row in scores["labels"].items()
    }
    assert found == {
        "INSTITUTION": (prf(1, 2, 2), prf(2, 2, 2), prf(1, 2, 2), prf(1, 2, 2)),
        "COUNTRY": (prf(1, 1, 1), prf(1, 1, 1), prf(0, 1, 1), prf(0, 1, 1)),
        "SPECIALTY": (prf(0, 1, 0), prf(0, 1, 0), prf(0, 1, 0), prf(0, 1, 0)),
        "DATE": (prf(1, 1, 1), prf(1, 1, 1), prf(1, 1, 1), prf(1, 1, 1)),
        "COUNT": (prf(1, 1, 1), prf(1, 1, 1), prf(1, 1, 1), prf(1, 1, 1)),
        "TIMEX_ALL": (prf(2, 2, 2), prf(2, 2, 2), prf(1, 2, 2), prf(1, 2, 2)),
    }
    assert scores["missing"] == []
    errors.pop("COOPERATION")  # in test_evaluate_cooperations
    assert errors == {
        "INSTITUTION": [
            "a: miss  Le CHU de Brest et le «Samu 29» aident le Mali depuis 2019, deux fois p  hospital|FR",
            "a: extra Le CHU de Brest et le «Samu» 29 aident le Mali depuis 2019, deux foi  other|FR  [r]",
        ],
        "COUNTRY": [
            "a: value Le CHU de Brest et le Samu 29 aident le «Mali» depuis 2019, deux fois par an : 3 médec"
            "  gold ML  got MR  [r]"
        ],
        "SPECIALTY": ["a: extra Mali depuis 2019, deux fois par an : 3 «médecins».  medicine  [r]"],
        "DATE": [],
        "COUNT": [],
        "TIMEX_ALL": [
            "a: value le Samu 29 aident le Mali depuis 2019, «deux fois par an» : 3 médecins."
            "  gold SET|P6M|-  got SET|P2M|-  [r]"
        ],
    }


def test_precision_recall_and_f1_by_hand(tiny: Path) -> None:
    more = FOUND | {
        "mentions": [*FOUND["mentions"], mention("m8", "INSTITUTION", 40, 44)],
        "institution_mentions": [
            *FOUND["institution_mentions"],
            {"mention_id": "m8", "institution_id": "i2"},
        ],
    }
    scores, _ = evaluate(read_gold(tiny), more)
    # One of three is right, one of two is found: 2 · ⅓ · ½ / (⅓ + ½) = 0.4. All resamples of one article
    # are that article.
    assert scores["labels"]["INSTITUTION"]["strict"] == {
        "precision": 0.3333,
        "recall": 0.5,
        "f1": 0.4,
        "interval": (0.4, 0.4),
        "correct": 1,
        "predicted": 3,
        "gold": 2,
    }


def test_a_gold_span_is_overlapped_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(
        "T1\tDATE 45 56\tdepuis 2019\nT2\tDATE 58 74\tdeux fois par an\n", "utf-8"
    )
    mentions = [mention("m4", "DATE", 45, 51), mention("m5", "DATE", 52, 62)]
    none = {name: [] for name in EMPTY.split()}
    found = {name: FOUND[name] for name in ("documents", "articles", "dates")}
    scores, _ = evaluate(read_gold(tmp_path), none | found | {"mentions": mentions})
    # The first takes `depuis 2019`, the second is left with what else it overlaps.
    assert counts(scores["labels"]["TIMEX_ALL"]["overlap"]) == prf(2, 2, 2)


def test_what_the_run_rejects_is_told(tmp_path: Path, jumelage: Callable) -> None:
    text = "The hospital of Brest has signed an agreement with the teaching hospital of Bamako. " * 3
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "a.ann").write_text("T1\tINSTITUTION 4 21\thospital of Brest\n", "utf-8")
    detail = "a.txt: article 0 is in another language than French: en"
    (row,) = json.loads(jumelage("evaluate", tmp_path, "--json").out)["rejected"]
    assert row == {"source": "a.txt", "stage": "language", "error": "NotFrenchError", "detail": detail}
    assert jumelage("evaluate", tmp_path).out.startswith(f"rejected a.txt: {detail}\n")


def test_an_article_that_the_run_lacks_counts_as_missed(tiny: Path) -> None:
    scores, _ = evaluate(read_gold(tiny), {name: [] for name in EMPTY.split()})
    assert scores["missing"] == ["a"]
    assert counts(scores["labels"]["INSTITUTION"]["strict"]) == prf(0, 0, 2)
    assert counts(scores["cooperations"]["records"]) == prf(0, 0, 1)


def test_cleaning_may_move_offsets(tiny: Path) -> None:
    moved = TEXT.replace(" ", "\n  ")

    def place(offset: int) -> int:
        return offset + 2 * TEXT[:offset].count(" ")

    mentions = [row | {"start": place(row["start"]), "end": place(row["end"])} for row in FOUND["mentions"]]
    articles = [FOUND["articles"][0] | {"text": moved}]
    same, _ = evaluate(read_gold(tiny), FOUND)
    found, _ = evaluate(read_gold(tiny), FOUND | {"articles": articles, "mentions": mentions})
    assert found == same


def test_align_skips_what_only_one_text_has() -> None:
    assert align("a bc", "a\u00ad\nXbc") == {0: 0, 4: 2, 5: 3}


@pytest.mark.parametrize(
    ("ann", "message"),
    [
        ("T1\tCOUNTRY 0 2\tLa\n", "a.ann: line 1: 'T1\\tCOUNTRY 0 2\\tLa': 'La' is not what stands at 0"),
        ("T1\tPLACE 0 2\tLe\n", "a.ann: T1: label 'PLACE' is not known"),
        (
            "R1\tx\n",
            "a.ann: line 1: 'R1\\tx': line starts with none of T, A, N",
        ),
        (
            "T1\tCOUNTRY 0 2\tLe\nA1\tiso T9 FR\n",
            "a.ann: line 2: 'A1\\tiso T9 FR': there is no T9",
        ),
    ],
)
def test_gold_that_does_not_fit_its_text_is_refused(tmp_path: Path, ann: str, message: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(ann, encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        read_gold(tmp_path)
    assert str(caught.value) == f"{tmp_path}/{message}"


def test_gold_without_its_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        read_gold(tmp_path)
    assert str(caught.value) == f"{tmp_path}/a.ann: its text a.txt is missing"
