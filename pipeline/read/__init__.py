"""Reading: files and folders → documents, one module per family of formats.

A file that cannot be read raises ReadError, whose message is one sentence for the table `rejects`.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.errors import InputError, ReadError
from pipeline.read import text
from pipeline.read.sidecar import read_sidecar
from pipeline.records import Document

# What stands beside an article and is no article itself.
_COMPANIONS = (".ann", ".coop.json", ".meta.json")

# Suffix → media type and reader; a file without a suffix is taken for text.
_READERS: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "": ("text/plain", text.decode),
    ".txt": ("text/plain", text.decode),
    ".text": ("text/plain", text.decode),
    ".md": ("text/markdown", text.decode),
}

# First bytes of formats that come without a suffix, or under the wrong one.
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP (Word, EPUB, OpenDocument …)"),
    (b"\xd0\xcf\x11\xe0", "old Word, Excel or PowerPoint"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
)


def discover(inputs: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Yield path and `source` of every input file, folders walked recursively in sorted order.

    `source` is the path relative to the given folder, posix style, or the name of a file that was given
    itself. Hidden files and folders and the companions of articles (`.ann`, `.coop.json`, `.meta.json`)
    are left out; a file that is reached twice is yielded once. Raises InputError for a missing input,
    before anything is yielded.
    """
    for path in inputs:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder; check the path, it is seen from {Path.cwd()}")
    return _walk_all(inputs)


def _walk_all(inputs: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for top in inputs:
        found = [(top, top.name)]
        if top.is_dir():
            found = [(path, path.relative_to(top).as_posix()) for path in _walk(top, frozenset())]
        for path, source in found:
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield path, source


def _walk(folder: Path, above: frozenset[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    # A link to a folder that we are inside of would never end.
    if real in above:
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder}: cannot be listed ({error.strerror}); check its permissions") from error
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _walk(path, above | {real})
        elif not path.name.lower().endswith(_COMPANIONS):
            yield path


def read(path: Path, source: str) -> Document:
    """Read one file and its sidecar `NAME.meta.json`.

    Raises ReadError (empty, undecodable, binary, unreadable, format not supported) or SidecarError.
    """
    data = _bytes(path, source)
    suffix = path.suffix.lower()
    if not data:
        raise ReadError(f"{source}: the file is empty (0 bytes)")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"{source}: format not supported yet: {name}; save it as UTF-8 text (.txt)")
    if suffix not in _READERS:
        raise ReadError(f"{source}: format not supported yet: {suffix}; save it as UTF-8 text (.txt)")
    media_type, decode = _READERS[suffix]
    try:
        content = decode(data)
    except ReadError as error:
        raise ReadError(f"{source}: {error}") from error
    side = read_sidecar(path.with_name(f"{path.stem}.meta.json"))
    return Document(
        source=source,
        text=content,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        title=side.title,
        url=side.url,
        published=side.published,
        published_from="sidecar" if side.published else None,
    )


def _bytes(path: Path, source: str) -> bytes:
    try:
        # Opening a pipe or a device could wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(f"{source}: is no regular file")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{source}: cannot be read: {error.strerror or error}") from error
