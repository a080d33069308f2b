"""Reading: articles in ZIP, tar, gzip, Zstandard and web archives, and in archives in archives."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
import zstandard
from make_files import (
    AUTHOR,
    PUBLISHED,
    SITE,
    TITLE,
    URL,
    article,
    letter,
    mhtml,
    record,
    shown,
    text_only,
    web_page,
    write_all,
    zipped,
)
from make_office import odt, pdf, word
from reading import Found, read_back, read_only
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.kit import Kit
from pipeline.read import read
from pipeline.records import Document, Reject
from pipeline.run import run
from pipeline.to_tables import to_tables


def tarred(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


class Response(NamedTuple):
    """What a server answered: the address asked for, the bytes, their type and the status line."""

    url: str
    data: bytes
    media_type: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    packed: bool = False


def warc(responses: Iterable[Response], *, gz: bool = False) -> bytes:
    """Return a web archive: for each response also the request, as crawlers write them."""
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=gz)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "essai"}))
    for one in responses:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "exemple.org")], is_http_request=True)
        packing = [("Content-Encoding", "gzip")] if one.packed else []
        head = StatusAndHeaders(one.status, [("Content-Type", one.media_type), *packing], protocol="HTTP/1.1")
        for kind, data, headers in (("request", b"", asked), ("response", one.data, head)):
            made_record = writer.create_warc_record(
                one.url, kind, payload=io.BytesIO(data), http_headers=headers
            )
            writer.write_record(made_record)
    return made.getvalue()


def mail() -> bytes:
    message = letter()
    message.set_content(text_only())
    message.add_attachment(word(), "application", "octet-stream", filename="texte.docx")
    return bytes(message)


SITE_URL = "https://www.chu-rouen.fr"
# A page that states neither its address nor its encoding: both are known from the archive.
BARE = web_page(charset="").replace(f'<link rel="canonical" href="{URL}">', "")
CRAWL = (
    Response(f"{SITE_URL}/a", BARE.encode()),
    Response(f"{SITE_URL}/b", BARE.encode("cp1252"), "text/html; charset=windows-1252"),
    Response(f"{SITE_URL}/c", gzip.compress(BARE.encode()), packed=True),
    # Nobody would guess this one.
    Response(f"{SITE_URL}/d", BARE.encode("gb18030"), "text/html; charset=GB18030"),
    Response(f"{SITE_URL}/moved", BARE.encode(), status="301 Moved Permanently"),
    Response(f"{SITE_URL}/gone", BARE.encode(), status="404 Not Found"),
    Response(f"{SITE_URL}/photo.jpg", b"\xff\xd8\xff", "image/jpeg"),
    Response(f"{SITE_URL}/style.css", b"body {}", "text/css"),
    Response(f"{SITE_URL}/lettre.pdf", pdf(), "application/pdf"),
    Response(f"{SITE_URL}/robots.txt", article().encode(), "text/plain"),
)
CRAWLED = ("a", "b", "c", "d", "lettre.pdf", "robots.txt")
FILES = {
    "article.txt": article().encode("cp1252"),
    "dossier/article.html": web_page().encode(),
    "dossier/article.docx": word(),
    "export.jsonl": (json.dumps(record("a")) + "\n").encode(),
    "lettre.eml": mail(),
    "lettre.pdf": pdf(),
    "page.mhtml": mhtml(web_page()),
    "texte.odt": odt(),
}
HELD = {
    **{name: name for name in FILES if name != "export.jsonl"},
    "export.jsonl": "export.jsonl#a",
    "attached": "lettre.eml/texte.docx",
}
HIDDEN = {
    ".DS_Store": b"\0\0",
    "__MACOSX/._article.txt": b"\0\5\x16\7",
    "article.meta.json": b"{}",
    "a.ann": b"T1",
}
ARCHIVES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "all.zip": (zipped(FILES | HIDDEN), tuple(f"/{name}" for name in HELD.values())),
    "all.tar": (tarred(FILES | HIDDEN), tuple(f"/{name}" for name in HELD.values())),
    "all.tgz": (gzip.compress(tarred(FILES)), tuple(f"/{name}" for name in HELD.values())),
    "all.tar.gz": (gzip.compress(tarred(FILES)), tuple(f"/{name}" for name in HELD.values())),
    "all.tar.zst": (zstandard.compress(tarred(FILES)), tuple(f"/{name}" for name in HELD.values())),
    "article.txt.gz": (gzip.compress(FILES["article.txt"]), ("",)),
    "article.html.zst": (zstandard.compress(FILES["dossier/article.html"]), ("",)),
    "export.jsonl.gz": (gzip.compress(FILES["export.jsonl"]), ("#a",)),
    "zip-in.tar": (tarred({"b/all.zip": zipped(FILES)}), tuple(f"/b/all.zip/{x}" for x in HELD.values())),
    "crawl.warc": (warc(CRAWL), tuple(f"#{SITE_URL}/{name}" for name in CRAWLED)),
    "crawl.warc.gz": (warc(CRAWL, gz=True), tuple(f"#{SITE_URL}/{name}" for name in CRAWLED)),
    "crawl.zip": (zipped({"a.warc": warc(CRAWL)}), tuple(f"/a.warc#{SITE_URL}/{name}" for name in CRAWLED)),
}
UNNAMED = {
    f"{folder}/{name.replace('.', '-')}{suffix}": name
    for name in ARCHIVES
    for folder, suffix in (("none", ""), ("wrong", ".txt"), ("wrong", ".docx"))
}


@pytest.fixture(scope="module")
def found(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Found | Reject]:
    files = {name: data for name, (data, _) in ARCHIVES.items()} | {"article.txt": article().encode()}
    return read_back(write_all(tmp_path_factory.mktemp("archives"), files), kit)


@pytest.fixture(scope="module")
def unnamed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Document | Reject]:
    files = {name: ARCHIVES[right][0] for name, right in UNNAMED.items()}
    return read_only(write_all(tmp_path_factory.mktemp("unnamed"), files))


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_gives_what_it_holds_and_nothing_else(
    found: Mapping[str, Found | Reject], name: str
) -> None:
    expected = {f"{name}{one}" for one in ARCHIVES[name][1]}
    held = {source: one for source, one in found.items() if source.startswith((f"{name}/", f"{name}#"))}
    held |= {name: found[name]} if name in found else {}
    assert set(held) == expected
    assert [one for one in held.values() if isinstance(one, Reject)] == []


@pytest.mark.parametrize("name", ARCHIVES)
def test_what_an_archive_holds_gives_the_article(found: Mapping[str, Found], name: str) -> None:
    plain = found["article.txt"]
    for one in ARCHIVES[name][1]:
        _, made, mentions = found[f"{name}{one}"]
        assert made.published == PUBLISHED
        assert made.title == TITLE
        assert mentions == plain.mentions


def test_a_page_of_a_crawl_is_known_by_its_address(found: Mapping[str, Found]) -> None:
    for name in ("crawl.warc", "crawl.warc.gz", "crawl.zip/a.warc"):
        for page in ("a", "b", "c", "d"):
            document, one, _ = found[f"{name}#{SITE_URL}/{page}"]
            assert one.text == shown(article(byline=False))
            described = (document.media_type, document.author, document.site, document.url)
            assert described == ("text/html", AUTHOR, SITE, f"{SITE_URL}/{page}")


@pytest.mark.parametrize("name", UNNAMED)
def test_an_archive_is_known_by_its_content(
    found: Mapping[str, Found], unnamed: Mapping[str, Document], name: str
) -> None:
    right = UNNAMED[name]
    for one in ARCHIVES[right][1]:
        expected = replace(found[f"{right}{one}"].document, source=f"{name}{one}")
        assert unnamed[f"{name}{one}"] == expected


def test_a_document_is_the_same_inside_of_an_archive(found: Mapping[str, Found]) -> None:
    for name in ("all.tar", "all.tgz", "zip-in.tar/b/all.zip"):
        for one in HELD.values():
            expected = found[f"all.zip/{one}"]
            document, made, mentions = found[f"{name}/{one}"]
            assert replace(document, source=expected.document.source) == expected.document
            assert (made.text, mentions) == (expected.article.text, expected.mentions)


def test_a_broken_file_costs_its_own_row(tmp_path: Path) -> None:
    data = {"a.txt": article().encode(), "b.docx": b"PK\x03\x04 rien", "c.txt": text_only().encode()}
    files = {"a.zip": zipped(data), "a.tar": tarred(data)}
    for name in files:
        first, broken, last = read([write_all(tmp_path, files) / name])
        assert isinstance(first, Document)
        assert isinstance(last, Document)
        assert (first.source, last.source) == (f"{name}/a.txt", f"{name}/c.txt")
        detail = f"{name}/b.docx: is a damaged ZIP or document: File is not a zip file"
        assert broken == Reject(f"{name}/b.docx", "read", "ReadError", detail)


def test_a_damaged_entry_of_a_zip_costs_its_own_row(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("a.txt", "b.txt", "c.txt"):
            archive.writestr(name, f"{name} {article()}")
    data = made.getvalue().replace(b"b.txt Rouen", b"b.txt Rouan")
    first, broken, last = read([write_all(tmp_path, {"a.zip": data}) / "a.zip"])
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (first.source, last.source) == ("a.zip/a.txt", "a.zip/c.txt")
    assert isinstance(broken, Reject)
    assert broken.detail == "a.zip/b.txt: is damaged or ends in the middle: Bad CRC-32 for file 'b.txt'"


def test_a_page_without_text_costs_its_own_row(tmp_path: Path) -> None:
    pages = (CRAWL[0], Response(f"{SITE_URL}/empty", b"<html><body></body></html>"), CRAWL[1])
    folder = write_all(tmp_path, {"a.warc": warc(pages)})
    first, broken, last = read([folder / "a.warc"])
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    source = f"a.warc#{SITE_URL}/empty"
    assert broken == Reject(
        source,
        "read",
        "ReadError",
        f"{source}: the web page holds no article text; save the article as text",
    )


def test_a_sidecar_speaks_of_a_packed_article_and_not_of_an_archive(tmp_path: Path) -> None:
    meta = b'{"title": "Un jumelage", "published": "2020-01-01"}'
    files = {
        "a.html.gz": gzip.compress(web_page().encode()),
        "a.html.meta.json": meta,
        "b.zip": zipped({"b.html": web_page().encode()}),
        "b.meta.json": meta,
    }
    stated = [
        (one.source, one.title, one.published, one.published_from)
        for one in read([write_all(tmp_path, files)])
        if isinstance(one, Document)
    ]
    assert stated == [
        ("a.html.gz", "Un jumelage", "2020-01-01", "sidecar"),
        ("b.zip/b.html", TITLE, PUBLISHED, "metadata"),
    ]


def test_a_run_extracts_what_lies_in_two_archives_once(kit: Kit, tmp_path: Path) -> None:
    page = {"a.html": web_page().encode()}
    done = run([write_all(tmp_path, {"a.zip": zipped(page), "b.tar": tarred(page)})], kit)
    tables = {name: table.to_pylist() for name, table in to_tables(done, kit).items()}
    ids = {row["source"]: row["document_id"] for row in tables["documents"]}
    handled = {row["source"]: (row["n_articles"], row["same_as"]) for row in tables["documents"]}
    assert handled == {"a.zip/a.html": (1, None), "b.tar/a.html": (0, ids["a.zip/a.html"])}
    assert [row["document_id"] for row in tables["articles"]] == [ids["a.zip/a.html"]]
    assert done.rejects == []
