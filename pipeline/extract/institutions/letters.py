"""How the letters of a sigle stand in the name that it abbreviates: one way for each need."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from pipeline.text import plain

LINKS = frozenset(
    (
        "de", "d", "d'", "du", "des", "la", "le", "les", "l", "l'", "et", "en", "pour", "a", "au", "aux",
        "sur", "par", "contre",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=2**14)
def initials(name: str) -> str:
    """Return the first letters of the words of a name in capitals, `de`, `la`, `et` … left out."""
    words = [word for word in _WORD.findall(plain(name)) if word.lower() not in LINKS]
    return "".join(word[0] for word in words).upper()


def in_order(sigle: str, name: str) -> bool:
    """Return whether the letters of a sigle stand in this order in a name, the first at its beginning."""
    letters = iter("".join(c for c in name.upper() if c.isalpha()))
    wanted = [c for c in sigle.upper() if c.isalpha()]
    return bool(wanted) and name[:1].upper() == wanted[0] and all(c in letters for c in wanted)


def abbreviates(sigle: str, words: Sequence[str], *, leap: bool = False) -> bool:
    """Return whether the letters of a sigle are the initials of folded words, in order.

    Small words may have a letter or not; with `leap`, four letters or more may pass over one other word.
    """
    sigle = sigle.lower()
    spare = int(leap and len(sigle) > 3)

    @cache
    def fits(at: int, word: int, spare: int) -> bool:
        if word == len(words):
            return at == len(sigle)
        here = words[word]
        if here[:1] == sigle[at : at + 1] and fits(at + 1, word + 1, spare):
            return True
        if here in LINKS:
            return fits(at, word + 1, spare)
        return spare > 0 and word > 0 and fits(at, word + 1, spare - 1)

    return fits(0, 0, spare)
