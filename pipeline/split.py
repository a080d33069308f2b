"""Splitting: a brochure, a newsletter or a press review → one article for each of its parts.

A brochure is a document in which at least three lines in capitals name a hospital (`CHU D'AMIENS`), a press
review one with at least three dated titles, a Markdown file one with at least three headings of its highest
level; each must be followed by a substantial text. Any other document is one article. Intertitles in capitals
name no hospital, and a title repeated at the foot of a page or at the top of the next one belongs to the
article that it repeats. What stands before the first article (cover, contents, editorial) is none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.published import published_in_name, published_in_text, published_in_url
from pipeline.records import Article, Document
from pipeline.text import name_key, plain

_FEWEST_ARTICLES = 3
_SUBSTANTIAL = 80  # words
_ENTRY = 25  # words: what stands between two entries of a table of contents, at most
_LONGEST_HEADING = 90
_LONGEST_TITLE = 150
_TITLE_LINES = 2
_TITLE_WORDS = 4
_HEAD_LINES = 12

# Acronyms that name a hospital by themselves, and nouns that do so with the words after them.
_NAMES = r"AP-?H[MP]|HCL|HUS|HUG|CHUV"
_HEADS = (
    r"CHR?U(?:-\w+)?|CHR|CHIC?|CHS|CHD|CHN|CH|GHU?T?|GHI|EPSM|GROUPE(?:MENT)? HOSPITALIER|"
    r"HOSPICES|H[OÔ]PITA(?:L|UX)|HOTEL-DIEU|ASSISTANCE PUBLIQUE|CENTRES? HOSPITALIERS?|"
    r"(?:POLY)?CLINIQUES?|INSTITUT|CENTRE (?:DE LUTTE|REGIONAL|INTERNATIONAL|MEDICAL)"
)
_HEADING = re.compile(rf"(?:LES? |L')?(?:(?:{_NAMES})(?![\w-])|(?:{_HEADS})[ -]\w)")
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_SENTENCE_MARK = re.compile(r"[.:;?!…|]")


@dataclass(frozen=True, slots=True)
class _Head:
    """A run of headings of one hospital: its first line, its name and the words up to the next hospital."""

    line: int
    key: str
    n_words: int


def split(document: Document, text: str, removed: Counter[str] | None = None) -> list[Article]:
    """Return the articles of a document in order, `text` being its cleaned text.

    They hold all of it but for what stands before the first of several, whose code points are counted in
    `removed` as `front-matter`.
    """
    lines = text.split("\n")
    starts: list[int] = _article_starts(lines)
    titles: list[str | None] = [_heading_title(lines, start) for start in starts]
    dated = False
    marked = document.media_type == "text/markdown"
    if not starts and marked:
        starts = _marked_starts(lines)
        titles = [_unmarked(lines[start]) for start in starts]
    if not starts:
        starts = _dated_starts(lines)
        titles = [lines[start] for start in starts]
        dated = bool(starts)
    if not starts:
        text = _unmarked(text) if marked else text
        title = document.title or _first_title(text.split("\n"))
        return [_article(document, 0, text, title, "", dated=False)]
    before = "\n".join(lines[: starts[0]])
    if removed is not None:
        removed["front-matter"] += sum(len(line) + 1 for line in lines[: starts[0]])
    bounds = [*starts, len(lines)]
    parts = ["\n".join(lines[a:b]).strip("\n") for a, b in pairwise(bounds)]
    return [
        _article(document, position, _unmarked(part) if marked else part, title, before, dated=dated)
        for position, (part, title) in enumerate(zip(parts, titles, strict=True))
    ]


def _unmarked(text: str) -> str:
    """Return Markdown without the marks of headings, emphasis and links."""
    text = re.sub(r"(?m)^#{1,6} +", "", text)
    text = re.sub(r"!?\[([^\]\n]+)\]\([^)\n]+\)", r"\1", text)
    return re.sub(r"(\*\*|__|(?<![\w*])\*(?=\w))([^*_\n]+)(?(1)(?:\*\*|__|\*))", r"\2", text)


def _article(
    document: Document, position: int, part: str, title: str | None, before: str, *, dated: bool
) -> Article:
    """Return an article with its date; `before` is the head of the brochure, whose date is that of all.

    The articles of a press review are `dated` each by itself, whatever the date of the review is.
    """
    published, published_from = document.published, document.published_from
    if (published is None or dated) and (date := published_in_text(part) or published_in_text(before)):
        published, published_from = date, "text"
    if published is None and document.url and (date := published_in_url(document.url)):
        published, published_from = date, "metadata"
    if published is None and (date := published_in_name(document.source)):
        published, published_from = date, "name"
    if published is None and document.created:
        published, published_from = document.created, "metadata"
    publisher = document.site or document.author
    return Article(document.source, position, part, title, published, published_from, publisher)


def _marked_starts(lines: Sequence[str]) -> list[int]:
    """Return the headings of the highest level that three substantial parts of a text or more have."""
    for mark in ("# ", "## "):
        starts = _substantial([place for place, line in enumerate(lines) if line.startswith(mark)], lines)
        if starts:
            return starts
    return []


def _dated_starts(lines: Sequence[str]) -> list[int]:
    """Return the titles that stand right above a line with the date of publication."""
    likely = []
    for place, line in enumerate(lines):
        if len(line) > _LONGEST_HEADING or not _YEAR.search(line):
            continue
        above = next((k for k in range(place - 1, max(-1, place - 3), -1) if lines[k]), None)
        if above is not None and _is_title(lines[above]):
            likely.append((above, line))
    # Dates are slow to read, and most texts have too few lines that may be one.
    if len(likely) < _FEWEST_ARTICLES:
        return []
    starts = [above for above, line in likely if _is_dated(line) and not _is_dated(lines[above])]
    return _substantial(starts, lines)


def _is_dated(line: str) -> bool:
    return _DIGIT.search(line) is not None and published_in_text(line) is not None


def _substantial(starts: Sequence[int], lines: Sequence[str]) -> list[int]:
    """Return the starts if there are enough, and each is followed by a text long enough for an article."""
    sizes = [sum(len(line.split()) for line in lines[a:b]) for a, b in pairwise([*starts, len(lines)])]
    return list(starts) if len(starts) >= _FEWEST_ARTICLES and min(sizes) >= _SUBSTANTIAL else []


def _article_starts(lines: Sequence[str]) -> list[int]:
    heads = _heads(lines)
    entries = _contents(heads)
    starts: list[int] = []
    opened: set[str] = set()
    for place, head in enumerate(heads):
        # A hospital has one article: its title further on stands at the foot of a page.
        if place not in entries and head.key not in opened and head.n_words >= _SUBSTANTIAL:
            starts.append(head.line)
            opened.add(head.key)
    return starts if len(starts) >= _FEWEST_ARTICLES else []


def _heads(lines: Sequence[str]) -> list[_Head]:
    places = [place for place, line in enumerate(lines) if _names_hospital(line)]
    heads: list[_Head] = []
    for place, following in pairwise([*places, len(lines)]):
        n_words = sum(len(line.split()) for line in lines[place + 1 : following])
        key = name_key(lines[place])
        if heads and heads[-1].key == key:
            heads[-1] = _Head(heads[-1].line, key, heads[-1].n_words + n_words)
        else:
            heads.append(_Head(place, key, n_words))
    return heads


def _contents(heads: Sequence[_Head]) -> set[int]:
    """Return the headings that are a table of contents: three or more in a row with next to no text."""
    entries: set[int] = set()
    run: list[int] = []
    for place, head in enumerate(heads):
        run.append(place)
        if head.n_words > _ENTRY:
            # The last entry is followed by what comes after the table.
            if len(run) > _FEWEST_ARTICLES:
                entries.update(run)
            run = []
    return entries


def _names_hospital(line: str) -> bool:
    if not line or len(line) > _LONGEST_HEADING or not line.isupper() or _SENTENCE_MARK.search(line):
        return False
    return _HEADING.match(plain(line)) is not None


def _heading_title(lines: Sequence[str], start: int) -> str:
    """Return the heading of an article with the title under it."""
    place = start + 1
    if place < len(lines) and not lines[place]:
        place += 1
    under = []
    if place < len(lines) and published_in_text(lines[place]):
        place += 1
    for line in lines[place : place + _TITLE_LINES]:
        if not _is_title(line) or line[-1] in ".,;!" or line.startswith(("•", "–", "- ")):
            break
        under.append(line)
    return f"{lines[start]} – {' '.join(under)}" if under else lines[start]


def _first_title(lines: Sequence[str]) -> str | None:
    """Return the first line that is short enough for a title and more than a date or a rubric.

    `Actualités`, `SANTÉ`, `International`: a rubric has fewer words than the title that follows it.
    """
    titles = [line for line in lines[:_HEAD_LINES] if _is_title(line) and not _is_dated(line)]
    return next((line for line in titles if len(line.split()) >= _TITLE_WORDS), titles[0] if titles else None)


def _is_title(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_TITLE and any(map(str.isalpha, line))
