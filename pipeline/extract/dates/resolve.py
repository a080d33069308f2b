"""From an incomplete point to a complete one: which year, which month, which day is meant."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.extract.dates.context import Context, Tense
from pipeline.extract.dates.points import SEASON_STARTS, Point, shift_months

# A day told in one breath with the one before it lies not further from it than this.
_NARRATIVE_BACK = timedelta(days=35)
_NARRATIVE_ON = timedelta(days=75)
_CLOSE = timedelta(days=45)
_HALF_MONTH = 15  # days
_YEARS = (-1, 0, 1)
_WEEKDAY_YEARS = (0, -1, 1, -2, 2, -3, 3)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a match means. `value` is known at once, or `resolve` gives it in its context.

    A reading that is `bound` is no mention where nothing resolves it.
    """

    type: str
    value: str | None = None
    mod: str | None = None
    resolve: Callable[[Context], str | None] | None = None
    bound: bool = False


def of_point(point: Point, mod: str | None, turn: str | None, *, bound: bool = False) -> Reading:
    """Return the reading of one point; `turn` is the word behind it, as in `mars dernier`."""
    if point.year and not turn:
        return Reading("DATE", point.edtf, mod)

    def resolve(context: Context) -> str | None:
        whole = complete(point, context, turn)
        return whole.edtf if whole else None

    return Reading("DATE", mod=mod, resolve=resolve, bound=bound)


def of_range(first: Point, last: Point, mod: str | None, turn: str | None) -> Reading | None:
    """Return the reading of an interval; what its first point leaves out is taken from its last."""
    if first.season is None and last.season is None:
        first = replace(first, month=first.month or (last.month if last.day or first.day else None))

    def resolve(context: Context) -> str | None:
        # Of an interval it is the beginning that the publication, the tense and the dates before tell.
        begin = complete(first, context, turn)
        if begin is None or begin.year is None:
            return None
        end = replace(last, year=last.year or begin.year)
        if last.year is None and _order(end) < _order(begin):
            end = replace(end, year=begin.year + 1)
        return interval(begin, end)

    if last.year and not turn:
        value = interval(first, last)
        return Reading("DATE", value, mod) if value else None
    return Reading("DATE", mod=mod, resolve=resolve)


def interval(first: Point, last: Point) -> str | None:
    """Return the EDTF interval, or None where the points stand in no order."""
    begin = first
    if begin.year is None:
        begin = replace(begin, year=last.year)
        if _order(begin) > _order(last) and last.year:
            begin = replace(begin, year=last.year - 1)
    if not begin.exists or not last.exists or _order(begin) > _order(last):
        return None
    return f"{begin.edtf}/{last.edtf}"


def _order(point: Point) -> tuple[int, int, int]:
    month, day = SEASON_STARTS[point.season] if point.season else (point.month or 0, point.day or 0)
    return (point.year or 0, month, day)


def complete(point: Point, context: Context, turn: str | None = None) -> Point | None:
    """Return `point` with its year (and month) filled in, or None where nothing tells them."""
    if point.year is not None:
        return point
    if turn == "same" and context.last and context.last.year:
        return replace(point, year=context.last.year)
    if turn in ("following", "preceding", "same"):
        origin = context.last
    elif point.day and not point.month:
        return _complete_day(point, context)
    elif turn is None and (near := _in_narrative(point, context)):
        return near
    else:
        # `mars dernier` is told from the publication alone; a bare `mars` by whatever date the text has.
        origin = context.now if turn else context.anchor
        if origin is None and turn:
            return None
    if origin is None or origin.year is None:
        origin = context.last
    if origin is None or origin.year is None:
        return None
    here = origin.date
    if here is None:
        return _in_year(point, origin.year, context, turn)
    candidates = _candidates(point, here)
    match turn:
        case "last" | "preceding":
            return _before(candidates, here, origin)
        case "next" | "following":
            return _after(candidates, here, origin)
        case "this":
            return _nearest(candidates, here)
    return _by_tense(candidates, here, origin, context.tense)


def _in_narrative(point: Point, context: Context) -> Point | None:
    day = context.narrative.date if context.narrative and point.day else None
    if day is None:
        return None
    for candidate in _candidates(point, day):
        if (there := candidate.date) and -_NARRATIVE_BACK <= there - day <= _NARRATIVE_ON:
            return candidate
    return None


def _in_year(point: Point, year: int, context: Context, turn: str | None) -> Point:
    """Only a year is known of the publication: the running year of the text, or the year beside it."""
    if turn == "last" and (point.month or 12) > 6:
        return replace(point, year=year - 1)
    if turn == "next":
        return replace(point, year=year + 1)
    if turn is None and context.last and context.last.year and abs(context.last.year - year) <= 1:
        year = context.last.year
    return replace(point, year=year)


