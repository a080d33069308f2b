"""What a format of export is, and what of the tables it is given."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

# Gives the rows of a table by its name, a few thousand at a time.
Batches = Callable[[str], Iterator[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export.

    `write` writes all tables to a path where nothing is yet, and returns what of them the format cannot hold,
    in sentences. `files` are the names of the files of a format that is a folder. `failures` are what its
    library raises when it cannot write. `beside` are the endings of what programs keep beside a file that
    they have open.
    """

    write: Callable[[Batches, Path], Sequence[str]]
    files: frozenset[str] = frozenset()
    failures: tuple[type[Exception], ...] = ()
    beside: tuple[str, ...] = ()
