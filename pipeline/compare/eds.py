"""The values of EDS-NLP's `eds.dates` as EDTF and ISO 8601.

Its own `to_datetime` fills in the first of January; here a date keeps the parts that it knows, which is
to its advantage.
"""

from datetime import datetime
from typing import Any

_UNITS = (("year", "Y"), ("month", "M"), ("week", "W"), ("day", "D"))
_TIME_UNITS = (("hour", "H"), ("minute", "M"), ("second", "S"))


def point_value(date: Any, published: datetime) -> str:
    """Return the EDTF string of an absolute or a relative date; year and month as of publication."""
    if date.mode.value == "relative":
        return _relative(date, published)
    year = date.year or published.year
    if date.month is None and date.day is None:
        return f"{year:04}"
    month = date.month or published.month
    return f"{year:04}-{month:02}" + (f"-{date.day:02}" if date.day else "")


def _relative(date: Any, published: datetime) -> str:
    """Return a moved day as coarse as the unit it was moved by: `il y a vingt ans` is a year."""
    moved: datetime = date.to_datetime(note_datetime=published)
    units = {name for name in ("year", "month", "week", "day") if getattr(date, name) is not None}
    if units == {"year"}:
        return moved.strftime("%Y")
    return moved.strftime("%Y-%m" if units and units <= {"year", "month"} else "%Y-%m-%d")


def duration_value(duration: Any) -> str:
    """Return the ISO 8601 duration, in the unit of the text; `-` without one."""
    days = "".join(f"{n}{letter}" for name, letter in _UNITS if (n := getattr(duration, name)) is not None)
    hours = "".join(
        f"{n}{letter}" for name, letter in _TIME_UNITS if (n := getattr(duration, name)) is not None
    )
    return f"P{days}" + (f"T{hours}" if hours else "") if days or hours else "-"
