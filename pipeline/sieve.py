r"""A sieve tells in one pass over a text which of many patterns may match in it: most of them cannot.

Every match of `\b(?:financ\w+|dons?)\b` holds `financ` or `don` at the beginning of a word. Such pieces of
all patterns are looked for at once (Aho-Corasick), and only patterns with a piece in the text are tried.
"""

from collections.abc import Iterable, Iterator
from re import Pattern, _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Generic, NamedTuple, TypeVar

import ahocorasick

from pipeline.text import fold

T = TypeVar("T")
_BOUNDARY = (_constants.AT, _constants.AT_BOUNDARY)
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


class Piece(NamedTuple):
    """Folded characters that a match must hold; whether a word begins, and ends, with them."""

    text: str
    begins: bool
    ends: bool


class Sieve(Generic[T]):
    """Items, each with a pattern that is matched on `text.plain` of a text."""

    def __init__(self, items: Iterable[tuple[T, Pattern[str]]]) -> None:
        self._items: list[T] = []
        self._always: list[int] = []
        filed: dict[str, dict[tuple[bool, bool], set[int]]] = {}
        for place, (item, pattern) in enumerate(items):
            self._items.append(item)
            pieces = pieces_of(pattern)
            if not pieces:
                self._always.append(place)
            for piece in pieces:
                filed.setdefault(piece.text, {}).setdefault((piece.begins, piece.ends), set()).add(place)
        self._automaton = ahocorasick.Automaton()
        for text, found in filed.items():
            self._automaton.add_word(text, (len(text), tuple(found.items())))
        if filed:
            self._automaton.make_automaton()

    def may_match(self, folded: str) -> Iterator[T]:
        """Yield, in their order, the items whose pattern may match in a text that is `text.fold`ed."""
        places = set(self._always)
        # These two match `i` and `s` where case is ignored.
        letters = folded.replace("ı", "i").replace("ſ", "s")
        if len(self._automaton):
            for last, (size, found) in self._automaton.iter(letters):
                begins = last < size or not letters[last - size].isalnum()
                ends = last + 1 == len(letters) or not letters[last + 1].isalnum()
                for (must_begin, must_end), those in found:
                    if (begins or not must_begin) and (ends or not must_end):
                        places |= those
        return (self._items[place] for place in sorted(places))


def pieces_of(pattern: Pattern[str]) -> frozenset[Piece]:
    """Return pieces of which every match of a pattern holds one; none where there are no such pieces."""
    return frozenset(_pieces(list(_parser.parse(pattern.pattern, pattern.flags)), begins=False, ends=False))


def _pieces(nodes: list[tuple[Any, Any]], *, begins: bool, ends: bool) -> set[Piece]:
    """Return the best pieces of a part of a pattern: those whose shortest is the longest.

    `begins` and `ends` say that the part stands between boundaries of words.
    """
    choices: list[set[Piece]] = []
    bounds = [begins, *(node == _BOUNDARY for node in nodes), ends]
    last = 0
    for place, (kind, value) in enumerate(nodes):
        if place < last:
            continue
        last = place + 1
        found: set[Piece] = set()
        if letter := _letter(kind, value):
            run = letter
            while last < len(nodes) and (letter := _letter(*nodes[last])):
                run += letter
                last += 1
            found = {Piece(run, bounds[place] and run[0].isalnum(), bounds[last + 1] and run[-1].isalnum())}
        elif kind in (_constants.SUBPATTERN, _constants.ATOMIC_GROUP):
            part = value[-1] if kind is _constants.SUBPATTERN else value
            found = _pieces(list(part), begins=bounds[place], ends=bounds[last + 1])
        elif kind in _REPEATS and value[0]:
            # Only the first time stands behind the boundary, only the last one before it.
            found = _pieces(list(value[2]), begins=bounds[place], ends=value[1] == 1 and bounds[last + 1])
        elif kind is _constants.BRANCH:
            parts = [_pieces(list(part), begins=bounds[place], ends=bounds[last + 1]) for part in value[1]]
            found = set().union(*parts) if all(parts) else set()
        if found:
            choices.append(found)
    return max(choices, key=lambda pieces: min(map(_weight, pieces)), default=set())


def _weight(piece: Piece) -> int:
    return len(piece.text) + piece.begins + piece.ends


def _letter(kind: Any, value: Any) -> str:
    """Return the folded character that a node of a pattern is, empty where it may be several."""
    codes = [value] if kind is _constants.LITERAL else []
    if kind is _constants.IN and all(one is _constants.LITERAL for one, _ in value):
        codes = [code for _, code in value]
    letters = {fold(chr(code)) for code in codes}
    letter = letters.pop() if len(letters) == 1 else ""
    # Other letters have more than two forms where case is ignored.
    return letter if letter.isascii() or letter.upper() == letter else ""
