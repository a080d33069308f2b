"""Cleaning: the text of a file without what its layout has put into it.

    text ─characters→ lines ─furniture→ lines ─paragraphs→ text

Cleaning is idempotent and never raises; it removes and joins, but rewrites no word.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from pipeline.clean.characters import tidy_characters, tidy_line
from pipeline.clean.furniture import Furniture, load_furniture
from pipeline.clean.hyphens import Hyphens, document_words, load_hyphens
from pipeline.clean.paragraphs import Words, join_lines, load_words

__all__ = ["Cleaning", "clean", "load"]

# One pass settles real texts; a text that was built to need more is cut off here, to stay in linear time.
_PASSES = 8


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The compiled files of `rules/cleaning/`."""

    furniture: Furniture
    hyphens: Hyphens
    words: Words


def load(folder: Path) -> Cleaning:
    """Load `cleaning/` of the rules folder: `*.toml`, `hyphens.csv` and `words.csv`. Raises RuleError."""
    folder = folder / "cleaning"
    return Cleaning(
        furniture=load_furniture(folder),
        hyphens=load_hyphens(folder / "hyphens.csv"),
        words=load_words(folder / "words.csv"),
    )


def clean(text: str, cleaning: Cleaning, removed: Counter[str] | None = None) -> str:
    """Return the cleaned text: NFC, LF, one paragraph, heading or item a line, at most one blank line.

    What is taken out is counted in `removed`: by rule of furniture the number of places.
    """
    removed = Counter() if removed is None else removed
    # Line breaks around a text change nothing in it: without them a clean text needs no second pass.
    text = text.strip("\n")
    for _ in range(_PASSES):
        cleaned = _pass(text, cleaning, removed)
        if cleaned == text:
            break
        text = cleaned
    return text


def _pass(text: str, cleaning: Cleaning, removed: Counter[str]) -> str:
    lines = [tidy_line(line) for line in tidy_characters(text).split("\n")]
    lines = cleaning.furniture.without_blocks(lines, removed)
    lines = [tidy_line(cleaning.furniture.without(line, removed)) for line in lines]
    # Few texts divide words, or begin with a drop cap: the others do without their words.
    known = cache(partial(document_words, lines))
    return join_lines(lines, known, cleaning.hyphens, cleaning.words)
