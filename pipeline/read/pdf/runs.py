"""What stands on the pages of a PDF: runs of words with their place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand beside each other on one line; lengths in points, y upwards, `order` of drawing."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str
    order: int

    @property
    def top(self) -> float:
        """Height of a capital above the base line."""
        return self.base + 0.72 * self.size

    @property
    def bottom(self) -> float:
        """Depth of a descender; less than the font allows, as lines may be set close."""
        return self.base - 0.2 * self.size


@dataclass(slots=True)
class Sheet:
    """What stands on one page in one direction; `bottom` and `top` (points) in its own upright axes."""

    number: int
    runs: list[Run]
    bottom: float
    top: float
