"""Names that no head noun opens: `patterns.toml`, found by the way they are written or introduced."""

import re

from pipeline.cover import Cover
from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.grammar import Grammar, match_head
from pipeline.extract.institutions.letters import abbreviates, in_order
from pipeline.extract.institutions.tokens import shouted_lines, tokenise
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.rules import Rule
from pipeline.text import fold, plain


def find_patterns(view: View, grammar: Grammar, gazetteer: Gazetteer) -> list[Found]:
    """Return what the patterns of `patterns.toml` find in an article."""
    shouted = Cover(len(view.plain), shouted_lines(view.plain))
    found: list[Found] = []
    for rule, matches in grammar.patterns.matches(view.plain):
        for match in matches:
            start, end = match.span("span")
            if _is_something_else(rule, match, grammar, shouted):
                continue
            text = view.text[start:end]
            country = match.groupdict().get("country")
            if country and fold(country) not in gazetteer.names and fold(country) not in gazetteer.demonyms:
                continue
            if rule.set.get("no_place") and gazetteer.knows(fold(text.split()[0])):
                continue
            place = match.groupdict().get("place") and view.text[match.start("place") : match.end("place")]
            kind = "hospital" if rule.set.get("unless") and text.startswith("CH") else rule.set["kind"]
            head = match_head(grammar, tokenise(plain(text)), 0) if rule.set.get("initials") else None
            if head and head[1].family.kind != "international":
                # `CRCT (Centre de recherche en cancérologie de Toulouse)`
                kind = head[1].family.kind
            weight = 0 if rule.set.get("unless") else 1
            country = rule.set.get("country")
            found.append(
                Found(start, end, rule.id, kind, text, place=place or None, country=country, weight=weight)
            )
    return found


def _is_something_else(rule: Rule, match: re.Match[str], grammar: Grammar, shouted: Cover) -> bool:
    if rule.set.get("unless"):
        sigle = match["span"].partition(" ")[0].replace(".", "")
        return sigle in grammar.other_sigles or shouted.touches(*match.span("span"))
    if rule.set.get("initials"):
        words = re.findall(r"[a-z]+", fold(match["span"]))
        return not abbreviates(match["sigle"], words, leap=True) or match["sigle"] in grammar.other_sigles
    if rule.set.get("letters"):
        return not in_order(match["sigle"], fold(match["span"]))
    return match["span"].isupper()
