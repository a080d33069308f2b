"""Acronyms that a text introduces (`Hospices civils de Lyon (HCL)`) and takes up again."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.extract.institutions.found import Found
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer

# Two capitals at least; inside also small letters, digits, hyphens (`LiiE-Cerimed`, `AP-HM`, `Cnom`).
_ACRONYM = r"[A-Z][A-Za-z0-9]*(?:[-/&.][A-Za-z0-9]+)*\.?"
_BRACKETED = re.compile(rf"\s?\(\s?(?:ex-|l'|le |la )?[«\"]?\s?({_ACRONYM})\s?[»\"]?\s?(?=[),;/])")
_DASHED = re.compile(rf"\s-\s({_ACRONYM})\s?(?=[),;.])")
_BARE = re.compile(r"\s([A-Z]{3,8})\b")
_BEFORE = re.compile(rf"({_ACRONYM})\s?\(\s?(?:l'|le |la |les )?$")
_NOT = frozenset(
    (
        "VIH",
        "SIDA",
        "COVID",
        "ORL",
        "RDC",
        "USA",
        "UE",
        "HTA",
        "II",
        "III",
        "IV",
        "VI",
        "CHU",
        "PDF",
        "ONG",
        "GIE",
        "GIP",
        "EHPAD",
        "IFSI",
    )
)
_LONGEST_TITLECASE = 8


def introduced(view: View, found: Iterable[Found], gazetteer: Gazetteer) -> dict[str, tuple[Found, int]]:
    """Return acronym → the name that it abbreviates and the offset where it is introduced."""
    names = sorted(found, key=lambda item: item.start)
    acronyms: dict[str, tuple[Found, int]] = {}
    for name in names:
        behind = _BRACKETED.match(view.plain, name.end) or _DASHED.match(view.plain, name.end)
        if behind is None and (bare := _BARE.match(view.plain, name.end)) and _initials(bare[1], name.name):
            behind = bare
        if behind is None:
            before = _BEFORE.search(view.plain[max(0, name.start - 30) : name.start])
            if (
                before
                and view.plain[name.end : name.end + 1] == ")"
                and _is_acronym(before[1], name.name, gazetteer)
            ):
                acronyms.setdefault(before[1], (name, max(0, name.start - 30) + before.start(1)))
            continue
        if _is_acronym(behind[1], name.name, gazetteer):
            acronyms.setdefault(behind[1], (name, behind.start(1)))
    return acronyms


def _is_acronym(word: str, name: str, gazetteer: Gazetteer) -> bool:
    """Return whether `word` abbreviates `name`: several capitals, or its letters in the name's order."""
    # What stands in brackets behind an acronym is its town: `HUEH (PaP)`.
    if word in _NOT or name.isupper() or gazetteer.listed(word) or not 2 <= len(word) <= 14:
        return False
    capitals = sum(map(str.isupper, word))
    return capitals >= 2 or (len(word) <= _LONGEST_TITLECASE and _initials(word.upper(), name))


def _initials(acronym: str, name: str) -> bool:
    """Return whether the letters of `acronym` stand in this order in `name`, the first at its beginning."""
    letters = iter("".join(c for c in name.upper() if c.isalpha()))
    wanted = [c for c in acronym.upper() if c.isalpha()]
    return bool(wanted) and name[:1].upper() == wanted[0] and all(c in letters for c in wanted)


def propagated(view: View, acronyms: dict[str, tuple[Found, int]]) -> list[Found]:
    """Return every place where an introduced acronym stands, as a name of what it abbreviates."""
    return [
        replace(name, start=match.start(), end=match.end(), rule="acronym-introduced", core=None, weight=2)
        for acronym, (name, _) in acronyms.items()
        for match in re.finditer(rf"(?<![\w-]){re.escape(acronym)}(?![\w-])", view.plain)
    ]
