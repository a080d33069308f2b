"""Acronyms that a text introduces (`Hospices civils de Lyon (HCL)`) and takes up again."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from rapidfuzz.fuzz import token_sort_ratio

from pipeline.extract.institutions.found import Entry, Found
from pipeline.extract.institutions.known import Known
from pipeline.extract.institutions.letters import in_order, initials
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import name_key

# Two capitals at least; inside also small letters, digits, hyphens (`LiiE-Cerimed`, `AP-HM`, `Cnom`).
_ACRONYM = r"[A-Z][A-Za-z0-9]*(?:[-/&.][A-Za-z0-9]+)*\.?"
_BRACKETED = re.compile(rf"\s?\(\s?(?:ex-|l'|le |la )?[«\"]?\s?({_ACRONYM})\s?[»\"]?\s?(?=[),;/])")
_QUOTED = re.compile(r"\s?[«\"]\s?([A-Z]{3,10})\s?[»\"]")
_DASHED = re.compile(rf"\s-\s({_ACRONYM})\s?(?=[),;.])")
_BARE = re.compile(r"\s([A-Z]{3,8})\b")
_BEFORE = re.compile(rf"({_ACRONYM})\s?\(\s?(?:l'|le |la |les )?$")
# `ASAF - Action Santé Arménie-France`, `l’ASAF, l’association …`: the sigle and its name, side by side.
_DASHED_BEFORE = re.compile(rf"(?<![\w-])({_ACRONYM})(?:\s?[-:]\s|, (?:l'|la |le ))$")
# `Agence régionale de santé (ARS) de Guadeloupe`: the sigle stands inside its name.
_INSIDE = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")
_SIGLE = re.compile(r"(?<![\w./-])[A-Z][A-Za-z]{2,7}(?![\w-])")
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
        "CH",
        "CHD",
        "CHI",
        "CHN",
        "CHR",
        "CHRU",
        "CHS",
        "CHU",
        "GHT",
        "PDF",
        "ONG",
        "GIE",
        "GIP",
        "EHPAD",
        "IFSI",
    )
)
_NOUN = re.compile(r"^(?i:association|fondation|ong) ")
_LONGEST_TITLECASE = 8
_FEWEST_LETTERS = 3
# How alike, of 100, a name and a known one with its acronym must be to be one: of 40, all from here on were.
_ALIKE = 80

# Acronym → the name that it abbreviates, and where that introduces it.
Introduced = Mapping[str, tuple[Found, int]]


def introduced(view: View, found: Iterable[Found], gazetteer: Gazetteer, others: Set[str]) -> Introduced:
    """Return the acronyms that names introduce.

    `others` are sigles that stand for something else (`Interreg`): a name in brackets does not change that.
    """
    names = sorted(found, key=lambda item: item.start)
    known = {item.start for item in names if item.rule.startswith("vocabulary")}
    acronyms: dict[str, tuple[Found, int]] = {}
    for name in names:
        behind = _BRACKETED.match(view.plain, name.end) or _DASHED.match(view.plain, name.end)
        # In a line of capitals any word may follow: `LE CHU MUSTAPHA CHOISIT LYON`.
        if behind is None and not view.plain[name.start : name.end].isupper():
            bare = _BARE.match(view.plain, name.end)
            behind = bare if bare and in_order(bare[1], name.name) else None
        if behind is None:
            # `Association Étudiants en santé « ESSI »`
            quoted = _QUOTED.match(view.plain, name.end)
            behind = quoted if quoted and in_order(quoted[1], name.name) else None
        inside = _INSIDE.search(view.plain, name.start, name.end)
        if inside and inside[1] not in _NOT:
            acronyms.setdefault(inside[1], (name, inside.start(1)))
        if behind is None:
            dashed = _DASHED_BEFORE.search(view.plain[max(0, name.start - 20) : name.start])
            if dashed and dashed[1] == initials(name.name):
                acronyms.setdefault(dashed[1], (name, max(0, name.start - 20) + dashed.start(1)))
                continue
            before = _BEFORE.search(view.plain[max(0, name.start - 30) : name.start])
            if (
                before
                and view.plain[name.end : name.end + 1] == ")"
                and _is_acronym(before[1], name.name, gazetteer)
                and in_order(before[1], name.name)
            ):
                acronyms.setdefault(before[1], (name, max(0, name.start - 30) + before.start(1)))
            continue
        # `hôpital Saint-Antoine (AP-HP)`: a known organisation that the hospital belongs to.
        owner = behind.start(1) in known and not in_order(behind[1], name.name)
        if owner or behind[1].upper() in others:
            continue
        if _is_acronym(behind[1], name.name, gazetteer):
            acronyms.setdefault(behind[1], (name, behind.start(1)))
    return acronyms


def told_by_acronym(
    found: Iterable[Found], acronyms: Introduced, known: Known
) -> tuple[list[Found], Introduced]:
    """Return the names with the row that one comes near to and that has the acronym it introduces.

    `Agence française du développement (AFD)` is nearly the known name, and by its acronym surely.
    """
    rows: dict[tuple[int, int], Entry] = {}
    for acronym, (name, _) in acronyms.items():
        near = {form.entry for form in known.lexicon.get(acronym) if _alike(form.entry.name, name.name)}
        if len(near) == 1 and not name.entries:
            rows[name.start, name.end] = near.pop()

    def with_row(item: Found) -> Found:
        row = rows.get((item.start, item.end))
        return replace(item, entries=(row,), kind=row.kind) if row else item

    linked = {acronym: (with_row(name), offset) for acronym, (name, offset) in acronyms.items()}
    return [with_row(item) for item in found], linked


def _alike(name: str, other: str) -> bool:
    return token_sort_ratio(name_key(name), name_key(other), score_cutoff=_ALIKE) > 0


def _is_acronym(word: str, name: str, gazetteer: Gazetteer) -> bool:
    """Return whether `word` abbreviates `name`: several capitals, or its letters in the name's order."""
    # What stands in brackets behind an acronym is its town: `HUEH (PaP)`.
    if word in _NOT or name.isupper() or not 2 <= len(word) <= 14:
        return False
    # `Institut français d'Égypte (IFE)`, though Ife is a town; `hôpital du Point G (Bamako/Mali)`
    if any(map(gazetteer.listed, word.split("/"))) and word != initials(name):
        return False
    capitals = sum(map(str.isupper, word))
    return capitals >= 2 or (len(word) <= _LONGEST_TITLECASE and in_order(word.upper(), name))


