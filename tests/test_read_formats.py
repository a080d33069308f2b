"""Reading: one article in every format of documents comes out as one text with the same mentions."""

import json
from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pytest
from make_files import (
    AUTHOR,
    DATE_IN_JSON_LD,
    PUBLISHED,
    ROWS,
    SITE,
    TITLE,
    URL,
    article,
    letter,
    markup,
    mhtml,
    shown,
    text_only,
    web_page,
    write_all,
)
from make_office import BOX, NOTE, odt, pdf, word
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


class Case(NamedTuple):
    """A file, the cleaned text it must give, and what its metadata say."""

    data: bytes
    text: str
    media_type: str = "text/plain"
    published_from: str = "text"
    title: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None


TEXT = article()
# What a typewriter can do: ISO 8859-15 has no ’, and Latin-1 neither œ nor €.
STRAIGHT = TEXT.replace("’", "'")
LATIN = STRAIGHT.replace("œ", "oe").replace("€", "euros")
# Formats that keep the date apart do not repeat it; word processors and PDF have bullets of their own.
UNDATED, BULLETS = shown(article(byline=False)), shown(article(bullet="• "))
BEHIND = "\n\n".join((*BOX, NOTE))


def plain_texts() -> dict[str, Case]:
    encoded = {
        "utf-8.txt": TEXT.encode(),
        "marked.txt": TEXT.encode("utf-8-sig"),
        "lines.txt": TEXT.replace("\n", "\r\n").encode(),
        "cp1252.txt": TEXT.encode("cp1252"),
        "iso-8859-15.txt": STRAIGHT.encode("iso-8859-15"),
        "latin-1.txt": LATIN.encode("latin-1"),
        "macintosh.txt": TEXT.encode("mac_roman"),
        "utf-16.txt": TEXT.encode("utf-16"),
        "utf-16-le.txt": TEXT.encode("utf-16-le"),
        "utf-16-be.txt": TEXT.encode("utf-16-be"),
        "mojibake.txt": TEXT.encode().decode("cp1252").encode(),
        "mojibake-of-windows.txt": TEXT.encode().decode("cp1252").encode("cp1252"),
        "without-suffix": TEXT.encode(),
    }
    texts = {"iso-8859-15.txt": STRAIGHT, "latin-1.txt": LATIN}
    cases = {name: Case(data, shown(texts.get(name, TEXT))) for name, data in encoded.items()}
    return cases | {"article.md": Case(TEXT.encode(), shown(TEXT), "text/markdown")}


def web_pages() -> dict[str, Case]:
    page = Case(b"", UNDATED, "text/html", "metadata", TITLE, AUTHOR, SITE, URL)
    windows = web_page(charset="windows-1252")
    saved = f"<!-- saved from url=(0043){URL} -->\n"
    bare = f"<html><head><title>{TITLE}</title></head><body>{markup()}</body></html>"
    cases = {
        "article.html": page._replace(data=web_page().encode()),
        "json-ld.html": page._replace(data=web_page(date=DATE_IN_JSON_LD).encode()),
        "windows.html": page._replace(data=windows.encode("cp1252")),
        # Pages that were converted, but not what they say of themselves.
        "says-windows.html": page._replace(data=windows.encode()),
        "says-utf-8.html": page._replace(data=web_page().encode("cp1252")),
        "latin-9.html": page._replace(
            data=web_page(charset="iso-8859-15").replace("’", "'").replace("–", "-").encode("iso-8859-15"),
            text=UNDATED.replace("’", "'"),
        ),
        "site-in-title.html": page._replace(
            data=web_page(head=f'<meta property="og:title" content="{TITLE} – {SITE}">').encode()
        ),
        "article.xhtml": page._replace(
            data=f'<?xml version="1.0" encoding="windows-1252"?>\n{web_page(charset="")}'.encode("cp1252")
        ),
        "web-page": page._replace(data=web_page().encode()),
        "byline.html": page._replace(
            data=web_page(date="", byline=True).encode(),
            text=shown(TEXT),
            published_from="text",
        ),
        "saved.htm": Case(
            (saved + bare).encode(),
            shown(TEXT),
            "text/html",
            title=TITLE,
            site="www.chu-rouen.fr",
            url=URL,
        ),
    }
    mail = page._replace(media_type="message/rfc822")
    return cases | {
        "article.mhtml": mail._replace(data=mhtml(web_page())),
        "windows.mht": mail._replace(data=mhtml(windows, "windows-1252", "base64")),
    }


def set_html(message: EmailMessage) -> EmailMessage:
    message.set_content(f"<html><body>{markup(byline=False)}</body></html>", subtype="html")
    return message


