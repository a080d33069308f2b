"""Vocabularies are CSV files with a header; a lexicon finds all their terms in one pass over a text."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

from pipeline.errors import RuleError
from pipeline.text import fold

T = TypeVar("T")
_OE = re.compile("œ|oe")


def read_table(path: Path, columns: Sequence[str], *, optional: Sequence[str] = ()) -> list[dict[str, str]]:
    """Read a CSV file that must have `columns` and may have `optional`; other columns are an error.

    Cells are stripped; an optional column that is absent is read as empty cells. Raises RuleError naming
    file and line.
    """
    if not path.is_file():
        raise RuleError(path, "file", "is missing")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader, [])
        for column in columns:
            if column not in header:
                raise RuleError(
                    path, "line 1", f"column {column!r} is missing; expected {', '.join(columns)}"
                )
        for column in header:
            if column not in columns and column not in optional:
                raise RuleError(
                    path, "line 1", f"column {column!r} is not known; expected {', '.join(columns)}"
                )
        absent = dict.fromkeys(optional, "")
        rows = []
        for cells in reader:
            if cells and len(cells) != len(header):
                place = f"line {reader.line_num}"
                raise RuleError(path, place, f"has not the {len(header)} cells of its header; quote commas")
            if cells:
                rows.append(absent | dict(zip(header, map(str.strip, cells), strict=True)))
        return rows


def split_cell(cell: str) -> list[str]:
    """Return the parts of a cell that are separated by `|`."""
    return [part.strip() for part in cell.split("|") if part.strip()]


class Hit(NamedTuple, Generic[T]):
    """A term found at `start:end`, with all that was filed under it."""

    start: int
    end: int
    entries: tuple[T, ...]


class Lexicon(Generic[T]):
    """Terms, each with entries, found as whole words in folded text (Aho-Corasick)."""

    def __init__(self, terms: Iterable[tuple[str, T]]) -> None:
        filed: dict[str, list[T]] = {}
        for term, entry in terms:
            key = fold(term)
            spellings = {key.replace("œ", "oe"), key.replace("oe", "œ"), key} if _OE.search(key) else (key,)
            for spelling in spellings:
                if entry not in (entries := filed.setdefault(spelling, [])):
                    entries.append(entry)
        self._entries = {key: tuple(entries) for key, entries in filed.items()}
        self._automaton = ahocorasick.Automaton()
        for key in self._entries:
            self._automaton.add_word(key, key)
        if self._entries:
            self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, term: str) -> tuple[T, ...]:
        """Return the entries of exactly this term, or none."""
        return self._entries.get(fold(term), ())

    def all_hits(self, folded: str) -> Iterator[Hit[T]]:
        """Yield every term that stands in `folded` (see `text.fold`) between word boundaries."""
        if not self._entries:
            return
        size = len(folded)
        for last, key in self._automaton.iter(folded):
            end = last + 1
            start = end - len(key)
            if start and folded[start - 1].isalnum() and folded[start].isalnum():
                continue
            if end < size and folded[end].isalnum() and folded[last].isalnum():
                continue
            yield Hit(start, end, self._entries[key])

    def longest_hits(self, folded: str) -> list[Hit[T]]:
        """Return the terms from left to right, of overlapping ones the longest."""
        chosen: list[Hit[T]] = []
        for hit in sorted(self.all_hits(folded), key=lambda h: (h.start, -h.end)):
            if not chosen or hit.start >= chosen[-1].end:
                chosen.append(hit)
            elif hit.end - hit.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = hit
        return chosen
