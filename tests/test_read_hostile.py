"""Hostile and broken inputs: each costs its own row, says why, and the files around it are read."""

import gzip
import json
import os
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest
import zstandard
from fpdf import FPDF
from make_files import letter, mhtml, write_all
from make_hostile import (
    AFTER,
    BEFORE,
    HTML,
    LINES,
    TEXT,
    Row,
    regular,
    tarred,
    warc,
    with_entity,
    with_part,
    zipped,
)
from make_hostile_archives import ARCHIVES, BOMB
from make_hostile_documents import DOCUMENTS
from make_office import odt, word

from pipeline.errors import ArchiveError
from pipeline.kit import Kit
from pipeline.read import Options, discover, read, read_file
from pipeline.read.limits import Budget
from pipeline.records import Document, Reject
from pipeline.run import draft_of, run
from pipeline.tables.draft import pack

HOSTILE = ARCHIVES | DOCUMENTS


def rows(found: Iterable[Document | Reject]) -> list[Row]:
    """Return what was found as rows of HOSTILE; every reject is of this stage and names its source."""
    listed: list[Row] = []
    for one in found:
        if isinstance(one, Document):
            listed.append((one.source, one.text))
        else:
            assert one.stage == "read"
            assert one.detail.startswith(f"{one.source}: ")
            listed.append((one.source, one.error, one.detail.removeprefix(f"{one.source}: ")))
    return listed


def here(folder: Path) -> list[Row]:
    """Return what is found in a folder, read in this process."""
    return rows(
        one for path, source in discover([folder]) for one in read_file(Path(path), source, Options())
    )


def agrees(found: Row, expected: Row) -> bool:
    """Return whether a row is as expected: the messages of libraries are compared as far as given."""
    *same, last = expected
    if not last.endswith("…"):
        return found == expected
    return [*found[:-1]] == same and found[-1].startswith(last[:-1])


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Row]]:
    """Return what is found of each hostile input, with its good neighbours, all of them read in one go."""
    folder = tmp_path_factory.mktemp("hostile")
    for case, (name, data, _) in HOSTILE.items():
        write_all(folder / case, {BEFORE: f"Avant : {case}.", name: data, AFTER: HTML})
    by_case: dict[str, list[Row]] = {case: [] for case in HOSTILE}
    for source, *rest in rows(read([folder])):
        case, _, name = source.partition("/")
        by_case[case].append((name, *rest))
    return by_case


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_input_costs_its_own_row_alone(found: Mapping[str, list[Row]], case: str) -> None:
    name, _, expected = HOSTILE[case]
    before, *rows_of_it, after = found[case]
    assert (before, after) == ((BEFORE, f"Avant : {case}."), (AFTER, TEXT))
    wanted = [(name + tail, *rest) for tail, *rest in expected]
    assert len(rows_of_it) == len(wanted)
    for row, one in zip(rows_of_it, wanted, strict=True):
        assert row == one or agrees(row, one)


MIB = 2**20
SMALL_BOMBS = {
    "h.txt.gz": gzip.compress(bytes(4 * MIB)),
    "h.txt.zst": zstandard.ZstdCompressor().compress(bytes(4 * MIB)),
    "h.zip": zipped({"a.txt": bytes(4 * MIB), "b.txt": TEXT.encode()}),
    "h.tgz": gzip.compress(tarred(regular("a.txt", bytes(4 * MIB)))),
    "nested.zip": zipped({"a.zip": zipped({f"{n}.txt": bytes(MIB) for n in range(4)})}),
    "h.odt": zipped({"mimetype": bytes(4 * MIB)}),
}


@pytest.mark.parametrize("name", SMALL_BOMBS)
def test_what_expands_too_far_is_not_expanded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("pipeline.read.limits._RATIO_FROM", 3 * MIB)
    write_all(tmp_path, {BEFORE: TEXT, name: SMALL_BOMBS[name], AFTER: HTML})
    before, *bombs, after = here(tmp_path)
    assert (before, after) == ((BEFORE, TEXT), (AFTER, TEXT))
    # In a ZIP of ZIPs, what lies before the limit is opened, and holds nothing.
    *opened, last = bombs
    assert all(row[1] == "ReadError" for row in opened)
    assert last[1:] == ("ArchiveError", BOMB)


