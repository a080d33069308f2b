"""The scores by hand, on a tiny gold."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.brat import read_gold
from pipeline.errors import GoldError
from pipeline.evaluate import evaluate
from pipeline.evaluate.cooperations import calibration, half_recall
from pipeline.evaluate.predicted import align

Scores = dict[str, Any]

TEXT = "Le CHU de Brest et le Samu 29 aident le Mali depuis 2019, deux fois par an : 3 médecins."
ANN = """\
T1\tINSTITUTION 3 15\tCHU de Brest
A1\tkind T1 hospital
A2\tcountry T1 FR
N1\tReference T1 canon:1\tCHU de Brest
T2\tINSTITUTION 22 29\tSamu 29
A3\tkind T2 hospital
A4\tcountry T2 FR
N2\tReference T2 canon:2\tSamu 29
T3\tCOUNTRY 40 44\tMali
A5\tiso T3 ML
T4\tDATE 52 56\t2019
A6\ttype T4 DATE
A7\tvalue T4 2019
T5\tDATE 58 74\tdeux fois par an
A8\ttype T5 SET
A9\tvalue T5 P6M
T6\tCOUNT 77 87\t3 médecins
A10\tmin T6 3
A11\tmax T6 3
A12\trole T6 staff
"""
COOPERATION = {
    "home": ["CHU de Brest"],
    "partner": [],
    "countries": ["ML"],
    "specialties": [],
    "start": "2019-03-02",
    "end": "2020-06",
    "funders": ["Samu 29"],
    "participants": [{"min": 3, "max": 3, "role": "staff", "direction": "outbound"}],
}
EMPTY = """
    documents articles mentions institution_mentions country_mentions specialty_mentions dates counts
    institutions cooperations cooperation_institutions cooperation_countries cooperation_specialties
    cooperation_counts rejects
"""


def mention(mention_id: str, label: str, start: int, end: int) -> dict[str, Any]:
    return {
        "mention_id": mention_id,
        "article_id": "a",
        "label": label,
        "start": start,
        "end": end,
        "text": TEXT[start:end],
        "rule": "r",
    }


def institution(institution_id: str, name: str, kind: str) -> dict[str, Any]:
    return {"institution_id": institution_id, "name": name, "kind": kind, "country": "FR"}


# Found: Brest right; `Samu` too short; the Mali with a wrong code; 2019 right; the set with a wrong value;
# the count right; and `médecins` as a specialty that there is none of.
FOUND = {
    "rejects": [],
    "documents": [{"document_id": "d", "source": "folder/a.txt"}],
    "articles": [{"article_id": "a", "document_id": "d", "position": 0, "text": TEXT}],
    "mentions": [
        mention("m1", "INSTITUTION", 3, 15),
        mention("m2", "INSTITUTION", 22, 26),
        mention("m3", "COUNTRY", 40, 44),
        mention("m4", "DATE", 52, 56),
        mention("m5", "DATE", 58, 74),
        mention("m6", "COUNT", 77, 87),
        mention("m7", "SPECIALTY", 79, 87),
    ],
    "institutions": [institution("i1", "CHU de Brest", "hospital"), institution("i2", "Samu", "other")],
    "institution_mentions": [
        {"mention_id": "m1", "institution_id": "i1"},
        {"mention_id": "m2", "institution_id": "i2"},
    ],
    "country_mentions": [{"mention_id": "m3", "position": 0, "country": "MR"}],
    "specialty_mentions": [{"mention_id": "m7", "position": 0, "specialty": "medicine"}],
    "dates": [
        {"mention_id": "m4", "type": "DATE", "edtf": "2019", "mod": None},
        {"mention_id": "m5", "type": "SET", "edtf": "P2M", "mod": None},
    ],
    "counts": [{"mention_id": "m6", "min": 3, "max": 3, "mod": None, "role": "staff"}],
    "cooperations": [
        {"cooperation_id": "c", "article_id": "a", "start": "2019-03", "end": "2020", "confidence": 0.9}
    ],
    "cooperation_institutions": [
        {"cooperation_id": "c", "institution_id": "i1", "side": "home"},
        {"cooperation_id": "c", "institution_id": "i2", "side": "funder"},
    ],
    "cooperation_countries": [{"cooperation_id": "c", "country": "MR"}],
    "cooperation_specialties": [],
    "cooperation_counts": [{"cooperation_id": "c", "mention_id": "m6", "direction": None}],
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(ANN, encoding="utf-8")
    (tmp_path / "a.coop.json").write_text(json.dumps([COOPERATION]), encoding="utf-8")
    return tmp_path


def prf(correct: int, predicted: int, gold: int) -> tuple[int, int, int]:
    return correct, predicted, gold


def counts(scores: Scores) -> tuple[int, int, int]:
    return scores["correct"], scores["predicted"], scores["gold"]


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


def test_cooperations_by_hand(tiny: Path) -> None:
    scores, _ = evaluate(read_gold(tiny), FOUND)
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
