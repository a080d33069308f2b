"""Reading functions for points and intervals of the calendar; each takes a match and its rule's constants."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pipeline.extract.dates.context import Context
from pipeline.extract.dates.points import Point, month_end, read_point
from pipeline.extract.dates.resolve import Reading, complete, interval, of_point, of_range
from pipeline.text import fold

Match = re.Match[str]
Constants = Mapping[str, Any]

_MODS = (("debut", "START"), ("fin", "END"), ("mi", "MID"), ("courant", "MID"))
_TURNS = (
    ("dernier", "last"),
    ("derniere", "last"),
    ("passe", "last"),
    ("ecoule", "last"),
    ("prochain", "next"),
    ("suivant", "following"),
    ("precedent", "preceding"),
    ("courant", "this"),
)
_ORDINALS = {"pr": 1, "1": 1, "de": 2, "se": 2, "2": 2, "tr": 3, "3": 3, "qu": 4, "4": 4}
_ROMAN = {"I": 1, "V": 5, "X": 10}

# What makes a number of four digits something else than a year.
_NOT_BEFORE = re.compile(
    r"(?:[\w/#@&=_-]|\d[ .,]|\+ ?\d*|\bn[°o]s? ?|(?:€|\$) ?|"
    r"\b(?:tel|poste|cs|bp|salle|chambre|bureau|batiment|local|porte|article|art|iso|norme|code|page|p|lot"
    r"|ref|bus|img|dsc)\.? ?:? ?)\Z",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"[\w_@%€$]|-\w|\.\d|,(?!(?:19|20)\d\d\b)\d|/\d| \d{3}(?!\d)|"
    r" ?(?:%|€|euros?|dollars?|francs?|lits?|places?|km|kilometres?|metres?|m2|m3|kg|kilos?|tonnes?|"
    r"litres?|heures?|h|pages?|exemplaires?|fois|kits?|sites?|communes?|hopitaux|"
    r"medicaments|appareils|boites|dossiers|actes|interventions|consultations|operations|naissances|"
    r"accouchements|passages|sejours|masques|doses|tests|vaccins|livres|ouvrages)\b",
    re.IGNORECASE,
)
# A plural noun behind it is what the number counts, unless a preposition of time stands before it.
_COUNTED = re.compile(
    r" (?!(?:elles|les|des|ces|ses|leurs|apres|tres)\b)[a-z]+(?<!e)(?:[a-rt-z]es|ants|eurs|ients|iens)\b"
)
_TIMELY = re.compile(
    r"(?:\b(?:en|depuis|des|fin|debut|courant|annee|avant|apres|jusqu'en|de|et|a|d'ici)|-|,|\(|^|\n) ?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:plus|moins|pres|environ|quelque|soit|les|des|aux|au total|compte) (?:de )?$", re.IGNORECASE
)
# Programmes called after the year that they aim at; the capital tells `Horizon 2020` from `à l'horizon 2030`.
_PROGRAMME = re.compile(
    r"(?:\b(?:Agenda|Horizon|Vision|Cap|ODD|Impulsion|Objectif|Hopital|Ma [sS]ante|Windows)|(?<!en )\bFrance)"
    r" (?:[sS]ante )?\Z"
)


def mod_of(match: Match) -> str | None:
    """Return the TimeML modifier that the group `mod` says."""
    word = (match.groupdict().get("mod") or "").lower()
    if not word:
        return None
    return next((mod for stem, mod in _MODS if re.search(rf"\b{stem}", word)), None)


def turn_of(match: Match, constants: Constants) -> str | None:
    """Return where a date turns to: `last`, `next`, `following`, `preceding`, `same`, `this` or None."""
    word = (match.groupdict().get("turn") or "").lower().strip()
    fixed: str | None = constants.get("turn")
    return fixed or next((turn for stem, turn in _TURNS if word.startswith(stem)), None)


def ordinal(text: str) -> int | None:
    """Read `premier`, `2e`, `second`, `troisième`, `T3`, `dernier` (= -1) from plain text."""
    word = text.lower().lstrip("tsq ") if re.match(r"[tsq] ?\d", text, re.IGNORECASE) else text.lower()
    return -1 if word.startswith("dern") else _ORDINALS.get(word[:2]) or _ORDINALS.get(word[:1])


def is_year(match: Match, group: str = "year") -> bool:
    """Whether the four digits of a group are a year, judged by what stands around them."""
    plain, (start, end) = match.string, match.span(group)
    before, after = plain[max(0, start - 25) : start], plain[end : end + 25]
    if _NOT_BEFORE.search(before) or _NOT_AFTER.match(after) or _PROGRAMME.search(before):
        return False
    if _NUMBERED.search(before) and re.match(r" [a-z]+s\b", after):
        return False
    return not (_COUNTED.match(after) and not _TIMELY.search(before))


def point(match: Match, constants: Constants) -> Reading | None:
    """Read a date, a month or a season; group `a`, with `b` where the rest stands further on."""
    first = read_point(match["a"])
    if first is None:
        return None
    if (text := match.groupdict().get("b")) and (rest := read_point(text)):
        first = replace(
            first,
            month=first.month or rest.month,
            year=first.year or _year_before(first, rest),
            season=first.season or (None if first.month or first.day else rest.season),
        )
        if not first.exists:
            return None
    bound = bool(constants.get("bound"))
    return of_point(first, mod_of(match), turn_of(match, constants), bound=bound)


def _year_before(first: Point, rest: Point) -> int | None:
    """Of `décembre et janvier 2020` the first is in 2019."""
    later = bool(first.month and rest.month and first.month > rest.month)
    return rest.year - later if rest.year else None


def span(match: Match, constants: Constants) -> Reading | None:
    """Read an interval of the points `a` and `b`."""
    first, last = read_point(match["a"]), read_point(match["b"])
    if first is None or last is None:
        return None
    if (text := match.groupdict().get("rest")) and (rest := read_point(text)):
        last = replace(last, month=last.month or rest.month, year=_year_before(last, rest))
    for group, edge in (("a", first), ("b", last)):
        if edge == Point(year=edge.year) and not is_year_edge(match, group):
            return None
    return of_range(first, last, None, turn_of(match, constants))


def is_year_edge(match: Match, group: str) -> bool:
    """Whether a bare year at the edge of an interval is one; `de 1900 à 2000 patients` is not."""
    after = match.string[match.end(group) : match.end(group) + 25]
    return group == "a" or not (_NOT_AFTER.match(after) or _COUNTED.match(after))


def numeric(match: Match, constants: Constants) -> Reading | None:
    """Read a date in digits without a year, which only its surroundings tell from a fraction."""
    before = match.string[max(0, match.start("a") - 14) : match.start("a")]
    if (
        match["a"][0].isdigit()
        and not re.search(
            r"(?:\b(?:le|du|au|des|les|avant|depuis|jusqu'au)|[•*(:◦>☐]|(?:^|\n)-?) ?\Z",
            before,
            re.IGNORECASE,
        )
        and not re.match(r",? (?:a )?\d{1,2} ?[h:]", match.string[match.end("a") : match.end("a") + 10])
    ):
        return None
    return point(match, constants)


def year(match: Match, _: Constants) -> Reading | None:
    """Read a year that stands for itself or after `année`, `fin`, `l'an`."""
    named = match.start("year") > match.start()
    if not named and not is_year(match):
        return None
    if named and (match.string[match.end("year") : match.end("year") + 1].isalnum()):
        return None
    return Reading("DATE", match["year"], mod_of(match))


def years(match: Match, _: Constants) -> Reading | None:
    """Read `2016-2022`, `2003-04`, `2015/2018`; `2020-08` is a month."""
    before = match.string[max(0, match.start("year") - 6) : match.start("year")]
    after = match.string[match.end("to") : match.end("to") + 25]
    if _NOT_BEFORE.search(before) or re.match(r"[\w/]|-\d", after):
        return None
    first, to = int(match["year"]), match["to"]
    last = int(to) if len(to) == 4 else first // 100 * 100 + int(to)
    if len(to) == 2 and last - first not in (1, 2, 3):
        is_month = f"-{to}" in match[0] and 1 <= int(to) <= 12
        return Reading("DATE", f"{first}-{to}") if is_month else None
    return Reading("DATE", f"{first}/{last}", mod_of(match)) if first < last <= first + 120 else None


def season_years(match: Match, _: Constants) -> Reading | None:
    """Read `hiver 2019-2020`: the winter that begins in the first year."""
    start = read_point(match["a"])
    return Reading("DATE", start.edtf, mod_of(match)) if start and start.year else None


def decade(match: Match, _: Constants) -> Reading | None:
    """Read `années 1970`, `années 90`, `années 1980-1990`."""
    begin = full_decade(match["from"])
    if not (to := match.groupdict().get("to")):
        return Reading("DATE", f"{begin // 10}X", mod_of(match))
    end = full_decade(to)
    return Reading("DATE", f"{begin}/{end + 9}", mod_of(match)) if begin < end else None


_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "soixante dix": 70,
    "quatre vingt": 80, "quatre vingts": 80, "quatre vingt dix": 90,
}  # fmt: skip


def full_decade(text: str) -> int:
    """Return the first year of a decade; of two digits those below 30 are of this century."""
    number = int(text) if text.isdigit() else _TENS[fold(text)]
    return number if number > 99 else number + (1900 if number >= 30 else 2000)


def century(match: Match, _: Constants) -> Reading | None:
    """Read `XIXe siècle` = 18XX."""
    text = match["number"].upper()
    if text.isdigit():
        number = int(text)
    else:
        values = [_ROMAN[letter] for letter in text]
        number = sum(
            -v if following > v else v for v, following in zip(values, [*values[1:], 0], strict=True)
        )
    return Reading("DATE", f"{number - 1:02}XX", mod_of(match)) if 1 <= number <= 21 else None


def part_of_year(match: Match, constants: Constants) -> Reading | None:
    """Read a half or a quarter of a year: `premier semestre 2024`, `T3 2023`."""
    months = {"t": 3, "s": 6, "q": 4 if "quadri" in match["unit"].lower() else 3, "m": 6}[
        match["unit"][0].lower()
    ]
    number = ordinal(match["number"])
    if number is None:
        return None
    number = 12 // months if number == -1 else number
    if number * months > 12:
        return None
    first, last = Point(month=(number - 1) * months + 1), Point(month=number * months)
    if text := match.groupdict().get("year"):
        return Reading(
            "DATE",
            f"{replace(first, year=int(text)).edtf}/{replace(last, year=int(text)).edtf}",
            mod_of(match),
        )
    turn = turn_of(match, constants)

    def resolve(context: Context) -> str | None:
        # The middle of the period decides its year; a report on a year tells it just before.
        middle = replace(last, month=(last.month or 0) - months // 2)
        whole = complete(middle, context, turn)
        return interval(first, replace(last, year=whole.year)) if whole else None

    # `le premier trimestre` may be one of anything; `de l'année` is one of a year.
    return Reading("DATE", mod=mod_of(match), resolve=resolve, bound="annee" not in fold(match[0]))


def half_month(match: Match, constants: Constants) -> Reading | None:
    """Read `première quinzaine de mars 2022` = 1 to 15, or the first or last week of a month."""
    month = read_point(match["a"])
    number = ordinal(match["number"])
    if month is None or number is None:
        return None

    def resolve(context: Context) -> str | None:
        whole = complete(month, context, turn_of(match, constants))
        if whole is None:
            return None
        days, size = month_end(whole), 15 if constants["days"] == 15 else 7
        low = days - 6 if number == -1 and size == 7 else (16 if number == -1 else (number - 1) * size + 1)
        high = days if number == -1 or (size == 15 and number == 2) else low + size - 1
        if high > days:
            return None
        return f"{replace(whole, day=low).edtf}/{replace(whole, day=high).edtf}"

    return Reading("DATE", resolve=resolve)


def week_from(match: Match, constants: Constants) -> Reading | None:
    """Read `semaine du 12 mars`: seven days from that day on."""
    first = read_point(match["a"])
    if first is None:
        return None

    def resolve(context: Context) -> str | None:
        whole = complete(first, context, turn_of(match, constants))
        day = whole.date if whole and whole.day else None
        return f"{day}/{day + timedelta(days=6)}" if day else None

    return Reading("DATE", resolve=resolve)


READERS = {
    "point": point,
    "span": span,
    "numeric": numeric,
    "year": year,
    "years": years,
    "season_years": season_years,
    "decade": decade,
    "century": century,
    "part_of_year": part_of_year,
    "half_month": half_month,
    "week_from": week_from,
}
