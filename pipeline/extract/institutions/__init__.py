"""INSTITUTION: named organisations, by grammar, vocabulary, introduced acronyms and the model's entities."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.cover import Cover
from pipeline.extract.institutions.acronyms import (
    Introduced,
    implied,
    introduced,
    propagated,
    told_by_acronym,
)
from pipeline.extract.institutions.appositions import find_appositions
from pipeline.extract.institutions.bracketed import with_town
from pipeline.extract.institutions.branches import with_branch
from pipeline.extract.institutions.entities import find_entities
from pipeline.extract.institutions.found import Entry, Found
from pipeline.extract.institutions.grammar import Grammar, load_grammar
from pipeline.extract.institutions.identity import Organisation, identify, is_clinic, organisations
from pipeline.extract.institutions.known import Known, find_known, load_known
from pipeline.extract.institutions.likely import DECISIONS
from pipeline.extract.institutions.names import find_names
from pipeline.extract.institutions.patterns import find_patterns
from pipeline.extract.institutions.places import Places, dateline, sections, towns
from pipeline.extract.institutions.shortened import repeated_names, short_names
from pipeline.extract.institutions.tagger import FILE, NameTagger, find_learned, load_tagger, with_kinds
from pipeline.extract.institutions.tagger.features import passages
from pipeline.extract.institutions.tokens import tokenise
from pipeline.extract.view import Candidate, View
from pipeline.gazetteer import Gazetteer
from pipeline.records import CountryValue
from pipeline.text import fold
from pipeline.weights import Weights, load_weights
from pipeline.written import written_out

# `Centre hospitalier régional universitaire (CHRU) de Tours`
_BRACKETED = re.compile(r"\s*\([^)]*\)\s*")
# Families of organisations that are named after what they are for.
_OF_DISCIPLINES = frozenset(("association", "network", "institute", "agency"))
# Code points that the noun of an association takes before its name.
_NOUN_REACH = len("association ") + 2
_NOUN = re.compile(r"\b(?:[Aa]ssociation|[Ff]ondation|[Cc]ollectif|[Aa]micale) $")
# `C.H.U.` is `CHU`.
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")


@dataclass(frozen=True, slots=True)
class Institutions:
    """What this concept loads once."""

    grammar: Grammar
    known: Known
    gazetteer: Gazetteer
    tagger: NameTagger
    weights: Weights


def load(folder: Path, gazetteer: Gazetteer) -> Institutions:
    """Load heads, words and vocabularies below `folder`; raises RuleError."""
    grammar = load_grammar(folder)
    tagger = load_tagger(folder / FILE, grammar, gazetteer)
    weights = load_weights(folder / "institutions", DECISIONS)
    return Institutions(grammar, load_known(folder), gazetteer, tagger, weights)


def find(view: View, grammar: Institutions, others: Sequence[Candidate]) -> list[Candidate]:
    """Return the institutions of an article; `others` are the candidates of the other concepts."""
    found, places, organised = look(view, grammar, others)
    values = identify(view, organised, places, grammar.gazetteer, grammar.weights)
    return [
        Candidate("INSTITUTION", item.start, item.end, item.rule, value, weight=1)
        for item, value in zip(found, values, strict=True)
    ]


def look(
    view: View, grammar: Institutions, others: Sequence[Candidate]
) -> tuple[list[Found], Places, list[Organisation]]:
    """Return the names of an article, what it says of places, and the organisations that the names are of."""
    gazetteer = grammar.gazetteer
    patterned = find_patterns(view, grammar.grammar, gazetteer)
    apposed, described = find_appositions(view, grammar.grammar, gazetteer)
    # `le nord du TOGO`: no sigle, though it stands in capitals.
    written = [
        _with_noun(view, item) for item in patterned if item.weight or fold(item.name) not in gazetteer.names
    ]
    disciplines = sorted((c.start, c.end) for c in others if c.label == "SPECIALTY")
    by_grammar = [
        _with_discipline(view, item, disciplines)
        for item in find_names(view, grammar.grammar, gazetteer)
        if item.start not in described
    ]
    by_grammar += [*(item for item in written if item.weight), *(_with_noun(view, item) for item in apposed)]
    sure, short = find_known(view, grammar.known)
    sure = [_with_noun(view, with_branch(view, item, grammar.grammar, gazetteer)) for item in sure]

    def named(form: str) -> tuple[Entry, ...]:
        forms = grammar.known.lexicon.get(form)
        return tuple(dict.fromkeys(f.entry for f in forms if f.manner == "alias"))

    def entries_of(item: Found) -> tuple[Entry, ...]:
        """Look up what the text does not write out: `Nancy` of a list of CHU, `hôpitaux Robert-Debré`."""
        name = _DOTTED.sub(lambda match: match[0].replace(".", ""), item.name)
        if found := named(name) or named(_BRACKETED.sub(" ", name)) or named(written_out(name)):
            return found
        if not item.core or item.kind != "hospital":
            return ()
        clinic = is_clinic(item.name)
        short = named(f"hôpital {item.core}") if not clinic else ()
        short = short or tuple(dict.fromkeys(form.entry for form in grammar.known.lexicon.get(item.core)))
        return tuple(e for e in short if e.kind == "hospital" and is_clinic(e.name) == clinic)

    found = _merge(view, by_grammar, sure, gazetteer, entries_of)
    taken = [(item.start, item.end) for item in found]
    taken += [(c.start, c.end) for c in others if c.label in ("SPECIALTY", "DATE", "COUNTRY")]
    explained = Cover(len(view.text), taken)
    read = passages(view, tokenise(view.plain), others, grammar.tagger.describe)
    entities = find_entities(view, explained, gazetteer, grammar.grammar.cues)
    found = _longest([*found, *with_kinds(entities, grammar.tagger, read)])
    learned = find_learned(view, grammar.tagger, read, found, explained)
    found = [*found, *(_with_discipline(view, item, disciplines) for item in learned)]
    found = _longest([with_town(view, item, gazetteer, grammar.grammar.marks) for item in found])
    acronyms = introduced(view, found, gazetteer, grammar.grammar.other_sigles)
    found, acronyms = told_by_acronym(found, acronyms, grammar.known)
    found = [item for item in found if not _is_another(view, item, acronyms)]
    found = _longest([*found, *propagated(view, acronyms)])
    sigles = [item for item in written if not item.weight]
    found = _longest([*found, *implied(view, found, gazetteer), *with_kinds(sigles, grammar.tagger, read)])
    found = _longest(
        [
            *found,
            *short_names(view, short, found, others),
            *repeated_names(view, found, grammar.grammar, gazetteer),
        ]
    )
    countries = [
        (c.start, c.end, iso) for c in others if isinstance(c.value, CountryValue) for iso in c.value.iso
    ]
    places = Places(
        countries=sorted(countries),
        towns=towns(view, found, gazetteer),
        sections=sections(view, gazetteer),
        dateline=dateline(view, gazetteer),
        known=[e.country for item in found if len(item.entries) == 1 for e in item.entries if e.country],
    )
    return found, places, organisations(view, found, places, gazetteer, named)


def _is_another(view: View, item: Found, acronyms: Introduced) -> bool:
    """Return whether a known acronym stands, in this article, for another name that introduces it."""
    if item.rule != "vocabulary-acronym":
        return False
    name, _ = acronyms.get(view.plain[item.start : item.end], (None, 0))
    rows = {entry.row for entry in item.entries}
    return name is not None and rows.isdisjoint(entry.row for entry in name.entries)


def _with_noun(view: View, item: Found) -> Found:
    """Return an association with the noun right before its name: `association Santé Sud`."""
    noun = (
        _NOUN.search(view.plain, max(0, item.start - _NOUN_REACH), item.start) if item.kind == "ngo" else None
    )
    return replace(item, start=noun.start()) if noun else item


def _with_discipline(view: View, item: Found, disciplines: Sequence[tuple[int, int]]) -> Found:
    """Return a name that ends inside a discipline with the whole of it: `Société de chirurgie plastique`."""
    if item.family not in _OF_DISCIPLINES and item.rule != "learned":
        return item
    last = bisect_left(disciplines, (item.end, 0)) - 1
    if last < 0 or disciplines[last][0] <= item.start or disciplines[last][1] <= item.end:
        return item
    end = disciplines[last][1]
    further = view.text[item.end : end]
    return item if "\n" in further else replace(item, end=end, name=item.name + further)


def _longest(found: Sequence[Found]) -> list[Found]:
    taken = Cover(max((item.end for item in found), default=0))
    chosen: list[Found] = []
    for item in sorted(found, key=lambda f: (-(f.end - f.start), -f.weight, f.start)):
        if not taken.touches(item.start, item.end):
            taken.add(item.start, item.end)
            chosen.append(item)
    return sorted(chosen, key=lambda f: f.start)


def _merge(
    view: View,
    by_grammar: Sequence[Found],
    known: Sequence[Found],
    gazetteer: Gazetteer,
    entries_of: Callable[[Found], tuple[Entry, ...]],
) -> list[Found]:
    """Join what grammar and vocabulary found: the longer span wins, the vocabulary lends its identity."""
    merged: list[Found] = []
    # Of two with one span, a row of its own comes before the branch of another: `Unicef France`.
    known = sorted(known, key=lambda found: (found.start, not found.entries))
    for item in by_grammar:
        first = bisect_left(known, item.start, key=lambda found: found.start)
        last = bisect_left(known, item.end, key=lambda found: found.start)
        inside = [k for k in known[first:last] if k.end <= item.end and k.rule != "vocabulary-acronym"]
        best = max(inside, key=lambda k: k.end - k.start, default=None)
        # `le laboratoire AstraZeneca`, `l'agence Expertise France`, `l'hôpital pédiatrique français Robert
        # Debré`: what stands before a known name only says what it is.
        company = best is not None and best.kind == "company" and item.family == "institute"
        agency = best is not None and view.text[item.start : best.start] == "agence "
        # `aider la Fondation pour la recherche en cardiologie`: what is known is the whole name.
        field = best is not None and best.start == item.start and view.plain.startswith(" en ", best.end)
        if best is not None and (company or agency or field or _described(item, best, gazetteer)):
            continue
        if best is not None and _same_organisation(item, best, gazetteer):
            country = best.country or item.country
            item = replace(item, entries=best.entries, kind=best.kind, country=country)  # noqa: PLW2901
        elif entries := entries_of(item):
            item = replace(item, entries=entries)  # noqa: PLW2901
        elif best is not None and best.kind == "university" and item.kind in ("university", "research"):
            # `faculté de médecine de l'université Cheikh-Anta-Diop` is where the university is.
            countries = {entry.country for entry in best.entries}
            item = replace(item, country=countries.pop() if len(countries) == 1 else None)  # noqa: PLW2901
        merged.append(item)
    extra = [replace(item, weight=1) for item in known]
    return _longest([*merged, *extra])


def _described(item: Found, known: Found, gazetteer: Gazetteer) -> bool:
    """Return whether a nationality parts a known name from the noun before it: `institut français Curie`."""
    before = fold(item.name[: max(0, known.start - item.start)]).split()
    ends = item.end == known.end and item.start < known.start and known.rule == "vocabulary-alias"
    return ends and len(before) > 1 and before[-1] in gazetteer.demonyms


def _same_organisation(item: Found, known: Found, gazetteer: Gazetteer) -> bool:
    """Return whether what the grammar adds to a known name leaves it the same organisation."""
    if (item.start, item.end) == (known.start, known.end):
        return True
    # The branch of an association in another country is another one: `Lions Club Martinique`.
    if not known.entries:
        return False
    entry = known.entries[0]
    # `Association Lalla Salma contre le cancer`
    written = item.name[known.end - item.start :]
    if item.start == known.start and entry.kind == item.kind == "ngo" and written.startswith(" contre "):
        return True
    # `centre Henri Becquerel de lutte contre le cancer`
    purpose = written.islower() and written.startswith((" de ", " d'", " d’", " pour "))
    if item.start == known.start and item.place is None and purpose:
        return True
    if known.start - item.start > 3 or entry.kind != item.kind or item.place is None:
        return False
    return entry.country in gazetteer.countries_of(item.place)
