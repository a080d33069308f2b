"""Many articles in one file: JSON Lines, JSON, CSV and TSV, Parquet. Each record is a document."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import ReadError
from pipeline.read.columns import Columns, choose_columns, has_text_column, page_of, record_name
from pipeline.read.html import html_page
from pipeline.read.limits import MAX_LINE, read_all
from pipeline.read.page import Page, titled
from pipeline.read.text import decode, encoding_of

Record = Mapping[str, object]
# A record, or why there is none, and its number in the file from 1; 0 where the file is the record.
Numbered = tuple[int, Record | ReadError]

_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|article|div|section|p|h[1-6]|table|ul)\b", re.IGNORECASE)
_DELIMITERS = "\t;,|"
_BATCH = 256  # rows
# Where an export keeps its articles, when the file is one object.
_LISTS = ("articles", "documents", "docs", "items", "results", "records", "data", "hits", "entries")


def records(stream: BinaryIO, kind: str) -> Iterator[Numbered]:
    """Yield the records of a file in order, one at a time; a broken one is a ReadError in its place.

    `kind` is `jsonl`, `json`, `csv` or `parquet`; the last needs a stream that can seek. Raises ReadError
    for what makes the rest of the file unreadable.
    """
    readers = {"jsonl": _json_lines, "json": _json, "csv": _table, "parquet": _parquet}
    yield from readers[kind](stream)


def read_record(record: Record, columns: Columns) -> Page:
    """Return a record as a page; HTML in its text is read as a web page. Raises ReadError."""
    chosen = choose_columns(tuple(record), columns)
    page = page_of(record, chosen)
    if not _HTML.match(page.text):
        return titled(page)
    inner = html_page(page.text, page.url)
    merged = Page(
        text=inner.text,
        title=page.title or inner.title,
        author=page.author or inner.author,
        site=page.site or inner.site,
        url=page.url or inner.url,
        published=page.published or inner.published,
    )
    return titled(merged)


def name_of(record: Record, columns: Columns, number: int) -> str:
    """Return the name of a record in its file: its id, else its number from 1."""
    try:
        return record_name(record, choose_columns(tuple(record), columns), number)
    except ReadError:
        return str(number)


def is_one_article(content: object) -> bool:
    """Return whether a JSON object is an article itself, as trafilatura writes them."""
    return isinstance(content, dict) and has_text_column([name for name in content if isinstance(name, str)])


def _json_lines(stream: BinaryIO) -> Iterator[Numbered]:
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            yield (
                number,
                ReadError(f"line {number} is longer than {MAX_LINE // 2**20} MiB, too long for a record"),
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            continue
        if not line.strip():
            continue
        yield number, _record(line, f"line {number}")


def _record(line: bytes, place: str) -> Record | ReadError:
    try:
        content = json.loads(decode(line))
    except ReadError as error:
        return ReadError(f"{place}: {error}")
    except (ValueError, RecursionError) as error:
        return ReadError(f"{place} is no JSON ({error})")
    if not isinstance(content, dict):
        return ReadError(f"{place} must hold one JSON object, not {type(content).__name__}")
    return content


def _json(stream: BinaryIO) -> Iterator[Numbered]:
    try:
        content: Any = json.loads(decode(read_all(stream)))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"is no JSON ({error})") from error
    if isinstance(content, dict) and not is_one_article(content):
        # Search engines answer with `hits` in `hits`.
        content = content["hits"] if isinstance(content.get("hits"), dict) else content
        lists = [content[name] for name in _LISTS if isinstance(content.get(name), list)]
        content = lists[0] if lists else content
    # Number 0: the file is this one record.
    listed = enumerate(content, 1) if isinstance(content, list) else [(0, content)]
    for number, one in listed:
        # Search engines wrap what they found.
        inner = one.get("_source") if isinstance(one, dict) and isinstance(one.get("_source"), dict) else one
        if isinstance(inner, dict):
            yield number, inner
        else:
            yield number, ReadError(f"record {number} must be a JSON object, not {type(one).__name__}")


def _table(stream: BinaryIO) -> Iterator[Numbered]:
    head = stream.peek(2**16)[: 2**16] if isinstance(stream, io.BufferedReader) else b""
    encoding = encoding_of(head)
    csv.field_size_limit(MAX_LINE)
    lines = _lines(io.TextIOWrapper(stream, encoding=encoding, newline=""), encoding)
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(chain([first], lines), delimiter=delimiter)
    names: list[str] | None = None
    number = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise ReadError(f"line {rows.line_num}: {error}; the rest of the table is not read") from error
        if names is None:
            names = [name.strip().lstrip("\ufeff") for name in row]
            continue
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        if len(row) != len(names):
            expected = f"row {number} has {len(row)} cells, and the header {len(names)}"
            yield number, ReadError(f"{expected}; put texts with line breaks or {delimiter!r} in quotes")
        else:
            yield number, dict(zip(names, row, strict=True))


def _lines(text: io.TextIOWrapper, encoding: str) -> Iterator[str]:
    """Yield the lines of a table as the csv module wants them; raises ReadError on what is no text."""
    number = 0
    while True:
        number += 1
        try:
            line = text.readline(MAX_LINE + 1)
        except UnicodeDecodeError as error:
            message = (
                f"line {number} or later is not {encoding} as what is before it; save the table as UTF-8"
            )
            raise ReadError(message) from error
        if not line:
            return
        if len(line) > MAX_LINE:
            raise ReadError(f"line {number} is longer than {MAX_LINE // 2**20} MiB, too long for a record")
        yield line


def _parquet(stream: BinaryIO) -> Iterator[Numbered]:
    number = 0
    try:
        file = pq.ParquetFile(stream)
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except (pa.ArrowException, OSError, ValueError, KeyError, OverflowError) as error:
        after = f" after row {number}" if number else ""
        raise ReadError(f"is a damaged Parquet file{after}: {error}") from error
