"""The characters that pdfium gives → runs of words, upright, with their place."""

import ctypes
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2
from pypdfium2 import raw

from pipeline.errors import ReadError
from pipeline.read.limits import MAX_TEXT
from pipeline.read.pdf.order import GUTTER
from pipeline.read.pdf.runs import Run, Sheet

_ANGLE = 5
_DROP_CAP = 1.8
# How pdfium gives the hyphen at a line's end.
_HYPHENS = (0x0002, 0xFFFE)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: float
    right: float
    base: float
    size: float
    angle: int
    is_spaced: bool
    index: int


def read_sheets(document: pypdfium2.PdfDocument, n_pages: int) -> tuple[list[Sheet], int, int]:
    """Return the sheets of all pages, how many pages could not be read, and on how many something stands."""
    sheets: list[Sheet] = []
    n_failed = n_drawn = n_characters = 0
    for number in range(n_pages):
        try:
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                n_drawn += raw.FPDFPage_CountObjects(page.raw) > 0
                n_characters += text.count_chars()
                if n_characters <= MAX_TEXT:
                    sheets += _page_sheets(number, page.get_bbox(), text)
        except pypdfium2.PdfiumError:
            n_failed += 1
        if n_characters > MAX_TEXT:
            raise ReadError(f"holds more than {MAX_TEXT:,} characters, too many for one document; split it")
    return sheets, n_failed, n_drawn


def _words(text: pypdfium2.PdfTextPage) -> Iterator[_Word]:
    """Yield the words of a page as they are drawn."""
    code_of, handle = raw.FPDFText_GetUnicode, text.raw
    letters: list[str] = []
    start, is_spaced = 0, True
    n_characters = text.count_chars()
    for index in range(n_characters + 1):
        code = code_of(handle, index) if index < n_characters else 32
        is_hyphen = code in _HYPHENS
        letter = "-" if is_hyphen else chr(code) if 0 < code < 0x110000 else ""
        is_space = letter.isspace()
        if letter and not is_space and code != 0xFFFF:
            if not letters:
                start = index
            letters.append(letter)
        # Behind a hyphen the next word stands on another line, though no space says so.
        if letters and (is_space or is_hyphen):
            yield _word(handle, "".join(letters), (start, index if is_hyphen else index - 1), is_spaced)
            letters, is_spaced = [], False
        is_spaced = is_space or is_spaced


def _word(handle: raw.FPDF_TEXTPAGE, text: str, ends: tuple[int, int], is_spaced: bool) -> _Word:
    """Return a word in the axes in which its letters stand upright; all lengths in points."""
    first = ends[0]
    matrix, box, x, y = raw.FS_MATRIX(), raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetMatrix(handle, first, matrix):
        matrix.a = matrix.d = 1.0
    raw.FPDFText_GetCharOrigin(handle, first, x, y)
    size = raw.FPDFText_GetFontSize(handle, first) * math.hypot(matrix.c, matrix.d)
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / _ANGLE) * _ANGLE % 360
    sides: list[float] = []
    for index in ends:
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        sides += _extent((box.left, box.bottom, box.right, box.top), angle)[:2]
    base = _turned(x.value, y.value, angle)[1]
    return _Word(text, min(sides), max(sides), base, round(size, 2) or 1.0, angle, is_spaced, first)


def _turned(x: float, y: float, angle: int) -> tuple[float, float]:
    if not angle:
        return x, y
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cos + y * sin, y * cos - x * sin


def _extent(box: tuple[float, float, float, float], angle: int) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of a box (left, bottom, right, top) in turned axes."""
    left, bottom, right, top = box
    if not angle:
        return left, right, bottom, top
    corners = [_turned(x, y, angle) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), max(xs), min(ys), max(ys)


def _page_sheets(
    number: int, box: tuple[float, float, float, float], text: pypdfium2.PdfTextPage
) -> list[Sheet]:
    """Return the sheets of a page, most words first, without what is outside of `box`."""
    turned: dict[int, list[_Word]] = defaultdict(list)
    for word in _words(text):
        turned[word.angle].append(word)
    sheets: list[Sheet] = []
    for angle, words in sorted(turned.items(), key=lambda item: -len(item[1])):
        left, right, bottom, top = _extent(box, angle)
        runs: dict[tuple[str, int, int], Run] = {}
        for run in _runs(words, text.raw):
            # Bold may be made by drawing a text twice.
            key = run.text, round(run.left / 2), round(run.base / 2)
            inside = left <= (run.left + run.right) / 2 <= right and bottom <= run.base <= top
            if inside:
                runs.setdefault(key, run)
        sheets.append(Sheet(number, list(runs.values()), bottom, top))
    return sheets


def _runs(words: Sequence[_Word], handle: raw.FPDF_TEXTPAGE) -> Iterator[Run]:
    """Yield words that follow each other on a line, parted at gaps wider than a space."""
    line: list[_Word] = []
    for word in words:
        if line and not _follows(line[-1], word):
            yield from _parted(line, handle)
            line = []
        line.append(word)
    if line:
        yield from _parted(line, handle)


def _follows(before: _Word, word: _Word) -> bool:
    larger, smaller = max(before.size, word.size), min(before.size, word.size)
    if larger > _DROP_CAP * smaller or before.right - word.left > larger:
        return False
    # Raised letters are small.
    return abs(before.base - word.base) <= (0.2 if smaller > 0.9 * larger else 0.5) * larger


def _parted(line: Sequence[_Word], handle: raw.FPDF_TEXTPAGE) -> Iterator[Run]:
    gaps = [b.left - a.right for a, b in pairwise(line)]
    # The spaces of a justified line may be wide, but are all of one width.
    widest = max(GUTTER * line[0].size, 1.8 * median(gaps) if len(gaps) > 2 else 0.0)
    start = 0
    for end in range(1, len(line) + 1):
        if end == len(line) or gaps[end - 1] >= widest:
            yield _run(line[start:end], handle)
            start = end


def _run(words: Sequence[_Word], handle: raw.FPDF_TEXTPAGE) -> Run:
    text = words[0].text + "".join(" " * word.is_spaced + word.text for word in words[1:])
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    size = max(letters, key=letters.__getitem__)
    main = max((word for word in words if word.size == size), key=lambda word: len(word.text))
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(handle, main.index, name, len(name), None)
    left, right = min(word.left for word in words), max(word.right for word in words)
    return Run(text, left, right, main.base, size, name.value.decode("latin-1"), words[0].index)
