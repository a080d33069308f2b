"""The check before writing: nothing is coerced, all breaches are named."""

from typing import Any

import pytest
from conftest import COUNTRY_ROW

from pipeline.errors import TableError
from pipeline.tables.catalogue import BY_NAME
from pipeline.tables.check import check_references, to_arrow

Rows = list[dict[str, Any]]

SIDE_ROW = {"cooperation_id": "c", "institution_id": "i", "side": "home"}
COUNT_ROW = {
    "mention_id": "m",
    "min": 3,
    "max": 3,
    "mod": None,
    "role": "staff",
    "noun": None,
    "country": None,
}


@pytest.mark.parametrize(
    ("table", "rows", "message"),
    [
        (
            "countries",
            [COUNTRY_ROW | {"capital": "Paris"}],
            "countries: a row has other columns than the table: capital",
        ),
        (
            "countries",
            [{key: value for key, value in COUNTRY_ROW.items() if key != "region"}],
            "countries: a row has other columns than the table: region",
        ),
        (
            "countries",
            [COUNTRY_ROW | {"name_fr": None}],
            "countries.name_fr: 1 nulls, but none is allowed",
        ),
        (
            "cooperation_institutions",
            [SIDE_ROW | {"side": "sponsor"}, SIDE_ROW],
            "cooperation_institutions.side: sponsor not among home, partner, funder",
        ),
        (
            "countries",
            [COUNTRY_ROW, COUNTRY_ROW | {"region": "Europe"}],
            "countries.key country: 1 stand twice, such as ('FR',)",
        ),
        (
            "cooperation_institutions",
            [SIDE_ROW | {"side": "x", "institution_id": None}] * 2,
            "cooperation_institutions.institution_id: 2 nulls, but none is allowed; "
            "cooperation_institutions.side: x not among home, partner, funder; "
            "cooperation_institutions.key cooperation_id, institution_id, side: "
            "1 stand twice, such as ('c', None, 'x')",
        ),
    ],
)
def test_a_breach_is_named(table: str, rows: Rows, message: str) -> None:
    with pytest.raises(TableError) as caught:
        to_arrow(BY_NAME[table], rows)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("min", "3", "counts.min: '3' is no int64"),
        ("min", 3.0, "counts.min: 3.0 is no int64"),
        ("min", True, "counts.min: True is no int64"),
        ("role", ["staff"], "counts.role: ['staff'] is no string"),
        ("noun", 12, "counts.noun: 12 is no string"),
    ],
)
def test_a_wrong_type_is_not_coerced(name: str, wrong: object, message: str) -> None:
    with pytest.raises(TableError) as caught:
        to_arrow(BY_NAME["counts"], [COUNT_ROW | {name: wrong}])
    assert str(caught.value) == message


def test_rows_are_ordered_by_key() -> None:
    rows = [
        SIDE_ROW | {"institution_id": name, "side": side} for name in "ba" for side in ("partner", "home")
    ]
    arrow = to_arrow(BY_NAME["cooperation_institutions"], rows)
    found = [(row["institution_id"], row["side"]) for row in arrow.to_pylist()]
    assert found == [("a", "home"), ("a", "partner"), ("b", "home"), ("b", "partner")]


def test_references_that_lead_nowhere_are_all_named() -> None:
    tables = {name: to_arrow(BY_NAME[name], []) for name in BY_NAME}
    check_references(tables)
    tables["cooperation_institutions"] = to_arrow(BY_NAME["cooperation_institutions"], [SIDE_ROW])
    tables["counts"] = to_arrow(BY_NAME["counts"], [COUNT_ROW | {"country": "XX"}])
    with pytest.raises(TableError) as caught:
        check_references(tables)
    assert str(caught.value) == (
        "counts.mention_id: ('m',) is not in mentions; counts.country: ('XX',) is not in countries; "
        "cooperation_institutions.cooperation_id: ('c',) is not in cooperations; "
        "cooperation_institutions.institution_id: ('i',) is not in institutions"
    )
