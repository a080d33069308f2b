"""Points of the calendar: as they are written, as EDTF, and the arithmetic between them."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from text_to_num import text2num

MONTHS = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fev", "fevr", "feb"),
    ("mars",),
    ("avril", "avr", "apr"),
    ("mai", "may"),
    ("juin", "jun"),
    ("juillet", "juil", "jul"),
    ("aout", "aug"),
    ("septembre", "sept", "sep"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)
WEEKDAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
# EDTF level 1: season number, with the month and day on which the season begins.
SEASONS = {"printemps": 21, "ete": 22, "automne": 23, "hiver": 24}
SEASON_STARTS = {21: (3, 20), 22: (6, 21), 23: (9, 22), 24: (12, 21)}
SEASON_DAYS = 91

_MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
_NUMERIC = re.compile(r"(\d{1,2})(?:[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?)?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_WORD = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Point:
    """A calendar point as far as it is known; `weekday` counts from Monday = 0, `season` is EDTF's number."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    weekday: int | None = None

    @property
    def edtf(self) -> str:
        """EDTF level 1 string; the year must be known."""
        if self.year is None:
            raise ValueError(f"{self} has no year")
        parts = (self.season, None) if self.season else (self.month, self.day)
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in parts if part)])

    @property
    def date(self) -> date | None:
        """The day, or the middle of the month, or the middle of the season; None for less."""
        if self.year is None:
            return None
        if self.season:
            return date(self.year, *SEASON_STARTS[self.season]) + timedelta(days=SEASON_DAYS // 2)
        if self.month is None:
            return None
        return date(self.year, self.month, self.day or 15)

    @property
    def exists(self) -> bool:
        """Whether the calendar has this day (31 April does not exist, 29 February does without a year)."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None:
            return True
        return 1 <= self.day <= (calendar.monthrange(self.year or 2000, self.month)[1] if self.month else 31)


def full_year(text: str) -> int:
    """Return the year of four or two digits; `69` is 1969, `24` is 2024."""
    year = int(text)
    return year if len(text) > 2 else year + (1900 if year >= 50 else 2000)


def read_point(text: str) -> Point | None:
    """Read one date in words or in digits, day first, from plain text: `sam. 8 mars 2003`, `12.03.24`."""
    words = _WORD.findall(text.lower())
    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    weekday: int | None = None
    for word in words:
        if word in _MONTH:
            month = _MONTH[word]
        elif word in SEASONS:
            season = SEASONS[word]
        elif word[:3] in WEEKDAYS and (word.endswith(("di", "dimanche")) or len(word) == 3):
            weekday = WEEKDAYS.index(word[:3])
        elif word == "premier":
            day = 1
    if month or season:
        for number in (word for word in words if word.isdigit()):
            if len(number) == 4:
                year = int(number)
            else:
                day = int(number)
        point = Point(year, month, day, season, weekday)
    else:
        point = _read_digits(text, Point(day=day, weekday=weekday))
    return point if point != Point() and point.exists else None


def _read_digits(text: str, point: Point) -> Point:
    if match := re.search(r"(\d{4})[-/](\d\d)[-/](\d\d)", text):
        return replace(point, year=int(match[1]), month=int(match[2]), day=int(match[3]))
    if match := re.search(r"(?<![\d/.-])(\d{1,2})[/.-](\d{4})(?!\d)", text):
        return Point(int(match[2]), int(match[1]))
    if match := re.search(r"(?<!\d)\d{4}(?!\d)", text):
        if before := _NUMERIC.search(text[: match.start()]):
            month = int(before[2]) if before[2] else None
            return replace(point, year=int(match[0]), month=month, day=int(before[1]))
        return replace(point, year=int(match[0]))
    if match := _NUMERIC.search(text):
        return replace(
            point,
            day=int(match[1]),
            month=int(match[2]) if match[2] else None,
            year=full_year(match[3]) if match[3] else None,
        )
    return point


def parse_edtf(text: str) -> tuple[Point, Point]:
    """Return the first and last point of an EDTF string; `197X` begins in 1970 and ends in 1979."""
    first, _, last = text.partition("/")
    return _edtf_point(first, "0"), _edtf_point(last or first, "9")


def _edtf_point(text: str, unknown: str) -> Point:
    match = _ISO.match(text.replace("X", unknown))
    if match is None:
        return Point()
    second = int(match[2]) if match[2] else None
    if second and second > 12:
        return Point(int(match[1]), season=second)
    return Point(int(match[1]), second, int(match[3]) if match[3] else None)


def shift_months(point: Point, months: int) -> Point:
    """Return the month that lies `months` away from the month of `point`."""
    total = (point.year or 0) * 12 + (point.month or 1) - 1 + months
    return Point(total // 12, total % 12 + 1)


def week_of(day: date) -> str:
    """Return the EDTF interval of the week (Monday to Sunday) that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    return f"{monday}/{monday + timedelta(days=6)}"


def month_end(point: Point) -> int:
    """Return the last day of the month of `point`."""
    return calendar.monthrange(point.year or 2000, point.month or 1)[1]


def read_number(text: str) -> int | None:
    """Read a whole number in digits or in French words, from plain text."""
    digits = text.replace(" ", "").replace(".", "")
    if digits.isdigit():
        return int(digits)
    words = re.sub(r"\bune\b", "un", text.lower())
    try:
        return int(text2num(words, "fr"))
    except ValueError:
        return None
