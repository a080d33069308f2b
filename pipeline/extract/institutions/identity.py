"""One identity for all forms of an organisation in an article, with its kind and its country."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.extract.institutions.beside import Town, town_beside
from pipeline.extract.institutions.cluster import cluster
from pipeline.extract.institutions.country import country_of, host_of
from pipeline.extract.institutions.found import Entry, Found
from pipeline.extract.institutions.kinds import kind_of
from pipeline.extract.institutions.likely import Seat, Surroundings, likeliest
from pipeline.extract.institutions.places import Places
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.records import InstitutionValue
from pipeline.text import fold
from pipeline.weights import Weights
from pipeline.written import written_key

Lookup = Callable[[str], Sequence[Entry]]
# Kinds whose names are borne in several towns.
_LOCAL = frozenset(("hospital", "university", "research", "other"))
# What finds names whose kind the tagger tells.
_GUESSED = frozenset(("learned", "sigle-alone"))
_LONGEST_SIGLE = 4
# Towns of an article that are tried behind a name.
_MOST_TOWNS = 40


@dataclass(frozen=True, slots=True)
class Organisation:
    """The names of one organisation in an article: `places` of them among all, in the order of the text.

    `known` is its row of the vocabulary, `placed` whether a place of the article chose it of several; `town`
    is where the article puts it, `country` the one that its name or that town tells.
    """

    places: Sequence[int]
    items: Sequence[Found]
    kind: str
    known: Entry | None
    placed: bool
    town: Town | None
    country: str | None

    @property
    def sure(self) -> str | None:
        """The country of its row, else the one that its name or its town tells."""
        return (self.known and self.known.country) or self.country


def organisations(
    view: View, found: Sequence[Found], places: Places, gazetteer: Gazetteer, lookup: Lookup
) -> list[Organisation]:
    """Return the organisations that the names are of; `lookup` gives the rows that bear a name."""
    sure = {entry.row for item in found if len(item.entries) == 1 for entry in item.entries}
    towns = [town_beside(view, item, gazetteer) if _lies_in_town(item) else None for item in found]
    anywhere = list(dict.fromkeys(places.names(view, 0, len(view.text))))[:_MOST_TOWNS]
    entries: list[Entry | None] = []
    placed: set[str] = set()
    found = list(found)
    for place, (item, town) in enumerate(zip(found, towns, strict=True)):
        there = _of_town(view, item, town.name, lookup) if town else None
        if there is None and item.kind in _LOCAL:
            there = _of_sentence(view, item, places, lookup, anywhere)
        if there is None:
            there = _choose_entry(view, item, places, sure)
            if there and town and _lies_elsewhere(view, item, there, town, gazetteer):
                there = None
                written = view.text[item.start : item.end]
                found[place] = replace(item, name=written, entries=(), country=town.country)
            elif there and len(item.entries) > 1:
                placed.add(there.row)
        elif there not in item.entries:
            placed.add(there.row)
        entries.append(there)
    members: dict[int, list[int]] = {}
    for index, root in enumerate(cluster(view, found, entries)):
        members.setdefault(root, []).append(index)
    organised = []
    for indices in members.values():
        known = next((entries[i] for i in indices if entries[i] is not None), None)
        items = [found[i] for i in indices]
        # An article places an institution where it names it first.
        town = None if known or any(item.place for item in items) else towns[indices[0]]
        kind = known.kind if known else kind_of(fullest(items))
        country = town.country if town and town.sure else None
        country = country or country_of(view, items, places, gazetteer)
        is_placed = known is not None and known.row in placed
        organised.append(Organisation(indices, items, kind, known, is_placed, town, country))
    return organised


def _lies_in_town(item: Found) -> bool:
    """Return whether a town beside a name is where it is: of a sigle, the tagger can only guess the kind."""
    if item.rule in _GUESSED and item.name.isupper() and " " not in item.name:
        return True
    return item.kind in _LOCAL and item.rule != "acronym-introduced"


def fullest(items: Sequence[Found]) -> Found:
    """Return the name that says most."""
    return max(items, key=lambda item: len(item.name))


def identify(
    view: View, found: Sequence[Organisation], places: Places, gazetteer: Gazetteer, weights: Weights
) -> list[InstitutionValue]:
    """Return the value of each name, in the order of the text."""
    around = surroundings(view, found, [one.sure for one in found], places, gazetteer)
    values: dict[int, InstitutionValue] = {}
    for one in found:
        country = one.sure or likeliest(around.features(one.items, one.kind), weights["seat"])
        known = one.known
        # One typography for the names of all sources.
        name = (known.name if known else fullest(one.items).name).replace("'", "’")
        city = known.city if known else _city(one.items, gazetteer)
        if city is None and one.town and one.town.country == country:
            city = one.town.name
        value = InstitutionValue(
            one.kind,
            country,
            key=known.row if known else f"{written_key(name)}|{country}",
            name=name,
            acronym=(known.acronym if known else None) or _acronym(view, one.items),
            city=city,
            host=host_of(view, one.items, places, gazetteer) if one.kind == "government" else None,
            row=known.row if known else None,
            placed=one.placed,
        )
        values |= dict.fromkeys(one.places, value)
    return [values[place] for place in sorted(values)]


def surroundings(
    view: View,
    found: Sequence[Organisation],
    countries: Sequence[str | None],
    places: Places,
    gazetteer: Gazetteer,
) -> Surroundings:
    """Return what an article says of countries, where those of some organisations are sure."""
    seats = [
        Seat(item.start, item.end, country, one.kind, item.family)
        for one, country in zip(found, countries, strict=True)
        if country
        for item in one.items
    ]
    return Surroundings(view, places, gazetteer, sorted(seats, key=lambda seat: seat.start))


def _choose_entry(view: View, item: Found, places: Places, sure: Set[str]) -> Entry | None:
    """Of the rows that a form may stand for, the one whose country or city the article names.

    `sure` are the rows that other names of the article stand for without a doubt.
    """
    if len(item.entries) <= 1:
        return item.entries[0] if item.entries else None
    section = places.section(item.start)

    def score(entry: Entry) -> tuple[bool, bool, bool, int, bool]:
        city = bool(entry.city) and fold(entry.city or "") in view.folded
        named = places.named(entry.country or "")
        # Where nothing speaks for any, French news means the one of France.
        return entry.row in sure, entry.country == section, city, named, entry.country == "FR"

    ranked = sorted(item.entries, key=score, reverse=True)
    return ranked[0] if score(ranked[0]) > score(ranked[1]) else None


def _of_sentence(
    view: View, item: Found, places: Places, lookup: Lookup, anywhere: Sequence[str]
) -> Entry | None:
    """Return the row that bears the name with a town of the sentence, or else of `anywhere`, behind it.

    So it is where the article does not name the town of the institution that bears the name alone:
    `hôpital Charles-Nicolle` is that of Tunis where Tunis is told of and Rouen is not.
    """
    if any(entry.city and fold(entry.city) in view.folded for entry in item.entries):
        return None
    line = view.plain.rfind("\n", 0, item.start) + 1
    sentence = view.sentence_at(item.start)
    end = sentence.end if sentence else item.end
    here = list(dict.fromkeys(places.names(view, line, end)))[:_MOST_TOWNS]
    for names in (here, anywhere):
        found = {
            entry.row: entry for name in names if (entry := _of_town(view, item, name, lookup)) is not None
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


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


def _lies_elsewhere(view: View, item: Found, entry: Entry, town: Town, gazetteer: Gazetteer) -> bool:
    """Return whether a town beside a name says that it is not the known institution of this name."""
    written = fold(view.text[item.start : item.end])
    # `l'université Claude Bernard Lyon 1`, which somebody stands for at Puno, is of Villeurbanne.
    towns = (word for word in written.split()[1:] if gazetteer.listed(word))
    own = any(entry.country in gazetteer.countries_of(word) for word in towns)
    own = own or (entry.city is not None and fold(entry.city) in written)
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
