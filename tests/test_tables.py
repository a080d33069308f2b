"""The output as its readers meet it: the contract, the references, the metadata, the bytes."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.tables.build import bounds
from pipeline.tables.catalogue import BY_NAME, TABLES

# The contract, written out once more by hand: what readers rely on cannot change by an edit in one place.
# `?` marks what may be null.
CONTRACT = {
    "documents": """document_id string, source string, media_type string, sha256 string, n_bytes int64,
        title string?, language string, published string?, n_articles int64, author string?, site string?,
        url string?, same_as string?""",
    "document_removals": "document_id string, rule string, n_removed int64",
    "articles": """article_id string, document_id string, position int64, title string?, published string?,
        published_from string?, text string, n_chars int64, story_id string""",
    "mentions": """mention_id string, article_id string, label string, start int64, end int64, text string,
        sentence_start int64, sentence_end int64, rule string""",
    "institution_mentions": "mention_id string, institution_id string, linked_by string",
    "country_mentions": "mention_id string, position int64, country string",
    "specialty_mentions": "mention_id string, position int64, specialty string",
    "dates": """mention_id string, type string, edtf string?, mod string?, first_day date32[day]?,
        last_day date32[day]?""",
    "counts": """mention_id string, min int64?, max int64?, mod string?, role string, noun string?,
        country string?""",
    "institutions": """institution_id string, name string, acronym string?, kind string, country string?,
        city string?, ror string?, finess string?, wikidata string?""",
    "countries": "country string, alpha3 string, name_fr string, name_en string, region string",
    "specialties": "specialty string, label_fr string, label_en string, parent string?",
    "cooperations": """cooperation_id string, article_id string, start string?, end string?, status string?,
        confidence double""",
    "cooperation_institutions": "cooperation_id string, institution_id string, side string",
    "cooperation_countries": "cooperation_id string, country string",
    "cooperation_specialties": "cooperation_id string, specialty string",
    "cooperation_counts": "cooperation_id string, mention_id string, direction string?",
    "cooperation_evidence": "cooperation_id string, mention_id string",
    "partnerships": """partnership_id string, home_id string, partner_id string, country string?,
        first_year int64?, last_year int64?, n_cooperations int64, n_stories int64, n_inbound int64,
        n_outbound int64""",
    "partnership_cooperations": "partnership_id string, cooperation_id string",
    "partnership_specialties": "partnership_id string, specialty string",
    "rejects": "source string, stage string, error string, detail string",
}
KEYS = {
    "documents": "document_id",
    "document_removals": "document_id rule",
    "articles": "article_id",
    "mentions": "mention_id",
    "institution_mentions": "mention_id",
    "country_mentions": "mention_id position",
    "specialty_mentions": "mention_id position",
    "dates": "mention_id",
    "counts": "mention_id",
    "institutions": "institution_id",
    "countries": "country",
    "specialties": "specialty",
    "cooperations": "cooperation_id",
    "cooperation_institutions": "cooperation_id institution_id side",
    "cooperation_countries": "cooperation_id country",
    "cooperation_specialties": "cooperation_id specialty",
    "cooperation_counts": "cooperation_id mention_id",
    "cooperation_evidence": "cooperation_id mention_id",
    "partnerships": "partnership_id",
    "partnership_cooperations": "partnership_id cooperation_id",
    "partnership_specialties": "partnership_id specialty",
    "rejects": "source stage detail",
}
REFERENCES = [
    ("document_removals", "document_id", "documents"),
    ("articles", "document_id", "documents"),
    ("mentions", "article_id", "articles"),
    ("institution_mentions", "mention_id", "mentions"),
    ("institution_mentions", "institution_id", "institutions"),
    ("country_mentions", "mention_id", "mentions"),
    ("country_mentions", "country", "countries"),
    ("specialty_mentions", "mention_id", "mentions"),
    ("specialty_mentions", "specialty", "specialties"),
    ("dates", "mention_id", "mentions"),
    ("counts", "mention_id", "mentions"),
    ("counts", "country", "countries"),
    ("specialties", "parent", "specialties"),
    ("cooperations", "article_id", "articles"),
    ("cooperation_institutions", "cooperation_id", "cooperations"),
    ("cooperation_institutions", "institution_id", "institutions"),
    ("cooperation_countries", "cooperation_id", "cooperations"),
    ("cooperation_countries", "country", "countries"),
    ("cooperation_specialties", "cooperation_id", "cooperations"),
    ("cooperation_specialties", "specialty", "specialties"),
    ("cooperation_counts", "cooperation_id", "cooperations"),
    ("cooperation_counts", "mention_id", "counts"),
    ("cooperation_evidence", "cooperation_id", "cooperations"),
    ("cooperation_evidence", "mention_id", "mentions"),
    ("partnerships", "home_id", "institutions"),
    ("partnerships", "partner_id", "institutions"),
    ("partnerships", "country", "countries"),
    ("partnership_cooperations", "partnership_id", "partnerships"),
    ("partnership_cooperations", "cooperation_id", "cooperations"),
    ("partnership_specialties", "partnership_id", "partnerships"),
    ("partnership_specialties", "specialty", "specialties"),
]
CLOSED = {
    ("articles", "published_from"): "sidecar metadata text name",
    ("mentions", "label"): "INSTITUTION COUNTRY SPECIALTY DATE COUNT",
    ("dates", "type"): "DATE DURATION SET",
    ("dates", "mod"): "START MID END APPROX MORE_THAN LESS_THAN",
    ("counts", "mod"): "APPROX MORE_THAN LESS_THAN",
    ("counts", "role"): "staff patient group population",
    (
        "institutions",
        "kind",
    ): "hospital university government ngo international research network company other",
    ("institution_mentions", "linked_by"): "vocabulary place name acronym fuzzy new",
    ("cooperations", "status"): "active announced ended",
    ("cooperation_institutions", "side"): "home partner funder",
    ("cooperation_counts", "direction"): "inbound outbound",
    ("rejects", "stage"): "read clean split language extract relate",
}
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


def schema_of(folder: Path) -> pa.Schema:
    """Return the schema that all parts of a table have."""
    first, *others = [pq.read_schema(part) for part in sorted(folder.iterdir())]
    assert all(first.equals(other, check_metadata=True) for other in others)
    return first


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def column(rows: Rows, name: str) -> list[Any]:
    return [row[name] for row in rows]


def test_one_folder_a_table_and_nothing_else(outputs: Path) -> None:
    names = {path.name for path in outputs.iterdir()}
    assert names == {*CONTRACT, "_lock", "_run.json", "_shards", "datapackage.json"}
    parts = [path.name for name in CONTRACT for path in (outputs / name).iterdir()]
    assert [
        name for name in parts if not re.fullmatch(r"part-[0-9a-f]{16}(-[0-9a-f]{8})?\.parquet", name)
    ] == []
    assert [table.name for table in TABLES] == list(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_schema_is_the_contract(outputs: Path, name: str) -> None:
    schema = schema_of(outputs / name)
    found = [f"{field.name} {field.type}{'?' if field.nullable else ''}" for field in schema]
    assert found == [" ".join(piece.split()) for piece in CONTRACT[name].split(",")]


@pytest.mark.parametrize("name", CONTRACT)
def test_metadata_says_what_table_and_columns_mean(outputs: Path, name: str) -> None:
    schema = schema_of(outputs / name)
    metadata = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    metadata.pop("caveats", None)
    assert metadata == {
        "jumelage.table": name,
        "jumelage.schema_version": "3",
        "description": BY_NAME[name].description,
        "row": BY_NAME[name].row,
        "primary_key": KEYS[name].replace(" ", ","),
        "foreign_keys": ";".join(f"{columns}->{to}" for table, columns, to in REFERENCES if table == name),
    }
    for field in schema:
        described = {key.decode(): value.decode() for key, value in field.metadata.items()}
        described.pop("PARQUET:field_id", None)
        assert described["description"].endswith(".")
        assert described.get("values") == CLOSED.get((name, field.name))
        assert set(described) <= {"description", "unit", "values"}


def test_offsets_and_sizes_have_a_unit(outputs: Path) -> None:
    units = {
        (name, field.name): field.metadata[b"unit"].decode()
        for name in CONTRACT
        for field in schema_of(outputs / name)
        if b"unit" in field.metadata
    }
    points = dict.fromkeys(
        [("articles", "n_chars")]
        + [("mentions", name) for name in ("start", "end", "sentence_start", "sentence_end")],
        "code points",
    )
    assert units == points | {
        ("documents", "n_bytes"): "bytes",
        ("documents", "n_articles"): "articles",
        ("document_removals", "n_removed"): "places",
        ("counts", "min"): "people",
        ("counts", "max"): "people",
        ("partnerships", "first_year"): "year",
        ("partnerships", "last_year"): "year",
        ("partnerships", "n_inbound"): "people",
        ("partnerships", "n_outbound"): "people",
    }


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
