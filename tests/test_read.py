"""Reading: what is discovered, what a document holds, and what every reject says."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError, ReadError
from pipeline.read import Options, discover, read, read_file
from pipeline.read.text import decode, repair
from pipeline.records import Document, Reject

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
    assert list(discover([path, tmp_path])) == [(str(path), "b.txt")]


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


def test_a_pattern_chooses_among_the_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("2024/a.html", "2024/b.txt", "2023/a.html"):
        write(tmp_path / name)
    given_itself = write(tmp_path / "2024" / "b.txt")
    assert [source for _, source in discover([tmp_path], "*.html")] == ["2023/a.html", "2024/a.html"]
    assert [source for _, source in discover([tmp_path], "2024/*")] == ["2024/a.html", "2024/b.txt"]
    assert [source for _, source in discover([given_itself], "*.html")] == ["b.txt"]


def only(path: Path, source: str) -> Document | Reject:
    (one,) = read_file(path, source, Options())
    return one


def document(path: Path, source: str) -> Document:
    one = only(path, source)
    assert isinstance(one, Document)
    return one


def test_a_document_holds_text_size_and_sidecar(tmp_path: Path) -> None:
    path = write(tmp_path / "a.b.txt")
    meta = {"published": "2024-06", "title": " Deux internes ", "url": "https://exemple.org/1", "author": 3}
    write(tmp_path / "a.b.meta.json", json.dumps(meta))
    assert document(path, "x/a.b.txt") == Document(
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
    found = document(path, "a.md")
    assert (found.media_type, found.title, found.url) == ("text/markdown", None, None)
    assert (found.published, found.published_from) == (None, None)


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folders = [write(tmp_path / name / "a.txt", f"Texte {name}.").parent for name in ("un", "deux")]
    found = [(one.source, one.text) for one in read(folders) if isinstance(one, Document)]
    assert found == [("a.txt", "Texte un."), ("a.txt (2)", "Texte deux.")]


ENCODED = [
    ("cp1252", "L’été à l’hôpital de Besançon : « cœur » et œuvre, 5 €"),
    ("latin-1", "L'été à l'hôpital de Besançon : maïs, Noël, déçu, où"),
    ("iso8859-15", "Cœur et œuvre à l'hôpital, pour 5 € et pas un de plus"),
    ("mac_roman", "L’été à l’hôpital de Besançon, où l’on espère dès Noël"),
    ("utf-8-sig", "L’été à l’hôpital"),
    ("utf-16", "L’été à l’hôpital"),
    ("utf-16-le", "L’été à l’hôpital"),
    ("utf-16-be", "L’été à l’hôpital"),
    ("utf-32", "L’été à l’hôpital"),
]


@pytest.mark.parametrize(("encoding", "text"), ENCODED)
def test_french_comes_out_right_of_any_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_counts_unless_the_bytes_are_utf8() -> None:
    text = "Łódź, Kraków i Gdańsk"
    assert decode(text.encode("cp1250"), "windows-1250") == text
    assert decode("été".encode(), "iso-8859-1") == "été"
    assert decode("été".encode("cp1252"), "no-such-encoding") == "été"


def test_a_cut_file_loses_its_last_half_character() -> None:
    assert decode("Hôpital fermé".encode()[:-1]) == "Hôpital ferm"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("lâ€™hÃ´pital de lâ€™Ã©tÃ©", "l’hôpital de l’été"),
        ("À l’hôpital, ça va : « été »", "À l’hôpital, ça va : « été »"),
        ("Ã l’hÃ´pital\nOn y lit : São Tomé, Ålesund", "à l’hôpital\nOn y lit : São Tomé, Ålesund"),
    ],
)
def test_a_wrong_encoding_is_repaired_and_nothing_else(text: str, repaired: str) -> None:
    assert repair(text) == repaired


REJECTS = [
    ("a.txt", b"", "a.txt: the file is empty (0 bytes)"),
    ("a.txt", b"ab\0c", "a.txt: holds no text: NUL at byte 2 shows a binary file"),
    ("a.txt", b" \n\t. \n", "a.txt: holds no text: there is no letter and no digit in it"),
    ("a.txt", b"\xff\xfe\x00\xd8", "a.txt: begins as UTF-16 and is none from byte 2"),
    ("a.txt", b"{\\rtf1 abc", "a.txt: format not supported: RTF; save it as DOCX or ODT"),
    (
        "a.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 abc",
        "a.doc: format not supported: an old Office file or one with a password; "
        "save it as DOCX, without a password",
    ),
    (
        "a.txt",
        b"\x89PNG\r\n",
        "a.txt: format not supported: a PNG image; run text recognition (OCR) first",
    ),
    (
        "a.xml",
        b"<?xml version='1.0'?><rss/>",
        "a.xml: format not supported: XML; save the article as HTML or text",
    ),
]


@pytest.mark.parametrize(("name", "content", "message"), REJECTS)
def test_a_reject_says_what_is_wrong(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    found = only(write(tmp_path / name, content), name)
    assert found == Reject(name, "read", "ReadError", message)


def test_a_file_that_is_gone_or_a_pipe_is_a_reject(tmp_path: Path) -> None:
    found = only(tmp_path / "a.txt", "a.txt")
    message = "a.txt: cannot be read: No such file or directory"
    assert found == Reject("a.txt", "read", "ReadError", message)
    os.mkfifo(tmp_path / "b.txt")
    assert only(tmp_path / "b.txt", "b.txt") == Reject(
        "b.txt", "read", "ReadError", "b.txt: is no regular file"
    )


def test_a_folder_that_cannot_be_listed_costs_its_own_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "fermé/b.txt", "z.txt"):
        write(tmp_path / name, f"Texte {name}.")
    listed = Path.iterdir

    def refuse(folder: Path) -> Iterator[Path]:
        # Permissions do not bind the superuser, who runs these tests in a container.
        if folder.name == "fermé":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = [one.detail if isinstance(one, Reject) else one.source for one in read([tmp_path])]
    message = "fermé: is a folder that cannot be listed; check its permissions"
    assert found == ["a.txt", message, "z.txt"]


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
    assert only(path, "a.txt") == Reject("a.txt", "read", "SidecarError", f"a.meta.json: {problem}")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_read_error(data: bytes) -> None:
    try:
        text = decode(data)
    except ReadError:
        return
    assert any(map(str.isalnum, text))


@given(st.text(min_size=1))
def test_utf8_is_read_as_it_is(text: str) -> None:
    try:
        found = decode(text.encode())
    except ReadError:
        assert "\0" in text or not any(map(str.isalnum, text)) or text[0] == "\ufeff"
        return
    # What looks like UTF-16 without a mark, every other byte of it NUL, is read as that: `0` and a NUL.
    data = text.encode()
    pairs = data[: len(data) // 2 * 2] if "\0" in text else b""
    readings = {pairs.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    assert found in {text.removeprefix("\ufeff"), *readings}
