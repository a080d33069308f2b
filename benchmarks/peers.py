"""What else reads French, as functions over texts, ready to time: spaCy and EDS-NLP at their defaults."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import spacy

from pipeline.extract.language.model import MODEL
from pipeline.vocabulary import read_table, split_cell

# What the bare recogniser leaves out; and what it does not need either, since it has vectors of its own.
BARE = ("morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter")
TRIMMED = ("tok2vec", *BARE)
SPACY_BARE, SPACY_FULL, EDS = "spaCy tok2vec + ner", "spaCy, all components", "EDS-NLP"
Read = Callable[[Sequence[str]], object]


def n_tokens(texts: Sequence[str]) -> int:
    """Return the number of tokens by spaCy's French tokeniser, the unit of all speeds."""
    nlp = spacy.blank("fr")
    return sum(len(nlp.make_doc(text)) for text in texts)


def peers(rules: Path) -> dict[str, Read]:
    """Return all peers that are installed, loaded, by name."""
    found = {SPACY_BARE: _spacy(BARE), SPACY_FULL: _spacy(())}
    with suppress(ModuleNotFoundError):
        found[EDS] = _eds(rules)
    return found


def _spacy(excluded: Sequence[str]) -> Read:
    nlp = spacy.load(MODEL, exclude=excluded)
    return lambda texts: sum(1 for _ in nlp.pipe(texts))


def _eds(rules: Path) -> Read:
    """Return sentences, dates and terms of EDS-NLP: the part of our work that it has components for."""
    nlp = import_module("edsnlp").blank("eds")
    nlp.add_pipe("eds.normalizer")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.dates")
    nlp.add_pipe("eds.matcher", config={"terms": terms(rules), "attr": "NORM"})
    return lambda texts: sum(1 for _ in nlp.pipe(texts))


def terms(rules: Path) -> dict[str, list[str]]:
    """Return the terms of our vocabularies by label."""
    columns = ("name", "aliases", "acronyms", "short", "kind", "country", "city", "source")
    institutions: set[str] = set()
    for path in (rules / "institutions" / "vocabulary").glob("*.csv"):
        for row in read_table(path, columns):
            institutions.update((row["name"], *split_cell(row["aliases"]), *split_cell(row["acronyms"])))
    names = read_table(rules / "countries" / "names.csv", ("iso", "name", "needs", "source"))
    forms = ("masculine", "masculine_plural", "feminine", "feminine_plural")
    demonyms = read_table(rules / "countries" / "demonyms.csv", ("iso", *forms, "source"))
    specialties = [
        row
        for name in ("disciplines", "practitioners")
        for row in read_table(rules / "specialties" / f"{name}.csv", ("term", "forms", "code", "source"))
    ]
    found = {
        "INSTITUTION": institutions,
        "COUNTRY": {row["name"] for row in names} | {row[form] for row in demonyms for form in forms},
        "SPECIALTY": {form for row in specialties for form in (row["term"], *split_cell(row["forms"]))},
    }
    return {label: sorted(filter(None, of_label)) for label, of_label in found.items()}
