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

__all__ = ["Columns", "Options", "discover", "read", "read_file"]

_LIGHT = 2**20  # bytes


def read(inputs: Sequence[Path], options: Options | None = None) -> Iterator[Document | Reject]:
    """Yield every document of files and folders, and a Reject for each that cannot be read, in order.

    Raises InputError for a missing input, before anything is read.
    """
    options = options or Options()
    files = discover(inputs, options.glob)
    return _read_all(files, options)


def _read_all(files: Iterator[tuple[Path, str]], options: Options) -> Iterator[Document | Reject]:
    seen: Counter[str] = Counter()
    with Reader(options) as reader:
        for path, source in files:
            found = read_file(path, source, options) if _is_light(path) else reader.read(path, source)
            for one in found:
                seen[one.source] += 1
                # Two folders may hold files of one name: the second is told apart by its number.
                again = seen[one.source]
                yield replace(one, source=f"{one.source} ({again})") if again > 1 else one


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
