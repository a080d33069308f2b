"""Sentences, and the named entities of the French model; the only place that imports spaCy."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.extract.view import Entity, Reader, View
from pipeline.records import Article, Sentence

# A full stop ends a sentence unless it belongs to an abbreviation, an initial or a number.
_END = re.compile(r"[.!?…](?<![A-Z].)[.!?…]*[\"»”)\]]*\s+(?=[\"«“(\[•–-]*\s?[A-ZÀ-ÖØ-Þ0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Pr|Prof|M|MM|Mme|Mlle|Mgr|St|Ste|av|art|cf|env|etc|ex|janv|févr|sept|oct|nov|déc|tél|p|n|vol))\.$"
)


def load_language() -> Reader:
    """Return what reads a sentence for its entities; the model is loaded when the first sentence is read."""

    @cache
    def loaded() -> Reader:
        # Few articles hold a sentence that is read: most calls for one article need no model at all.
        from pipeline.extract.language.model import load_model  # noqa: PLC0415

        return load_model()

    def read(sentence: str) -> Sequence[Entity]:
        return loaded()(sentence)

    return read


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text; a line break always ends one, white space belongs to none."""
    bounds: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match[0] and _ABBREVIATION.search(text, max(0, match.start() - 6), match.start() + 1):
            continue
        _append(bounds, text, start, match.end())
        start = match.end()
    _append(bounds, text, start, len(text))
    return tuple(bounds)


def _append(bounds: list[Sentence], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        bounds.append(Sentence(start, end))


def view_of(article: Article, reader: Reader) -> View:
    """Return the view of an article; `reader` reads those of its sentences that a concept asks for."""
    return View(article.text, article.title, article.published, sentences(article.text), reader)
