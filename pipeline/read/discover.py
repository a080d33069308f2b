"""Which files there are to read: folders walked in sorted order, each file once."""

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError
from pipeline.read.entries import COMPANIONS
from pipeline.read.places import is_uri, walk

# Among annotated articles, the pairs of names that linking is tested with.
_PAIRS = "identity.csv"


def discover(inputs: Sequence[str | Path], glob: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield location and `source` of every input file, folders walked recursively in sorted order.

    An input is a path or a URI (`s3://bucket/press/`). `source` is the path relative to the given folder,
    posix style, or the name of a file that was given itself. Hidden files and folders and the companions of
    articles (`.ann`, `.coop.json`, `.meta.json`; `identity.csv` among annotated articles) are left out; a
    file that is reached twice is yielded once. With `glob` (`*.pdf`, `2024/*.html`) only files of folders
    whose name or `source` it matches. Raises InputError for a missing input, before anything is yielded.
    """
    for given in inputs:
        if not is_uri(str(given)) and not Path(given).exists():
            raise InputError(f"{given}: no such file or folder; check the path, it is seen from {Path.cwd()}")
    return _walk_all(inputs, glob)


def _walk_all(inputs: Sequence[str | Path], glob: str | None) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for given in inputs:
        for location, source in (
            _remote(str(given), glob) if is_uri(str(given)) else _local(Path(given), glob)
        ):
            real = location if is_uri(location) else os.path.realpath(location)
            if real not in seen:
                seen.add(real)
                yield location, source


def _remote(uri: str, glob: str | None) -> Iterator[tuple[str, str]]:
    found = list(walk(uri))
    annotated = {location.rsplit("/", 1)[0] for location, _ in found if location.endswith(".ann")}
    for location, source in found:
        folder, name = location.rsplit("/", 1)
        above = PurePosixPath(source).parts[:-1]
        if any(part.startswith(".") for part in above) or _is_left_out(name, folder in annotated):
            continue
        if location == uri or _matches(source, glob):
            yield location, source


def _local(top: Path, glob: str | None) -> Iterator[tuple[str, str]]:
    if not top.is_dir():
        yield str(top), top.name
        return
    for path in _walk(top, frozenset()):
        source = path.relative_to(top).as_posix()
        if _matches(source, glob):
            yield str(path), source


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
        if path.is_dir():
            if not path.name.startswith("."):
                yield from _walk(path, above | {real})
        elif not _is_left_out(path.name, annotated):
            yield path


def _is_left_out(name: str, annotated: bool) -> bool:
    """Return whether a file is hidden, or goes with articles; `annotated` are those beside it."""
    return name.startswith(".") or name.lower().endswith(COMPANIONS) or (annotated and name == _PAIRS)
