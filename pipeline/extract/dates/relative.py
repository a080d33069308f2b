"""Reading functions for points in time told from another one: the publication or the date before."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pipeline.extract.dates.context import Context
from pipeline.extract.dates.lengths import amount_of, mod_of, unit_of
from pipeline.extract.dates.points import WEEKDAYS, Point, read_number, shift_months, week_of
from pipeline.extract.dates.readers import mod_of as part_mod
from pipeline.extract.dates.readers import ordinal, turn_of
from pipeline.extract.dates.resolve import Reading, interval, shifted, weekday_near

Match = re.Match[str]
Constants = Mapping[str, Any]


def _anchor_day(context: Context) -> date | None:
    return context.now.date if context.now and context.now.day else None


def days_away(_: Match, constants: Constants) -> Reading:
    """Read `hier`, `demain`: so many days from the publication."""
    days = timedelta(days=constants["days"])

    def resolve(context: Context) -> str | None:
        day = _anchor_day(context)
        return str(day + days) if day else None

    return Reading("DATE", resolve=resolve)


def next_day(_: Match, constants: Constants) -> Reading:
    """Read `le lendemain`, `la veille`: a day from the day mentioned before."""
    days = timedelta(days=constants["days"])

    def resolve(context: Context) -> str | None:
        origin = context.last
        return str(origin.date + days) if origin and origin.day and origin.date else None

    return Reading("DATE", resolve=resolve)


def weekday(match: Match, constants: Constants) -> Reading:
    """Read a weekday that stands alone or with `dernier`, `prochain`."""
    number = WEEKDAYS.index(match["weekday"][:3].lower())
    turn = turn_of(match, constants)

    def resolve(context: Context) -> str | None:
        return weekday_near(number, context, turn)

    return Reading("DATE", resolve=resolve)


def ago(match: Match, constants: Constants) -> Reading | None:
    """Read `il y a dix ans`, `dans six mois` from the publication, `deux ans plus tard` from another."""
    vague = bool(constants.get("vague"))
    amount = None if vague else amount_of(match)
    if amount is None and not vague:
        return None
    mod = mod_of(match) or ("APPROX" if match.groupdict().get("aine") else None)
    sign: int = constants["sign"]

    def resolve(context: Context) -> str | None:
        if amount is None:
            return None
        number, unit = amount
        if number.denominator != 1:
            number, unit = (number * 12, "M") if unit == "Y" else (number * 7, "D")
        if number.denominator != 1:
            return None
        origin = context.now
        if constants.get("from") == "last":
            # `plus tard` than nothing is never later than the publication.
            origin = context.last or (context.now if sign < 0 else None)
        return shifted(origin, unit, sign * int(number))

    return Reading("DATE", mod=mod, resolve=resolve)


def ago_range(match: Match, _: Constants) -> Reading | None:
    """Read `il y a six ou sept ans`: an interval, the farther point first."""
    low, high = read_number(match["low"]), read_number(match["number"])
    size, unit = unit_of(match["unit"])
    if low is None or high is None or low >= high:
        return None

    def resolve(context: Context) -> str | None:
        first, last = (shifted(context.now, unit, -size * number) for number in (high, low))
        return f"{first}/{last}" if first and last else None

    return Reading("DATE", resolve=resolve)


def period(match: Match, constants: Constants) -> Reading:
    """Read `l'année dernière`, `le mois prochain`, `cette semaine`, `fin de l'année`."""
    unit = match["unit"].lower()
    turn = turn_of(match, constants)
    step = {"last": -1, "preceding": -1, "next": 1, "following": 1}.get(turn or "this", 0)

    def resolve(context: Context) -> str | None:
        origin = context.last if turn in ("preceding", "following", "same") else context.now
        return _period(unit, origin, step)

    return Reading("DATE", mod=part_mod(match), resolve=resolve, bound=bool(constants.get("bound")))


def _period(unit: str, origin: Point | None, step: int) -> str | None:
    if origin is None or origin.year is None:
        return None
    if unit.startswith("an"):
        return str(origin.year + step)
    if unit.startswith(("trimestre", "semestre")):
        return _part(origin, 3 if unit.startswith("t") else 6, step)
    if unit.startswith("mois"):
        return shift_months(origin, step).edtf if origin.month else None
    if not origin.day or not origin.date:
        return None
    if unit.startswith("jour"):
        return str(origin.date + timedelta(days=step))
    day = origin.date + timedelta(days=7 * step)
    if unit.startswith("week"):
        saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
        return f"{saturday}/{saturday + timedelta(days=1)}"
    return week_of(day)


def _part(origin: Point, months: int, step: int) -> str | None:
    if not origin.month:
        return None
    first = shift_months(replace(origin, month=(origin.month - 1) // months * months + 1), step * months)
    return interval(first, shift_months(first, months - 1))


def weekday_of_month(match: Match, _: Constants) -> Reading | None:
    """Read `premier lundi de chaque mois`: once a month."""
    return Reading("SET", "P1M") if ordinal(match["number"]) else None


READERS: dict[str, Callable[[Match, Constants], Reading | None]] = {
    "days_away": days_away,
    "next_day": next_day,
    "weekday": weekday,
    "ago": ago,
    "ago_range": ago_range,
    "period": period,
    "weekday_of_month": weekday_of_month,
}
