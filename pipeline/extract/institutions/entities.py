"""Organisations that only the statistical model or an apposition knows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.cover import Cover
from pipeline.extract.institutions.acronyms import initials
from pipeline.extract.institutions.found import Found
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold

_BEFORE = 45
_ARTICLE = re.compile(r"(?:Les?|La|Une?|Des|Ce|Cette|Notre|Nos) |L['’]")
_CUE = re.compile(r"\b([a-z]+(?: [a-z]+)?)(?: [a-z]+){0,2} (?:[«\"]\s?)?$")
# `Horizons Sahel, association humanitaire`: the noun may follow the name.
_APPOSITION = re.compile(r"^\s?[»\"]?\s?(?:\([^)]{2,12}\)\s?)?, (?:une |l')?([a-z]+(?: [a-z]+)?)\b")
_LINK = r"(?:(?:de|des|du|et|pour|sans|la|les|of|and|for|the) |d')"
_NAME = re.compile(rf"(?<![\w'-])[A-Z][\w&'-]+(?: {_LINK}?[A-Z][\w&'-]+){{1,5}}")
# `Servei Andorrà d'Atenció Sanitària (SAAS)`: its initials in brackets make a phrase of capitals a name,
# unless it is a programme, a project, a device …
_DEFINED = re.compile(r"\s?\(\s?([A-Z]{3,10})\s?[),]")
_DEFINED_BEFORE = re.compile(r"(?<![\w-])([A-Z]{3,10})\s?[-:]\s$")
_PROGRAMME = re.compile(
    r"(?:programme|projet|initiative|plan|etude|essai|outil|logiciel|label|diplome|registre|consortium|"
    r"plateforme|prix|bourse|appel|formation|dispositif|congres|journees?|forum)s?(?: [a-z']+){0,2} "
    r"(?:«\s?)?$"
)


_BRANCH = re.compile(r" ([A-Z][\w-]+)(?![\w-])")


def with_country(view: View, item: Found, gazetteer: Gazetteer) -> Found:
    """Return a known association with the country of its branch: `Médecins du Monde Belgique`."""
    if item.kind not in ("ngo", "international") or len(item.entries) != 1:
        return item
    match = _BRANCH.match(view.plain, item.end)
    isos = gazetteer.names.get(fold(match[1]), ()) if match else ()
    if match is None or len(isos) != 1:
        return item
    name = f"{item.name} {view.text[match.start(1) : match.end(1)]}"
    entries = item.entries if item.entries[0].country == isos[0] else ()
    return replace(item, end=match.end(), name=name, entries=entries, country=isos[0])


def find_entities(
    view: View, taken: Sequence[tuple[int, int]], gazetteer: Gazetteer, cues: Mapping[str, str]
) -> list[Found]:
    """Return the model's entities that a cue noun introduces, and names that a cue noun explains.

    `cues` are the nouns with the kind that they tell; `taken` are stretches that are something else.
    """
    found: list[Found] = []
    covered = Cover(len(view.text), taken)
    spans = [(e.start, e.end, f"model-{e.label.lower()}") for e in view.entities if e.label != "PER"]
    spans += [(match.start(), match.end(), "apposition") for match in _NAME.finditer(view.plain)]
    for start, end, rule in spans:
        text = view.text[start:end]
        if "\n" in text or not text[:1].isupper() or len(text) < 3 or _ARTICLE.match(text):
            continue
        if gazetteer.countries_of(text):
            continue
        if covered.touches(start, end):
            continue
        kind = _apposed(view, end, cues) or (
            _introduced(view, start, cues) if rule.startswith("model") else None
        )
        if kind is None and _defined(view, start, end):
            kind, rule = "other", "defined"  # noqa: PLW2901
        if kind is not None:
            found.append(Found(start, end, rule, kind, text))
            covered.add(start, end)
    return found


def _introduced(view: View, start: int, cues: Mapping[str, str]) -> str | None:
    match = _CUE.search(view.folded[max(0, start - _BEFORE) : start])
    if match is None:
        return None
    words = view.folded[max(0, start - _BEFORE) : start].strip(' «"').split()[-3:]
    return next((cues[word] for word in reversed(words) if word in cues), None)


def _apposed(view: View, end: int, cues: Mapping[str, str]) -> str | None:
    match = _APPOSITION.match(view.folded[end : end + 60])
    if match is None:
        return None
    return cues.get(match[1]) or cues.get(match[1].split()[0])


def _defined(view: View, start: int, end: int) -> bool:
    if view.plain.startswith(("Memorandum", "Accord", "Convention", "Protocole", "Plan "), start):
        return False
    match = _DEFINED.match(view.plain, end) or _DEFINED_BEFORE.search(view.plain, max(0, start - 20), start)
    if match is None or _PROGRAMME.search(view.folded[max(0, start - _BEFORE) : start]):
        return False
    return match[1] == initials(view.text[start:end])
