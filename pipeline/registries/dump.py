"""Opens the data dump of ROR: its JSON, or the ZIP file in which it is published."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from pipeline.errors import RegistryError

WANTED = "take the data dump of ROR in schema v2: its ZIP file, or the JSON of it"
_V2 = "schema_v2"
_BOM = b"\xef\xbb\xbf"


@contextmanager
def open_dump(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open the JSON of a dump at its first bracket; give its size in bytes too.

    Raises RegistryError, also for a broken ZIP.
    """
    if not path.is_file():
        raise RegistryError(f"{path}: there is no such file; {WANTED}")
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(name := _member(path, archive)) as stream:
                yield _at_start(path, cast(BinaryIO, stream)), archive.getinfo(name).file_size
        else:
            with path.open("rb") as file:
                yield _at_start(path, file), path.stat().st_size
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RegistryError(f"{path}: is a damaged ZIP file ({error}); download it again") from error
    except (RuntimeError, NotImplementedError) as error:
        raise RegistryError(f"{path}: cannot be unpacked ({error}); unpack it and give its JSON") from error
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error}") from error


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    """Return the one JSON file of schema v2. Dumps of 2024 and 2025 hold one of schema v1 beside it."""
    names = [
        name
        for name in archive.namelist()
        if PurePosixPath(name).suffix.lower() == ".json" and not name.startswith("__MACOSX")
    ]
    named = [name for name in names if _V2 in PurePosixPath(name).name.lower()]
    chosen = named or names
    if len(chosen) != 1:
        held = ", ".join(chosen[:5]) or "no JSON file"
        raise RegistryError(f"{path}: holds {held}, not one JSON file of schema v2; {WANTED}")
    return chosen[0]


def _at_start(path: Path, stream: BinaryIO) -> BinaryIO:
    """Return the stream with its byte order mark read; the JSON behind it must be an array."""
    start = _peek(stream)
    if start.startswith(_BOM):
        stream.read(len(_BOM))
        start = _peek(stream)
    if not start.lstrip().startswith(b"["):
        raise RegistryError(f"{path}: begins with {start[:20]!r}, and is no JSON array of records; {WANTED}")
    return stream


def _peek(stream: BinaryIO) -> bytes:
    # Both a file and an entry of a ZIP file can be looked into without being read.
    return cast(bytes, stream.peek(64)[:64])  # type: ignore[attr-defined]
