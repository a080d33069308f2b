"""Files in files: ZIP, tar, gzip, Zstandard, WARC. Nothing is unpacked to disk, and no path is followed."""

import gzip
import io
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from tarfile import HeaderError
from typing import BinaryIO, Self

import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.errors import ArchiveError, ReadError
from pipeline.read.limits import Budget, metered, read_all

_GZIP_FAULTS = (OSError, EOFError, zlib.error)
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    zlib.error,
    NotImplementedError,
    ValueError,
    RuntimeError,
)
_TAR_FAULTS = (tarfile.TarError, OSError, EOFError, zlib.error, ValueError)
_WARC_FAULTS = (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError, AttributeError)
_IN_MEMORY = 32 * 2**20
# So much of a Zstandard stream at once becomes no more than some 64 MiB.
_PIECE = 2**11  # bytes
# What a crawl keeps besides pages.
_PAGES = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there and its bytes.

    A web archive knows its address and its encoding too, and whether the server called it a page.
    """

    name: str
    data: bytes
    url: str | None = None
    charset: str | None = None
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A file in an archive that is not read, and why."""

    name: str
    error: ReadError


def decompressed(stream: BinaryIO, kind: str, budget: Budget) -> io.BufferedReader:
    """Return what is inside a `gzip` or `zstd` stream, counted against the budget."""
    if kind == "gzip":
        return metered(gzip.GzipFile(fileobj=stream, mode="rb").read1, budget, _GZIP_FAULTS)
    return metered(_Frames(stream).read, budget, (zstandard.ZstdError, EOFError, OSError))


class _Frames:
    """Zstandard frames, one behind another, that must be whole: the library's own stream takes any end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._pieces = self._decompressed(stream)
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, none at the end; raises EOFError when that is no end of a frame."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)

    @staticmethod
    def _decompressed(stream: BinaryIO) -> Iterator[bytes]:
        decompressor = zstandard.ZstdDecompressor(max_window_size=2**27)
        data = stream.read(_PIECE)
        while data:
            frame = decompressor.decompressobj()
            while not frame.eof:
                if not data:
                    raise EOFError("the last frame is not whole")
                yield frame.decompress(data)
                data = b"" if frame.eof else stream.read(_PIECE)
            data = frame.unused_data or stream.read(_PIECE)


def seekable(stream: BinaryIO) -> BinaryIO:
    """Return a stream that can seek, for the formats whose directory stands at the end."""
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with the reader
    while piece := stream.read(2**20):
        copy.write(piece)
    copy.seek(0)
    return copy  # type: ignore[return-value]


def members(stream: BinaryIO, kind: str, budget: Budget) -> Iterator[Member | Refused]:
    """Yield the files of an archive (`zip`, `tar` or `warc`) in its order; hidden ones are left out.

    A file that cannot be read is Refused in its place. Raises ReadError for what makes the rest
    unreadable, ArchiveError past a limit.
    """
    walkers = {"zip": _zip, "tar": _tar, "warc": _warc}
    yield from walkers[kind](stream, budget)


def _unsafe(name: str) -> ArchiveError | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or PureWindowsPath(name).drive:
        return ArchiveError("its path leaves the archive; archives made for reading have no such paths")
    return None


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _zip(stream: BinaryIO, budget: Budget) -> Iterator[Member | Refused]:
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
    except _ZIP_FAULTS as error:
        raise ReadError(f"is a damaged ZIP or ends in the middle: {error}") from error
    for entry in entries:
        budget.entry()
        if entry.filename.endswith("/"):
            continue
        if unsafe := _unsafe(entry.filename):
            yield Refused(entry.filename, unsafe)
        elif _is_hidden(entry.filename):
            continue
        elif entry.external_attr >> 28 == 0xA:
            yield Refused(entry.filename, ArchiveError("is a link, and links in archives are not followed"))
        elif entry.flag_bits & 1:
            yield Refused(entry.filename, ReadError("has a password; unpack it first"))
        else:
            try:
                with archive.open(entry) as opened:
                    data = read_all(metered(opened.read1, budget, _ZIP_FAULTS))  # type: ignore[attr-defined]
            except ArchiveError:
                raise
            except ReadError as error:
                yield Refused(entry.filename, error)
            except _ZIP_FAULTS as error:
                yield Refused(entry.filename, ReadError(f"is damaged in its archive: {error}"))
            else:
                yield Member(entry.filename, data)


class _TarEntry(tarfile.TarInfo):
    """An entry of a tar whose head, when it is damaged, is no end of the archive, as tarfile takes it for."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except HeaderError as error:
            if str(error) in ("end of file header", "empty header"):
                raise
            raise ReadError(f"is a damaged tar or ends in the middle: {error}") from error


def _tar(stream: BinaryIO, budget: Budget) -> Iterator[Member | Refused]:
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_TarEntry) as archive:
            for entry in archive:
                budget.entry()
                if entry.isdir():
                    continue
                if unsafe := _unsafe(entry.name):
                    yield Refused(entry.name, unsafe)
                elif _is_hidden(entry.name):
                    continue
                elif not entry.isreg():
                    yield Refused(
                        entry.name, ArchiveError("is a link or device, which archives may not bring")
                    )
                elif entry.issparse():
                    yield Refused(entry.name, ArchiveError("has holes, which take no room in the archive"))
                elif (opened := archive.extractfile(entry)) is not None:
                    try:
                        data = read_all(opened)  # type: ignore[arg-type]
                    except ArchiveError:
                        raise
                    except ReadError as error:
                        yield Refused(entry.name, error)
                        continue
                    yield Member(entry.name, data)
    except _TAR_FAULTS as error:
        raise ReadError(f"is a damaged tar or ends in the middle: {error}") from error


def _warc(stream: BinaryIO, budget: Budget) -> Iterator[Member | Refused]:
    try:
        archive = ArchiveIterator(stream)
        for record in archive:
            budget.entry()
            if record.rec_type not in ("response", "resource", "conversion"):
                continue
            url = (
                record.rec_headers.get_header("WARC-Target-URI")
                or f"record-{record.rec_headers.get_header('WARC-Record-ID')}"
            )
            headers = record.http_headers
            status = headers.get_statuscode() if headers else "200"
            content_type = (headers or record.rec_headers).get_header("Content-Type") or ""
            # What failed or moved is no page, and pictures and scripts are none either.
            if not status.startswith("2") or not content_type.lower().startswith(_PAGES):
                continue
            charset = content_type.lower().partition("charset=")[2].split(";")[0].strip() or None
            try:
                data = read_all(metered(record.content_stream().read, budget, _WARC_FAULTS))
                archive.read_to_end()
            except ArchiveError:
                raise
            except ReadError as error:
                yield Refused(url, error)
                continue
            # What is left of the length that the record states when nothing is left to read.
            if getattr(record.raw_stream, "limit", 0):
                yield Refused(
                    url, ReadError("is damaged or ends in the middle: it is shorter than it states")
                )
            else:
                yield Member(url, data, url, charset, is_page="html" in content_type.lower())
        if archive.next_line:
            raise ReadError("is a damaged web archive or ends in the middle: the last record has no end")
    except _WARC_FAULTS as error:
        # The library looks into headers that are not there.
        problem = "a record has no head" if isinstance(error, AttributeError) else error
        raise ReadError(f"is a damaged web archive or ends in the middle: {problem}") from error
