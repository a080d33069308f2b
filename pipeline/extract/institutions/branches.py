"""The branches of known organisations: `Médecins du Monde Belgique`, `France Bleu Alsace`."""

import re
from dataclasses import replace

from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.grammar import Grammar
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold

_WORDS = re.compile(r" ([A-Z][a-z][\w'-]*)(?: [A-Z][a-z][\w'-]*)?(?![\w-])")


def with_branch(view: View, item: Found, grammar: Grammar, gazetteer: Gazetteer) -> Found:
    """Return a known organisation with the country of its branch, or with the words that name the branch.

    A branch in another country is another organisation, and so is one that has a name of its own.
    """
    match = _WORDS.match(view.plain, item.end)
    if match is None or len(item.entries) != 1:
        return item
    isos = gazetteer.names.get(fold(match[1]), ())
    if len(isos) == 1 and item.kind in ("ngo", "international", "company"):
        entries = item.entries if item.entries[0].country == isos[0] else ()
        name = f"{item.name}{view.text[item.end : match.end(1)]}"
        return replace(item, end=match.end(1), name=name, entries=entries, country=isos[0])
    # A worldwide one (`Rotary club`) is no name but a noun: the grammar reads what follows.
    local = item.entries[0].country != "ZZ"
    named = item.rule == "vocabulary-alias" and item.kind in ("ngo", "company") and local
    other = match[1] in grammar.stops or fold(match[1]) in grammar.marks or isos
    if not named or other or view.plain[item.start : item.end].isupper():
        return item
    name = view.text[item.start : match.end()]
    return replace(item, end=match.end(), name=name, entries=(), country=item.entries[0].country)
