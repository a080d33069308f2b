"""Reading functions for lengths of time (DURATION) and frequencies (SET)."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pipeline.extract.dates.points import read_number
from pipeline.extract.dates.resolve import Reading

Match = re.Match[str]
Constants = Mapping[str, Any]

# The unit as ISO 8601 writes it, by the beginning of the word; `H`, `TM` and `TS` belong behind the T.
_UNITS = (
    ("annee", 1, "Y"),
    ("an", 1, "Y"),
    ("mois", 1, "M"),
    ("trimestre", 3, "M"),
    ("semestre", 6, "M"),
    ("semaine", 1, "W"),
    ("week", 1, "W"),
    ("journee", 1, "D"),
    ("jour", 1, "D"),
    ("nuit", 1, "D"),
    ("heure", 1, "H"),
    ("h", 1, "H"),
    ("minute", 1, "TM"),
    ("min", 1, "TM"),
    ("mn", 1, "TM"),
    ("seconde", 1, "TS"),
    ("decennie", 10, "Y"),
    ("siecle", 100, "Y"),
    ("apres", 0, "D"),
    ("matinee", 0, "D"),
    ("soiree", 0, "D"),
)
# `sept fois par semaine` is every day; of a month the half is told in weeks, as `bimensuel` is.
_TIMES = {("W", 7): "P1D", ("M", 2): "P2W", ("M", 4): "P1W"}
# What half a unit is, and how many of the smaller unit make the whole.
_SMALLER = {"Y": ("M", 12), "M": ("D", 30), "W": ("D", 7), "D": ("H", 24), "H": ("TM", 60), "TM": ("TS", 60)}
_AINES = {
    "hui": 8, "diz": 10, "dou": 12, "qui": 15, "vin": 20, "tre": 30, "qua": 40, "cin": 50, "soi": 60,
    "cen": 100,
}  # fmt: skip
_MODS = (
    (r"\bplus|\bau moins|\bminimum|\bau minimum|\bbon", "MORE_THAN"),
    (r"\bmoins|\bau plus|\bmaximum|\bau maximum|\ba peine", "LESS_THAN"),
    (r"\bpres|\benviron|\bquelque|\bpresque|\ba peu pres|\bquasi", "APPROX"),
)
_PERSON = re.compile(
    r"\b(?:enfants?|patiente?s?|femmes?|hommes?|filles?|fillettes?|garcons?|garconnets?|adolescente?s?|ados?|bebes?|"
    r"nourrissons?|nouveau-nes?|personnes?|malades?|jeunes?|adultes?|eleves?|etudiante?s?|seniors?|meres?|peres?|"
    r"medecin|chirurgien(?:ne)?|infirmiere?|habitante?s?|sujets?|individus?|gamine?s?|petite?s?|mineure?s?|"
    r"retraitee?s?|dame|monsieur|fils|soeur|frere|scolaires?|ages?|agee?s?|usagers?|population|doyen(?:ne)?|"
    r"dont \w+|ceux|celles|\w+(?:iste|ologue|iatre|icien|icienne)s?)"
    r"(?:,? (?!(?:en|une?|pour|les?|la|aux?|des?|du|par|stages?|sejours?|contrats?|formations?|missions?)\b)"
    r"[a-z-]+){0,2}"
    r",? (?:de (?:plus|moins) )?$"
)
_RANGE_START = re.compile(r"(?:\d+|[a-z-]+) ?(?:a|et|ou|-) ?$")
_HAS_YEARS = re.compile(
    r"\b(?:n'a|n'ont|n'avai(?:t|ent)) (?:pas|que|pas encore|plus) $|\bles $|\bage \w+ (?:y |en )?est de $|"
    r"\bguerre de $"
)
_GROWN = 15
_AT_AGE = re.compile(r"\ba $")
# `À 41 ans, ce généraliste`: what opens a sentence and a comma ends.
_OPENING_AGE = re.compile(r"(?:^|[.!?»\"\n]\s*)A $")
_THEN_PERSON = re.compile(r",? (?:elle|il|ils|elles|cette|ce|le|la|l')\b")
_BABY = re.compile(
    r"\b(?:bebes?|nourrissons?|nouveau-nes?|enfants?|fillettes?|garcons?|petite?s?|filles?|fils)\b"
)
_PEOPLE = re.compile(
    r"\b(?:enfants|patiente?s|femmes|hommes|malades|eleves|jeunes|personnes|stagiaires)\b[^.;]*$"
)
# Somebody has years: `elle a 34 ans`, `le plus âgé avait 91 ans`, `il fête ses 50 ans`; the second number
# of a range of ages is one too, since a range of lengths is read whole. As plain text does not tell `a` from
# `à`, a subject must stand before it.
_AGED = re.compile(
    r"(?:\b(?:ses|mes|tes|leurs|son) |\b(?:avait|avaient|avoir|ayant|aura|auront|aient|avais|j'ai|ont) |"
    r"\b(?:elle|il|qui|on|doyen|doyenne|tiers|moitie|quart|majorite|age|agee|jeune|patiente?) a |"
    r"\bles \d{1,2}-|\b(?:\d+) (?:a|et|ou) |\b\d+-)$"
)
_FROM_AGE = re.compile(
    r"\bage?e?s? (?:de |d'|entre )(?:\S+ (?:ans|mois|jours|semaines) (?:a|et) )?$|\bl'age (?:de |d')$"
    r"|\besperance de vie (?:(?:\S+ ){0,3}(?:de|pas) |: ?[^.;\n]{0,40})$|\bmeurent avant $"
    r"|\bage (?:moyen|median|minimal|minimum|maximal|maximum|limite) ?:? ?$"
    r"|\bune? [a-z]{3,}(?:aise?|aine?|ienne|oise?) de $"
)
_YEARS_OLD = re.compile(r" (?:et (?:plus|moins)|ou (?:plus|moins)|revolus|d'age|de moyenne)\b")
# `une journée` is a length where the words around it measure something by it, else an occasion.
_ONE = re.compile(r"(?i)une? (?:jour|journee|soiree|matinee|annee)")
_OCCASION = re.compile(r"(?i)une (?:journee|soiree|matinee) (?:d'|de )")
_MEASURED = re.compile(
    r"(?:\b(?:pendant|durant|en|de|depuis|apres|dans|voila|voici|il y a|chaque|pour|sur|prolonge\w*|dur\w+"
    r"|pass\w+|rest\w+)|\bd'|\bqu') ?(?:deja |encore |presque )?$"
)
_MEASURING = re.compile(r"(?i) (?:par|sur|d'|de |plus tard|apres|avant|durant)")


def unit_of(word: str) -> tuple[int, str]:
    """Return how many of which ISO unit a French unit of time is: `trimestre` is (3, "M")."""
    return next((size, code) for stem, size, code in _UNITS if word.lower().startswith(stem))


def iso(amount: Fraction, unit: str) -> str | None:
    """Return an ISO 8601 duration; a fraction is told in the next smaller unit."""
    while amount.denominator != 1:
        if unit not in _SMALLER:
            return None
        unit, factor = _SMALLER[unit]
        amount *= factor
    return f"PT{amount}{unit[-1]}" if unit in ("H", "TM", "TS") else f"P{amount}{unit}"


def mod_of(match: Match) -> str | None:
    """Return the TimeML modifier that the groups `approx` and `after` say."""
    groups = match.groupdict()
    words = " ".join(groups.get(name) or "" for name in ("approx", "after")).lower()
    if words.isspace():
        return None
    return next((mod for pattern, mod in _MODS if re.search(pattern, words)), None)


def amount_of(match: Match) -> tuple[Fraction, str] | None:
    """Return the amount and unit of a match with the groups `number`, `aine`, `half`, `unit`."""
    groups = match.groupdict()
    size, unit = unit_of(match["unit"])
    if aine := groups.get("aine"):
        return Fraction(_AINES[aine[:3].lower()] * size), unit
    if not groups.get("number"):
        return None
    number = read_number(match["number"])
    if number is None:
        return None
    amount = Fraction(number)
    if half := groups.get("half"):
        amount += Fraction(1, 4) if "quart" in half.lower() else Fraction(1, 2)
    if more := groups.get("months"):
        amount += Fraction(read_number(more) or 0, 12)
    return amount * size, unit


def duration(match: Match, constants: Constants) -> Reading | None:
    """Read a length of time, unless it is somebody's age or an hour of the clock."""
    if constants.get("vague"):
        return None if _is_age(match) else Reading("DURATION")
    amount = amount_of(match)
    # A number of afternoons is a length that no ISO duration tells.
    if amount is not None and amount[0] == 0 and match["unit"][:1].lower() in "ams":
        return Reading("DURATION")
    if amount is None or amount[0] <= 0 or _is_age(match) or _is_clock(match) or _is_event(match):
        return None
    if amount[1] == "TS" and amount[0] == 1:
        return None
    about = "APPROX" if match.groupdict().get("aine") else None
    return Reading("DURATION", iso(*amount), mod_of(match) or about)


