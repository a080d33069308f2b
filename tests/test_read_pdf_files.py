"""Reading PDF: scans, passwords, damaged files, limits, and what a file states of itself."""

import io
from contextlib import closing

import pytest
from fpdf import FPDF
from make_pdf import (
    DAMAGED,
    ONE,
    STORY,
    TWO,
    new,
    paragraphs,
    put,
    read,
    rejected,
    typeset,
)
from PIL import Image
from pypdfium2 import PdfDocument

from pipeline.read.page import Page
from pipeline.read.pdf import read_pdf


def scan(pdf: FPDF) -> None:
    pdf.add_page()
    pdf.image(Image.new("L", (40, 60), 200), 0, 0, 210, 297)


@pytest.mark.parametrize(("n_pages", "named"), [(1, "1 page"), (3, "3 pages")])
def test_a_scan_is_told_apart(n_pages: int, named: str) -> None:
    pdf = new()
    for _ in range(n_pages):
        scan(pdf)
    message = f"holds no text in {named}, only images, as a scan does; run OCR on it first"
    assert rejected(bytes(pdf.output())) == message


def test_empty_pages_are_no_scan() -> None:
    pdf = new()
    pdf.add_page()
    assert rejected(bytes(pdf.output())) == DAMAGED.format("nothing stands on its 1 page")


def test_text_among_scanned_pages_is_read() -> None:
    pdf = new()
    scan(pdf)
    pdf.add_page()
    typeset(pdf, STORY[:2], TWO)
    scan(pdf)
    assert paragraphs(pdf) == STORY[:2]


def test_a_password_is_named() -> None:
    pdf = new()
    typeset(pdf, STORY, ONE)
    pdf.set_encryption(owner_password="b", user_password="a")
    assert rejected(bytes(pdf.output())) == "is locked with a password; save a copy without one"


def test_a_file_that_may_be_read_without_its_password_is_read() -> None:
    pdf = new()
    typeset(pdf, STORY, ONE)
    pdf.set_encryption(owner_password="b")
    assert paragraphs(pdf) == STORY


@pytest.mark.parametrize("keep", [0, 5, 600])
def test_a_file_that_is_cut_off_is_named(keep: int) -> None:
    pdf = new()
    typeset(pdf, STORY, ONE)
    assert rejected(bytes(pdf.output())[:keep]) == DAMAGED.format("it cannot be opened")


def test_what_is_no_pdf_is_named() -> None:
    assert rejected(b"<html>") == DAMAGED.format("it cannot be opened")


def test_a_file_without_pages_is_named() -> None:
    made = io.BytesIO()
    with closing(PdfDocument.new()) as empty:
        empty.save(made)
    assert rejected(made.getvalue()) == DAMAGED.format("it has no pages")


def test_a_page_that_is_missing_does_not_lose_the_others() -> None:
    pdf = new()
    for text in ("Premier hôpital.", "Deuxième hôpital."):
        pdf.add_page()
        put(pdf, 20, 90, text)
    data = bytes(pdf.output())
    first = data.index(b"/Type /Page\n")
    broken = data[:first] + b"/Type /Rien\n" + data[first + len(b"/Type /Page\n") :]
    assert read_pdf(broken).text.endswith("Deuxième hôpital.")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.pdf._MOST_PAGES", 2)
    pdf = new()
    for _ in range(3):
        pdf.add_page()
    assert rejected(bytes(pdf.output())) == "has 3 pages, more than 2; split it"


def test_too_many_characters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.pdf.words.MAX_TEXT", 1000)
    pdf = new()
    typeset(pdf, STORY, ONE)
    message = "holds more than 1,000 characters, too many for one document; split it"
    assert rejected(bytes(pdf.output())) == message


def test_metadata_are_what_the_file_states() -> None:
    pdf = new(title="  Hôpitaux \n sans frontières ", author="Lise Morel")
    pdf.add_page()
    put(pdf, 20, 90, "Texte")
    assert read(pdf) == Page(
        text="Texte", title="Hôpitaux sans frontières", author="Lise Morel", created="2021-03-15"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - lettre.doc",
        "Sans titre",
        "Sans titre-1",
        "untitled",
        "Présentation PowerPoint",
        "Document2",
        "lettre info 12.indd",
        "lettre_info_12",
        "Mise en page 1",
        "...",
    ],
)
def test_titles_that_a_program_has_put_there_are_none(title: str) -> None:
    pdf = new(title=title, author="Utilisateur")
    pdf.add_page()
    put(pdf, 20, 90, "Texte")
    assert read(pdf) == Page(text="Texte", created="2021-03-15")


@pytest.mark.parametrize("title", ["Document de cadrage", "Rapport 2021", "Titre et travaux", "CHU-info"])
def test_titles_that_only_look_like_it_stay(title: str) -> None:
    pdf = new(title=title)
    pdf.add_page()
    put(pdf, 20, 90, "Texte")
    assert read(pdf).title == title


@pytest.mark.parametrize("stated", ["D:20211340", "D:2021", "hier", "D:19010101"])
def test_dates_that_cannot_be_are_none(stated: str) -> None:
    pdf = new()
    pdf.add_page()
    put(pdf, 20, 90, "Texte")
    data = bytes(pdf.output()).replace(b"D:20210315000000Z", stated.ljust(17).encode())
    assert read_pdf(data).created is None
