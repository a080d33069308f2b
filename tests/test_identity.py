"""`corpus/identity.csv`: pairs of names, each in its sentence, that one institution bears or two do."""

from pathlib import Path

import pytest
from conftest import CORPUS

from pipeline.errors import RuleError
from pipeline.evaluate.pairs import FILE, read_pairs, score_pairs
from pipeline.kit import Kit

# Institutions that are wrongly merged are worse than those that are missed: of all pairs, one may be.
MOST_WRONG = 1
FEWEST_JOINED = 66


@pytest.fixture(scope="module")
def scores(kit: Kit) -> dict[str, int]:
    return score_pairs(read_pairs(CORPUS / FILE), kit)


def test_the_list_has_150_pairs_half_of_them_the_same(scores: dict[str, int]) -> None:
    rows = read_pairs(CORPUS / FILE)
    assert len({(row["left"], row["right"]) for row in rows}) == 150
    assert (scores["same"], scores["different"]) == (75, 75)


def test_different_institutions_are_not_merged(scores: dict[str, int]) -> None:
    assert scores["merged"] <= MOST_WRONG


def test_forms_of_one_institution_are_joined(scores: dict[str, int]) -> None:
    assert scores["joined"] >= FEWEST_JOINED


def test_a_pair_is_joined_only_where_one_institution_is_found_on_both_sides(kit: Kit) -> None:
    rows = [
        {"left": "Le <CHU de Nantes> signe.", "right": "Nantes : le <CHU de Nantes> part.", "same": "yes"},
        {"left": "Le <CHU de Nantes> signe.", "right": "Le <CHU de Brest> signe.", "same": "no"},
        {"left": "Il part <demain> à Dakar.", "right": "Il part <demain> à Dakar.", "same": "no"},
    ]
    assert score_pairs(rows, kit) == {"different": 2, "merged": 0, "same": 1, "joined": 1}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Le <CHU>,Le <CHR>,maybe,x", "`same` is 'maybe'; write yes or no"),
        ("Le <CHU>,Le CHR,no,x", "`right` needs one name in angle brackets"),
    ],
)
def test_a_pair_that_cannot_be_read_is_named(tmp_path: Path, row: str, told: str) -> None:
    path = tmp_path / FILE
    path.write_text(f"left,right,same,why\n{row}\n", encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_pairs(path)
    assert str(error.value) == f"{path}: pair 'Le <CHU>': {told}"