def fixed(match: Match, constants: Constants) -> Reading:
    """Return the type and value that the rule sets, with its modifier or that of the group `approx`."""
    return Reading(constants["type"], constants.get("value"), constants.get("mod") or mod_of(match))


def duration_range(match: Match, _: Constants) -> Reading | None:
    """Read `deux à huit semaines`, `six mois à deux ans`."""
    low, high = read_number(match["low"]), read_number(match["number"])
    size, unit = unit_of(match["unit"])
    low_size, low_unit = unit_of(match.groupdict().get("low_unit") or match["unit"])
    if low is None or high is None or _is_age(match) or _is_clock(match) or _is_opening(match):
        return None
    if low_unit == unit and low * low_size >= high * size:
        return None
    first, last = iso(Fraction(low * low_size), low_unit), iso(Fraction(high * size), unit)
    return Reading("DURATION", f"{first}/{last}", mod_of(match))


def _is_age(match: Match) -> bool:
    unit = match["unit"].lower()
    before = match.string[max(0, match.start() - 60) : match.start()].lower().replace("\n", " ")
    after = match.string[match.end() : match.end() + 14]
    if unit not in ("an", "ans", "mois"):
        return False
    # The first age of a range stands between the person and the second: `âgés de 3 à 25 ans`.
    whole, before = before, _RANGE_START.sub("", before)
    opening = _OPENING_AGE.search(match.string, max(0, match.start() - 6), match.start())
    if unit != "mois" and (
        _HAS_YEARS.search(before)
        or (_AT_AGE.search(before) and _THEN_PERSON.match(after))
        or (opening and after.startswith(","))
    ):
        return True
    if _FROM_AGE.search(before) or _FROM_AGE.search(whole):
        return True
    if unit == "mois" and not _BABY.search(before):
        return False
    # `le praticien (35 ans)`
    if before.endswith("(") and after.startswith(")") and _PERSON.search(f"{before[:-1].rstrip()} "):
        return True
    of = re.search(r"(?:de |d'|entre |a partir de |des |jusqu'a )$", before)
    if of and _PERSON.search(before[: of.start()]):
        return True
    if "low" in match.groupdict() and _PEOPLE.search(before) and (read_number(match["number"]) or 0) >= 12:
        return True
    if unit == "mois":
        return False
    if _YEARS_OLD.match(after):
        return True
    if _AGED.search(whole):
        return not re.match(r" (?:de |d'|pour |devant )", after)
    # `Awa, 34 ans, pédiatre`, `Paul Mba (52 ans)` and `Manon B. (20 ans)`.
    near = match.string[max(0, match.start() - 30) : match.start()]
    named = re.search(r"[A-ZÀ-Þ][\w'-]+(?: [A-Z]\.)?(?:, | \()$", near)
    number = match.groupdict().get("number") or ""
    # `le directeur, 59 ans, part`
    apposed = number.isdigit() and int(number) >= _GROWN and re.search(r"[^\W\d], $", near)
    if apposed and re.match(r"[,.;)]|$|\n", after):
        return True
    grown = (read_number(number) or 0) >= _GROWN or (number.isdigit() and after.startswith(","))
    return bool(named and grown and re.match(r"[,).;]|$|\n", after))


