"""Words of a text as the grammar of names needs them: sigles, elisions and hyphened names are one token."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from pipeline.extract.view import View
from pipeline.text import fold

# White space, and the token behind it.
_TOKEN = re.compile(
    r"(\s*)"
    r"((?=[A-Z][.'])(?:(?:[A-Z]\.-)+[A-Z][^\W_]+(?:-[^\W_]+)*"  # G.-F.-Leclerc
    r"|(?:[A-Z]\.){2,}[A-Z]?"  # C.H.U.
    r"|[MNOPSTKY]'[A-Z][^\W\d_]+(?:-[^\W\d_]+)*)"  # N'Djamena, but not l'Archet
    r"|[Nn][°º]\s?\d+"
    r"|[^\W_]+(?:-[^\W_]+)*'?"
    r"|[^\w\s]|_)"
)

_WORDS = re.compile(r"\w+")
# Of the letters of a line in capitals, the share that must be capitals.
_SHOUTED = 0.9


class Token(NamedTuple):
    """A word or mark at `start:end`; `gap` is the white space before it (a space, a line break, nothing)."""

    start: int
    end: int
    plain: str
    folded: str
    gap: str

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.plain[0].isupper()

    @property
    def shouted(self) -> bool:
        """Whether all its letters, at least two, are capitals."""
        return len(self.plain) > 1 and self.plain.isupper()

    @property
    def word(self) -> bool:
        """Whether it is no punctuation mark."""
        return self.plain[0].isalnum()


# Takes a third of the time of a call of the class, and an article has hundreds.
_token: Callable[[tuple[int, int, str, str, str]], Token] = partial(tuple.__new__, Token)


@lru_cache(maxsize=2**14)
def _folded(word: str) -> str:
    # `C.H.U.` is compared as `chu`.
    return fold(word) if len(word) == 1 else fold(word).replace(".", "")


# Grammar and tagger read an article one after the other.
@lru_cache(maxsize=1)
def tokenise(plain_text: str) -> list[Token]:
    """Return the tokens of `text.plain` of an article, with offsets into it."""
    tokens: list[Token] = []
    end = 0
    for space, word in _TOKEN.findall(plain_text):
        start = end + len(space)
        end = start + len(word)
        gap = "\n" if "\n" in space else " " if space else ""
        tokens.append(_token((start, end, word, _folded(word), gap)))
    return tokens


def written(view: View, tokens: Sequence[Token], first: int, last: int) -> str:
    """Return the text of an article from token `first` to `last` (excluded), in one line."""
    return " ".join(view.text[tokens[first].start : tokens[last - 1].end].split())


def shouted_lines(plain_text: str) -> list[tuple[int, int]]:
    """Return the bounds of the lines that are written in capitals, at least two words of them."""
    lines: list[tuple[int, int]] = []
    start = 0
    for line in plain_text.split("\n"):
        # Counting is quick, and prose has many of these.
        low = sum(map(line.count, "aeinst"))
        if low <= (1 - _SHOUTED) * len(line) and _is_shouted(line):
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _is_shouted(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return len(_WORDS.findall(line)) > 1 and bool(letters) and capitals >= _SHOUTED * len(letters)
