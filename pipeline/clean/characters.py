"""Characters and single lines: one kind of space, of line break and of bullet."""

import re
import unicodedata

from pipeline.text import mapped

# PDF readers write the hyphen at a line's end as U+0002 or U+FFFE, word processors as a soft hyphen.
_SOFT = "\u00ad\u0002\ufffe"
_REPLACED = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    "\u2010": "-",
    "\u2011": "-",
}
_LINE_BREAKS = "\x0b\x0c\x85\u2028\u2029"
# U+F0xx are the bullets of Symbol and Wingdings as PDF readers give them.
_BULLETS = "•◦●○▪▫■□▸►▶‣⁃∙❖➢➤☐◆◇\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"

_SOFT_BREAK = re.compile(f"[{_SOFT}][^\\S\\n]*\\n[^\\S\\n]*(?=[^\\W\\d_])")
_BEFORE_STOP = re.compile(r"(?<=[\w»”)\]%]) ([.,])(?=\s|$|[»”])")
# The glyph that ends an article: a ball or a square, an `l` or `n` where its font was lost.
_END_MARKS = "■●◆▪lnu"
_END_MARK = re.compile(r"(?:(?<=[.!?…»)]) ?[■●◆▪]| [■◆▪]|(?<=[.!?…»)]) [lnu]|(?<=[^\W\d_]) l)$")


class _Table(dict[int, str | None]):
    """What `str.translate` asks for, worked out for each character when it is first met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = _tidy(chr(code))
        return self[code]


def _tidy(character: str) -> str | None:
    category = unicodedata.category(character)
    if character == "\n" or character in _LINE_BREAKS:
        return "\n"
    if character == "\t" or category == "Zs":
        return " "
    if character in _SOFT or category in ("Cc", "Cf", "Cs"):
        return None
    return _REPLACED.get(character, character)


_TABLE = _Table()
# All that may change: no letters of Latin, Greek and Cyrillic.
_CHANGED = re.compile(
    r"[^\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0373\u0391-\u03a1\u03a3-\u03c9\u0400-\u0482’‘“”–—…€]"
)


def tidy_characters(text: str) -> str:
    """Return `text` in NFC, with LF, plain spaces and no soft hyphens, controls or invisible characters.

    A soft hyphen at the end of a line joins the word that it divides.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SOFT_BREAK.sub("", text)
    return unicodedata.normalize("NFC", mapped(text, _CHANGED, _TABLE))


def tidy_line(line: str) -> str:
    """Return a line with single spaces, `• ` for every bullet glyph, and without an end-of-article mark."""
    line = " ".join(line.split())
    if line and (line[0] in _BULLETS or line.startswith("· ")):
        line = f"• {line[1:].lstrip()}".rstrip()
    if line[-1:] in _END_MARKS and len(line) > 1 and (found := _END_MARK.search(line, max(0, len(line) - 3))):
        line = line[: found.start()].rstrip()
    return _BEFORE_STOP.sub(r"\1", line) if " ." in line or " ," in line else line
