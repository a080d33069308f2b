"""One input file → the documents in it, each ready to be read: one for an article, many for a collection."""

import contextlib
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import Any, BinaryIO, cast

from pipeline.errors import ArchiveError, ReadError
from pipeline.read.columns import Columns, choose_columns
from pipeline.read.limits import MAX_DEPTH, Budget, read_all
from pipeline.read.page import Page
from pipeline.read.sniff import HEAD, sniff

# Format → media type, and the module and function that read it, for what is one document. A reader is loaded
# with the first file that needs it: most runs meet one or two formats, and most readers are slow to load.
_DOCUMENTS = {
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "office",
        "read_docx",
    ),
    "html": ("text/html", "html", "read_html"),
    "mail": ("message/rfc822", "mail", "read_mail"),
    "markdown": ("text/markdown", "text", "read_text"),
    "odt": ("application/vnd.oasis.opendocument.text", "office", "read_odt"),
    "pdf": ("application/pdf", "pdf", "read_pdf"),
    "text": ("text/plain", "text", "read_text"),
}
_RECORDS = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
_TABLES = ("csv", "parquet")
# What stands beside an article and is no article itself.
COMPANIONS = (".ann", ".coop.json", ".meta.json")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that can be read: `read` does the work and may raise ReadError.

    `sha256` and `n_bytes` are those of the file, or of the record, that it is read from.
    """

    source: str
    media_type: str
    sha256: str
    n_bytes: int
    read: Callable[[], Page]


@dataclass(frozen=True, slots=True)
class Failed:
    """A document, or the rest of a collection, that cannot be read."""

    source: str
    error: ReadError


@dataclass(frozen=True, slots=True)
class _Opening:
    """What is the same for all that one input file holds, and how deep in archives we are."""

    columns: Columns
    budget: Budget
    depth: int = 0

    def deeper(self) -> "_Opening":
        return replace(self, depth=self.depth + 1)


def entries(stream: BinaryIO, source: str, n_bytes: int, columns: Columns) -> Iterator[Entry | Failed]:
    """Yield what an input file of `n_bytes` holds, in its order; archives and collections are opened."""
    yield from _entries(stream, source, _Opening(columns, Budget(n_bytes)))


def _entries(stream: BinaryIO, source: str, opening: _Opening) -> Iterator[Entry | Failed]:
    try:
        buffered = stream if isinstance(stream, io.BufferedReader) else _buffered(stream)
        kind = _kind(buffered, source, opening)
        if kind in ("gzip", "zstd"):
            from pipeline.read.archive import decompressed

            # The name without its last suffix says what is inside; found is named by the file as it is.
            inner = re.sub(r"(?i)\.(?:gz|zst|tgz)$", "", source)
            found = _entries(decompressed(buffered, kind, opening.budget), inner, opening.deeper())
            yield from (replace(one, source=source + one.source.removeprefix(inner)) for one in found)
        elif kind in _RECORDS:
            yield from _records(
                _seekable(buffered) if kind == "parquet" else buffered, kind, source, opening.columns
            )
        elif kind == "zip":
            yield from _zip(_seekable(buffered), source, opening)
        elif kind in ("tar", "warc"):
            yield from _members(buffered, kind, source, opening)
        else:
            data = read_all(buffered)
            yield _entry(kind, source, data)
            if kind == "mail":
                from pipeline.read.mail import attachments

                # What is wrong with the letter itself is said where it is read.
                with contextlib.suppress(ReadError):
                    for name, attached in attachments(data):
                        yield from _entries(io.BytesIO(attached), f"{source}/{name}", opening.deeper())
    except ReadError as error:
        yield Failed(source, error)


def _kind(stream: io.BufferedReader, source: str, opening: _Opening) -> str:
    """Return the format of a stream; raises ReadError for what is empty, not supported or too deep."""
    head = stream.peek(HEAD)[:HEAD]
    if not head:
        raise ReadError("the file is empty (0 bytes)")
    if opening.depth > MAX_DEPTH:
        raise ArchiveError(f"lies in more than {MAX_DEPTH} archives, one in another; unpack it first")
    return sniff(head, source.rsplit("/", 1)[-1])


def _seekable(stream: BinaryIO) -> BinaryIO:
    from pipeline.read.archive import seekable

    return seekable(stream)


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, stream), HEAD)


def _entry(kind: str, source: str, data: bytes, read: Callable[[], Page] | None = None) -> Entry:
    media_type, module, function = _DOCUMENTS[kind]
    reader = getattr(import_module(f"pipeline.read.{module}"), function)
    digest = hashlib.sha256(data).hexdigest()
    return Entry(source, media_type, digest, len(data), read or partial(reader, data))


def _records(stream: BinaryIO, kind: str, source: str, columns: Columns) -> Iterator[Entry | Failed]:
    from pipeline.read.rows import name_of, records

    none = True
    for number, record in records(stream, kind):
        # A file that is one record bears its own name.
        if isinstance(record, ReadError):
            yield Failed(f"{source}#{number}" if number else source, record)
        else:
            # The rows of a table all have the same columns: what is wrong with them is said once.
            if none and kind in _TABLES:
                choose_columns(tuple(record), columns)
            name = f"{source}#{name_of(record, columns, number)}" if number else source
            yield _record_entry(record, kind, name, columns)
        none = False
    if none:
        raise ReadError("holds no record: there is nothing below its header")


def _record_entry(record: Mapping[str, Any], kind: str, source: str, columns: Columns) -> Entry:
    from pipeline.read.rows import read_record

    data = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str).encode(
        "utf-8", "surrogatepass"
    )
    digest = hashlib.sha256(data).hexdigest()
    return Entry(source, _RECORDS[kind], digest, len(data), partial(read_record, record, columns))


def _zip(stream: BinaryIO, source: str, opening: _Opening) -> Iterator[Entry | Failed]:
    from pipeline.read.office import office_kind

    kind = office_kind(stream)
    if kind is None:
        yield from _members(stream, "zip", source, opening)
    else:
        stream.seek(0)
        yield _entry(kind, source, read_all(stream))


def _members(stream: BinaryIO, kind: str, source: str, opening: _Opening) -> Iterator[Entry | Failed]:
    from pipeline.read.archive import Refused, members

    none = True
    for member in members(stream, kind, opening.budget):
        none = False
        name = f"{source}/{member.name}" if kind != "warc" else f"{source}#{member.name}"
        if isinstance(member, Refused):
            yield Failed(name, member.error)
        elif member.is_page and _is_html(member.data):
            from pipeline.read.html import read_html

            page = partial(read_html, member.data, member.charset, member.url)
            yield _entry("html", name, member.data, page)
        elif not name.lower().endswith(COMPANIONS):
            yield from _entries(io.BytesIO(member.data), name, opening.deeper())
    if none:
        raise ReadError("holds no file that can be read")


def _is_html(data: bytes) -> bool:
    try:
        return sniff(data[:HEAD], "page.html") == "html"
    except ReadError:
        return False
