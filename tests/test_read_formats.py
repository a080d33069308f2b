"""Reading: one article in every format of documents comes out as one text with the same mentions."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from make_files import PUBLISHED, write_all
from make_formats import CASES
from reading import Found, read_back, read_only

from pipeline.kit import Kit
from pipeline.records import Document, Extraction, Reject
from pipeline.run import run
from pipeline.to_tables import to_tables

MENTIONS = {
    ("COUNT", "deux cardiologues"),
    ("COUNT", "quatre infirmières"),
    ("COUNTRY", "Bénin"),
    ("COUNTRY", "Togo"),
    ("COUNTRY", "béninois"),
    ("COUNTRY", "béninoises"),
    ("DATE", "3 juin 2024"),
    ("DATE", "juin 2025"),
    ("DATE", "mars 2025"),
    ("DATE", "novembre 2024"),
    ("DATE", "octobre 2024"),
    ("DATE", "octobre dernier"),
    ("DATE", "six semaines"),
    ("DATE", "trois ans"),
    ("INSTITUTION", "AFD"),
    ("INSTITUTION", "Agence française de développement"),
    ("INSTITUTION", "CHU de Lomé"),
    ("INSTITUTION", "CHU de Rouen"),
    ("INSTITUTION", "Centre national hospitalier universitaire de Cotonou"),
    ("SPECIALTY", "cardiologie"),
    ("SPECIALTY", "cardiologues"),
    ("SPECIALTY", "chirurgie cardiaque"),
    ("SPECIALTY", "réanimation"),
}
# Whatever it is called: for these formats the content says what they are.
UNNAMED = {
    f"{folder}/{name.replace('.', '-')}{suffix}": name
    for name, case in CASES.items()
    if case.media_type not in ("text/plain", "text/markdown") and case.data
    for folder, suffix in (("none", ""), ("wrong", ".txt"), ("wrong", ".csv"))
}


@pytest.fixture(scope="module")
def found(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Found | Reject]:
    files = {name: case.data for name, case in CASES.items() if case.data}
    return read_back(write_all(tmp_path_factory.mktemp("formats"), files), kit)


@pytest.fixture(scope="module")
def unnamed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Document | Reject]:
    files = {name: CASES[right].data for name, right in UNNAMED.items()}
    return read_only(write_all(tmp_path_factory.mktemp("unnamed"), files))


def test_all_is_read_and_nothing_else(found: Mapping[str, Found | Reject]) -> None:
    assert set(found) == set(CASES)
    assert [one for one in found.values() if isinstance(one, Reject)] == []


def test_the_article_has_all_five_labels(found: Mapping[str, Found]) -> None:
    assert {(label, text) for label, text, _ in found["utf-8.txt"].mentions} == MENTIONS


@pytest.mark.parametrize("name", CASES)
def test_a_format_gives_the_article(found: Mapping[str, Found], name: str) -> None:
    case, (document, one, mentions) = CASES[name], found[name]
    assert one.text == case.text
    assert (one.published, one.published_from) == (PUBLISHED, case.published_from)
    assert one.title == (case.title or case.text.split("\n")[0])
    described = (document.media_type, document.title, document.author, document.site, document.url)
    assert described == (case.media_type, case.title, case.author, case.site, case.url)
    assert mentions == found["utf-8.txt"].mentions


@pytest.mark.parametrize("name", UNNAMED)
def test_a_format_is_known_by_its_content(
    found: Mapping[str, Found], unnamed: Mapping[str, Document], name: str
) -> None:
    assert unnamed[name] == replace(found[UNNAMED[name]].document, source=name)


def test_a_run_takes_formats_as_they_come(kit: Kit, tmp_path: Path) -> None:
    names = ("article.docx", "article.html", "article.pdf", "cp1252.txt", "plain.eml")
    write_all(tmp_path, {name: CASES[name].data for name in names} | {"b/again.docx": CASES[names[0]].data})
    write_all(tmp_path, {"broken.docx": b"PK\x03\x04 rien", "empty.html": b"", "picture.png": b"\x89PNG\r\n"})
    done = run([tmp_path], kit)
    assert {one.source: extraction_of(found) for one, found, _ in done.articles} == dict.fromkeys(
        (*names, "b/again.docx"), MENTIONS
    )
    documents = to_tables(done, kit)["documents"].to_pylist()
    source_of = {row["document_id"]: row["source"] for row in documents}
    assert {row["source"]: source_of[row["same_as"]] for row in documents if row["same_as"]} == {
        "b/again.docx": "article.docx"
    }
    assert [(one.source, one.stage, one.error, one.detail) for one in done.rejects] == [
        (
            "broken.docx",
            "read",
            "ReadError",
            "broken.docx: is a damaged ZIP or document: File is not a zip file",
        ),
        ("empty.html", "read", "ReadError", "empty.html: the file is empty (0 bytes)"),
        (
            "picture.png",
            "read",
            "ReadError",
            "picture.png: format not supported: a PNG image; run text recognition (OCR) first",
        ),
    ]


def extraction_of(found: Extraction) -> set[tuple[str, str]]:
    return {(one.label, one.text) for one in found.mentions}