def _without_place(name: str, place: str | None) -> str:
    """Return a name up to its town: `DSP` is the `direction de la santé et de la population` of any."""
    return re.split(rf" (?:de |d['’]|du ){re.escape(place)}$", name)[0] if place else name


def implied(view: View, found: Sequence[Found], gazetteer: Gazetteer) -> list[Found]:
    """Return the sigles that nobody introduces, but whose letters begin the words of one name of the article.

    `CHBS` is the `Centre hospitalier Bretagne Sud` told of before or after, `SFL` the `association Santé
    France Laos`. Hospitals are also written as a word: `Chog`.
    """
    written = [item for item in found if " " in item.name and not item.name.isupper()]
    by_initials: dict[str, dict[str, Found]] = {}
    for item in written:
        names = {item.name, view.text[item.start : item.end], *(entry.name for entry in item.entries[:1])}
        names |= {_without_place(name, item.place) for name in names} | {
            _NOUN.sub("", name) for name in names
        }
        for letters in set(map(initials, names)):
            if len(letters) >= _FEWEST_LETTERS:
                by_initials.setdefault(letters, {}).setdefault(item.name, item)
    spans = []
    for match in _SIGLE.finditer(view.plain):
        candidates = by_initials.get(match[0].upper(), {})
        if len(candidates) != 1 or match[0] in _NOT or gazetteer.listed(match[0]):
            continue
        (item,) = candidates.values()
        if match[0].isupper() or (len(match[0]) > _FEWEST_LETTERS and item.kind == "hospital"):
            start, end = match.span()
            spans.append(replace(item, start=start, end=end, rule="acronym-initials", core=None, weight=1))
    return spans


def propagated(view: View, acronyms: Introduced) -> list[Found]:
    """Return every place where an introduced acronym stands, as a name of what it abbreviates."""
    return [
        replace(name, start=match.start(), end=match.end(), rule="acronym-introduced", core=None, weight=2)
        for acronym, (name, _) in acronyms.items()
        for match in re.finditer(rf"(?:(?<![\w-])|(?<=\bex-)){re.escape(acronym)}(?![\w-])", view.plain)
    ]
