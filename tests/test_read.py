"""Reading: what is discovered, what a document holds, and what every reject says."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError, ReadError, SidecarError
from pipeline.read import discover, read
from pipeline.read.text import decode
from pipeline.records import Document

TEXT = "Le CHU de Vannes reçoit deux internes béninois.\n"


def write(path: Path, content: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def sources(*inputs: Path) -> list[str]:
    return [source for _, source in discover(inputs)]


def test_folders_are_walked_in_sorted_order_without_hidden_files_and_companions(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.md",
        "a/c.txt",
        "a.pdf",
        ".hidden.txt",
        ".git/x.txt",
        "b.ann",
        "b.coop.json",
        "b.meta.json",
    ):
        write(tmp_path / name)
    assert sources(tmp_path) == ["a/c.txt", "a/z.md", "a.pdf", "b.txt"]


def test_a_file_is_named_by_its_name_and_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "sub" / "b.txt")
    assert list(discover([path, tmp_path])) == [(path, "b.txt")]


def test_a_folder_that_links_to_its_parent_ends(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert sources(tmp_path) == ["a/b.txt"]


def test_a_missing_input_stops_before_anything_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    with pytest.raises(InputError) as caught:
        discover([path, tmp_path / "rien"])
    expected = f"{tmp_path / 'rien'}: no such file or folder; check the path, it is seen from {Path.cwd()}"
    assert str(caught.value) == expected


def test_a_document_holds_text_size_and_sidecar(tmp_path: Path) -> None:
    path = write(tmp_path / "a.b.txt")
    meta = {"published": "2024-06", "title": " Deux internes ", "url": "https://exemple.org/1", "author": 3}
    write(tmp_path / "a.b.meta.json", json.dumps(meta))
    assert read(path, "x/a.b.txt") == Document(
        source="x/a.b.txt",
        text=TEXT,
        media_type="text/plain",
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        n_bytes=50,
        title="Deux internes",
        url="https://exemple.org/1",
        published="2024-06",
        published_from="sidecar",
    )


@pytest.mark.parametrize("meta", ["{}", '{"published": null, "title": "", "url": "  "}'])
def test_what_a_sidecar_leaves_out_is_none(tmp_path: Path, meta: str) -> None:
    path = write(tmp_path / "a.md")
    write(tmp_path / "a.meta.json", meta)
    document = read(path, "a.md")
    assert (document.media_type, document.title, document.url) == ("text/markdown", None, None)
    assert (document.published, document.published_from) == (None, None)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = write(tmp_path / "note", b"\xef\xbb\xbf" + TEXT.encode())
    document = read(path, "note")
    assert (document.text, document.n_bytes, document.media_type) == (TEXT, 53, "text/plain")


REJECTS = [
    ("a.txt", b"", "a.txt: the file is empty (0 bytes)"),
    (
        "a.txt",
        "Été".encode("latin-1"),
        "a.txt: byte 0 (0xc9) is not UTF-8, which is expected; save the text as UTF-8",
    ),
    (
        "a.txt",
        b"\xef\xbb\xbfcaf\xe9",
        "a.txt: byte 6 (0xe9) is not UTF-8, which is expected; save the text as UTF-8",
    ),
    (
        "a.txt",
        "Été".encode("utf-16"),
        "a.txt: the text is UTF-16, and UTF-8 is expected; save it as UTF-8",
    ),
    (
        "a.txt",
        b"ab\0c",
        "a.txt: holds no text: NUL at byte 2 shows a binary file; UTF-8 text is expected",
    ),
    ("a.txt", b" \n\t. \n", "a.txt: holds no text: there is no letter and no digit in it"),
    ("a.txt", b"%PDF-1.7\n", "a.txt: format not supported yet: PDF; save it as UTF-8 text (.txt)"),
    ("a.odt", b"abc", "a.odt: format not supported yet: .odt; save it as UTF-8 text (.txt)"),
]


@pytest.mark.parametrize(("name", "content", "message"), REJECTS)
def test_a_reject_says_what_is_wrong(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(write(tmp_path / name, content), name)
    assert str(caught.value) == message


def test_a_file_that_is_gone_or_a_pipe_is_a_reject(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "a.txt", "a.txt")
    assert str(caught.value) == "a.txt: cannot be read: No such file or directory"
    os.mkfifo(tmp_path / "b.txt")
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "b.txt", "b.txt")
    assert str(caught.value) == "b.txt: is no regular file"


SIDECARS = [
    ('{"published": ', "is not JSON in UTF-8 (Expecting value: line 1 column 15 (char 14))"),
    ("[]", "must hold one JSON object, not list"),
    ('{"published": 2024}', "published must be a string or null, not int"),
    ('{"title": ["a"]}', "title must be a string or null, not list"),
    (
        '{"published": "3 juin 2024"}',
        "published '3 juin 2024' is no EDTF date; write 2024-06-03, 2024-06 or 2024",
    ),
]


@pytest.mark.parametrize(("meta", "problem"), SIDECARS)
def test_a_broken_sidecar_is_a_reject(tmp_path: Path, meta: str, problem: str) -> None:
    path = write(tmp_path / "a.txt")
    write(tmp_path / "a.meta.json", meta)
    with pytest.raises(SidecarError) as caught:
        read(path, "a.txt")
    assert str(caught.value) == f"a.meta.json: {problem}"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_read_error(data: bytes) -> None:
    try:
        text = decode(data)
    except ReadError:
        return
    assert text.encode() == data.removeprefix(b"\xef\xbb\xbf")
