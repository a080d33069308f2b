"""COUNTRY: names, demonyms and compounds of countries and territories that have an ISO 3166-1 code."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from pipeline.cover import Cover
from pipeline.extract.view import Candidate, View
from pipeline.records import CountryValue
from pipeline.text import fold
from pipeline.vocabulary import Hit, Lexicon, read_table, split_cell

_FORMS = ("masculine", "masculine_plural", "feminine", "feminine_plural")
_COMPOUND = re.compile(r"(?<![\w-])([A-Za-z]+(?:-[A-Za-z]+){0,2}?)(?:[-/]|(?<=franco) )([A-Za-z]+)(?![\w-])")
# What must stand before a name that is also a first name, a common noun or a town.
_CONTEXT = re.compile(
    r"(?:\b(?:a|au|aux|en|de|du|depuis|vers|pour|et|ile|iles|republique de|territoire de|departement de|"
    r"la|le|les|entre|ou|dont)\s|[(:,/]\s?|\bl'|\bd'|^|\n[•\s>*]*)$"
)
# What stands before a country in small letters, and the letters that it must have more than.
_SMALL = re.compile(r"\b(?:en |au |aux |du |la |le |l'|d')$")
_SHORT = 5
_TOWN_GOES_ON = re.compile(r"-(?:en|sur|les|sous|le|la)-")
_NAMED = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+ $")
# `la Dominique, Grenade et Haïti`: in a list of islands none of them is a town.
_ISLAND_BEFORE = re.compile(
    r"(?:barbade|dominique|guadeloupe|haiti|jamaique|lucie|martinique|tobago|vincent),? (?:et )?$"
)
_ARTICLE = frozenset(("reunion", "dominique", "grenade", "barbade", "jamaique", "georgie"))


@dataclass(frozen=True, slots=True)
class Word:
    """A form of a country's name or demonym: which country, and what it needs to count."""

    iso: str
    manner: str
    written: str
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Countries:
    """Names and demonyms in one lexicon; combining forms and the demonyms that are no countries'."""

    lexicon: Lexicon[Word]
    prefixes: dict[str, str]
    demonyms: dict[str, tuple[str, ...]]
    others: frozenset[str]
    towns: Lexicon[str]
    places: Lexicon[str]


def load(folder: Path) -> Countries:
    """Load `countries/*.csv` below `folder`; raises RuleError."""
    base = folder / "countries"
    words = [
        (row["name"], Word(row["iso"], "country-name", row["name"], row["needs"]))
        for row in read_table(base / "names.csv", ("iso", "name", "needs", "source"))
    ]
    demonyms: dict[str, list[str]] = {}
    for row in read_table(base / "demonyms.csv", ("iso", *_FORMS, "source")):
        for written in {form for column in _FORMS for form in split_cell(row[column])}:
            words.append((written, Word(row["iso"], "country-demonym", written)))
            demonyms.setdefault(fold(written), []).append(row["iso"])
    prefixes = {
        fold(row["prefix"]): row["iso"]
        for row in read_table(base / "prefixes.csv", ("prefix", "iso", "source"))
    }
    others = {
        fold(form)
        for row in read_table(base / "non_countries.csv", ("word", "town", "source"))
        for form in split_cell(row["word"])
    }
    cities = [
        (row["city"], row["country"])
        for row in read_table(base / "cities.csv", ("city", "country", "source"))
    ]
    ambiguous = {iso for isos in demonyms.values() if len(set(isos)) > 1 for iso in isos}
    return Countries(
        Lexicon(sorted(words, key=lambda pair: (pair[0], pair[1].iso))),
        prefixes,
        {word: tuple(dict.fromkeys(isos)) for word, isos in demonyms.items()},
        frozenset(others),
        # The towns of the countries that share a name or a demonym (`Congo`) tell them apart.
        Lexicon((city, iso) for city, iso in cities if iso in ambiguous),
        _places(cities, {fold(word) for word, _ in words}),
    )


