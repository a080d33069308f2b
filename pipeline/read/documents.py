"""One input file → its documents, with the sidecar beside it, read in this process."""

import io
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import ReadError, SidecarError
from pipeline.read.columns import Columns
from pipeline.read.entries import Entry, Failed, entries
from pipeline.read.limits import MAX_TEXT
from pipeline.read.sidecar import Sidecar, read_sidecar
from pipeline.read.sniff import HEAD
from pipeline.read.text import repair
from pipeline.records import Document, Reject


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says about the inputs; `seconds` is the longest that one document may take."""

    columns: Columns = field(default_factory=Columns)
    glob: str | None = None
    seconds: float = 60.0


def open_entries(path: Path, source: str, columns: Columns) -> Iterator[Entry | Failed]:
    """Yield what a file holds; a file that cannot be opened is one Failed."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            yield Failed(source, ReadError("is a folder that cannot be listed; check its permissions"))
            return
        # Opening a pipe or a device could wait for ever.
        if not stat.S_ISREG(state.st_mode):
            yield Failed(source, ReadError("is no regular file"))
            return
        with path.open("rb", buffering=0) as raw:
            yield from entries(io.BufferedReader(raw, HEAD), source, state.st_size, columns)
    except OSError as error:
        yield Failed(source, ReadError(f"cannot be read: {error.strerror or error}"))
    except Exception as error:
        yield Failed(source, ReadError(f"cannot be parsed further: {type(error).__name__}: {error}"))


def read_entry(entry: Entry | Failed, path: Path, source: str) -> Document | Reject:
    """Read one document of the file `source` at `path`, or say why it cannot be read.

    The sidecar of a file speaks of the one document in it; those of a collection have metadata of their own.
    """
    if isinstance(entry, Failed):
        return reject(entry.source, entry.error)
    try:
        alone = entry.source == source
        sidecar = read_sidecar(path.with_name(f"{path.stem}.meta.json")) if alone else Sidecar()
        return _read_entry(entry, sidecar)
    except ReadError as error:
        return reject(entry.source, error)


def _read_entry(entry: Entry, sidecar: Sidecar) -> Document:
    """Read one document; what a sidecar says goes before what the document says. Raises ReadError."""
    try:
        page = entry.read()
    except RecursionError as error:
        raise ReadError("is nested too deeply to be read") from error
    except MemoryError as error:
        raise ReadError("needs more memory to be read than there is; split it") from error
    except ReadError:
        raise
    except Exception as error:
        # Parsers of broken files raise whatever their own code stumbles over.
        raise ReadError(f"cannot be parsed: {type(error).__name__}: {error}") from error
    if len(page.text) > MAX_TEXT:
        raise ReadError(f"holds more than {MAX_TEXT:,} characters, too many for one document; split it")
    published = sidecar.published or page.published
    return Document(
        source=_encodable(entry.source),
        text=repair(_encodable(page.text)),
        media_type=entry.media_type,
        sha256=entry.sha256,
        n_bytes=entry.n_bytes,
        title=_encodable_or_none(sidecar.title or page.title),
        author=_encodable_or_none(page.author),
        site=_encodable_or_none(page.site),
        url=_encodable_or_none(sidecar.url or page.url),
        published=published,
        published_from=("sidecar" if sidecar.published else "metadata") if published else None,
        created=page.created,
    )


def read_file(path: Path, source: str, options: Options) -> Iterator[Document | Reject]:
    """Yield the documents of a file, and a Reject for each that cannot be read, in its order."""
    for entry in open_entries(path, source, options.columns):
        yield read_entry(entry, path, source)


def reject(source: str, error: ReadError) -> Reject:
    """Return the row of `rejects` for a document that cannot be read."""
    # The message of a sidecar names it already.
    detail = str(error) if isinstance(error, SidecarError) else f"{source}: {error}"
    return Reject(_encodable(source), "read", type(error).__name__, _encodable(detail))


def _encodable(text: str) -> str:
    """Return text that can be written as UTF-8: lone surrogates become U+FFFD.

    JSON may bring them, and names of files that are no UTF-8.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _encodable_or_none(text: str | None) -> str | None:
    return repair(_encodable(text)) or None if text else None
