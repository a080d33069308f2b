"""Words divided at the end of a line: joined, or kept as the compounds that they are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.vocabulary import read_table

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST = re.compile(r"\w+(?:-\w+)*")
# Both halves are words of this length: taken for a compound (`anesthésistes-réanimateurs`).
_LONG_WORD = 5
_SUSPENDED = frozenset({"et", "ou", "puis", "voire"})


@dataclass(frozen=True, slots=True)
class Hyphens:
    """First parts that keep their hyphen always, before a known word, or never; second parts that keep it."""

    always: frozenset[str]
    known: frozenset[str]
    never: frozenset[str]
    second: frozenset[str]


def load_hyphens(path: Path) -> Hyphens:
    """Load `hyphens.csv`. Raises RuleError."""
    parts: dict[tuple[str, str], set[str]] = {
        ("first", "always"): set(),
        ("first", "known"): set(),
        ("first", "never"): set(),
        ("second", "always"): set(),
    }
    for row in read_table(path, ("part", "side", "when", "source")):
        key = row["side"], row["when"]
        if key not in parts:
            raise RuleError(
                path, f"part {row['part']!r}", f"side {key[0]!r} with when {key[1]!r} is not known"
            )
        parts[key].add(row["part"].casefold())
    return Hyphens(*(frozenset(words) for words in parts.values()))


def is_divided(before: str, after: str) -> bool:
    """Return whether the end of one line and the start of the next look like one word with a hyphen."""
    return len(before) > 1 and before[-1] == "-" and before[-2].isalnum() and after[:1].isalnum()


def document_words(lines: Sequence[str]) -> frozenset[str]:
    """Return the document's words and their parts, without the halves at the ends of lines."""
    words: set[str] = set()
    left_open = False
    filled = [line for line in lines if line]
    for place, line in enumerate(filled):
        begin, end = 0, len(line)
        if left_open and (first := _FIRST.match(line)):
            begin = first.end()
        after = filled[place + 1] if place + 1 < len(filled) else ""
        left_open = is_divided(line, after)
        if left_open:
            end -= len(_last_token(line))
        _add_words(words, line[begin:end])
    return frozenset(words)


def _add_words(words: set[str], text: str) -> None:
    for word in _WORD.findall(text.casefold()):
        words.add(word)
        if "-" in word:
            words.update(word.split("-"))


def _last_token(line: str) -> str:
    token = line.rsplit(" ", 1)[-1]
    for quote in "’'(«/":
        token = token.rsplit(quote, 1)[-1]
    return token


def _any_in(candidates: Iterable[str], words: frozenset[str]) -> bool:
    return any(candidate in words for candidate in candidates)


def join_divided(before: str, after: str, known: frozenset[str], hyphens: Hyphens) -> tuple[str, str]:
    """Return the end of the first line as it is to be written, and what comes between it and the second.

    Where the two halves are one word, the hyphen goes; a real compound keeps it. The document's own words
    decide first, then the lists, then: in lower case the halves are one word.
    """
    left = _last_token(before)[:-1].casefold()
    found = _FIRST.match(after)
    right = found[0] if found else after[:1]
    if right in _SUSPENDED:
        return before, " "
    joined, kept = before[:-1], before
    left_part, right_part = left.rsplit("-", 1)[-1], right.casefold().split("-", 1)[0]
    if not left_part.isalpha() or not right[0].isalpha():
        return kept, ""
    whole = right.casefold()
    if left_part + right_part in known:
        return joined, ""
    if _any_in((f"{left}-{whole}", f"{left_part}-{right_part}"), known):
        return kept, ""
    if not right[0].islower() or left_part in hyphens.always or right_part in hyphens.second:
        return kept, ""
    if left_part in hyphens.never:
        return joined, ""
    both = left_part in known and min(len(left_part), len(right_part)) >= _LONG_WORD
    if right_part in known and (both or left_part in hyphens.known):
        return kept, ""
    return joined, ""
