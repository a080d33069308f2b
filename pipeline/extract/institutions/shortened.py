"""What an article calls an institution by later on: a part of its name, or a name seen once only."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.grammar import Grammar
from pipeline.extract.institutions.scene import in_street, is_titled
from pipeline.extract.view import Candidate, View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold
from pipeline.vocabulary import Lexicon

_LIST_REACH = 250
_HOSPITALS = re.compile(r"\bhopitaux\b[^.;]{0,30}(?:\bdont|:|\bcomme|\btels que|\bparmi lesquels|\(|,)")
_APPOSED = re.compile(
    r",? (?:(?:l'|le |la |un |une )(?:\w+ )?)?(?:hopital|clinique|polyclinique|dispensaire|maternite)\b"
)
_MASCULINE = re.compile(r"\b(?:le|du|au) $")
_NAME_GOES_ON = re.compile(r"[\s-][A-Z][a-z]|-")


def short_names(
    view: View, short: Sequence[Found], found: Sequence[Found], others: Sequence[Candidate]
) -> list[Found]:
    """Keep the bare names (`Necker`) whose hospital the article names in full, or whose surroundings tell."""
    rows = {entry.row for item in found for entry in item.entries}
    specialty_ends = {c.end for c in others if c.label == "SPECIALTY"}
    kept = []
    for item in short:
        entries = tuple(entry for entry in item.entries if entry.row in rows)
        if entries or _told(view, item, specialty_ends):
            kept.append(replace(item, entries=entries or item.entries))
    return kept


def _told(view: View, item: Found, specialty_ends: Set[int]) -> bool:
    """Return whether what stands around a short name tells that it is that of an institution."""
    before = view.folded[max(0, item.start - 12) : item.start]
    link = re.search(r"\s(?:de|du|a|au|d')(?: la| l')?\s?$", before)
    if link and item.start - len(before) + link.start() in specialty_ends:
        return True
    # `le Bach Mai`, `au Vinatier`: towns and persons bear no article.
    whole = (
        not _NAME_GOES_ON.match(view.plain[item.end : item.end + 3])
        and view.plain[item.start - 1 : item.start] != "-"
    )
    if whole and _MASCULINE.search(before):
        return True
    if item.kind != "hospital":
        return False
    # `Laquintinie, hôpital de Douala`, `plusieurs hôpitaux, dont Viêt Duc, Bach Mai …`
    sentence = view.sentence_at(item.start)
    begin, end = (sentence.start, sentence.end) if sentence else (item.start, item.end)
    listed = _HOSPITALS.search(view.folded, max(begin, item.start - _LIST_REACH), item.start)
    if listed or _APPOSED.match(view.folded, item.end):
        return True
    # `À Douala, Laquintinie`
    around = view.folded[begin : item.start], view.folded[item.end : end]
    towns = [fold(entry.city) for entry in item.entries if entry.city]
    return (
        whole and not _is_person(view, item.start) and any(town in side for town in towns for side in around)
    )


_COMMON_NOUN = re.compile(
    r"(?:accueil|associat|fondat|federat|medecin|societe|reseau|conf|academ|ligue|union|comite|ordre|sante|aide|action|"
    r"agir|enfants?$|croix|pharmaciens|secours|les|la|le)"
)
# Owners of a hospital that are organisations of their own.
_OWNER = re.compile(r"(?:associat|congregat|diocese|minister|ordre |universit)")
_SHORTEST = 4
# Rules that see a name where it stands, and not where it stands again.
_ONCE = ("learned", "presided", "association", "named-ngo", "apposed-")
_WITH_TOPIC = re.compile(r"^\w+ (?:\w+ )?(?:du|de la|des|de l')")
_FIRST_NAME = re.compile(r"\b(?!(?:La|Le|Les)\s)[A-Z][\w-]+\s$")


def _own_name(item: Found, grammar: Grammar, gazetteer: Gazetteer) -> str | None:
    """Return what an article may call an institution by later on: its own name, or its first word."""
    core = item.core
    if item.kind in ("ngo", "network") and item.entries and " " in item.name:
        # `la Chaîne` for `Chaîne de l'Espoir`
        first = item.name.split()[0]
        core = first if first[-1].isalpha() and not _COMMON_NOUN.match(fold(first)) else None
    # An article is no part of a span.
    core = re.sub(r"^(?:L[ae] |L['’])", "", core) if core else None
    if not core or len(core) < _SHORTEST or not core[0].isalpha() or gazetteer.countries_of(core):
        return None
    # `Centre` of `Région Centre` is any centre elsewhere.
    common = fold(core) in grammar.marks or fold(core) in gazetteer.demonyms
    return None if common or _OWNER.match(fold(core)) else core


def _is_person(view: View, start: int) -> bool:
    """Return whether a title or a first name stands before an offset."""
    return is_titled(view, start) or _FIRST_NAME.search(view.plain[max(0, start - 20) : start]) is not None


def repeated_names(view: View, found: Sequence[Found], grammar: Grammar, gazetteer: Gazetteer) -> list[Found]:
    """Return the places where a name's own part stands alone (`Bouffard` for `hôpital Bouffard`).

    So does a name whose place has been given before: `le centre du jeune malade` of Djibouti.
    """
    own = {name: item for item in reversed(found) if (name := _own_name(item, grammar, gazetteer))}
    spans: list[Found] = []
    for hit in Lexicon(own.items()).all_hits(view.folded):
        behind = view.plain[hit.end : hit.end + 3]
        person = _is_person(view, hit.start) or in_street(view, hit.start)
        if not view.text[hit.start].isupper() or person or _NAME_GOES_ON.match(behind):
            continue
        spans.append(
            replace(hit.entries[0], start=hit.start, end=hit.end, rule="short-form", core=None, weight=1)
        )
    # What the tagger saw once, or a noun introduced, is named elsewhere too.
    repeated = {
        item.name: item
        for item in reversed(found)
        if item.rule.startswith(_ONCE) and len(item.name) >= _SHORTEST
    }
    spans += [
        replace(hit.entries[0], start=hit.start, end=hit.end, rule="short-form", core=None)
        for hit in Lexicon(repeated.items()).all_hits(view.folded)
        if view.text[hit.start : hit.end] == hit.entries[0].name and not _is_person(view, hit.start)
    ]
    placed = {
        item.name[: -len(match[0])]: item
        for item in reversed(found)
        if item.place
        and item.family in ("institute", "hospital")
        and (match := re.search(rf" (?:de |d['’]){re.escape(item.place)}$", item.name))
        and _WITH_TOPIC.search(fold(item.name[: -len(match[0])]))
    }
    spans += [
        replace(hit.entries[0], start=hit.start, end=hit.end, rule="short-form")
        for hit in Lexicon(placed.items()).all_hits(view.folded)
    ]
    return spans
