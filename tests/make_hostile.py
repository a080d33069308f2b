"""Hostile and broken inputs, piece by piece: texts, builders of files, and messages that several share."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from fpdf import FPDF
from make_files import zipped

TEXT = "Le CHU de Vannes reçoit deux internes béninois."
HTML = f"<!DOCTYPE html><html><body><article><p>{TEXT}</p></article></body></html>"
BEFORE, AFTER = "0.txt", "z.html"
PNG = b"\x89PNG\r\n\x1a\n"
# What is found of an input: source and text of a document, source, error and message of a reject.
Row = tuple[str, ...]
# Name and bytes of an input, and what is found of it: what its name is followed by, then the text of a
# document, or error and message; a message that ends in … is that of a library from there on.
Case = tuple[str, bytes | str, list[Row]]


def tarred(*entries: tuple[str, bytes, bytes]) -> bytes:
    """Return a tar of entries: name, type and bytes, or where a link leads."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, kind, data in entries:
            entry = tarfile.TarInfo(name)
            entry.type = kind
            if kind == tarfile.REGTYPE:
                entry.size = len(data)
            else:
                entry.linkname = data.decode()
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def regular(name: str, data: bytes = TEXT.encode()) -> tuple[str, bytes, bytes]:
    return name, tarfile.REGTYPE, data


def encrypted() -> bytes:
    """Return a ZIP whose first file has the mark of a password."""
    made = bytearray(zipped({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(magic) + place] |= 1
    return bytes(made)


def warc(*pages: tuple[str, bytes]) -> bytes:
    """Return a web archive of pages: media type and bytes."""
    made = b""
    for number, (kind, page) in enumerate(pages, 1):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + page
        made += (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        made += http + b"\r\n\r\n"
    return made


def locked_pdf() -> bytes:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica")
    made.cell(text="Secret")
    made.set_encryption("maître", "élève")
    return bytes(made.output())


def parquet(*, damaged: bool = False) -> bytes:
    """Return a table of two row groups, the second of which may be overwritten."""
    made = io.BytesIO()
    texts = [f"{TEXT} {n}" for n in range(1, 513)]
    pq.write_table(pa.table({"text": texts}), made, row_group_size=256, use_dictionary=False)
    data = bytearray(made.getvalue())
    if damaged:
        start = pq.ParquetFile(made).metadata.row_group(1).column(0).data_page_offset
        data[start : start + 20] = b"\xff" * 20
    return bytes(data)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an office file with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[name] = change(parts[name])
    return zipped(parts)


def cut_gzip(*lines: bytes) -> bytes:
    return gzip.compress(b"".join(lines))[:-9]


def cut_zstd(*lines: bytes) -> bytes:
    """Return JSON Lines as Zstandard, a block each, without the end of the last."""
    packer = zstandard.ZstdCompressor().compressobj()
    blocks = [
        packer.compress(line) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK) for line in (*lines, b" ")
    ]
    return b"".join(blocks[:-1])


def with_entity(doctype: str) -> Callable[[bytes], bytes]:
    """Return what puts a doctype before an XML file, and its entity into it."""

    def change(data: bytes) -> bytes:
        inner = data.decode().split("?>", 1)[-1].strip()
        root = inner[1:].split(" ", 1)[0]
        return (doctype.format(root) + inner.replace("Cotonou", "Cotonou&e9;")).encode()

    return change


IMAGE = "format not supported: a {} image; run text recognition (OCR) first"
TWO = [(f"#{n}", f"{TEXT} {n}") for n in (1, 2)]
LINES = [json.dumps({"text": text}).encode() + b"\n" for _, text in TWO]
