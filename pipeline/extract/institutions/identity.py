"""One identity for all forms of an organisation in an article, with its kind and its country."""

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.extract.institutions.country import country_of
from pipeline.extract.institutions.found import Entry, Found
from pipeline.extract.institutions.places import Places
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.records import InstitutionValue
from pipeline.text import fold, name_key

_COMMON = frozenset(
    name_key(
        "de du des d la le les l en et au aux a chu chru chr ch hôpital hôpitaux centre hospitalier "
        "universitaire régional national général central institut université faculté médecine ministère "
        "ambassade association fondation clinique province région ville"
    ).split()
)
# A centre for these is a place of care.
_CLINICAL = re.compile(
    r"^centre (?:\w+ ){0,4}(?:\w+')?(?:diabet|malade|enfant|mere\b|brul|drepano|readapt|reeduc|dialyse|"
    r"cancer|oncol|cardio|soins|chirurg|tubercul|psych|appareill|traumat|urgence|matern|neuro|dermat|ophtalm)"
)


def identify(
    view: View, found: Sequence[Found], places: Places, gazetteer: Gazetteer
) -> list[InstitutionValue]:
    """Return the value of each name, in the order of `found`."""
    entries = [_choose_entry(view, item, places, found) for item in found]
    group = _cluster(view, found, entries)
    values: dict[int, InstitutionValue] = {}
    members: dict[int, list[int]] = {}
    for index, root in enumerate(group):
        members.setdefault(root, []).append(index)
    for root, indices in members.items():
        known = next((entries[i] for i in indices if entries[i] is not None), None)
        longest = max((found[i] for i in indices), key=lambda item: len(item.name))
        name = known.name if known else longest.name
        kind = known.kind if known else _kind(longest)
        country = known.country if known else None
        if country is None:
            country = country_of(view, [found[i] for i in indices], places, gazetteer, kind)
        acronym = known.acronym if known and known.acronym else _acronym(view, [found[i] for i in indices])
        city = known.city if known else _city([found[i] for i in indices], gazetteer)
        key = f"{known.row}" if known else f"{name_key(name)}|{country or ''}"
        values[root] = InstitutionValue(kind, country, key, name, acronym, city)
    return [values[root] for root in group]


def _choose_entry(view: View, item: Found, places: Places, found: Sequence[Found]) -> Entry | None:
    """Of the rows that a form may stand for, the one whose country or city the article names."""
    if len(item.entries) <= 1:
        return item.entries[0] if item.entries else None
    countries = Counter(iso for _, _, iso in places.countries)
    sure = {entry.row for other in found if len(other.entries) == 1 for entry in other.entries}
    section = places.section(item.start)

    def score(entry: Entry) -> tuple[bool, bool, bool, int]:
        city = bool(entry.city) and fold(entry.city or "") in view.folded
        return entry.row in sure, entry.country == section, city, countries[entry.country or ""]

    ranked = sorted(item.entries, key=score, reverse=True)
    return ranked[0] if score(ranked[0]) > score(ranked[1]) else None


def _cluster(view: View, found: Sequence[Found], entries: list[Entry | None]) -> list[int]:
    """Return for each name the index of the first name of its organisation."""
    root = list(range(len(found)))
    by_key: dict[str, int] = {}
    for i, item in enumerate(found):
        entry = entries[i]
        keys = [name_key(item.name)] if not (entry or item.entries) else []
        if entry:
            keys.append(entry.row)
        elif item.entries:
            keys.append("/".join(e.row for e in item.entries))
        for key in keys:
            root[i] = by_key.setdefault(key, root[i])
    written = [name_key(view.text[item.start : item.end]) for item in found]
    for i, short in enumerate(written):
        # `hôpital Saint-Antoine` of an article that names `hôpital Saint-Antoine de Jérémie` is that one.
        fuller = {
            root[j]
            for j, full in enumerate(written)
            if entries[j] != entries[i] and full.startswith(short + " ")
        }
        if entries[i] is not None and found[i].rule == "vocabulary-alias" and len(fuller) == 1:
            root[i] = fuller.pop()
            entries[i] = None
    words = [_distinctive(item.name) for item in found]
    for i, item in enumerate(found):
        if root[i] != i or entries[i] is not None or not words[i]:
            continue
        wider = {
            root[j]
            for j, other in enumerate(found)
            if root[j] != i and words[i] < words[j] and _comparable(item, other)
        }
        if len(wider) == 1:
            target = wider.pop()
            root = [target if r == i else r for r in root]
    return root


def _comparable(short: Found, full: Found) -> bool:
    """Return whether `short` may be a shorter form of `full`: same kind and family, a proper name or noun."""
    same_family = short.family is None or full.family is None or short.family == full.family
    proper = bool(short.core or short.place) or name_key(short.name)[:5] == name_key(full.name)[:5]
    return short.kind == full.kind and same_family and proper


def _distinctive(name: str) -> frozenset[str]:
    return frozenset(word for word in name_key(name).split() if word not in _COMMON)


def _kind(item: Found) -> str:
    name = fold(item.name)
    if item.kind == "research":
        if re.search(
            r"\b(?:cardiologi[ea]|cœur|coeur|cancer|cancerologie|oncologie|ophtalmologie|psychiatrie)\b", name
        ):
            return "hospital" if "recherche" not in name else "research"
        if re.search(r"\b(?:formation|universitaire|sciences|ecole)\b", name) and "recherche" not in name:
            return "university"
        if re.search(r"\b(?:transfusion|urgence|vaccination|securite)\b", name):
            return "government"
        if re.search(r"\bcentre (?:medical|de sante|anti|hospitalier)", name) or _CLINICAL.search(name):
            return "hospital"
    return item.kind


def _acronym(view: View, items: Sequence[Found]) -> str | None:
    return next(
        (view.text[i.start : i.end] for i in items if i.rule in ("acronym-introduced", "vocabulary-acronym")),
        None,
    )


def _city(items: Sequence[Found], gazetteer: Gazetteer) -> str | None:
    for item in items:
        if item.place and fold(item.place) not in gazetteer.names and gazetteer.countries_of(item.place):
            return item.place
    return None
