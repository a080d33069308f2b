"""Foldings of a text that keep its length, so that an offset in the folded text is one in the text."""

import re
import unicodedata
from collections.abc import Mapping

_SAME = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "–": "-",
    "—": "-",
    "‑": "-",
    "‐": "-",
    "−": "-",
    "“": '"',
    "”": '"',
}


class _Table(dict[int, str]):
    """What `str.translate` asks for, worked out for each character when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain_character(chr(code))
        return self[code]


def _plain_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    if character != "\n" and character.isspace():
        return " "
    return unicodedata.normalize("NFD", character)[0]


_TABLE = _Table()
_CHANGED = re.compile(r"[^\x00-\x7f]|[`\t\v\f\r\x1c-\x1f]")
_ALNUM = re.compile(r"[^\W_]+")
_FEW = 40
# Behind a hyphen `nes` is no ending: `nouveau-nés`.
HYPHENED = r"(?:e|es|s|le|les|se|euse|rice|rices|trice)\b"
# What makes the noun for a man one for women too, in plain text: `infirmier·e·s`, `étudiant.e.s`,
# `étudiant-e-s`, `étudiant/es`, `patient(e)s`, `infirmier(ère)s`.
INCLUSIVE = re.compile(
    r"(?:[·•./](?:e|es|s|le|les|ne|nes|re|ere|eres|se|euse|rice|rices|trice)\b){1,2}"
    rf"|(?:-{HYPHENED}){{1,2}}|\((?:e|ne|s|es|ere|iere|trice|euse)s?\)s?"
)


def mapped(text: str, changed: re.Pattern[str], table: Mapping[int, str | None]) -> str:
    """Return `text.translate(table)`, where only characters that match `changed` are changed by it.

    Replacing the few that a text has is quicker than looking up each of its characters.
    """
    found = set(changed.findall(text))
    if len(found) > _FEW:
        return text.translate(table)
    # In this order nothing that comes from a replacement is replaced: see the test.
    for character in sorted(found):
        text = text.replace(character, table[ord(character)] or "")
    return text


def plain(text: str) -> str:
    """Return `text` without accents and with one kind of apostrophe, dash and space; same length.

    Case is kept, and so are line breaks: `CHU d’Angers – Été` gives `CHU d'Angers - Ete`.
    """
    return text if text.isascii() else mapped(text, _CHANGED, _TABLE)


def fold(text: str) -> str:
    """Return `plain(text)` in lower case with hyphens as spaces; same length.

    `Hôtel-Dieu` gives `hotel dieu`. A character whose lower case is longer is kept as it is.
    """
    return low(plain(text))


def low(flat: str) -> str:
    """Return what `fold` makes of a text, given what `plain` makes of it."""
    lower = flat.lower()
    if len(lower) != len(flat):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in flat)
    return lower.replace("-", " ").replace("\n", " ")


def name_key(text: str) -> str:
    """Return a name in the form by which names are compared: folded, œ opened, single spaces, no marks."""
    letters = fold(text).replace("œ", "oe").replace("æ", "ae").replace("'", " ")
    return " ".join(_ALNUM.findall(letters))
