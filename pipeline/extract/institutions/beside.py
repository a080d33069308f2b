"""The town that an article puts an institution in: `À Marrakech, le CHU …`, `l’hôpital …, à Tanguiéta`."""

import re
from dataclasses import dataclass

from pipeline.extract.institutions.found import Found
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold

_NAME = r"[A-Z][\w'-]+(?:[ -](?:de |d'|du |la |le |les |sur |en )?[A-Z][\w'-]+){0,3}"
_COUNTRY = rf"(?:,? (?:au|en|aux|a) (?:l'|la )?{_NAME}| \({_NAME}\))?"
_ARTICLE = r"(?:[Ll]e |[Ll]a |[Ll]es |[Ll]'|Au |Aux |Du )"
# What stands between the beginning of a sentence and a name that is put in a town.
_OPENING = re.compile(rf"\s*(?:A|Au|Aux) (?P<town>{_NAME}){_COUNTRY}, {_ARTICLE}$")
_DATELINE = re.compile(rf"\s*(?P<town>{_NAME})(?: \({_NAME}\))?(?:, [^.\n-]{{3,30}})?\s?[-:.]\s?{_ARTICLE}$")
_BEHIND = re.compile(
    rf"(?: \([A-Z][\w-]{{1,12}}\))?,? (?:a|au|aux|situee? a|basee? a|implantee? a|de) (?P<town>{_NAME})"
)
_BRACKET = re.compile(rf" \((?P<town>{_NAME})[,)]")
_OPENING_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its country; `sure` unless it is only the place that the article is dated from."""

    name: str
    country: str
    sure: bool


def town_beside(view: View, item: Found, gazetteer: Gazetteer) -> Town | None:
    """Return the town that stands behind a name, or before it as opening of the sentence or as dateline."""
    rest = view.plain[item.end : item.end + 60].partition("\n")[0]
    for pattern in (_BEHIND, _BRACKET):
        match = pattern.match(rest)
        if match and (town := _town(match["town"], gazetteer, sure=True)):
            return town
    sentence = view.sentence_at(item.start)
    if sentence is None:
        return None
    line = view.plain.rfind("\n", 0, item.start) + 1
    for start, pattern, sure in (
        (sentence.start, _OPENING, True),
        (line, _DATELINE, False),
    ):
        if item.start - start <= _OPENING_LENGTH:
            match = pattern.fullmatch(view.plain[start : item.start])
            if match and (town := _town(match["town"], gazetteer, sure=sure)):
                return town
    return None


def _town(text: str, gazetteer: Gazetteer, *, sure: bool) -> Town | None:
    """Return the longest town that a text begins with; a country is none."""
    if text.isupper():
        # A sigle, though there may be a town of this name: `(UGA)`.
        return None
    words = text.split(" ")
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size])
        if fold(name) in gazetteer.names:
            return None
        country = gazetteer.country_of(name)
        if country is not None:
            return Town(name, country, sure)
    return None
