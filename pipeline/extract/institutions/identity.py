"""One identity for all forms of an organisation in an article, with its kind and its country."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from pipeline.extract.institutions.beside import Town, town_beside
from pipeline.extract.institutions.country import country_of, host_of
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
# What institutes treat: they are hospitals.
_INSTITUTE = re.compile(
    r"\b(?:cardiologi[ea]|cœur|coeur|cancer|cancerologie|oncologie|ophtalmologie|psychiatrie|psychiatrique|readaptation"
    r"|reeducation|imagerie|radiotherapie|institut medical|sante pour|mere|enfants?|ophtalmique|dialyse)\b"
)
# A centre for these is a place of care.
_CLINICAL = re.compile(
    r"^centre (?:\w+ ){0,4}(?:\w+')?(?:diabet|malade|enfant|mere\b|brul|drepano|readapt|reeduc|dialyse|"
    r"cancer|oncol|cardio|soins|chirurg|tubercul|psych|appareill|traumat|urgence|matern|neuro|dermat|ophtalm)"
)


Lookup = Callable[[str], Sequence[Entry]]
# Kinds whose names are borne in several towns.
_LOCAL = frozenset(("hospital", "university", "research", "other"))
_LONGEST_SIGLE = 4


def identify(
    view: View, found: Sequence[Found], places: Places, gazetteer: Gazetteer, lookup: Lookup
) -> list[InstitutionValue]:
    """Return the value of each name, in the order of `found`; `lookup` gives the rows that bear a name."""
    sure = {entry.row for item in found if len(item.entries) == 1 for entry in item.entries}
    towns = [
        town_beside(view, item, gazetteer)
        if item.kind in _LOCAL and item.rule != "acronym-introduced"
        else None
        for item in found
    ]
    entries: list[Entry | None] = []
    placed: set[str] = set()
    found = list(found)
    for place, (item, town) in enumerate(zip(found, towns, strict=True)):
        there = _of_town(view, item, town.name, lookup) if town else None
        if there is None and item.kind in _LOCAL:
            there = _of_sentence(view, item, places, lookup)
        if there is None:
            there = _choose_entry(view, item, places, sure)
            if there and town and _lies_elsewhere(view, item, there, town):
                there = None
                written = view.text[item.start : item.end]
                found[place] = replace(item, name=written, entries=(), country=town.country)
            elif there and len(item.entries) > 1:
                placed.add(there.row)
        elif there not in item.entries:
            placed.add(there.row)
        entries.append(there)
    group = _cluster(view, found, entries)
    values: dict[int, InstitutionValue] = {}
    members: dict[int, list[int]] = {}
    for index, root in enumerate(group):
        members.setdefault(root, []).append(index)
    for root, indices in members.items():
        known = next((entries[i] for i in indices if entries[i] is not None), None)
        # An article places an institution where it names it first.
        town = None if known or any(found[i].place for i in indices) else towns[indices[0]]
        longest = max((found[i] for i in indices), key=lambda item: len(item.name))
        # One typography for the names of all sources.
        name = (known.name if known else longest.name).replace("'", "’")
        kind = known.kind if known else _kind(longest)
        country = known.country if known else town.country if town and town.sure else None
        if country is None:
            country = country_of(view, [found[i] for i in indices], places, gazetteer, kind)
        acronym = known.acronym if known and known.acronym else _acronym(view, [found[i] for i in indices])
        city = known.city if known else _city([found[i] for i in indices], gazetteer)
        if city is None and town and town.country == country:
            city = town.name
        host = host_of(view, [found[i] for i in indices], places, gazetteer) if kind == "government" else None
        values[root] = InstitutionValue(
            kind,
            country,
            key=known.row if known else f"{name_key(name)}|{country or ''}",
            name=name,
            acronym=acronym,
            city=city,
            host=host,
            row=known.row if known else None,
            placed=known is not None and known.row in placed,
        )
    return [values[root] for root in group]


def _choose_entry(view: View, item: Found, places: Places, sure: Set[str]) -> Entry | None:
    """Of the rows that a form may stand for, the one whose country or city the article names.

    `sure` are the rows that other names of the article stand for without a doubt.
    """
    if len(item.entries) <= 1:
        return item.entries[0] if item.entries else None
    section = places.section(item.start)

    def score(entry: Entry) -> tuple[bool, bool, bool, int]:
        city = bool(entry.city) and fold(entry.city or "") in view.folded
        return entry.row in sure, entry.country == section, city, places.named(entry.country or "")

    ranked = sorted(item.entries, key=score, reverse=True)
    return ranked[0] if score(ranked[0]) > score(ranked[1]) else None


def _of_sentence(view: View, item: Found, places: Places, lookup: Lookup) -> Entry | None:
    """Return the row that bears the name with a town of the sentence or its dateline behind it.

    So it is where the article does not name the town of the institution that bears the name alone.
    """
    if any(entry.city and fold(entry.city) in view.folded for entry in item.entries):
        return None
    line = view.plain.rfind("\n", 0, item.start) + 1
    sentence = view.sentence_at(item.start)
    end = sentence.end if sentence else item.end
    found = [
        entry
        for name in places.names(view, line, end)
        if (entry := _of_town(view, item, name, lookup)) is not None
    ]
    return found[0] if len({entry.row for entry in found}) == 1 else None


def _of_town(view: View, item: Found, town: str, lookup: Lookup) -> Entry | None:
    """Return the one row that bears the name with the town behind it: `hôpital Charles-Nicolle de Tunis`."""
    names = {item.name, view.text[item.start : item.end]}
    if item.core and item.kind == "hospital" and not is_clinic(item.name):
        names.add(f"hôpital {item.core}")
    rows = {
        entry.row: entry
        for name in names
        for joint in (" de ", " d'", " du ", " des ", " ")
        for entry in lookup(f"{name}{joint}{town}")
        if entry.city and fold(entry.city) == fold(town)
    }
    return next(iter(rows.values())) if len(rows) == 1 else None


def _lies_elsewhere(view: View, item: Found, entry: Entry, town: Town) -> bool:
    """Return whether a town beside a name says that it is not the known institution of this name."""
    written = fold(view.text[item.start : item.end])
    own = entry.city is not None and fold(entry.city) in written
    # A sigle of few letters is borne by several hospitals: the place of the article tells which.
    sigle = item.rule == "vocabulary-acronym" and len(written) <= _LONGEST_SIGLE
    if own or not (town.sure or sigle) or entry.country in ("ZZ", None):
        return False
    city, there = fold(entry.city or ""), fold(town.name)
    # `Saint-Laurent` is `Saint-Laurent-du-Maroni`.
    if city and (city.startswith(there) or there.startswith(city)):
        return False
    return entry.country != town.country or (sigle and city not in view.folded)


def is_clinic(name: str) -> bool:
    """Return whether a name is that of a clinic, which is never a hospital of the same name."""
    return fold(name).startswith("clinique")


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
    _join_local_names(view, found, entries, root)
    return _join_short_names(found, entries, root)


def _join_local_names(
    view: View, found: Sequence[Found], entries: list[Entry | None], root: list[int]
) -> None:
    """Join `hôpital Saint-Antoine` to the `hôpital Saint-Antoine de Jérémie` of the same article.

    The fuller name takes the place of the vocabulary's row for the short one.
    """
    written = [name_key(view.text[item.start : item.end]) for item in found]
    fuller: dict[str, set[int]] = {}
    for i, name in enumerate(written):
        words = name.split()
        for n in range(1, len(words)):
            fuller.setdefault(" ".join(words[:n]), set()).add(i)
    for i, short in enumerate(written):
        if entries[i] is None or found[i].rule != "vocabulary-alias":
            continue
        # A branch (`Médecins du Monde Belgique`) is no fuller name of the whole.
        others = {root[j] for j in fuller.get(short, ()) if entries[j] != entries[i] and not found[j].country}
        if len(others) == 1:
            root[i] = others.pop()
            entries[i] = None


def _join_short_names(found: Sequence[Found], entries: Sequence[Entry | None], root: list[int]) -> list[int]:
    """Join a name to the one name of the article that holds all its distinctive words and more."""
    words = {i: _distinctive(found[i].name) for i in set(root)}
    holders: dict[str, set[int]] = {}
    for i, own in words.items():
        for word in own:
            holders.setdefault(word, set()).add(i)
    target: dict[int, int] = {}
    for i, own in sorted(words.items()):
        if entries[i] is not None or not own:
            continue
        wider = set.intersection(*(holders[word] for word in own)) - {i}
        wider = {j for j in wider if len(words[j]) > len(own) and _comparable(found[i], found[j])}
        if len(wider) == 1:
            target[i] = wider.pop()

    def last(i: int) -> int:
        # Each step has more distinctive words than the one before, so that it ends.
        while i in target:
            i = target[i]
        return i

    return [last(i) for i in root]


def _comparable(short: Found, full: Found) -> bool:
    """Return whether `short` may be a shorter form of `full`: same kind and family, a proper name or noun."""
    same_family = short.family is None or full.family is None or short.family == full.family
    proper = bool(short.core or short.place) or name_key(short.name)[:5] == name_key(full.name)[:5]
    return short.kind == full.kind and same_family and proper


def _distinctive(name: str) -> frozenset[str]:
    return frozenset(word for word in name_key(name).split() if word not in _COMMON)


def _kind(item: Found) -> str:
    name = fold(item.name)
    if item.kind == "university" and re.search(
        r"\binstitut (?:\w+ )*(?:du |de )?(?:cancer|cancerologie)\b", name
    ):
        return "hospital"
    if item.kind == "research":
        if _INSTITUTE.search(name) and not name.startswith("laboratoire"):
            return "hospital" if "recherche" not in name else "research"
        # `centre Louis-Pierquin`: named after somebody, it treats.
        if item.core and name == f"centre {fold(item.core)}":
            return "hospital"
        # `laboratoire Biosoleil`: no place, no topic, one word that is its own.
        if item.core and name == f"laboratoire {fold(item.core)}" and " " not in item.core:
            return "company"
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
