"""Which files there are to read: folders walked in sorted order, each file once."""

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from pipeline.errors import InputError
from pipeline.read.entries import COMPANIONS

_PAIRS = "identity.csv"


def discover(inputs: Sequence[Path], glob: str | None = None) -> Iterator[tuple[Path, str]]:
    """Yield path and `source` of every input file, folders walked recursively in sorted order.

    `source` is the path relative to the given folder, posix style, or the name of a file that was given
    itself. Hidden files and folders and the companions of articles (`.ann`, `.coop.json`, `.meta.json`;
    `identity.csv` among annotated articles) are left out; a file that is reached twice is yielded once.
    With `glob` (`*.pdf`, `2024/*.html`) only files of folders whose name or `source` it matches. Raises
    InputError for a missing input, before
    anything is yielded.
    """
    for path in inputs:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder; check the path, it is seen from {Path.cwd()}")
    return _walk_all(inputs, glob)


def _walk_all(inputs: Sequence[Path], glob: str | None) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for top in inputs:
        found: Iterator[tuple[Path, str]] = iter([(top, top.name)])
        if top.is_dir():
            walked = ((path, path.relative_to(top).as_posix()) for path in _walk(top, frozenset()))
            found = ((path, source) for path, source in walked if _matches(source, glob))
        for path, source in found:
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield path, source


def _matches(source: str, glob: str | None) -> bool:
    return glob is None or fnmatch(source, glob) or fnmatch(source.rsplit("/", 1)[-1], glob)


def _walk(folder: Path, above: frozenset[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    # A link to a folder that we are inside of would never end.
    if real in above:
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        if not above:
            raise InputError(
                f"{folder}: cannot be listed ({error.strerror}); check its permissions"
            ) from error
        # A folder further down costs its own row: the reader says why it cannot be read.
        yield folder
        return
    annotated = any(path.suffix == ".ann" for path in entries)
    for path in entries:
        # Among annotated articles, the pairs of names that linking is tested with.
        if path.name.startswith(".") or (annotated and path.name == _PAIRS):
            continue
        if path.is_dir():
            yield from _walk(path, above | {real})
        elif not path.name.lower().endswith(COMPANIONS):
            yield path
