"""What every match of a pattern must contain: strings by which to find the places where it can match.

A rule of a hundred alternatives costs as much at a place where it cannot match as at one where it can. Its
pattern itself tells where that is: `{day} {month}` holds a digit, a space and the name of a month, whatever
else it holds. All such strings of all rules are found in one pass over a text (see `pipeline.finder`).

The strings are those of a folded text (`key`), in which every digit is `0` and letters are lower case: that
folds together whatever one piece of a pattern may match, and so keeps the strings few.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, product

# Private, but Python has no public parser of patterns, and none of the index knows all of its syntax. What
# it may say in a later version and `_part` does not know is a part of which nothing is known.
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 200  # strings that a part of a pattern may stand for; with more, less is known of it
_MOST_CHARACTERS = 8  # of a set like `[XVI]`, and repetitions that are written out
_RARER = 10  # how much rarer a string is than one that is a character shorter: to choose, no more than that
_ENDLESS = 10_000  # repetitions that count as without end
_UNBOUNDED = float("inf")

_DIGIT = re.compile(r"\d")
_UNKNOWN = frozenset([""])


@dataclass(frozen=True, slots=True)
class Need:
    """Strings of which every match holds one; `begins` are characters of which every match begins with one.

    Each string has its reach: how far behind the begin of a match it may begin. None where there are none.
    """

    reaches: Mapping[str, float]
    begins: frozenset[str] | None

    @property
    def bounded(self) -> bool:
        """Whether each string tells where a match may begin, and not only that it does so before it."""
        return _UNBOUNDED not in self.reaches.values()


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a part of a pattern.

    `strings` are all that it matches, None where they are too many; every match begins with one of `heads`
    and is not longer than `width`; `holds` are, with their reaches, the best strings of which it holds one.
    """

    strings: frozenset[str] | None
    heads: frozenset[str]
    may_be_empty: bool
    width: float
    some: Mapping[str, float] | None = None

    @property
    def holds(self) -> Mapping[str, float] | None:
        """The best strings, each with its reach, of which every match holds one."""
        return _held(self.strings) if self.strings else self.some


_NOTHING = _Part(frozenset([""]), _UNKNOWN, True, 0)
_ANYTHING = _Part(None, _UNKNOWN, True, _UNBOUNDED)
_ANY_CHARACTER = _Part(None, _UNKNOWN, False, 1)


# The finders of an article look at one text after the other.
@lru_cache(maxsize=2)
def key(text: str) -> str:
    """Return `text` with small letters and with 0 for every digit; same length.

    What a pattern that ignores case takes for one letter is one here: `ſ` for `s`, `İ` and `ı` for `i`.
    """
    return _DIGIT.sub("0", text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower())


def need_of(pattern: re.Pattern[str]) -> Need | None:
    """Return what every match of a pattern holds; None where nothing is sure, and it can match anywhere."""
    whole = _sequence(_parser.parse(pattern.pattern, pattern.flags))
    holds = whole.holds
    if holds is None:
        return None
    return Need(holds, None if "" in whole.heads else frozenset(head[0] for head in whole.heads))


def _cost(holds: Mapping[str, float]) -> tuple[float, float]:
    """Return how much work strings make, in no unit: most where a match may begin anywhere before them."""
    reaches = holds.values()
    unbounded = max(reaches) == _UNBOUNDED
    return unbounded, sum((unbounded or reach + 2) / _RARER ** len(text) for text, reach in holds.items())


def _best(*candidates: Mapping[str, float] | None) -> Mapping[str, float] | None:
    return min((one for one in candidates if one), key=_cost, default=None)


@lru_cache(maxsize=4096)
def _held(strings: frozenset[str]) -> Mapping[str, float] | None:
    """Return the strings, those left out that hold another of them; None where that is no string at all."""
    if "" in strings:
        return None
    reaches: dict[str, float] = {}
    for text in sorted(strings, key=len):
        shorter = next((one for one in reaches if one in text), text)
        reaches[shorter] = max(text.find(shorter), reaches.get(shorter, 0))
    return reaches


def _behind(holds: Mapping[str, float] | None, before: float) -> Mapping[str, float] | None:
    """Return what strings are to a match that begins up to `before` characters ahead of their part."""
    return holds and {text: before + reach for text, reach in holds.items()}


def _exactly(strings: frozenset[str]) -> _Part:
    return _Part(strings, strings, "" in strings, max(map(len, strings)))


def _pairs(first: frozenset[str], second: frozenset[str]) -> frozenset[str] | None:
    """Return each string of the one with each of the other behind it; None where these are too many."""
    if len(first) * len(second) > _MOST:
        return None
    return frozenset(a + b for a in first for b in second)


def _sequence(parts: Iterable[tuple[Any, Any]]) -> _Part:
    found: list[_Part] = []
    for name, group in groupby(parts, key=lambda part: part[0].name):
        values = [value for _, value in group]
        word = "".join(map(chr, values)) if name == "LITERAL" else ""
        if word and all(map(_is_plain, word)):
            found.append(_exactly(frozenset([key(word)])))
        else:
            found += [_part(name, value) for value in values]
    return _joined(found)