def letters() -> dict[str, Case]:
    made: dict[str, EmailMessage] = {}
    for name, charset, encoding in (
        ("plain", "utf-8", "8bit"),
        ("windows", "windows-1252", "quoted-printable"),
        ("encoded", "utf-8", "base64"),
    ):
        made[name] = letter()
        made[name].set_content(text_only(), charset=charset, cte=encoding)
    made["forwarded"] = letter(f"TR: Re : {TITLE}")
    made["forwarded"].set_content(text_only())
    made["html"] = set_html(letter())
    made["both"] = letter()
    made["both"].set_content(text_only())
    made["both"].add_alternative(f"<html><body>{markup(byline=False)}</body></html>", subtype="html")
    made["with-logo"] = set_html(letter())
    made["with-logo"].add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>")
    made["with-files"] = letter()
    made["with-files"].set_content(text_only())
    made["with-files"].add_attachment(pdf(), "application", "pdf", filename="communiqué.pdf")
    made["with-files"].add_attachment(b"BEGIN:VCARD", "text", "vcard", filename="lise.vcf")
    made["with-files"].add_attachment(b"\xff\xd8\xff", "image", "jpeg", filename="photo.jpg")
    made["with-files"].add_attachment(word(), "application", "octet-stream", filename="texte.docx")
    inner = letter("Une lettre dans la lettre")
    inner.set_content(TEXT)
    made["with-files"].add_attachment(inner)
    sent = Case(b"", UNDATED, "message/rfc822", "metadata", TITLE, AUTHOR)
    cases = {f"{name}.eml": sent._replace(data=bytes(one)) for name, one in made.items()}
    attached = {f"with-files.eml/{name}": case for name, case in office().items()}
    return cases | {
        "with-files.eml/communiqué.pdf": attached["with-files.eml/article.pdf"]._replace(data=b""),
        "with-files.eml/texte.docx": attached["with-files.eml/article.docx"]._replace(data=b""),
        "with-files.eml/attachment-5": sent._replace(
            text=f"Une lettre dans la lettre\n\n{shown(TEXT)}", title="Une lettre dans la lettre"
        ),
    }


def office() -> dict[str, Case]:
    docx_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    odt_type = "application/vnd.oasis.opendocument.text"
    rows = "\n".join(" ".join(row) for row in ROWS)
    printed = BULLETS.replace("\n".join(" | ".join(row) for row in ROWS), rows)
    text = f"{BULLETS}\n\n{BEHIND}"
    return {
        "article.docx": Case(word(), text, docx_type, author=AUTHOR),
        "article.odt": Case(odt(), text, odt_type, author=AUTHOR),
        "article.pdf": Case(pdf(), printed, "application/pdf", author=AUTHOR),
    }


CASES = plain_texts() | web_pages() | letters() | office()
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


def test_a_sidecar_goes_before_what_the_document_says(kit: Kit, tmp_path: Path) -> None:
    stated = {"published": "2024-06-05", "title": "Un jumelage", "url": "https://exemple.org/jumelage"}
    names = ("article.html", "article.docx", "plain.eml")
    files: dict[str, bytes | str] = {name: CASES[name].data for name in names}
    files |= {f"{name.split('.')[0]}.meta.json": json.dumps(stated) for name in names}
    found = read_back(write_all(tmp_path, files), kit)
    for name in names:
        document, one, _ = found[name]
        assert (document.title, document.url) == (stated["title"], stated["url"])
        assert (document.author, document.site) == (CASES[name].author, CASES[name].site)
        assert (one.title, one.published, one.published_from) == ("Un jumelage", "2024-06-05", "sidecar")
        assert one.text == CASES[name].text


def test_a_sidecar_says_only_what_it_says(kit: Kit, tmp_path: Path) -> None:
    files = {"a.html": web_page(), "a.meta.json": '{"title": "Un jumelage"}'}
    found = read_back(write_all(tmp_path, files), kit)["a.html"]
    assert (found.document.title, found.document.url) == ("Un jumelage", URL)
    assert (found.article.published, found.article.published_from) == (PUBLISHED, "metadata")


def test_the_sidecar_of_a_letter_says_nothing_of_its_attachments(kit: Kit, tmp_path: Path) -> None:
    name = "with-files.eml"
    meta = '{"title": "Un jumelage", "published": "2020-01-01"}'
    found = read_back(write_all(tmp_path, {name: CASES[name].data, "with-files.meta.json": meta}), kit)
    dates = {source: (one.article.published, one.article.published_from) for source, one in found.items()}
    assert dates == {
        name: ("2020-01-01", "sidecar"),
        f"{name}/communiqué.pdf": (PUBLISHED, "text"),
        f"{name}/texte.docx": (PUBLISHED, "text"),
        f"{name}/attachment-5": (PUBLISHED, "metadata"),
    }


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
