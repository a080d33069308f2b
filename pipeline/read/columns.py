"""Records of a table or a stream of JSON: which of their fields hold text, id, date, title and address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from pipeline.errors import ReadError
from pipeline.published import published_value
from pipeline.read.page import Page
from pipeline.text import plain

# In order: the first that is there is taken. Names are compared without case, accents, spaces and `_ - .`.
_GUESSES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "texte", "content", "contenu", "body", "corps", "articlebody", "fulltext", "textebrut",
        "maintext", "article", "rawtext", "html", "rawhtml",
    ),
    "id": ("id", "docid", "articleid", "uuid", "guid", "identifier", "identifiant", "fingerprint"),
    "date": (
        "published", "datepublished", "publishedat", "publicationdate", "datepublication",
        "datedepublication", "pubdate", "publishdate", "publishedon", "publicationtime", "date", "datetime",
    ),
    "title": ("title", "titre", "headline", "subject", "name"),
    "url": ("url", "link", "lien", "uri", "permalink", "sourceurl", "canonicalurl", "source"),
    "author": ("author", "auteur", "authors", "auteurs", "byline"),
    # trafilatura keeps the name of a site as its `source-hostname`.
    "site": (
        "sitename", "site", "sourcehostname", "hostname", "publisher", "journal", "media", "domain",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns that the user gives; None is guessed."""

    text: str | None = None
    id: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None

    @property
    def given(self) -> Mapping[str, str]:
        """What the user named, by what it holds."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {what: name for what, name in named.items() if name is not None}


def _key(name: str) -> str:
    return re.sub(r"[\s_.\-]", "", plain(name).casefold())


def has_text_column(names: Sequence[str]) -> bool:
    """Return whether one of the names is that of a column of texts."""
    return not {_key(name) for name in names}.isdisjoint(_GUESSES["text"])


# The records of one file have the same few sets of names, and a file may have a million of them.
@lru_cache(maxsize=64)
def choose_columns(names: tuple[str, ...], columns: Columns) -> Mapping[str, str]:
    """Return which column holds what: keys of _GUESSES, values from `names`. Raises ReadError.

    A column that the user named must be there; the text must be somewhere.
    """
    chosen: dict[str, str] = {}
    for what, name in columns.given.items():
        if name not in names:
            raise ReadError(f"has no column {name!r}; its columns are {', '.join(names) or 'none'}")
        chosen[what] = name
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(_key(name), name)
    for what, guesses in _GUESSES.items():
        found = next((by_key[guess] for guess in guesses if guess in by_key), None)
        if what not in chosen and found and found not in chosen.values():
            chosen[what] = found
    if "text" not in chosen:
        listed = ", ".join(names[:20]) or "none"
        raise ReadError(f"no column is known to hold the text; name one with --text-column: {listed}")
    return chosen


def page_of(record: Mapping[str, object], chosen: Mapping[str, str]) -> Page:
    """Return a record as a page; raises ReadError when its text is missing or empty."""
    text = _string(record.get(chosen["text"]))
    if not text:
        raise ReadError(f"the column {chosen['text']!r} is empty")
    date = record.get(chosen["date"]) if "date" in chosen else None
    url = _field(record, chosen, "url")
    return Page(
        text=text,
        title=_field(record, chosen, "title"),
        author=_field(record, chosen, "author"),
        site=_field(record, chosen, "site"),
        # `source` is an address in some exports and the name of a paper in others.
        url=url if url and re.match(r"\w+://|www\.", url) else None,
        published=published_value(date),
    )


def record_name(record: Mapping[str, object], chosen: Mapping[str, str], number: int) -> str:
    """Return what tells a record from the others in its file: its id, else its number from 1."""
    return _field(record, chosen, "id") or str(number)


def _field(record: Mapping[str, object], chosen: Mapping[str, str], what: str) -> str | None:
    return _string(record.get(chosen[what])) if what in chosen else None


def _string(value: object) -> str | None:
    if isinstance(value, list | tuple) and value and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    if isinstance(value, bool | dict | list) or value is None:
        return None
    text = value if isinstance(value, str) else str(value)
    return text.strip() or None
