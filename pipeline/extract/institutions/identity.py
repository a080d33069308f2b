"""One identity for all forms of an organisation in an article, with its kind and its country."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.institutions.found import Entry, Found
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
_NEAR = re.compile(
    r"^[\s,»\")]*(?:\(\s*|,?\s*(?:a|au|en|aux)\s+(?:la\s+)?|,?\s*(?:situe|base|implante)e?\s+(?:a|au|en)\s+|,\s*)"
)
# Words of foreign names that are also towns somewhere.
_NO_TOWN = frozenset(
    ("university", "college", "hospital", "nacional", "central", "general", "santa", "medical")
)
_NEAR_WORDS = 4
# A centre for these is a place of care.
_CLINICAL = re.compile(
    r"^centre (?:\w+ ){0,4}(?:\w+')?(?:diabet|malade|enfant|mere\b|brul|drepano|readapt|reeduc|dialyse|"
    r"cancer|oncol|cardio|soins|chirurg|tubercul|psych|appareill|traumat|urgence|matern|neuro|dermat|ophtalm)"
)
_SAMU = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
_CATALOGUE = re.compile(
    r"(?:^|\n)[ \t•◦>*-]*([A-Z][^\n:.()]{2,40}?)\s?(?:\([^)\n]*\)\s?)?(?:[:.](?=\s)|(?=\n))"
)


@dataclass(frozen=True, slots=True)
class Places:
    """What an article says of places.

    Countries and foreign towns at their offsets, the stretches that stand under a line beginning with a
    country, and the country of the dateline (`Dakar, 12 mars`).
    """

    countries: Sequence[tuple[int, int, str]]
    sections: Sequence[tuple[int, int, str]]
    towns: Sequence[tuple[int, int, str]] = ()
    dateline: str | None = None

    def section(self, offset: int) -> str | None:
        """Return the country under whose heading `offset` stands."""
        return next((iso for start, end, iso in self.sections if start <= offset < end), None)


def sections(view: View, gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    """Return the stretches that stand under a line beginning with a country (`Cambodge : …`)."""
    heads: list[tuple[int, str | None]] = []
    for match in _CATALOGUE.finditer(view.plain):
        isos = gazetteer.names.get(fold(match[1].strip()), ())
        heads.append((match.start(1), isos[0] if len(isos) == 1 else None))
    stretches = []
    for k, (start, iso) in enumerate(heads):
        if iso is None:
            continue
        # A section ends with the next heading; one that begins within a line, at a blank line too.
        end = heads[k + 1][0] if k + 1 < len(heads) else len(view.text)
        alone = view.plain[start:].partition("\n")[0].strip().rstrip(":. ").isupper()
        blank = -1 if alone else view.text.find("\n\n", start, end)
        stretches.append((start, blank if 0 <= blank < end else end, iso))
    return stretches


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
            country = _country(view, [found[i] for i in indices], places, gazetteer, kind)
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


def _country(
    view: View, items: Sequence[Found], places: Places, gazetteer: Gazetteer, kind: str
) -> str | None:
    """Return the country: from the name, its place, what stands behind it, its heading, its sentence."""
    if items[0].country is not None:
        return items[0].country
    if items[0].family == "samu":
        return _SAMU.get(items[0].name.split()[-1], "FR")
    for item in items:
        inside = _inside(item, places, gazetteer)
        if inside:
            return inside
    for item in items:
        behind = _behind(view, item, gazetteer)
        if behind:
            return behind
    for item in items:
        section = places.section(item.start)
        if section and section != "FR":
            return section
    if kind in ("hospital", "university", "research"):
        for item in items:
            named = _sentence_country(view, item, places)
            if named:
                return named
    return places.dateline or "FR"


def _inside(item: Found, places: Places, gazetteer: Gazetteer) -> str | None:
    place = item.place
    named = Counter(iso for _, _, iso in places.countries)
    if place:
        countries = gazetteer.all_countries_of(place)
        # `Grenade`, `Tripoli`: the country that the article names, else France, else the first.
        if countries:
            return max(countries, key=lambda iso: (named[iso] if iso != "FR" else 0, iso == "FR"))
        if one := _named_place(place, gazetteer, foreign=False):
            return one
    words = re.split(r"[\s'’(),]+", item.name)
    for word in words[1:]:
        demonym = gazetteer.demonyms.get(fold(word), ())
        if demonym and len(word) > 3:
            return max(demonym, key=lambda iso: named[iso])
    return None if place else _named_place(" ".join(words[1:]), gazetteer, foreign=item.rule == "foreign")


def _named_place(text: str, gazetteer: Gazetteer, *, foreign: bool) -> str | None:
    """Return the one country of the longest place named in `text`; foreign names may use any language."""
    words = re.split(r"[\s'’-]+" if not foreign else r"[\s]+", text)
    if foreign and (known := _named_place(text, gazetteer, foreign=False)):
        return known
    for size in range(min(3, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            if len(part) <= 3 or not part[0].isupper() or fold(part) in _NO_TOWN:
                continue
            if foreign and fold(part) in gazetteer.exonyms:
                return gazetteer.exonyms[fold(part)]
            if (foreign or gazetteer.listed(part)) and (one := gazetteer.country_of(part)):
                return one
    return None


def _behind(view: View, item: Found, gazetteer: Gazetteer) -> str | None:
    """Return the country of `(Sénégal)`, `à Djibouti`, `, à Douala` right behind the name."""
    rest = view.plain[item.end : item.end + 80].split("\n\n")[0]
    # An acronym in brackets may stand between the name and its place.
    rest = re.sub(r"^\s?\([A-Z][\w-]{1,12}\)", "", rest)
    folded = fold(rest)
    match = _NEAR.match(folded)
    if not match:
        return None
    words = re.findall(r"[\w'-]+", rest[match.end() :])[:_NEAR_WORDS]
    for size in range(len(words), 0, -1):
        candidate = " ".join(words[:size])
        if candidate[:1].isupper() and gazetteer.listed(candidate):
            return gazetteer.country_of(candidate)
    if words and words[0][:1].isupper():
        return gazetteer.country_of(words[0])
    return None


def _sentence_country(view: View, item: Found, places: Places) -> str | None:
    """Return the one foreign country, or country of a town, that the sentence names, else its paragraph."""
    bounds = next(((s.start, s.end) for s in view.sentences if s.start <= item.start < s.end), None)
    if bounds is None:
        return None
    line = view.text.rfind("\n", 0, bounds[0]) + 1
    for first in (bounds[0], line):
        for evidence in (places.countries, places.towns):
            near = {iso for start, _, iso in evidence if first <= start < bounds[1] and iso != "FR"}
            if len(near) == 1:
                return near.pop()
    return None


_TOWN = re.compile(r"(?<![\w-])[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}")
_DATELINE = re.compile(r"(?:^|\n)\s*([A-Z][\w'-]+(?:[ -][A-Z][\w'-]+)*)(?=\s?(?:[,.-]|\(|:))")
_HEAD_LENGTH = 600


def towns(view: View, found: Sequence[Found], gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    """Return the towns outside France that stand outside the names of institutions."""
    taken = [(item.start, item.end) for item in found]
    places = []
    for match in _TOWN.finditer(view.plain):
        words = match[0].split()
        for size in range(len(words), 0, -1):
            countries = gazetteer.places.get(fold(" ".join(words[:size])), ())
            if len(countries) == 1:
                inside = any(start <= match.start() < end for start, end in taken)
                if countries[0] != "FR" and not inside:
                    places.append((match.start(), match.end(), countries[0]))
                break
    return places


def dateline(view: View, gazetteer: Gazetteer) -> str | None:
    """Return the country of the foreign town that opens one of the first lines (`DAKAR, 12 mars –`)."""
    for match in _DATELINE.finditer(view.plain, 0, _HEAD_LENGTH):
        countries = gazetteer.places.get(fold(match[1]), ())
        if len(countries) == 1:
            return None if countries[0] == "FR" else countries[0]
    return None
