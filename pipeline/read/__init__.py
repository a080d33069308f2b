"""Reading: files, folders and collections → documents, one module per family of formats.

    files ─discover→ path ─entries→ what a file holds ─documents→ Document, or a Reject that says why not

Whatever is not plain text is read in a process of its own (`process.py`), which can be killed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.read.columns import Columns
from pipeline.read.discover import discover
from pipeline.read.documents import Options, read_file
from pipeline.read.process import Reader
from pipeline.read.sniff import HEAD, sniff
from pipeline.records import Document, Reject

__all__ = ["Columns", "Options", "Reader", "discover", "read", "read_documents", "read_file", "told_apart"]

_LIGHT = 2**20  # bytes


def read(inputs: Sequence[str | Path], options: Options | None = None) -> Iterator[Document | Reject]:
    """Yield every document of files and folders, and a Reject for each that cannot be read, in order.

    Raises InputError for a missing input, before anything is read.
    """
    options = options or Options()
    return _read_all(discover(inputs, options.glob), options)


def _read_all(files: Iterator[tuple[str, str]], options: Options) -> Iterator[Document | Reject]:
    seen: Counter[str] = Counter()
    with Reader(options) as reader:
        for location, source in files:
            seen[source] += 1
            found = read_documents(Path(location), source, reader, options)
            yield from told_apart(found, source, seen[source], Counter())


def read_documents(
    path: Path, source: str, reader: Reader, options: Options, *, skip: int = 0, stop: int | None = None
) -> Iterator[Document | Reject]:
    """Yield the documents of one file, or those from number `skip` up to, not including, number `stop`."""
    if skip == 0 and stop is None and _is_light(path):
        return read_file(path, source, options)
    return reader.read(path, source, skip, stop)


def told_apart(
    found: Iterator[Document | Reject], source: str, number: int, seen: Counter[str]
) -> Iterator[Document | Reject]:
    """Yield the documents of a file, each with a source that no other one has.

    Two folders may hold files of one name, and a file records of one name: the second is told apart by its
    `number`. `seen` counts the sources so far.
    """
    for one in found:
        seen[one.source] += 1
        again = seen[one.source]
        name = one.source
        if number > 1:
            name = f"{source} ({number}){name.removeprefix(source)}"
        yield replace(one, source=f"{name} ({again})" if again > 1 else name)


def _is_light(path: Path) -> bool:
    """Return whether a file is short UTF-8 text, which needs no process of its own to be read."""
    try:
        if not path.is_file() or path.stat().st_size > _LIGHT:
            return False
        data = path.read_bytes()
        data.decode("utf-8")
        return sniff(data[:HEAD], path.name) in ("text", "markdown")
    except (OSError, ValueError, ReadError):
        return False
