"""Bytes → text: UTF-8 first, else what the byte order mark, the file itself or its letters say."""

import codecs
import re

from charset_normalizer import from_bytes
from ftfy import fix_encoding
from ftfy.badness import is_bad

from pipeline.errors import ReadError
from pipeline.read.page import Page

# The longest mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What French was written in on Windows, Macintosh, DOS and Unix before UTF-8. The rest of the world's
# code pages are left out: they read short French texts as well, with other letters.
_FRENCH = ["cp1252", "mac_roman", "cp850"]
# `cœur` and `5 €` of ISO 8859-15 come out as these in CP1252.
_LATIN9_SEEN = re.compile(r"(?i)[a-zà-ÿ]½|½[a-zà-ÿ]|\d\s?¤")
# A file that was cut at a size, or one stray byte from a paste, makes no other encoding of it.
_SAMPLE = 2**18
# Where the letters of one encoding were read as those of another: only then is a repair worth its time.
_SUSPECT = re.compile(r"[ÃÂâÅ¢][\x80-\xbf\u0152-\u2122]|Ã |├")


def read_text(data: bytes) -> Page:
    """Read a plain text or Markdown file. Raises ReadError."""
    return Page(decode(data))


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a document's bytes; `declared` is the encoding that it gives itself.

    UTF-8 goes before what is declared, since declarations survive a conversion and French in another
    encoding is never valid UTF-8. Raises ReadError when the bytes hold no text.
    """
    text = _marked(data)
    if text is None and (null := data.find(b"\0")) >= 0:
        text = _wide(data)
        if text is None:
            raise ReadError(f"holds no text: NUL at byte {null} shows a binary file")
    if text is None:
        text = _utf8(data)
    if text is None and declared:
        text = _declared(data, declared)
    if text is None:
        text = _guessed(data)
    if not any(character.isalnum() for character in text):
        raise ReadError("holds no text: there is no letter and no digit in it")
    return text


def encoding_of(sample: bytes) -> str:
    """Return the Python name of the encoding of a long text from its first bytes; raises ReadError."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if b"\0" in sample:
        raise ReadError(f"holds no text: NUL at byte {sample.find(0)} shows a binary file")
    if _utf8(sample) is not None:
        return "utf-8"
    return _guess(sample)


def repair(text: str) -> str:
    """Return text without the traces of a wrong encoding (`hÃ´pital` → `hôpital`); other text as it is."""
    if not _SUSPECT.search(text):
        return text
    return "\n".join(fix_encoding(line) if is_bad(line) else line for line in text.split("\n"))


def _marked(data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            if name == "utf-8-sig":
                return _utf8(data[len(mark) :])
            try:
                return data.decode(name)
            except UnicodeDecodeError as error:
                raise ReadError(f"begins as {name.upper()} and is none from byte {error.start}") from error
    return None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may have been cut in two; what else is wrong is no UTF-8.
        if error.start >= max(1, len(data) - 3) and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")
    return None


def _wide(data: bytes) -> str | None:
    """Return UTF-16 without a mark: every other byte of French in it is NUL."""
    for name, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = data[place:_SAMPLE:2]
        if high.count(0) > 0.7 * len(high):
            try:
                return data[: len(data) // 2 * 2].decode(name)
            except UnicodeDecodeError:
                return None
    return None


def _declared(data: bytes, declared: str) -> str | None:
    try:
        name = codecs.lookup(declared.strip("\"' ;")).name
        # Browsers read Latin-1 as CP1252, and so it is written.
        return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _guess(data: bytes) -> str:
    best = from_bytes(data[:_SAMPLE], cp_isolation=_FRENCH).best()
    encoding = best.encoding if best else "cp1252"
    if encoding == "cp1252" and _LATIN9_SEEN.search(data[:_SAMPLE].decode(encoding, errors="replace")):
        return "iso8859-15"
    return encoding


def _guessed(data: bytes) -> str:
    # Five bytes have no letter in CP1252: U+FFFD shows where.
    return data.decode(_guess(data), errors="replace")
