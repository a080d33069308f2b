"""Names that an apposition explains: `appositions.toml`."""

import re

from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.grammar import Grammar
from pipeline.extract.institutions.letters import abbreviates
from pipeline.extract.institutions.scene import is_titled
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold


def find_appositions(view: View, grammar: Grammar, gazetteer: Gazetteer) -> tuple[list[Found], set[int]]:
    """Return the names that an apposition explains, and where the nouns of the appositions begin.

    `Zonza, association malgache de parents`: at `association` begins no name of its own.
    """
    found: list[Found] = []
    nouns: set[int] = set()
    for rule, matches in grammar.appositions.matches(view.plain):
        for match in matches:
            start, end = match.span("span")
            text = view.text[start:end]
            groups = match.groupdict()
            country = groups.get("country")
            if country and fold(country) not in gazetteer.names and fold(country) not in gazetteer.demonyms:
                continue
            if rule.set.get("no_place") and gazetteer.knows(fold(text)):
                continue
            if is_titled(view, start) or (text.isupper() and _spelt(view, match)):
                continue
            told = _country_in(match["about"], gazetteer)
            found.append(Found(start, end, rule.id, rule.set["kind"], text, country=told, weight=1))
            nouns |= {match.start("noun")} if "noun" in groups else set()
    return found, nouns


def _spelt(view: View, match: re.Match[str]) -> bool:
    """Return whether an apposition writes a sigle out: `l'AFD, l'association française des diabétiques`."""
    noun = match.groupdict().get("noun") or ""
    words = re.findall(r"[a-z]+", fold(f"{noun}{match['about']}"))
    end = match.end("span")
    bracket = view.plain[end : end + 2].lstrip().startswith("(")
    return bracket or abbreviates(match["span"], words, leap=True)


def _country_in(about: str, gazetteer: Gazetteer) -> str | None:
    """Return the one country of which an apposition speaks: `association malgache`, `clinique de Conakry`."""
    words = re.findall(r"[\w-]+", about)
    isos = {iso for word in words for iso in gazetteer.demonyms.get(word.lower().replace("-", " "), ())}
    if not isos:
        named = (gazetteer.country_of(name) for name in re.findall(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)*", about))
        isos = {iso for iso in named if iso}
    return isos.pop() if len(isos) == 1 else None
