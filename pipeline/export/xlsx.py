"""Excel: one workbook, a sheet per table, what the columns mean in front, and behind what had to be cut."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, count, islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from pipeline.export.cells import Place, empty_lost, is_formula
from pipeline.export.format import Batches, Format
from pipeline.tables.catalogue import TABLES
from pipeline.tables.schema import Table

# What Excel can hold: rows of a sheet, UTF-16 characters of a cell, digits of a number; its first sure day.
_ROWS = 1_048_576
_CELL = 32_767
_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)
# What XML cannot hold, and what Office would read as standing for that.
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_BROKEN_END = re.compile(r"(?<!_x[0-9A-F]{4})_(x[0-9A-F]{0,4})?$")
# For the widths of columns, in characters.
_SAMPLE, _WIDEST = 200, 60
_BOLD = Font(bold=True)
# Table, column, row by its key, number of characters.
Cut = tuple[str, str, str, int]


def _write(batches: Batches, target: Path) -> list[str]:
    book = Workbook(write_only=True)
    about = (
        (t.name, c.name, str(c.type), c.description, c.unit, ", ".join(c.values) if c.values else None)
        for t in TABLES
        for c in t.columns
    )
    _fill(book, "about", ("table", "column", "type", "meaning", "unit", "one of"), about)
    cut: list[Cut] = []
    empty: Counter[Place] = Counter()
    for table in TABLES:
        names = [column.name for column in table.columns]
        _fill(book, table.name, names, _rows(table, batches, cut, empty))
    if cut:
        _fill(book, "cut", ("table", "column", "key", "characters"), iter(cut))
    # `book.save` would leave the archive open where it fails.
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    shortened = Counter((table, column) for table, column, _, _ in cut)
    return [
        *(
            f"{table}.{column}: {n} texts are longer than a cell of Excel can be and were cut; "
            "the sheet cut lists them, other formats hold them whole"
            for (table, column), n in shortened.items()
        ),
        *empty_lost(empty),
    ]


def _fill(book: Workbook, name: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    """Write rows to a sheet of this name and, where it is full, to further ones: `name (2)` and so on."""
    for n in count(1):
        sheet = book.create_sheet(name if n == 1 else f"{name} ({n})")
        first = list(islice(rows, min(_SAMPLE, _ROWS - 1)))
        sheet.freeze_panes = "A2"
        for place, column in enumerate(columns):
            texts = (str(row[place]).partition("\n")[0] for row in first if row[place] is not None)
            # The arrow of the filter needs its place too.
            width = max(len(column) + 4, *map(len, texts), 0)
            sheet.column_dimensions[get_column_letter(place + 1)].width = min(width, _WIDEST)
        sheet.append([_cell(sheet, column, _BOLD) for column in columns])
        n_rows = 1
        for row in chain(first, islice(rows, _ROWS - 1 - len(first))):
            sheet.append([_cell(sheet, value) for value in row])
            n_rows += 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{n_rows}"
        sheet.close()
        following = next(rows, None)
        if following is None:
            return
        rows = chain([following], rows)


def _cell(sheet: Any, value: Any, font: Font | None = None) -> Any:
    """Return a value as openpyxl is to write it: a text is no formula and no error, however it begins."""
    if font is None and not (isinstance(value, str) and (value.startswith("#") or is_formula(value))):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    # It stays a text when somebody edits the cell.
    cell.quotePrefix = is_formula(value)
    if font is not None:
        cell.font = font
    return cell


def _rows(table: Table, batches: Batches, cut: list[Cut], empty: Counter[Place]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a table as Excel can hold them, and note what it cannot."""
    for batch in batches(table.name):
        for row in batch.to_pylist():
            cells: list[Any] = []
            for name, value in row.items():
                cell = _held(value)
                if isinstance(value, str):
                    empty[table.name, name] += not value
                    if _length(cell) > _CELL:
                        cell = _shortened(cell, len(value))
                        # A key can be long itself: its beginning tells.
                        key = " ".join(str(row[part]) for part in table.key)[:200]
                        cut.append((table.name, name, _held(key), len(value)))
                cells.append(cell)
            yield cells


def _held(value: Any) -> Any:
    """Return a value as a cell can hold it, its length aside.

    Characters that XML cannot hold become `_x0001_` and the like, which Office reads as the character; days
    before those that Excel knows, and numbers that it would round, become texts.
    """
    match value:
        case str():
            return _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
        case date() if value < _FIRST_DAY:
            return value.isoformat()
        case int() if abs(value) >= 10**_DIGITS:
            return str(value)
    return value


def _length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _shortened(text: str, n_chars: int) -> str:
    """Return the beginning of an escaped text, with the word that it is one, as long as a cell can be."""
    # Half an escape, or half a character, at the end is left out.
    end = f" … [cut: {n_chars} characters in all]"
    room = text.encode("utf-16-le")[: 2 * (_CELL - len(end))]
    return _BROKEN_END.sub("", room.decode("utf-16-le", "ignore")) + end


FORMAT = Format(_write)
