"""The nouns that name people, where one stands in a text, and the inhabitants of a place."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.records import ROLES
from pipeline.text import HYPHENED, INCLUSIVE, plain
from pipeline.vocabulary import read_table, split_cell

_INHABITANT_ROLES = ("staff", "patient")
_DEMONYM = ("masculine", "masculine_plural", "feminine", "feminine_plural")
_WORD = re.compile(rf"[A-Za-zœŒ]+(?:-(?!{HYPHENED})[A-Za-zœŒ]+)*")
_SPACE = re.compile(r" {1,3}|\n(?=[a-z])")
# Words of French that end like the name of an inhabitant: `-ois`, `-ais`, `-ains`, `-iens`.
_INHABITANTS = re.compile(r"[A-Z][a-z-]{3,}(?:[oa]ise?s|ois|ais|ains|iens|iennes|eens|eennes)")
# Compounds whose second part makes them no people: `patients-jours`, `chefs-lieux`.
_NO_PEOPLE = frozenset(("jour", "jours", "annee", "annees", "mois", "lieu", "lieux", "mot", "mots", "heures"))
_PREFIXES = frozenset(
    ("ex", "neo", "co", "vice", "sous", "non", "primo", "jeunes", "post", "futurs", "super")
)
_PLURAL_ENDS = ("s", "x", "z")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for people: lemma, role, the roles that the context may give it, country of a demonym."""

    lemma: str
    role: str
    by_context: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    country: str | None = None
    invariable: bool = False
    inhabitant: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A noun in a text, `start:end`."""

    noun: Noun
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class People:
    """Forms in lower case without accents; `countries` gives the country of an adjective."""

    forms: Mapping[str, Noun]
    inhabitants: Mapping[str, Noun]
    countries: Mapping[str, str]
    traps: frozenset[str]
    first_words: frozenset[str]
    acute: frozenset[str]

    def at(self, text: str, start: int, *, plural: bool, original: str) -> Person | None:
        """Return the noun that begins at `start` of `text`, in the plural or not.

        `text` is the `text.plain` of `original`.
        """
        match = _WORD.match(text, start)
        if match is None:
            return None
        written, end = match[0], match.end()
        word = _key(written)
        if word in self.first_words and (pair := self._pair(text, end, word)):
            return pair
        noun, form = self._noun(word)
        if noun is None and written[0].isupper():
            noun, form = self._inhabitant(written, word), word
        if noun is None:
            return None
        if form in self.acute and not self._has_acute(original[start:end], form):
            return None
        inclusive = INCLUSIVE.match(text, end)
        if inclusive:
            end = inclusive.end()
        elif plural and not (form.endswith(_PLURAL_ENDS) or noun.invariable):
            return None
        behind = text[end : end + 40].lower()
        if any(re.match(rf"[ \n]{re.escape(word)}\b", behind) for word in noun.unless):
            return None
        return Person(noun, start, end)

    def is_noun(self, word: str) -> bool:
        """Tell whether a word, however written, is in the vocabularies."""
        return _key(word) in self.forms

    def _has_acute(self, written: str, form: str) -> bool:
        """Tell `greffés` from `greffes`; capitals count unless they are mostly the other word."""
        if written.isupper():
            return form not in self.traps
        return "é" in unicodedata.normalize("NFC", written[: len(form)])[-3:].lower()

    def _pair(self, text: str, end: int, word: str) -> Person | None:
        """Two words that one writes with or without a hyphen: `aides soignantes`."""
        space = _SPACE.match(text, end)
        second = _WORD.match(text, space.end()) if space else None
        noun = self.forms.get(f"{word} {_key(second[0])}") if second else None
        return Person(noun, end - len(word), second.end()) if noun and second else None

    def _noun(self, word: str) -> tuple[Noun | None, str]:
        """Return the noun of a word or of a hyphened compound, and the part that shows its number."""
        if noun := self.forms.get(word):
            return noun, word
        parts = word.split("-")
        if len(parts) == 1 or _NO_PEOPLE.intersection(parts):
            return None, word
        if noun := self.forms.get(parts[0]):
            return noun, parts[0]
        if parts[0] in _PREFIXES and (noun := self.forms.get(parts[-1])):
            return noun, parts[-1]
        return None, word

    def _inhabitant(self, written: str, word: str) -> Noun | None:
        if noun := self.inhabitants.get(word):
            return noun
        if word not in self.traps and _INHABITANTS.fullmatch(written):
            return Noun(written, "staff", by_context=_INHABITANT_ROLES, inhabitant=True)
        return None


def load_people(folder: Path) -> People:
    """Load `counts/people.csv` and `traps.csv`, and the practitioners and demonyms of other concepts."""
    forms: dict[str, Noun] = {}
    written: set[str] = set()
    path = folder / "counts" / "people.csv"
    for row in read_table(path, ("noun", "forms", "role", "context", "unless", "source")):
        if row["role"] not in ROLES:
            raise RuleError(
                path, f"noun {row['noun']!r}", f"has the role {row['role']!r}; use {', '.join(ROLES)}"
            )
        by_context = tuple(split_cell(row["context"]))
        if not set(by_context) <= set(ROLES):
            raise RuleError(path, f"noun {row['noun']!r}", f"`context` may hold {', '.join(ROLES)}")
        unless = tuple(_key(word) for word in split_cell(row["unless"]))
        written.update(split_cell(row["forms"]))
        for form in split_cell(row["forms"]):
            if _key(form) in forms:
                raise RuleError(
                    path, f"noun {row['noun']!r}", f"its form {form!r} stands also at another noun"
                )
            forms[_key(form)] = Noun(row["noun"], row["role"], by_context, unless, None, form.isupper())
    practitioners = folder / "specialties" / "practitioners.csv"
    for row in read_table(practitioners, ("term", "forms", "code", "source")):
        # A count ends at the head noun: of `pédiatre diabétologue` only the first word.
        lemma = row["term"].split()[0]
        for form in (row["term"], *split_cell(row["forms"])):
            head = form.split()[0]
            forms.setdefault(_key(head), Noun(lemma, "staff", invariable=head.isupper()))
    inhabitants: dict[str, Noun] = {}
    countries: dict[str, str] = {}
    for row in read_table(folder / "countries" / "demonyms.csv", ("iso", *_DEMONYM, "source")):
        lemma = next(form for column in _DEMONYM for form in split_cell(row[column]))
        for form in {form for column in _DEMONYM for form in split_cell(row[column])}:
            countries.setdefault(_key(form), row["iso"])
            inhabitants.setdefault(
                _key(form),
                Noun(_title(lemma), "staff", _INHABITANT_ROLES, country=row["iso"], inhabitant=True),
            )
    for row in read_table(folder / "countries" / "non_countries.csv", ("word", "town", "source")):
        cells = split_cell(row["word"])
        for form in cells:
            inhabitants.setdefault(
                _key(form), Noun(_title(cells[0]), "staff", _INHABITANT_ROLES, inhabitant=True)
            )
    acute = {_key(form) for form in written if re.search(r"ée?s?$", form)}
    traps = {_key(row["word"]) for row in read_table(folder / "counts" / "traps.csv", ("word", "source"))}
    first_words = frozenset(form.split()[0] for form in forms if " " in form)
    inhabitants = {form: noun for form, noun in inhabitants.items() if form not in traps}
    return People(forms, inhabitants, countries, frozenset(traps), first_words, frozenset(acute))


def _key(word: str) -> str:
    return plain(word).lower().replace("œ", "oe")


def _title(word: str) -> str:
    return word[:1].upper() + word[1:]
