"""When an article was published, as an EDTF string: from its first lines, or from the name of its file."""

import re
from datetime import date
from email.utils import parsedate_to_datetime
from itertools import zip_longest

from pipeline.text import plain

_FIRST_LINES = 15
# A month alone at the head of a letter is its date; further down it is when something happened.
_HEAD_LINES = 3
_LONGEST_LINE = 160

_MONTH = (
    r"(?:janv(?:ier|\.)?|fevr?(?:ier|\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|\.)?|aout|"
    r"sept(?:embre|\.)?|oct(?:obre|\.)?|nov(?:embre|\.)?|dec(?:embre|\.)?)"
)
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_YEAR = r"(?:(?:19|20)\d\d|\d\d)"
_DAY = (
    rf"(?:(?:1er|[0-3]?\d) {_MONTH} (?:19|20)\d\d"
    rf"|[0-3]?\d(?:/[01]?\d/|\.[01]?\d\.|-[01]?\d-){_YEAR}|(?:19|20)\d\d-[01]\d-[0-3]\d)(?![\d/-])"
)
_MONTH_ONLY = rf"{_MONTH} (?:19|20)\d\d(?!\d)"
_TIME = r"(?:,? ?(?:a |- )?\d{1,2} ?(?:h|:) ?(?:\d\d)?(?: ?min)?)?"
_LEAD = rf"(?:le )?(?:{_WEEKDAY},? (?:le )?)?"
_MONTHS = tuple(
    enumerate(
        ("janv", "fev", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"), start=1
    )
)
_LAST_CENTURY = 69  # the first of the years in two digits that are of the last century
_WORD = re.compile(r"\d+|[a-z]{3,}")
_DIGIT = re.compile(r"\d")
_FRAME = (
    r"(?:(?:article |texte )?(?:publiee?|postee?|parue?|mise? en ligne)|publication|date(?: de publication)?)"
)
_UPDATE = r"(?:(?:derniere )?mise? a jour)"

_STATED = tuple(
    re.compile(rf"(?:^|[|(>•·,;-] ?|\. ){frame}(?: du| le)? ?:?\s+{_LEAD}(?P<date>{_DAY})")
    for frame in (_FRAME, _UPDATE)
)
_DATELINE = re.compile(rf"^[a-z][^\d.:;!?]{{1,60}}[,(]? ?{_LEAD}(?P<date>{_DAY})\)? ?{_TIME} ?-(?= )")
_PLACE_AND_DATE = re.compile(
    rf"^(?:[a-z][a-z' -]{{1,40}}, )?{_LEAD}(?P<date>{_DAY}){_TIME}(?: a [a-z' -]{{2,40}})?\.?$"
)
_PART = re.compile(rf"^(?:par la redaction, )?{_LEAD}(?P<date>{_DAY}|{_MONTH_ONLY}){_TIME}\.?$")
_PARTS = re.compile(r"\s[|•·-]\s")

_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[-_.]?)(?P<month>0[1-9]|1[0-2])(?:(?P=gap)(?P<day>0[1-9]|[12]\d|3[01]))?(?!\d)"
)
_PATH = re.compile(
    r"[^/?#]*//[^/?#]+(?:/[^/?#]*)*?/(?P<year>(?:19|20)\d\d)[/-](?P<month>0[1-9]|1[0-2])"
    r"(?:[/-](?P<day>0[1-9]|[12]\d|3[01]))?(?=[/-])"
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<gap>[-/]?)(?P<month>\d\d)(?:(?P=gap)(?P<day>\d\d))?)?(?=$|[T ]\d\d:?\d\d|T?$)"
)
_RFC = re.compile(r"(?i)^(?:(?:mon|tue|wed|thu|fri|sat|sun), )?\d{1,2} [a-z]{3} \d{4} \d\d:")