def _candidates(point: Point, here: date) -> list[Point]:
    """Return the point in the years around `here`; a weekday that fits leaves only the nearest such year."""
    if point.weekday is not None and point.day:
        for offset in _WEEKDAY_YEARS:
            dated = replace(point, year=here.year + offset)
            if dated.exists and (there := dated.date) and there.weekday() == point.weekday:
                return [dated]
    years = (replace(point, year=here.year + offset) for offset in _YEARS)
    return [dated for dated in years if dated.exists]


def _distance(here: date) -> Callable[[Point], timedelta]:
    return lambda point: abs((point.date or here) - here)


def _nearest(candidates: Iterable[Point], here: date) -> Point | None:
    return min(candidates, key=_distance(here), default=None)


def _starts(point: Point) -> date:
    """Return the day by which `last` and `next` compare: of a season the middle of it."""
    return point.date or date.min


def _same(point: Point, origin: Point) -> bool:
    """Whether both are the same month, so that neither comes before the other."""
    return not point.day and not point.season and (point.year, point.month) == (origin.year, origin.month)


def _before(candidates: list[Point], here: date, origin: Point) -> Point | None:
    past = [point for point in candidates if _starts(point) < here and not _same(point, origin)]
    return _nearest(past, here) or (candidates[0] if candidates else None)


def _after(candidates: list[Point], here: date, origin: Point) -> Point | None:
    future = [point for point in candidates if _starts(point) > here and not _same(point, origin)]
    return _nearest(future, here) or (candidates[-1] if candidates else None)


def _by_tense(candidates: list[Point], here: date, origin: Point, tense: Tense | None) -> Point | None:
    near = _nearest(candidates, here)
    close = near and near.date and abs(near.date - here) <= _CLOSE
    if close and near and not near.season and (near.day or tense == "future"):
        # `Le hall est fermé du 28 février au 4 mars`, told just before: no tense moves a day by a year.
        return near
    match tense:
        case "past":
            fitting = [point for point in candidates if _starts(point) <= here or _same(point, origin)]
        case "future":
            fitting = [point for point in candidates if _starts(point) >= here or _same(point, origin)]
            if candidates and candidates[0].season:
                # `cet automne` and the like: the season that is running is not over.
                fitting = [p for p in candidates if _starts(p) + timedelta(days=45) >= here]
        case _:
            return min(candidates, key=lambda dated: _doubt(dated, here), default=None)
    return _nearest(fitting, here) or _nearest(candidates, here)


def _doubt(point: Point, here: date) -> timedelta:
    """Return how far a point is, for news that tell no tense: they tell sooner what was than what will be."""
    away = (point.date or here) - here
    return away * 1.6 if away > timedelta() else -away


def _complete_day(point: Point, context: Context) -> Point | None:
    """Return the day of a month that the text named before: `le lundi 4`, `le 22`."""
    origin = context.narrative or (context.anchor if point.weekday is not None else None)
    if origin is None or origin.year is None or origin.month is None:
        return None
    # After `le 31`, `le 1er` is that of the next month.
    turned = point.weekday is None and origin.day and (point.day or 0) + _HALF_MONTH < origin.day
    for months in (1, 0) if turned else (0, 1, -1):
        month = shift_months(origin, months)
        dated = replace(point, year=month.year, month=month.month)
        if not dated.exists:
            continue
        there = dated.date
        if point.weekday is None or (there and there.weekday() == point.weekday):
            return dated
    return None


def weekday_near(weekday: int, context: Context, turn: str | None) -> str | None:
    """Return the day that a bare weekday means: the last one (today included) or the next one."""
    anchor = context.last if turn in ("following", "preceding") else context.now
    if anchor is None or not anchor.day or (here := anchor.date) is None:
        return None
    back = (here.weekday() - weekday) % 7
    match turn:
        case "last" | "preceding":
            return str(here - timedelta(days=back or 7))
        case "next" | "following":
            return str(here + timedelta(days=7 - back))
        case "this":
            return str(here - timedelta(days=back) if back <= 3 else here + timedelta(days=7 - back))
    future = context.tense == "future" and back
    return str(here + timedelta(days=7 - back) if future else here - timedelta(days=back))


def shifted(origin: Point | None, unit: str, amount: int) -> str | None:
    """Return the point `amount` units (`Y`, `M`, `W`, `D`) away, as precise as the unit; None if unknown.

    `il y a deux mois` names a month, `dans quatre ans` a year, `quinze jours plus tard` a day.
    """
    if origin is None or origin.year is None:
        return None
    match unit:
        case "Y":
            return str(origin.year + amount)
        case "M":
            return shift_months(origin, amount).edtf if origin.month else None
        case "W" | "D":
            days = timedelta(days=amount * (7 if unit == "W" else 1))
            return str(origin.date + days) if origin.day and origin.date else None
    return None
