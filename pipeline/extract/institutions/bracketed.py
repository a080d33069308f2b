"""A sigle in brackets between a name and its town: `École des sciences de la santé (ESS) de Kayes`."""

import re
from collections.abc import Set
from dataclasses import replace

from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.letters import in_order
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold

_SIGLE_AND_TOWN = re.compile(
    r" \(([A-Z][A-Za-z0-9]*[A-Z0-9])\) (?:de |d'|du )"
    r"(?P<town>(?:L[ae]s? )?[A-Z][\w'-]*[a-z](?:[ -][A-Z][\w'-]*[a-z])*)"
)
# Kinds of which a town has its own.
_OF_TOWNS = frozenset(("hospital", "research", "university"))


def with_town(view: View, item: Found, gazetteer: Gazetteer, marks: Set[str]) -> Found:
    """Return a name with the town behind its sigle in brackets: both are part of it.

    `marks` are the words that may begin another name.
    """
    behind = _SIGLE_AND_TOWN.match(view.plain, item.end)
    if behind is None or item.kind not in _OF_TOWNS or item.place:
        return item
    town = behind["town"]
    # What the vocabulary has is whole, but for its own town.
    if item.rule.startswith("vocabulary") and fold(town) not in {fold(e.city or "") for e in item.entries}:
        return item
    told = item.core or in_order(behind[1], fold(item.name))
    if not told or fold(town).partition(" ")[0] in marks:
        return item
    # `de Brest Métropole`: of several words, those that name a town.
    words = town.split(" ")
    known = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    place = next((one for one in known if gazetteer.countries_of(one)), town)
    if fold(place) in gazetteer.names:
        return item
    end = behind.start("town") + len(place)
    return replace(item, end=end, name=view.text[item.start : end], place=place)