def test_an_archive_has_limits_of_size_and_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ArchiveError) as caught:
        Budget(2**40).take(2**36 + 1)
    assert str(caught.value) == "holds more than 64 GiB when expanded; split it"
    monkeypatch.setattr("pipeline.read.limits.MAX_ENTRIES", 2)
    names = ("a.txt", "b.txt", "c.txt")
    files = {
        "h.tar": tarred(*map(regular, names)),
        "h.zip": zipped({name: TEXT.encode() for name in names}),
    }
    assert here(write_all(tmp_path, files)) == [
        row
        for name in files
        for row in (
            (f"{name}/a.txt", TEXT),
            (f"{name}/b.txt", TEXT),
            (name, "ArchiveError", "holds more than 2 files; split it"),
        )
    ]


def test_what_is_too_long_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.rows.MAX_LINE", MIB)
    monkeypatch.setattr("pipeline.read.limits.MAX_DOCUMENT", 2 * MIB)
    monkeypatch.setattr("pipeline.read.documents.MAX_TEXT", MIB)
    long_line = json.dumps({"text": "a" * 2 * MIB}).encode() + b"\n"
    write_all(
        tmp_path,
        {
            "a.jsonl": LINES[0] + long_line + LINES[1],
            "b.csv": f"id,texte\n1,un\n2,{'a' * MIB}\n",
            "c.txt": "a" * (MIB + 1),
            "d.txt": "a" * (2 * MIB + 1),
            "e.zip": zipped({"a.txt": Random(1).randbytes(2 * MIB + 1), "b.txt": TEXT.encode()}),
            "f.txt": TEXT,
        },
    )
    line = "longer than 1 MiB, too long for a record"
    assert here(tmp_path) == [
        ("a.jsonl#1", f"{TEXT} 1"),
        ("a.jsonl#2", "ReadError", f"line 2 is {line}"),
        ("a.jsonl#3", f"{TEXT} 2"),
        ("b.csv#1", "un"),
        ("b.csv", "ReadError", f"line 3 is {line}"),
        ("c.txt", "ReadError", "holds more than 1,048,576 characters, too many for one document; split it"),
        ("d.txt", "ReadError", "is larger than 2 MiB, too large for one document; split it"),
        ("e.zip/a.txt", "ReadError", "is larger than 2 MiB, too large for one document; split it"),
        ("e.zip/b.txt", TEXT),
        ("f.txt", TEXT),
    ]


def test_what_is_no_file_any_more_or_never_was_is_a_row(tmp_path: Path) -> None:
    write_all(tmp_path, dict.fromkeys(("a.html", "b.html", "z.html"), HTML))
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.txt")
    documents = read([tmp_path])
    first = next(documents)
    (tmp_path / "b.html").unlink()
    assert rows([first, *documents]) == [
        ("a.html", TEXT),
        ("b.html", "ReadError", "cannot be read: No such file or directory"),
        ("dangling.txt", "ReadError", "cannot be read: No such file or directory"),
        ("loop.txt", "ReadError", "cannot be read: Too many levels of symbolic links"),
        ("pipe.txt", "ReadError", "is no regular file"),
        ("z.html", TEXT),
    ]
    assert list(read([tmp_path / "empty"])) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file, whatever its permissions")
def test_a_file_that_may_not_be_read_is_a_row(tmp_path: Path) -> None:
    write_all(tmp_path, {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT})
    (tmp_path / "b.txt").chmod(0)
    assert rows(read([tmp_path])) == [
        ("a.txt", TEXT),
        ("b.txt", "ReadError", "cannot be read: Permission denied"),
        ("c.txt", TEXT),
    ]