def _is_clock(match: Match) -> bool:
    """Whether `14 heures` is an hour of the day: after à, vers, dès, and no way or work of that length."""
    if not match["unit"].lower().startswith("h"):
        return False
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    after = match.string[match.end() : match.end() + 14].lower()
    if re.search(r"\b(?:sous|en|pendant|durant|sur|apres|d'ici|depuis|toutes les|les)(?: les)? $", before):
        return False
    hour = re.search(r"(?:\b(?:a|vers|des|avant|jusqu'a|entre|et|de|apres)|-|,) $", before)
    if re.match(r" (?:\d|et quart|du (?:matin|soir)|de l'apres)", after) or re.match(r"\d", after):
        return True
    if not hour:
        return False
    if re.search(r"\bde $", before):
        return bool(re.match(r" (?:a|-) ?\d", after))
    return not re.match(r" (?:de|d'|par|plus|apres)\b|'", after)


def _is_event(match: Match) -> bool:
    """Whether `une journée`, `une année`, `un jour` is an occasion: nothing before it measures time."""
    if not _ONE.fullmatch(match[0]):
        return False
    before = match.string[max(0, match.start() - 30) : match.start()].lower().replace("\n", " ")
    if _OCCASION.match(match.string, match.start()):
        return not _MEASURED.search(before)
    return not (_MEASURED.search(before) or _MEASURING.match(match.string, match.end()))


def _is_opening(match: Match) -> bool:
    """Whether `de 9 à 17 heures` says from when to when."""
    before = match.string[max(0, match.start() - 6) : match.start()]
    after = match.string[match.end() : match.end() + 5]
    hours = match["unit"].lower().startswith("h")
    return hours and before.lower().endswith(("de ", "entre ")) and not re.match(r" (?:de|d'|par)\b", after)


def times(match: Match, _: Constants) -> Reading | None:
    """Read `trois fois par an`: the year divided by three."""
    number = read_number(match["number"])
    if not number:
        return None
    size, unit = unit_of(match["unit"])
    period: tuple[Fraction, str] = (Fraction(size, number), unit)
    if (unit, number) in _TIMES:
        return Reading("SET", _TIMES[unit, number], mod_of(match))
    if low := read_number(match["low"] or ""):
        longest = iso(Fraction(size, low), unit)
        return Reading("SET", f"{iso(*period)}/{longest}", mod_of(match))
    value = iso(*period) if number <= 12 and period[0].limit_denominator(366) == period[0] else None
    return Reading("SET", value, mod_of(match))


def every(match: Match, _: Constants) -> Reading | None:
    """Read `tous les deux ans`, `chaque semestre`, `un mois sur deux`."""
    number = read_number(match.groupdict().get("number") or "1")
    size, unit = unit_of(match["unit"])
    return Reading("SET", iso(Fraction(size * number), unit), mod_of(match)) if number else None


READERS = {
    "duration": duration,
    "duration_range": duration_range,
    "fixed": fixed,
    "times": times,
    "every": every,
}
