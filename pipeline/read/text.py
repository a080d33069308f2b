"""Plain text and Markdown: UTF-8, with or without a byte order mark."""

import codecs

from pipeline.errors import ReadError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str:
    """Return the text of a file's bytes; raises ReadError saying what they are instead of UTF-8 text."""
    if data.startswith(_UTF16):
        raise ReadError("the text is UTF-16, and UTF-8 is expected; save it as UTF-8")
    if (null := data.find(b"\0")) >= 0:
        raise ReadError(f"holds no text: NUL at byte {null} shows a binary file; UTF-8 text is expected")
    mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    try:
        text = data[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        place = error.start + mark
        raise ReadError(
            f"byte {place} (0x{data[place]:02x}) is not UTF-8, which is expected; save the text as UTF-8"
        ) from error
    if not any(character.isalnum() for character in text):
        raise ReadError("holds no text: there is no letter and no digit in it")
    return text