def test_names_that_are_no_text_can_be_written(kit: Kit, tmp_path: Path) -> None:
    inputs = write_all(tmp_path / "in", {"a.jsonl": HOSTILE["lone surrogates"][1]})
    (inputs / os.fsdecode("été.txt".encode("latin-1"))).write_text(TEXT)
    (inputs / os.fsdecode(b"z\xff.txt")).write_bytes(b"\0")
    found = run([inputs], kit)
    pack(draft_of(found))
    assert [one.document.source for one in found.documents] == ["a.jsonl#\ufffd", "\ufffdt\ufffd.txt"]
    assert [one.source for one in found.rejects if one.stage == "read"] == ["a.jsonl#2", "z\ufffd.txt"]


def external(url: str) -> dict[str, bytes | str]:
    """Return documents of every kind that name something at an address."""
    dtd = f'<!DOCTYPE {{}} [<!ENTITY e9 SYSTEM "{url}"><!ENTITY % p SYSTEM "{url}"> %p;]>'
    page = (
        f'<!DOCTYPE html SYSTEM "{url}"><html><head><base href="{url}"><link rel="stylesheet" href="{url}">'
        f'<script src="{url}"></script><meta http-equiv="refresh" content="0;url={url}"></head>'
        "<body><article>"
        f'<iframe src="{url}"></iframe><img src="{url}"><p>{TEXT}</p></article></body></html>'
    )
    body = letter()
    body["Disposition-Notification-To"] = f"<{url}>"
    body.set_content(page, subtype="html")
    link = f'<Relationship Id="x9" Type="http://a/attachedTemplate" Target="{url}" TargetMode="External"/>'
    linked = with_part(
        word(),
        "word/_rels/document.xml.rels",
        lambda data: data.replace(b"</Relationships>", link.encode() + b"</Relationships>"),
    )
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica")
    made.cell(text="Le CHU de Vannes", link=url)
    action = f"/OpenAction << /S /URI /URI ({url}) >>".encode()
    return {
        "a.html": page,
        "b.eml": body.as_bytes(),
        "c.mhtml": mhtml(page),
        "d.docx": linked,
        "e.docx": with_part(word(), "word/document.xml", with_entity(dtd)),
        "f.odt": with_part(odt(), "content.xml", with_entity(dtd)),
        "g.pdf": bytes(made.output()).replace(b"/Type /Catalog", b"/Type /Catalog " + action),
        "h.jsonl": json.dumps({"text": page, "url": url}),
        "i.json": json.dumps([{"text": page, "url": url}]),
        "j.csv": f'texte,url\n"{page.replace(chr(34), chr(39))}",{url}\n',
        "k.warc": warc(("text/html", page.encode())),
        "l.zip": zipped({"a.html": page.encode()}),
        "m.md": f"![image]({url})",
    }


def test_no_reader_goes_to_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a reader opens a connection")

    # The libraries in C take no notice of a patch: they would come to a server that is there.
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        files = external(f"http://127.0.0.1:{server.getsockname()[1]}/a")
        write_all(tmp_path, files)
        for name in ("connect", "connect_ex", "sendto"):
            monkeypatch.setattr(socket.socket, name, refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        found = here(tmp_path)
        with pytest.raises(BlockingIOError):
            server.accept()
    # Each of them gives a document.
    inside = {
        "h.jsonl": "#1",
        "i.json": "#1",
        "j.csv": "#1",
        "k.warc": "#http://a.example/1",
        "l.zip": "/a.html",
    }
    assert [(row[0], len(row)) for row in found] == [(name + inside.get(name, ""), 2) for name in files]


def test_a_document_does_not_bring_in_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("le mot de passe")
    doctype = f'<!DOCTYPE {{}} [<!ENTITY e9 SYSTEM "{secret.as_uri()}">]>'
    files = {
        "a.docx": with_part(word(), "word/document.xml", with_entity(doctype)),
        "b.odt": with_part(odt(), "content.xml", with_entity(doctype)),
        "c.html": doctype.format("html") + HTML.replace("Vannes", "Vannes &e9;"),
    }
    found = here(write_all(tmp_path / "in", files))
    assert [row[0] for row in found if len(row) == 2] == list(files)
    assert not any("mot de passe" in row[-1] for row in found)