def published_in_text(text: str) -> str | None:
    """Return the date that the first 15 lines give for the article, or None.

    `Publié le` goes before `Mis à jour le`, both before a date line or the date of a dispatch.
    """
    lines = [plain(line[:_LONGEST_LINE]).lower() for line in text.split("\n", _FIRST_LINES)[:_FIRST_LINES]]
    # `Publié le :` may stand above its date.
    pairs = ["\n".join(pair) for pair in zip_longest(lines, lines[1:], fillvalue="")]
    numbered = [line for line in lines if _DIGIT.search(line)]
    for pattern in _STATED if numbered else ():
        for pair in filter(_DIGIT.search, pairs):
            if (found := pattern.search(pair)) and (date := _day(found["date"])):
                return date
    for pattern in (_PLACE_AND_DATE, _DATELINE):
        for line in numbered:
            if (found := pattern.search(line)) and (date := _day(found["date"])):
                return date
    for place, line in enumerate(line for line in lines if line):
        if _DIGIT.search(line) and (date := _only_part(line, month_counts=place < _HEAD_LINES)):
            return date
    return None


def published_in_name(source: str) -> str | None:
    """Return the date in a file's name, `2024-06-03_brest.txt` or `lettre-2024-06.txt`, or None.

    A year alone is none: it is as often the year reported on.
    """
    name = source.rsplit("/", 1)[-1]
    for found in _NAME.finditer(name):
        if found["day"]:
            if date := _day(f"{found['year']}-{found['month']}-{found['day']}"):
                return date
        elif found["gap"]:
            return f"{found['year']}-{found['month']}"
    return None


def published_in_url(url: str) -> str | None:
    """Return the date in the path of an address, `…/2024/03/un-jumelage`, to month or day, or None."""
    if found := _PATH.match(url):
        return published_value("-".join(part for part in found.group("year", "month", "day") if part))
    return None


def published_value(value: object) -> str | None:
    """Return the day (or month, or year) of a date as metadata give it, as EDTF, or None.

    `value` is a date, or a string: ISO 8601 (`2024-06-03T10:00:00Z`, `20240603`), RFC 5322 as letters have
    it, or as people write it, day first (`04/11/2024`, `4 novembre 2024 à 11:47`).
    """
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}" if _is_plausible(value.year) else None
    text = (
        " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    )
    if found := _ISO.match(text):
        parts = [part for part in found.group("year", "month", "day") if part]
        try:
            date(*map(int, [*parts, "1", "1"][:3]))
        except ValueError:
            return None
        return "-".join(parts) if _is_plausible(int(parts[0])) else None
    if found := _RFC.match(text):
        try:
            return published_value(parsedate_to_datetime(text))
        except (ValueError, TypeError, IndexError):
            return None
    if found := re.search(rf"{_DAY}|{_MONTH_ONLY}", plain(text).lower()):
        return _day(found[0]) if re.fullmatch(_DAY, found[0]) else _month(found[0])
    return None


def _is_plausible(year: int) -> bool:
    return 1800 <= year <= 2100


def _month(text: str) -> str | None:
    moment = _parse(text)
    return f"{moment:%Y-%m}" if moment else None


def _only_part(line: str, *, month_counts: bool) -> str | None:
    """Return the date that is one whole part of `BREVE | 12.03.17`; none where a line has two."""
    dates = [found["date"] for part in _PARTS.split(line) if (found := _PART.match(part.strip()))]
    if len(dates) != 1:
        return None
    if re.fullmatch(_DAY, dates[0]):
        return _day(dates[0])
    return _month(dates[0]) if month_counts else None


def _day(date: str) -> str | None:
    moment = _parse(date)
    return f"{moment:%Y-%m-%d}" if moment else None


def _parse(text: str) -> date | None:
    """Read a date that stands in the order of `_DAY` or `_MONTH_ONLY`, of a month its first day."""
    words = _WORD.findall(text)
    day, month, year = words if len(words) == 3 else ("1", *words)
    if len(day) == 4:
        day, year = year, day
    number = int(month) if month.isdigit() else next(n for n, stem in _MONTHS if month.startswith(stem))
    century = 0 if len(year) == 4 else 1900 if int(year) >= _LAST_CENTURY else 2000
    orders = [(number, int(day))]
    if month.isdigit():
        # What the calendar does not have day first was meant month first: 06/13/2024.
        orders.append((int(day), number))
    for order in orders:
        try:
            return date(century + int(year), *order)
        except ValueError:
            continue
    return None