def _places(cities: Iterable[tuple[str, str]], words: Set[str]) -> Lexicon[str]:
    """Return the places of several words that hold the name of a country (`Mont-Liban`, `Port-d’Espagne`)."""
    return Lexicon(
        (city, iso)
        for city, iso in cities
        if fold(city) not in words and not words.isdisjoint(re.findall(r"\w+", fold(city)))
    )


def find(view: View, grammar: Countries) -> list[Candidate]:
    """Return the countries that an article names, with their codes in the order of the text."""
    inside = Cover(len(view.text), ((hit.start, hit.end) for hit in grammar.places.all_hits(view.folded)))
    hits = [
        hit
        for hit in grammar.lexicon.longest_hits(view.folded)
        if _counts(view, hit) and not inside.touches(hit.start, hit.end)
    ]
    sure = Counter(isos[0] for hit in hits if len(isos := _isos(hit)) == 1)
    sure.update(iso for hit in grammar.towns.longest_hits(view.folded) for iso in hit.entries)
    candidates = []
    for hit in hits:
        iso = _likeliest(_isos(hit), sure)
        candidates.append(
            Candidate("COUNTRY", hit.start, hit.end, hit.entries[0].manner, CountryValue((iso,)))
        )
    for match in _COMPOUND.finditer(view.plain):
        first = [grammar.prefixes.get(part) for part in match[1].lower().split("-")]
        if None in first:
            continue
        second = grammar.demonyms.get(match[2].lower())
        if second is None and match[2].lower() not in grammar.others:
            continue
        codes = list(filter(None, first))
        if second is not None:
            codes.append(_likeliest(second, sure))
        candidates.append(
            Candidate(
                "COUNTRY", match.start(), match.end(), "country-compound", CountryValue(tuple(codes)), 1
            )
        )
    return candidates


def _likeliest(isos: Sequence[str], sure: Counter[str]) -> str:
    """Return for `congolais`, `guinéen` the country that the article names most, else the first."""
    return max(isos, key=lambda code: sure[code])


# `les îles Cook`: the noun of the name may be a common one.
_ISLANDS = re.compile(r"iles [A-Z]")


def _isos(hit: Hit[Word]) -> list[str]:
    return list(dict.fromkeys(word.iso for word in hit.entries))


def _counts(view: View, hit: Hit[Word]) -> bool:
    text = view.plain[hit.start : hit.end]
    # `Allemagne-en-Provence`, `petits-suisses`
    cheese = view.plain.endswith("petits-", 0, hit.start)
    if "\n" in text or cheese or _TOWN_GOES_ON.match(view.plain, hit.end):
        return False
    names = [word for word in hit.entries if word.manner == "country-name"]
    if not names:
        # `Phan Sy Thai`: a demonym in capitals behind a name is part of it.
        alone = text[0].isupper() and not text.endswith("s")
        return not (alone and _NAMED.search(view.plain[max(0, hit.start - 24) : hit.start]))
    word = names[0]
    if not text[0].isupper() and not _ISLANDS.match(text):
        if any(other.manner == "country-demonym" for other in hit.entries):
            return True
        # `aider la mauritanie`: as the web writes, where no common noun is like it.
        tied = _SMALL.search(view.plain[max(0, hit.start - 6) : hit.start].lower())
        return text.islower() and len(text) > _SHORT and not word.needs and tied is not None
    if word.written.isupper() and len(word.written) <= 4:
        return text == word.written
    if word.needs != "context":
        return True
    before = view.plain[max(0, hit.start - 30) : hit.start].lower()
    if hit.end < len(view.text) and re.match(r"[\s-][A-Z][a-z]", view.plain[hit.end : hit.end + 3]):
        return False  # `Maurice Ravel`, `Dominique Dupont`
    if fold(text) in _ARTICLE:
        return bool(re.search(r"\b(?:la|ile de)\s$", before) or _ISLAND_BEFORE.search(fold(before)))
    return bool(_CONTEXT.search(before))
