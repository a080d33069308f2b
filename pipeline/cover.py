"""Which characters of a text are taken: asking and marking cost no more than the stretch itself."""

from collections.abc import Iterable


class Cover:
    """Marks stretches of a text of a given length."""

    def __init__(self, length: int, stretches: Iterable[tuple[int, int]] = ()) -> None:
        self._taken = bytearray(length)
        for start, end in stretches:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Mark the characters from `start` to `end` (excluded)."""
        self._taken[start:end] = b"\x01" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        """Return whether a character from `start` to `end` (excluded) is marked."""
        return self._taken.find(1, start, end) >= 0
