"""Where inputs lie: on this machine, or behind a URI that fsspec knows (`s3://`, `gs://`, `hdfs://` …)."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec

from pipeline.errors import InputError, ReadError

_URI = re.compile(r"[a-z][a-z0-9+.-]+://")


def is_uri(location: str) -> bool:
    """Return whether a location is a URI, and not a path of this machine."""
    return _URI.match(location) is not None


def opened(uri: str) -> tuple[Any, str]:
    """Return the file system of a URI and the path in it. Raises InputError for one that cannot be used."""
    try:
        # What was seen before may be gone or changed by now, by the hand of another process.
        return fsspec.core.url_to_fs(uri, use_listings_cache=False)  # type: ignore[no-any-return]
    except (ImportError, ValueError) as error:
        raise InputError(f"{uri}: {error}") from error


def walk(uri: str) -> Iterator[tuple[str, str]]:
    """Yield URI and `source` of every file below a URI, in sorted order, or of the one file that it names.

    Raises InputError for what is not there or cannot be listed.
    """
    system, root = opened(uri)
    try:
        found = sorted(system.find(root))
    except Exception as error:
        raise InputError(f"{uri}: cannot be listed ({type(error).__name__}: {error})") from error
    if not found:
        raise InputError(f"{uri}: no such file or folder, or an empty one")
    for path in found:
        name = path.removeprefix(root).lstrip("/") or path.rsplit("/", 1)[-1]
        yield system.unstrip_protocol(path), name


def described(uri: str, n_head: int) -> tuple[str, int, bytes]:
    """Return what changes when a remote file does, its size in bytes and its first `n_head` bytes.

    What changes is what its file system says of it: size, date, ETag. Raises ReadError.
    """
    system, path = opened(uri)
    try:
        head = system.cat_file(path, start=0, end=n_head)
        return str(system.ukey(path)), int(system.size(path)), head
    except Exception as error:
        raise ReadError(f"cannot be fetched: {type(error).__name__}: {error}") from error


@contextmanager
def fetched(location: str, companions: tuple[str, ...]) -> Iterator[Path]:
    """Give a path of this machine for an input: a remote one is copied, with its companions, for the while.

    Raises ReadError when it cannot be.
    """
    if not is_uri(location):
        yield Path(location)
        return
    system, path = opened(location)
    with tempfile.TemporaryDirectory(prefix="jumelage-") as folder:
        here = Path(folder) / path.rsplit("/", 1)[-1]
        try:
            system.get_file(path, str(here))
            for companion in companions:
                beside = f"{path.rsplit('/', 1)[0]}/{here.stem}{companion}"
                if system.exists(beside):
                    system.get_file(beside, str(here.with_name(f"{here.stem}{companion}")))
        except Exception as error:
            raise ReadError(f"cannot be fetched: {type(error).__name__}: {error}") from error
        yield here
