"""Where results are kept: a folder of this machine, or a URI that fsspec knows.

Every file is written whole or not at all. What is staged is seen by nobody until it is published.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from pipeline.errors import RunError
from pipeline.read.places import is_uri, opened


class Store(Protocol):
    """Files by name, `folder/name` or `name`; every method raises RunError when the store fails."""

    location: str

    def put(self, name: str, data: bytes) -> None:
        """Write a file, replacing one of the name."""

    def stage(self, name: str, data: bytes) -> None:
        """Write a file that is not to be seen yet."""

    def publish(self, staged: Iterable[str], stale: Iterable[str]) -> None:
        """Show what was staged, and delete what is stale."""

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading, one that can seek. Raises FileNotFoundError."""

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, in order; none where there is no folder."""

    def delete(self, names: Iterable[str]) -> None:
        """Delete files; one that is gone is no error."""


def open_store(location: str) -> Store:
    """Return the store at a path or URI."""
    return _Remote(location) if is_uri(location) else _Local(location)


class _Local:
    def __init__(self, location: str) -> None:
        self.location = location
        self._root = Path(location)

    def put(self, name: str, data: bytes) -> None:
        self.stage(name, data)
        self.publish([name], [])

    def stage(self, name: str, data: bytes) -> None:
        with self._failing("written to"):
            aside = self._aside(name)
            aside.parent.mkdir(parents=True, exist_ok=True)
            try:
                with aside.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                # On a full disk, half a file would keep the room that the next one needs.
                with contextlib.suppress(OSError):
                    aside.unlink()
                raise

    def publish(self, staged: Iterable[str], stale: Iterable[str]) -> None:
        with self._failing("written to"):
            folders = set()
            for name in staged:
                self._aside(name).replace(self._root / name)
                folders.add((self._root / name).parent)
            self.delete(stale)
            for folder in folders:
                _sync(folder)

    def open(self, name: str) -> BinaryIO:
        with self._failing("read"):
            return (self._root / name).open("rb")

    def names(self, folder: str) -> list[str]:
        with self._failing("listed"):
            found = self._root / folder
            return sorted(path.name for path in found.iterdir()) if found.is_dir() else []

    def delete(self, names: Iterable[str]) -> None:
        with self._failing("written to"):
            for name in names:
                (self._root / name).unlink(missing_ok=True)

    def _aside(self, name: str) -> Path:
        path = self._root / name
        return path.with_name(f".{path.name}.tmp")

    @contextlib.contextmanager
    def _failing(self, done: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise RunError(f"{self.location}: cannot be {done}: {error.strerror or error}") from error


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Remote:
    """An object store: what is put is there at once and whole, so that staging is putting."""

    # A store that is busy or restarts answers again within a while.
    _TRIES = 4
    _PAUSE = 0.5  # seconds, doubled with each try

    def __init__(self, location: str) -> None:
        self.location = location.rstrip("/")
        self._system, self._root = opened(self.location)

    def put(self, name: str, data: bytes) -> None:
        self._try("written to", lambda: self._system.pipe_file(self._path(name), data))

    def stage(self, name: str, data: bytes) -> None:
        self.put(name, data)

    def publish(self, staged: Iterable[str], stale: Iterable[str]) -> None:
        self.delete(stale)

    def open(self, name: str) -> BinaryIO:
        return self._try("read", lambda: self._system.open(self._path(name), "rb"))  # type: ignore[no-any-return]

    def names(self, folder: str) -> list[str]:
        def listed() -> list[str]:
            try:
                found = self._system.ls(self._path(folder) if folder else self._root, detail=False)
            except FileNotFoundError:
                return []
            return sorted(name for path in found if (name := path.rstrip("/").rsplit("/", 1)[-1]))

        found: list[str] = self._try("listed", listed)
        return found

    def delete(self, names: Iterable[str]) -> None:
        for name in names:
            self._try("written to", partial(self._remove, self._path(name)))

    def _remove(self, path: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._system.rm_file(path)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _try(self, done: str, act: Callable[[], Any]) -> Any:
        for attempt in range(self._TRIES):
            try:
                return act()
            except Exception as error:
                if done == "read" and isinstance(error, FileNotFoundError):
                    raise
                # Neither a missing bucket nor a missing right comes by waiting.
                if attempt + 1 == self._TRIES or isinstance(error, (FileNotFoundError, PermissionError)):
                    message = f"{self.location}: cannot be {done}: {type(error).__name__}: {error}"
                    raise RunError(message) from error
                time.sleep(self._PAUSE * 2**attempt)
        return None
