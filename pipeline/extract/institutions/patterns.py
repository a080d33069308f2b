"""Names that no head noun opens: `patterns.toml`, found by the way they are written or introduced."""

import re

from pipeline.cover import Cover
from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.grammar import Grammar, match_head
from pipeline.extract.institutions.letters import abbreviates, in_order
from pipeline.extract.institutions.scene import is_titled
from pipeline.extract.institutions.tokens import shouted_lines, tokenise
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.rules import Rule
from pipeline.text import fold, plain


def find_patterns(view: View, grammar: Grammar, gazetteer: Gazetteer) -> tuple[list[Found], set[int]]:
    """Return what the patterns of `patterns.toml` find in an article, and where nouns of appositions begin.

    `Zonza, association malgache de parents`: at `association` begins no name of its own.
    """
    shouted = Cover(len(view.plain), shouted_lines(view.plain))
    found: list[Found] = []
    nouns: set[int] = set()
    for rule, matches in grammar.patterns.matches(view.plain):
        for match in matches:
            start, end = match.span("span")
            if _is_something_else(rule, match, grammar, shouted):
                continue
            text = view.text[start:end]
            country = match.groupdict().get("country")
            if country and fold(country) not in gazetteer.names and fold(country) not in gazetteer.demonyms:
                continue
            first = text if "about" in match.groupdict() else text.split()[0]
            if rule.set.get("no_place") and gazetteer.knows(fold(first)):
                continue
            place = match.groupdict().get("place") and view.text[match.start("place") : match.end("place")]
            kind = "hospital" if rule.set.get("unless") and text.startswith("CH") else rule.set["kind"]
            head = match_head(grammar, tokenise(plain(text)), 0) if rule.set.get("initials") else None
            if head and head[1].family.kind != "international":
                # `CRCT (Centre de recherche en cancérologie de Toulouse)`
                kind = head[1].family.kind
            weight = 0 if rule.set.get("unless") else 1
            told = rule.set.get("country")
            if (about := match.groupdict().get("about")) is not None:
                if is_titled(view, start) or (text.isupper() and _spelt(view, match)):
                    continue
                told = _country_in(about, gazetteer)
                nouns |= {match.start("noun")} if "noun" in match.groupdict() else set()
            found.append(
                Found(start, end, rule.id, kind, text, place=place or None, country=told, weight=weight)
            )
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


def _is_something_else(rule: Rule, match: re.Match[str], grammar: Grammar, shouted: Cover) -> bool:
    if rule.set.get("unless"):
        sigle = match["span"].partition(" ")[0].replace(".", "")
        return sigle in grammar.other_sigles or shouted.touches(*match.span("span"))
    if rule.set.get("initials"):
        words = re.findall(r"[a-z]+", fold(match["span"]))
        return not abbreviates(match["sigle"], words, leap=True) or match["sigle"] in grammar.other_sigles
    if rule.set.get("letters"):
        return not in_order(match["sigle"], fold(match["span"]))
    return match["span"].isupper() and "about" not in match.groupdict()
