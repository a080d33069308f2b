"""The model as it is loaded: nothing that entities need is left out."""

import spacy
from conftest import CORPUS

from pipeline.extract.language import MODEL
from pipeline.kit import Kit


def test_the_components_left_out_change_no_entity(kit: Kit) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))[:25]]
    whole = spacy.load(MODEL, exclude=["attribute_ruler", "lemmatizer", "morphologizer", "parser"])
    expected = [[(e.start, e.end, e.label_) for e in doc.ents] for doc in whole.pipe(texts)]
    found = [[(e.start, e.end, e.label_) for e in doc.ents] for doc in kit.language.pipe(texts)]
    assert found == expected
    assert sum(map(len, found)) > 500
