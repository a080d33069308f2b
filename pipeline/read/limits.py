"""How much a reader takes in, so that no input, whatever it claims to be, eats the machine."""

import io
from collections.abc import Callable
from typing import BinaryIO

from pipeline.errors import ArchiveError, ReadError

# A file of one document (PDF, web page, letter …), a record or a member of an archive.
MAX_DOCUMENT = 256 * 2**20  # bytes
# Ten times the longest annual report; longer is no article.
MAX_TEXT = 20_000_000  # code points
# A line of JSON Lines: a record with its text, and often with the web page that it came from.
MAX_LINE = 64 * 2**20  # bytes
# What compressed input may become, in all and as a multiple of its size once it is large.
MAX_EXPANDED = 64 * 2**30  # bytes
MAX_RATIO = 200
_RATIO_FROM = 64 * 2**20  # bytes
# Archives in archives, and files in them.
MAX_DEPTH = 3
MAX_ENTRIES = 1_000_000
_CHUNK = 2**20


class Budget:
    """What is left to expand of one input: counts bytes and entries, and raises ArchiveError past a limit."""

    def __init__(self, n_bytes: int) -> None:
        self._n_bytes = max(n_bytes, 1)
        self._expanded = 0
        self._entries = 0

    def take(self, n_bytes: int) -> None:
        """Count bytes that came out of a compressed stream."""
        self._expanded += n_bytes
        if self._expanded > MAX_EXPANDED:
            raise ArchiveError(f"holds more than {MAX_EXPANDED // 2**30} GiB when expanded; split it")
        if self._expanded > _RATIO_FROM and self._expanded > MAX_RATIO * self._n_bytes:
            raise ArchiveError(f"expands to more than {MAX_RATIO} times its size, as an archive bomb does")

    def entry(self) -> None:
        """Count a file in an archive."""
        self._entries += 1
        if self._entries > MAX_ENTRIES:
            raise ArchiveError(f"holds more than {MAX_ENTRIES:,} files; split it")


class _Metered(io.RawIOBase):
    """A decompressing stream whose bytes are counted, and whose faults are ReadErrors."""

    def __init__(
        self, read: Callable[[int], bytes], budget: Budget, faults: tuple[type[Exception], ...]
    ) -> None:
        self._read = read
        self._budget = budget
        self._faults = faults
        self._error: ReadError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        # Behind damage there is nothing, whatever the decompressor makes of being asked again.
        if self._error is not None:
            raise self._error
        try:
            data = self._read(len(buffer))
        except self._faults as error:
            self._error = ReadError(f"is damaged or ends in the middle: {error}")
            raise self._error from error
        self._budget.take(len(data))
        buffer[: len(data)] = data
        return len(data)


def metered(
    read: Callable[[int], bytes], budget: Budget, faults: tuple[type[Exception], ...]
) -> io.BufferedReader:
    """Return a decompressing stream as one that can be peeked at, counted against the budget.

    `read` gives up to so many bytes, and those before damage first: `read1` does where there is one.
    `faults` are what the decompressor raises on damaged data.
    """
    return io.BufferedReader(_Metered(read, budget, faults), 2**16)


def read_all(stream: BinaryIO) -> bytes:
    """Return what is left of a stream; raises ReadError when that is more than MAX_DOCUMENT bytes."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > MAX_DOCUMENT:
            most = MAX_DOCUMENT // 2**20
            raise ReadError(f"is larger than {most} MiB, too large for one document; split it")
        pieces.append(piece)
    return b"".join(pieces)