def _joined(parts: Sequence[_Part]) -> _Part:
    """Return what is known of parts that follow each other."""
    if len(parts) == 1:
        return parts[0]
    best: Mapping[str, float] | None = None
    # The strings of the last parts, as far back as all are known, and what may stand ahead of them.
    run, ahead, whole = frozenset([""]), 0.0, True
    before = 0.0
    for part in parts:
        longer = part.strings and _pairs(run, part.strings)
        if longer:
            run = longer
        else:
            best = _best(best, _behind(_held(run), ahead), _behind(part.holds, before))
            whole = False
            run, ahead = (part.strings, before) if part.strings else (frozenset([""]), before + part.width)
        before += part.width
    if whole:
        return _exactly(run)
    heads = _heads(parts)
    best = _best(best, _behind(_held(run), ahead), _held(heads))
    return _Part(None, heads, all(part.may_be_empty for part in parts), before, best)


def _heads(parts: Sequence[_Part]) -> frozenset[str]:
    """Return strings of which one begins every match of parts that follow each other."""
    closed: frozenset[str] = frozenset()
    going = frozenset([""])  # those behind which the next part follows at once
    for part in parts:
        longer = _pairs(going, part.heads)
        if longer is None or len(longer | closed) > _MOST:
            closed |= going - _UNKNOWN
            if "" not in going:
                break
            longer, going = part.heads, _UNKNOWN
        if part.strings:
            going = longer
        else:
            closed |= longer
            if not part.may_be_empty or "" in longer:
                return closed
    return closed | going


def _either(parts: Sequence[_Part]) -> _Part:
    """Return what is known of a choice of parts."""
    if all(part.strings for part in parts):
        strings = frozenset[str]().union(*(part.strings or () for part in parts))
        if len(strings) <= _MOST:
            return _exactly(strings)
    heads = frozenset[str]().union(*(part.heads for part in parts))
    every = [part.holds for part in parts]
    some: dict[str, float] = {}
    for holds in every:
        for text, reach in (holds or {}).items():
            some[text] = max(reach, some.get(text, 0))
    return _Part(
        None,
        heads,
        any(part.may_be_empty for part in parts),
        max(part.width for part in parts),
        some if all(every) else None,
    )


def _repeated(part: _Part, fewest: int, most: int) -> _Part:
    if part.strings and most <= _MOST_CHARACTERS and len(part.strings) ** most <= _MOST:
        rows = (row for size in range(fewest, most + 1) for row in product(part.strings, repeat=size))
        return _exactly(frozenset(map("".join, rows)))
    if fewest:
        return _joined([part, _repeated(part, 0, most - 1 if most < _ENDLESS else most)])
    width = part.width * most if most < _ENDLESS else part.width and _UNBOUNDED
    return _Part(None, part.heads, True, width)


def _part(name: str, value: Any) -> _Part:
    """Return what is known of a part that Python's parser calls `name`."""
    match name:
        case "LITERAL":
            return _characters([chr(value)])
        case "IN":
            return _characters(_set(value))
        case "ANY" | "NOT_LITERAL":
            return _ANY_CHARACTER
        case "AT" | "ASSERT" | "ASSERT_NOT":
            # What stands around a match is not in it.
            return _NOTHING
        case "SUBPATTERN":
            return _sequence(value[-1])
        case "ATOMIC_GROUP":
            return _sequence(value)
        case "BRANCH":
            return _either([_sequence(one) for one in value[1]])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            fewest, most, repeated = value
            return _repeated(_sequence(repeated), int(fewest), int(most))
    return _ANYTHING


def _set(members: Iterable[tuple[Any, Any]]) -> list[str] | None:
    """Return the characters of a set, None where they are many."""
    found: list[str] = []
    for name, value in members:
        match name.name, str(value):
            case "LITERAL", _:
                found.append(chr(value))
            case "RANGE", _ if value[1] - value[0] < _MOST_CHARACTERS:
                found += map(chr, range(value[0], value[1] + 1))
            case ("RANGE", _) if chr(value[0]).isdecimal() and chr(value[1]).isdecimal() and value[1] < 128:
                found.append("0")
            case "CATEGORY", "CATEGORY_DIGIT":
                found.append("0")
            case _:
                return None
    return found


def _characters(characters: Sequence[str] | None) -> _Part:
    if characters is None or not all(map(_is_plain, characters)):
        return _ANY_CHARACTER
    found = frozenset(map(key, characters))
    return _exactly(found) if len(found) <= _MOST_CHARACTERS else _ANY_CHARACTER


def _is_plain(character: str) -> bool:
    """Whether `key` knows all that a pattern may match by a character: other letters have odd relations."""
    return character.isascii() or character.lower() == character == character.upper()
