"""What a file is, by its first bytes; its name decides only between kinds of text."""

import json
import re
from collections.abc import Sequence

from pipeline.errors import ReadError
from pipeline.read.columns import has_text_column

HEAD = 2**16  # bytes looked at

_MAGIC: Sequence[tuple[bytes, str]] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PAR1", "parquet"),
    (b"WARC/", "warc"),
)
# What is recognised and not read, with what the user can do about it.
_REFUSED: Sequence[tuple[bytes, str]] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file or one with a password; save it as DOCX, without a password",
    ),
    (b"{\\rtf", "RTF; save it as DOCX or ODT"),
    (b"BZh", "bzip2; unpack it first"),
    (b"\xfd7zXZ", "xz; unpack it first"),
    (b"7z\xbc\xaf", "7-Zip; unpack it first"),
    (b"Rar!", "RAR; unpack it first"),
    (b"\x89PNG", "a PNG image; run text recognition (OCR) first"),
    (b"\xff\xd8\xff", "a JPEG image; run text recognition (OCR) first"),
    (b"GIF8", "a GIF image; run text recognition (OCR) first"),
    (b"II*\0", "a TIFF image; run text recognition (OCR) first"),
    (b"MM\0*", "a TIFF image; run text recognition (OCR) first"),
    (b"SQLite format 3", "an SQLite database; export the table as CSV"),
)
_HTML = re.compile(
    rb"(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype html|html|head|body|article|div|p|h1)\b",
    re.DOTALL,
)
_MAIL = re.compile(
    rb"(?i)^(?:From |(?:return-path|received|delivered-to|from|to|subject|date|message-id|mime-version|"
    rb"content-type|x-[\w-]+|dkim-signature|reply-to|snapshot-content-location):)"
)
_MAIL_HEADER = re.compile(rb"(?im)^(?:from|mime-version|message-id|content-type|date|subject):")
_NAMES = {
    "md": "markdown",
    "markdown": "markdown",
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "mht": "mail",
    "mhtml": "mail",
    "eml": "mail",
    "csv": "csv",
    "tsv": "csv",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "json": "json",
}


def sniff(head: bytes, name: str) -> str:
    """Return the format of a file from its first bytes (up to HEAD) and its name; raises ReadError.

    Formats: `pdf zip gzip zstd tar parquet warc html mail json jsonl csv markdown text`. A ZIP may still
    be DOCX or ODT, which its entries tell.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for magic, what in _REFUSED:
        if head.startswith(magic):
            raise ReadError(f"format not supported: {what}")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[257:262] == b"ustar":
        return "tar"
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return _text_kind(head, _NAMES.get(suffix))


def _text_kind(head: bytes, named: str | None) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _HTML.match(start):
        return "html"
    if _MAIL.match(start) and len(set(map(bytes.lower, _MAIL_HEADER.findall(head[:4096])))) >= 2:
        return "mail"
    if start[:1] in (b"{", b"["):
        first = start.split(b"\n", 1)[0].strip()
        if start[:1] == b"{" and first[-1:] == b"}" and _is_json(first):
            # One object in one line is a file of one line, too.
            return "json" if named == "json" and b"\n" not in start.strip() else "jsonl"
        if named in ("json", "jsonl") or re.match(rb'[{\[]\s*["{\[]', start):
            return named if named == "jsonl" else "json"
    if start.startswith(b"<?xml"):
        raise ReadError("format not supported: XML; save the article as HTML or text")
    if named == "csv" or _is_table(head):
        return "csv"
    return named if named in ("html", "markdown", "mail", "json", "jsonl") else "text"


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_table(head: bytes) -> bool:
    """Return whether the first line is a header with a column for the text: an export without its suffix."""
    first = head.split(b"\n", 1)[0].decode("utf-8", errors="replace").lstrip("\ufeff")
    for delimiter in ("\t", ";", ",", "|"):
        names = [name.strip().strip('"') for name in first.split(delimiter)]
        if len(names) > 1 and all(0 < len(name) < 40 for name in names) and has_text_column(names):
            # `Texte, date` may begin an article: in a header no name has a space on either side of the comma.
            return not re.search(rf"{re.escape(delimiter)} ", first)
    return False
