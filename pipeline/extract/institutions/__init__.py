"""INSTITUTION: named organisations, by grammar, vocabulary, introduced acronyms and the model's entities."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.extract.institutions.acronyms import introduced, propagated
from pipeline.extract.institutions.entities import find_entities
from pipeline.extract.institutions.found import Entry, Found
from pipeline.extract.institutions.grammar import Grammar, load_grammar
from pipeline.extract.institutions.identity import identify
from pipeline.extract.institutions.known import Known, find_known, load_known
from pipeline.extract.institutions.names import find_names
from pipeline.extract.institutions.places import Places, dateline, sections, towns
from pipeline.extract.view import Candidate, View
from pipeline.gazetteer import Gazetteer
from pipeline.records import CountryValue
from pipeline.text import fold


@dataclass(frozen=True, slots=True)
class Institutions:
    """What this concept loads once."""

    grammar: Grammar
    known: Known
    gazetteer: Gazetteer


def load(folder: Path, gazetteer: Gazetteer) -> Institutions:
    """Load heads, words and vocabularies below `folder`; raises RuleError."""
    return Institutions(load_grammar(folder), load_known(folder), gazetteer)


def find(view: View, grammar: Institutions, others: Sequence[Candidate]) -> list[Candidate]:
    """Return the institutions of an article; `others` are the candidates of the other concepts."""
    gazetteer = grammar.gazetteer
    by_grammar = find_names(view, grammar.grammar, gazetteer)
    sure, short = find_known(view, grammar.known)

    def entries_of(item: Found) -> tuple[Entry, ...]:
        """Look up what the text does not write out: `Nancy` of a list of CHU, `hôpitaux Robert-Debré`."""
        for form in (item.name, f"hôpital {item.core}" if item.core and item.kind == "hospital" else ""):
            if found := [f.entry for f in grammar.known.lexicon.get(form) if f.manner == "alias"]:
                return tuple(found)
        short = grammar.known.lexicon.get(item.core or "") if item.kind == "hospital" else ()
        return tuple(form.entry for form in short if form.entry.kind == "hospital")

    found = _merge(by_grammar, sure, gazetteer, entries_of)
    taken = [(item.start, item.end) for item in found]
    taken += [(c.start, c.end) for c in others if c.label in ("SPECIALTY", "DATE", "COUNTRY")]
    found = _longest([*found, *find_entities(view, taken, gazetteer, grammar.grammar.cues)])
    acronyms = introduced(view, found, gazetteer)
    found = _longest([*found, *propagated(view, acronyms)])
    found = _longest([*found, *_short(view, short, found, others), *_cores(view, found, gazetteer)])
    countries = [
        (c.start, c.end, iso) for c in others if isinstance(c.value, CountryValue) for iso in c.value.iso
    ]
    places = Places(
        countries, sections(view, gazetteer), towns(view, found, gazetteer), dateline(view, gazetteer)
    )
    values = identify(view, found, places, gazetteer)
    return [
        Candidate("INSTITUTION", item.start, item.end, item.rule, value, weight=1)
        for item, value in zip(found, values, strict=True)
    ]


def _longest(found: Sequence[Found]) -> list[Found]:
    chosen: list[Found] = []
    for item in sorted(found, key=lambda f: (-(f.end - f.start), -f.weight, f.start)):
        if all(item.end <= other.start or other.end <= item.start for other in chosen):
            chosen.append(item)
    return sorted(chosen, key=lambda f: f.start)


def _merge(
    by_grammar: Sequence[Found],
    known: Sequence[Found],
    gazetteer: Gazetteer,
    entries_of: Callable[[Found], tuple[Entry, ...]],
) -> list[Found]:
    """Join what grammar and vocabulary found: the longer span wins, the vocabulary lends its identity."""
    merged: list[Found] = []
    for item in by_grammar:
        inside = [
            k for k in known if item.start <= k.start and k.end <= item.end and k.rule != "vocabulary-acronym"
        ]
        best = max(inside, key=lambda k: k.end - k.start, default=None)
        if best is not None and _same_organisation(item, best, gazetteer):
            item = replace(item, entries=best.entries, kind=best.kind)  # noqa: PLW2901
        elif entries := entries_of(item):
            item = replace(item, entries=entries)  # noqa: PLW2901
        merged.append(item)
    extra = [replace(item, weight=1) for item in known]
    return _longest([*merged, *extra])


def _same_organisation(item: Found, known: Found, gazetteer: Gazetteer) -> bool:
    """Return whether what the grammar adds to a known name leaves it the same organisation."""
    if (item.start, item.end) == (known.start, known.end):
        return True
    entry = known.entries[0]
    if known.start - item.start > 3 or entry.kind != item.kind or item.place is None:
        return False
    return entry.country in gazetteer.countries_of(item.place)


def _short(
    view: View, short: Sequence[Found], found: Sequence[Found], others: Sequence[Candidate]
) -> list[Found]:
    """Keep the bare names (`Necker`) whose hospital the article names in full, or that a service precedes."""
    rows = {entry.row for item in found for entry in item.entries}
    specialty_ends = {c.end for c in others if c.label == "SPECIALTY"}
    kept = []
    for item in short:
        entries = tuple(entry for entry in item.entries if entry.row in rows)
        before = view.folded[max(0, item.start - 12) : item.start]
        link = re.search(r"\s(?:de|du|a|au|d')(?: la| l')?\s?$", before)
        service = bool(link) and (item.start - len(before) + (link.start() if link else 0)) in specialty_ends
        if entries or service:
            kept.append(replace(item, entries=entries or item.entries))
    return kept


_COMMON_NOUN = re.compile(
    r"(?:associat|fondat|federat|medecin|societe|reseau|conf|academ|ligue|union|comite|ordre|sante|aide|action|"
    r"agir|enfants?$|croix|pharmaciens|secours|les|la|le)"
)
_PERSON = re.compile(
    r"(?:\b(?:Dr|Pr|Prof|Professeur|M|Mme|Mlle|Mgr|Docteur|Madame|Monsieur)\.?|[A-Z][\w-]+)\s$"
)


def _cores(view: View, found: Sequence[Found], gazetteer: Gazetteer) -> list[Found]:
    """Return the places where a name's own part stands alone (`Bouffard` for `hôpital Bouffard`)."""
    spans: list[Found] = []
    for item in found:
        core = item.core
        if item.kind in ("ngo", "network") and item.entries and " " in item.name:
            # `la Chaîne` for `Chaîne de l'Espoir`
            first = item.name.split()[0].removeprefix("La ")
            core = first if not _COMMON_NOUN.match(fold(first)) else None
        if (
            not core
            or len(core) < 4
            or not core[0].isalpha()
            or core.isdigit()
            or gazetteer.countries_of(core)
        ):
            continue
        pattern = rf"(?<![\w-]){re.escape(core)}(?![\w-])"
        for match in re.finditer(pattern, view.text, re.IGNORECASE):
            text = match[0]
            if not text[0].isupper() or _PERSON.search(
                view.plain[max(0, match.start() - 20) : match.start()]
            ):
                continue
            if re.match(r"\s[A-Z][a-z]", view.plain[match.end() : match.end() + 3]):
                continue
            spans.append(replace(item, start=match.start(), end=match.end(), rule="short-form", core=None))
    return [span for span in spans if fold(view.text[span.start : span.end]) not in gazetteer.demonyms]
