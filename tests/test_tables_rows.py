"""The rows of the output as their readers meet them: keys, references, values, the same bytes each time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from contract import CLOSED, CONTRACT, KEYS, REFERENCES

from pipeline.tables.build import bounds

VALUE_TABLE = {
    "INSTITUTION": "institution_mentions",
    "COUNTRY": "country_mentions",
    "SPECIALTY": "specialty_mentions",
    "DATE": "dates",
    "COUNT": "counts",
}
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def tables(outputs: Path) -> dict[str, Rows]:
    return {name: pq.read_table(outputs / name).to_pylist() for name in CONTRACT}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def column(rows: Rows, name: str) -> list[Any]:
    return [row[name] for row in rows]


@pytest.mark.parametrize("name", [name for name in CONTRACT if name != "rejects"])
def test_the_sample_corpus_fills_every_table(tables: dict[str, Rows], name: str) -> None:
    assert tables[name] != []


def test_the_sample_corpus_is_read_whole(tables: dict[str, Rows]) -> None:
    corpus = Path(__file__).parent.parent / "corpus"
    assert sorted(column(tables["documents"], "source")) == sorted(p.name for p in corpus.glob("*.txt"))
    assert tables["rejects"] == []


@pytest.mark.parametrize("name", CONTRACT)
def test_keys_are_unique_and_rows_stand_in_their_order(outputs: Path, name: str) -> None:
    keys: list[tuple[object, ...]] = []
    for part in (outputs / name).iterdir():
        rows = pq.read_table(part).to_pylist()
        of_part = [tuple(row[column] for column in KEYS[name].split()) for row in rows]
        assert of_part == sorted(of_part)
        keys += of_part
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("name", "key", "target"), REFERENCES)
def test_every_foreign_key_resolves(tables: dict[str, Rows], name: str, key: str, target: str) -> None:
    there = set(column(tables[target], KEYS[target]))
    assert [value for value in column(tables[name], key) if value is not None and value not in there] == []


def test_countries_are_those_that_other_tables_use(tables: dict[str, Rows]) -> None:
    used = {
        code
        for name in ("country_mentions", "counts", "institutions", "cooperation_countries")
        for code in column(tables[name], "country")
    }
    # An international organisation has no country: ZZ is no entry of ISO 3166-1.
    assert "ZZ" in used
    assert set(column(tables["countries"], "country")) == used - {None, "ZZ"}


@pytest.mark.parametrize(("name", "closed"), CLOSED)
def test_closed_values_are_kept(tables: dict[str, Rows], name: str, closed: str) -> None:
    assert set(column(tables[name], closed)) - {None} - set(CLOSED[name, closed].split()) == set()


def test_every_mention_is_its_slice_of_the_article(tables: dict[str, Rows]) -> None:
    text = {row["article_id"]: row["text"] for row in tables["articles"]}
    for row in tables["mentions"]:
        assert text[row["article_id"]][row["start"] : row["end"]] == row["text"]
        assert row["text"] == row["text"].strip() != ""
        assert row["sentence_start"] <= row["start"] < row["end"] <= row["sentence_end"]
        assert row["sentence_end"] <= len(text[row["article_id"]])
        assert row["rule"] != ""
    for row in tables["articles"]:
        assert len(row["text"]) == row["n_chars"]


def test_every_mention_has_its_value_in_the_table_of_its_label(tables: dict[str, Rows]) -> None:
    for label, name in VALUE_TABLE.items():
        mentions = {row["mention_id"] for row in tables["mentions"] if row["label"] == label}
        assert mentions == set(column(tables[name], "mention_id"))


def test_only_a_count_and_what_it_counts_overlap(tables: dict[str, Rows]) -> None:
    ordered = sorted(tables["mentions"], key=lambda row: (row["article_id"], row["start"], -row["end"]))
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            if second["article_id"] != first["article_id"] or second["start"] >= first["end"]:
                break
            labels = {first["label"], second["label"]}
            assert labels in ({"COUNT", "SPECIALTY"}, {"COUNT", "COUNTRY"})


def test_the_days_of_a_date_are_the_bounds_of_its_edtf(tables: dict[str, Rows]) -> None:
    for row in tables["dates"]:
        dated = row["type"] == "DATE" and row["edtf"] is not None
        expected = bounds(row["edtf"]) if dated else (None, None)
        assert (row["first_day"], row["last_day"]) == expected
        assert expected == (None, None) or row["first_day"] <= row["last_day"]


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2022-04-21", date(2022, 4, 21), date(2022, 4, 21)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2022-10-10/2022-10-21", date(2022, 10, 10), date(2022, 10, 21)),
        ("2021-10/2023-01", date(2021, 10, 1), date(2023, 1, 31)),
        ("197X", date(1970, 1, 1), date(1979, 12, 31)),
    ],
)
def test_bounds(edtf: str, first: date, last: date) -> None:
    assert bounds(edtf) == (first, last)


def test_least_is_not_above_most(tables: dict[str, Rows]) -> None:
    for row in tables["counts"]:
        assert row["min"] is not None or row["max"] is not None
        if row["min"] is not None and row["max"] is not None:
            assert 0 <= row["min"] <= row["max"]


def test_a_cooperation_has_somebody_abroad(tables: dict[str, Rows]) -> None:
    abroad = {row["cooperation_id"] for row in tables["cooperation_institutions"] if row["side"] == "partner"}
    abroad |= set(column(tables["cooperation_countries"], "cooperation_id"))
    everyone = set(column(tables["cooperations"], "cooperation_id"))
    assert abroad == everyone


def test_a_second_run_gives_the_same_bytes(outputs: Path, tmp_path: Path, command: Callable) -> None:
    # In another process, in which sets have another order.
    again = tmp_path / "again"
    assert command("extract", "corpus", "-o", again, PYTHONHASHSEED="1").status == 0
    for name in CONTRACT:
        assert contents(again / name) == contents(outputs / name), name
