"""Reading: one article as a record of JSON Lines, JSON, CSV or Parquet; which columns, and what breaks."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import trafilatura
from make_files import (
    AUTHOR,
    PUBLISHED,
    SITE,
    TITLE,
    URL,
    article,
    markup,
    record,
    shown,
    text_only,
    web_page,
    write_all,
)
from reading import Found, read_back, read_only

from pipeline.kit import Kit
from pipeline.read import Columns, Options, read, read_file
from pipeline.records import Document, Reject

TEXT = shown(article(byline=False))
# What trafilatura writes: a paragraph a line, bars around the rows of a table, a rule under its head.
EXTRACTED = f"{TITLE}\n" + shown(text_only()).replace("\n\n", "\n").replace(
    "Lieu | Pays | Visites", "| Lieu | Pays | Visites |\n|---|---|---|"
).replace("Cotonou | Bénin | novembre 2024", "| Cotonou | Bénin | novembre 2024 |").replace(
    "Lomé | Togo | mars 2025", "| Lomé | Togo | mars 2025 |"
)


def lines(*rows: Mapping[str, object]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def table(*rows: Mapping[str, object], delimiter: str = ",", newline: str = "\r\n") -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), delimiter=delimiter, lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def parquet(*rows: Mapping[str, Any], **types: pa.DataType) -> bytes:
    made = io.BytesIO()
    columns = pa.Table.from_pylist(rows)
    for name, kind in types.items():
        place = columns.schema.get_field_index(name)
        columns = columns.set_column(place, name, columns.column(name).cast(kind))
    pq.write_table(columns, made)
    return made.getvalue()


def by_trafilatura() -> str:
    made = trafilatura.extract(web_page(), output_format="json", with_metadata=True, include_tables=True)
    assert isinstance(made, str)
    return made


class Case(NamedTuple):
    """A file, the names of the records in it, and what is told apart from a plain export."""

    data: bytes | str
    media_type: str
    names: Sequence[str] = ("#a",)
    text: str = TEXT
    author: str | None = AUTHOR
    site: str | None = SITE


JSONL, JSON, CSV, PARQUET = (
    "application/jsonl",
    "application/json",
    "text/csv",
    "application/vnd.apache.parquet",
)
RECORD = record("a")
FRENCH = {
    "Identifiant": "a",
    "Titre": TITLE,
    "Texte brut": text_only(),
    "Date de publication": "lundi 3 juin 2024 à 09:30",
    "Lien": URL,
    "Auteur": AUTHOR,
    "Journal": SITE,
}
MOMENT = datetime(2024, 6, 3, 9, 30, tzinfo=UTC)
CASES = {
    "export.jsonl": Case(lines(record("a"), record("b")), JSONL, ("#a", "#b")),
    "numbered.jsonl": Case(lines(record("a", id=None), record("b", id="")), JSONL, ("#1", "#2")),
    "html.ndjson": Case(lines(record("a", text=markup(byline=False))), JSONL),
    "page.jsonl": Case(lines({"id": "a", "raw_html": web_page()}), JSONL),
    "marked.jsonl": Case("\ufeff" + lines(RECORD), JSONL),
    "spaced.jsonl": Case("\n".join(["", lines(RECORD), "", ""]), JSONL),
    "windows.jsonl": Case(lines(RECORD).encode("cp1252"), JSONL),
    "escaped.jsonl": Case(json.dumps(RECORD) + "\n", JSONL),
    "authors.jsonl": Case(
        lines(record("a", author=[AUTHOR, "Paul Diallo"])), JSONL, author=f"{AUTHOR}, Paul Diallo"
    ),
    "trafilatura.json": Case(by_trafilatura(), JSON, ("",), EXTRACTED),
    "one.json": Case(json.dumps(RECORD, indent=2), JSON, ("",)),
    "list.json": Case(json.dumps([record("a"), record("b")]), JSON, ("#a", "#b")),
    "wrapped.json": Case(json.dumps({"total": 1, "articles": [RECORD]}, indent=1), JSON),
    "found.json": Case(json.dumps([{"_id": "7", "_source": RECORD}]), JSON),
    "commas.csv": Case(table(record("a"), record("b")), CSV, ("#a", "#b")),
    "semicolons.csv": Case(table(FRENCH, delimiter=";"), CSV),
    "tabs.tsv": Case(table(FRENCH, delimiter="\t"), CSV),
    "marked.csv": Case("\ufeff" + table(FRENCH, delimiter=";"), CSV),
    "windows.csv": Case(table(FRENCH, delimiter=";").encode("cp1252"), CSV),
    "excel.csv": Case(table(FRENCH, delimiter="\t").encode("utf-16"), CSV),
    "unix.csv": Case(table(RECORD, newline="\n"), CSV),
    "strings.parquet": Case(parquet(record("a"), record("b")), PARQUET, ("#a", "#b")),
    "dates.parquet": Case(parquet(record("a", date=date(2024, 6, 3))), PARQUET),
    "timestamps.parquet": Case(parquet(record("a", date=MOMENT)), PARQUET),
    "nanoseconds.parquet": Case(parquet(record("a", date=MOMENT), date=pa.timestamp("ns")), PARQUET),
    "categories.parquet": Case(
        parquet(RECORD, sitename=pa.dictionary(pa.int32(), pa.string()), text=pa.large_string()), PARQUET
    ),
    "numbers.parquet": Case(parquet(record("a", id=12)), PARQUET, ("#12",)),
}
SOURCES = {f"{name}{one}": case for name, case in CASES.items() for one in case.names}
# Without their suffix: a table is known by its first line, records by their braces. In an old encoding or
# in UTF-16 neither is seen.
UNNAMED = {
    f"{folder}/{name.replace('.', '-')}{suffix}": name
    for name in CASES
    if name not in ("excel.csv", "windows.jsonl")
    for folder, suffix in (("none", ""), ("wrong", ".txt"))
}


@pytest.fixture(scope="module")
def found(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Found | Reject]:
    files = {name: case.data for name, case in CASES.items()} | {"article.txt": article()}
    return read_back(write_all(tmp_path_factory.mktemp("tables"), files), kit)


@pytest.fixture(scope="module")
def unnamed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Document | Reject]:
    files = {name: CASES[right].data for name, right in UNNAMED.items()}
    return read_only(write_all(tmp_path_factory.mktemp("unnamed"), files))


def test_all_is_read_and_nothing_else(found: Mapping[str, Found | Reject]) -> None:
    assert set(found) == {*SOURCES, "article.txt"}
    assert [one for one in found.values() if isinstance(one, Reject)] == []


@pytest.mark.parametrize("source", SOURCES)
def test_a_record_gives_the_article(found: Mapping[str, Found], source: str) -> None:
    case, (document, one, mentions) = SOURCES[source], found[source]
    assert one.text == case.text
    assert (one.title, one.published, one.published_from) == (TITLE, PUBLISHED, "metadata")
    described = (document.media_type, document.title, document.author, document.site, document.url)
    assert described == (case.media_type, TITLE, case.author, case.site, URL)
    assert mentions == found["article.txt"].mentions


@pytest.mark.parametrize("name", UNNAMED)
def test_a_table_is_known_by_its_content(
    found: Mapping[str, Found], unnamed: Mapping[str, Document], name: str
) -> None:
    right = UNNAMED[name]
    for one in CASES[right].names:
        expected = found[f"{right}{one}"].document
        # One object in one line is a record of JSON Lines, unless the file says that it is JSON.
        source = f"{name}#1" if right == "trafilatura.json" else f"{name}{one}"
        media_type = JSONL if right == "trafilatura.json" else expected.media_type
        assert unnamed[source] == replace(expected, source=source, media_type=media_type)


def read_one(path: Path, data: bytes | str, **columns: str) -> list[Document | Reject]:
    write_all(path.parent, {path.name: data})
    return list(read_file(path, path.name, Options(Columns(**columns))))


OTHER = {"nr": "x7", "kopf": TITLE, "inhalt": text_only(), "tag": PUBLISHED, "adresse": URL, "text": "Autre."}
NAMED = {"text": "inhalt", "id": "nr", "date": "tag", "title": "kopf", "url": "adresse"}


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jsonl", lines(OTHER)), ("a.csv", table(OTHER)), ("a.parquet", parquet(OTHER))],
)
def test_named_columns_go_before_guessed_ones(tmp_path: Path, name: str, data: bytes | str) -> None:
    (one,) = read_one(tmp_path / name, data, **NAMED)
    assert isinstance(one, Document)
    assert (one.source, one.text) == (f"{name}#x7", f"{TITLE}\n\n{text_only()}")
    assert (one.title, one.published, one.url) == (TITLE, PUBLISHED, URL)


def test_a_column_that_is_named_is_not_guessed_for_something_else(tmp_path: Path) -> None:
    row = {"title": text_only(), "headline": TITLE}
    (one,) = read_one(tmp_path / "a.csv", table(row), text="title")
    assert isinstance(one, Document)
    # The next guess for a title is not taken: `title` is there, and is the text.
    assert (one.text, one.title) == (text_only(), None)


def test_the_first_of_several_columns_is_taken(tmp_path: Path) -> None:
    row = {
        "content": "Autre.",
        "Date": "2019-01-01",
        "published": "2024-06-03T09:30:00Z",
        "text": text_only(),
    }
    (one,) = read_one(tmp_path / "a.csv", table(row))
    assert isinstance(one, Document)
    assert (one.text, one.published, one.published_from) == (text_only(), PUBLISHED, "metadata")


def test_a_source_that_is_no_address_is_none(tmp_path: Path) -> None:
    (one,) = read_one(tmp_path / "a.csv", table({"text": text_only(), "source": "Ouest-France"}))
    assert isinstance(one, Document)
    assert one.url is None


NO_TEXT = {"id": "1", "kopf": TITLE, "inhalt": text_only()}
UNKNOWN = "no column is known to hold the text; name one with --text-column: id, kopf, inhalt"
MISSING = "{}: has no column {!r}; its columns are id, kopf, inhalt"
BROKEN = [
    # The rows of a table have the same columns: what is wrong with them is said once.
    ("a.csv", table(NO_TEXT, NO_TEXT), {}, f"a.csv: {UNKNOWN}"),
    ("a.csv", table(NO_TEXT, NO_TEXT), {"text": "texte"}, MISSING.format("a.csv", "texte")),
    ("a.parquet", parquet(NO_TEXT, NO_TEXT), {}, f"a.parquet: {UNKNOWN}"),
    ("a.parquet", parquet(NO_TEXT), {"text": "inhalt", "url": "x"}, MISSING.format("a.parquet", "x")),
    ("a.jsonl", lines(NO_TEXT), {}, f"a.jsonl#1: {UNKNOWN}"),
    ("a.jsonl", lines(NO_TEXT), {"text": "inhalt", "date": "jour"}, MISSING.format("a.jsonl#1", "jour")),
    ("a.json", json.dumps(NO_TEXT), {}, f"a.json: {UNKNOWN}"),
    ("a.json", json.dumps([NO_TEXT]), {"id": "nr"}, MISSING.format("a.json#1", "nr")),
    ("a.json", "{}", {}, "a.json: holds no text: there is no letter and no digit in it"),
    ("a.jsonl", '{"id": "1", "text": " "}\n', {}, "a.jsonl#1: the column 'text' is empty"),
    ("a.json", '{"text": ', {}, "a.json: is no JSON (Expecting value: line 1 column 10 (char 9))"),
    ("a.csv", "id,text\r\n", {}, "a.csv: holds no record: there is nothing below its header"),
]


@pytest.mark.parametrize(("name", "data", "columns", "message"), BROKEN)
def test_a_reject_says_what_is_wrong(
    tmp_path: Path, name: str, data: bytes | str, columns: Mapping[str, str], message: str
) -> None:
    found = read_one(tmp_path / name, data, **columns)
    assert found == [Reject(message.partition(":")[0], "read", "ReadError", message)]


GOOD, NEXT = record("a"), record("b")
AMONG = [
    ("a.jsonl", f'{lines(GOOD)}{{"text":\n{lines(NEXT)}', "#2", "line 2 is no JSON ({})"),
    ("a.jsonl", f"{lines(GOOD)}[1]\n{lines(NEXT)}", "#2", "line 2 must hold one JSON object, not list"),
    ("a.jsonl", lines(GOOD, record("x", text=None), NEXT), "#x", "the column 'text' is empty"),
    ("a.json", json.dumps([GOOD, "b", NEXT]), "#2", "record 2 must be a JSON object, not str"),
    (
        "a.csv",
        table(GOOD) + "c,seul\r\n" + table(NEXT).partition("\r\n")[2],
        "#2",
        "row 2 has 2 cells, and the header 7; put texts with line breaks or ',' in quotes",
    ),
    ("a.parquet", parquet(GOOD, record("x", text=None), NEXT), "#x", "the column 'text' is empty"),
]


@pytest.mark.parametrize(("name", "data", "place", "message"), AMONG)
def test_a_broken_record_costs_its_own_row(
    tmp_path: Path, name: str, data: bytes | str, place: str, message: str
) -> None:
    first, broken, last = read_one(tmp_path / name, data)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (first.source, last.source) == (f"{name}#a", f"{name}#b")
    assert isinstance(broken, Reject)
    message = message.format("Expecting value: line 2 column 1 (char 9)")
    assert (broken.source, broken.detail) == (f"{name}{place}", f"{name}{place}: {message}")


def test_a_table_that_breaks_off_keeps_what_stands_before(tmp_path: Path) -> None:
    rows = [record(str(number), text=f"{number}. {text_only()}") for number in range(100)]
    *before, last = read_one(tmp_path / "a.csv", table(*rows).encode() + b'"\xff')
    assert isinstance(last, Reject)
    message = r"a\.csv: line \d+ or later is not utf-8 as what is before it; save the table as UTF-8"
    assert re.fullmatch(message, last.detail)
    # Text is decoded some kilobytes at a time: the rows right before the damage go with it.
    assert [one.source for one in before] == [f"a.csv#{number}" for number in range(len(before))]
    assert len(before) > 90


def test_a_sidecar_speaks_of_a_single_record_only(tmp_path: Path) -> None:
    meta = '{"title": "Un jumelage", "published": "2020-01-01"}'
    files = {"one.json": CASES["one.json"].data, "one.meta.json": meta}
    files |= {"list.json": CASES["list.json"].data, "list.meta.json": meta}
    stated = [
        (one.source, one.title, one.published, one.published_from)
        for one in read([write_all(tmp_path, files)])
        if isinstance(one, Document)
    ]
    assert stated == [
        ("list.json#a", TITLE, PUBLISHED, "metadata"),
        ("list.json#b", TITLE, PUBLISHED, "metadata"),
        ("one.json", "Un jumelage", "2020-01-01", "sidecar"),
    ]
