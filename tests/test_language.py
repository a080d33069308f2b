"""The model as it is loaded and what it is asked to read: nothing that entities need is left out."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from types import SimpleNamespace

import pytest
import spacy
import srsly
from conftest import CORPUS
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER
from spacy.language import BaseDefaults, Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import create_vocab

from pipeline.extract import institutions
from pipeline.extract.institutions import entities
from pipeline.extract.language import model, sentences
from pipeline.extract.language.model import (
    FRENCH,
    FRENCH_LETTERS,
    MODEL,
    load_tokenizer,
    model_folder,
)
from pipeline.extract.view import Candidate, Entity, Reader, View
from pipeline.kit import Kit

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
# What explains a name may be a line, brackets and quotes away from it.
_APART = (
    "Elle voit Grande ourse nordique\n(GON), à Niamey.",
    "Elle aime « Horizons »\n(de Zinder), une ONG.",
    "Ils voient GZA -\nGrande zone active, à Agadez.",
    "Il parle à l’opérateur\nSahelia.",
)
SENTENCES = [text[one.start : one.end] for text in TEXTS for one in sentences(text)]


@pytest.fixture(scope="module")
def installed() -> Language:
    """Return the model as spaCy loads it."""
    return spacy.load(MODEL, exclude=["attribute_ruler", "lemmatizer", "morphologizer", "parser"])


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(model_folder() / "tokenizer", create_vocab("fr", BaseDefaults))


@pytest.fixture(scope="module")
def read_by_spacy(installed: Language) -> dict[str, list[Entity]]:
    """Return the entities of every sentence of the corpus."""
    with installed.select_pipes(enable="ner"):
        return dict(zip(SENTENCES, map(_entities, installed.pipe(SENTENCES)), strict=True))


def _entities(doc: Doc) -> list[Entity]:
    return [Entity(one.start_char, one.end_char, one.label_) for one in doc.ents]


def test_the_parts_of_the_model_find_what_all_of_it_finds(kit: Kit, installed: Language) -> None:
    chosen = SENTENCES[::10]
    found = [kit.language(sentence) for sentence in chosen]
    assert found == [_entities(doc) for doc in installed.pipe(chosen)]
    assert sum(map(len, found)) > 400


@pytest.mark.parametrize("change", [str, str.upper, str.title], ids=["as it is", "upper", "title"])
def test_words_are_those_of_spacy(
    change: Callable[[str], str], installed: Language, tokenizer: Tokenizer
) -> None:
    for text in TEXTS:
        assert [token.text for token in tokenizer(change(text))] == [
            token.text for token in installed.tokenizer(change(text))
        ]


@pytest.mark.parametrize(
    ("word", "n_tokens"),
    [
        ("saut-de-ski", 1),
        ("Saint-Yrieix-la-Perche", 1),
        ("entr'aperçu", 1),
        ("l’entr’aide", 2),
        ("centre-ville", 3),
        ("Ґаліція-sur-Черемош", 1),
        ("anti-ქართული", 1),
        ("anti-µm", 1),
        ("mi-ſaison", 1),
    ],
)
def test_a_word_with_hyphens_is_cut_as_spacy_cuts_it(
    word: str, n_tokens: int, installed: Language, tokenizer: Tokenizer
) -> None:
    assert [token.text for token in tokenizer(word)] == [token.text for token in installed.tokenizer(word)]
    assert len(tokenizer(word)) == n_tokens


def test_the_pattern_that_takes_long_is_not_compiled_for_french_text() -> None:
    pattern = srsly.read_msgpack(model_folder() / "tokenizer")["token_match"]
    compiled: list[str] = []

    def compile_and_tell(one: str) -> re.Pattern[str]:
        compiled.append(one)
        return re.compile(one)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "re", SimpleNamespace(compile=compile_and_tell, Match=re.Match))
        tokenizer = load_tokenizer(model_folder() / "tokenizer", create_vocab("fr", BaseDefaults))
        assert sum(len(tokenizer(text)) for text in TEXTS) > 70_000
        assert pattern not in compiled
        tokenizer("anti-ქართული")
        assert pattern in compiled


def test_what_is_matched_as_one_token_has_a_hyphen_or_an_apostrophe() -> None:
    pattern = srsly.read_msgpack(model_folder() / "tokenizer")["token_match"]
    words = pattern.removeprefix("(?iu)(?:^").removesuffix("$)").split("$)|(?:^")
    assert len(words) > 200
    for one in words:
        joints = re.findall(r"\[[-–—‐‑'’]+\](?!\)\?)", one)
        assert joints, one


@pytest.mark.parametrize("letters", [ALPHA, ALPHA_LOWER], ids=["all", "small"])
def test_french_letters_are_the_letters_among_french_characters(letters: str) -> None:
    characters = [one for one in map(chr, range(0x110000)) if FRENCH.fullmatch(one)]
    known, ours = re.compile(f"(?iu)[{letters}]"), re.compile(f"(?iu)[{FRENCH_LETTERS}]")
    assert [one for one in characters if ours.match(one)] == [one for one in characters if known.match(one)]


def _others(view: View, kit: Kit) -> list[Candidate]:
    from pipeline.extract import countries, dates, specialties

    return [
        *countries.find(view, kit.countries),
        *specialties.find(view, kit.specialties),
        *dates.find(view, kit.dates),
    ]


def _all_of(view: View, *_: object) -> Sequence[object]:
    return view.sentences


def _any_words(sentence: str) -> list[Entity]:
    """Return whatever a model could call an entity: up to six words from each capital, the longest last."""
    words = [match.span() for match in re.finditer(r"[^\W_]+", sentence)]
    return [
        Entity(start, end, "ORG")
        for place, (start, _) in enumerate(words)
        if sentence[start].isupper()
        for _, end in words[place : place + 6]
    ]


def _found_and_unread(text: str, kit: Kit, fast: Reader, plain: Reader) -> tuple[list[str], bool]:
    """Return the rules of what is found, and whether something else is where `plain` reads every sentence."""
    view = View(text, sentences=sentences(text), reader=fast)
    others = _others(view, kit)
    found = institutions.find(view, kit.institutions, others)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entities, "telling", _all_of)
        expected = institutions.find(replace(view, reader=plain), kit.institutions, others)
    return [one.rule for one in found], found != expected


def test_no_entity_of_the_model_that_would_be_used_is_left_unread(
    kit: Kit, read_by_spacy: dict[str, list[Entity]]
) -> None:
    rules: Counter[str] = Counter()
    for text in TEXTS:
        found, unread = _found_and_unread(text, kit, kit.language, read_by_spacy.__getitem__)
        assert not unread
        rules.update(found)
    assert {rule for rule in rules if rule.startswith("model")} == {"model-misc", "model-org"}


@pytest.mark.parametrize(
    "texts", [TEXTS, map(str.upper, TEXTS), _APART], ids=["as they are", "upper", "apart"]
)
def test_no_entity_of_whatever_model_that_would_be_used_is_left_unread(
    texts: Iterable[str], kit: Kit
) -> None:
    for text in texts:
        rules, unread = _found_and_unread(text, kit, _any_words, _any_words)
        assert not unread
        assert texts is not _APART or {"defined", "model-org"} & set(rules)


def test_sentences_of_which_the_model_reads_some(kit: Kit) -> None:
    read: list[str] = []
    text = (
        "Le CHU de Nantes forme deux internes. L’opérateur Sahelia finance leur voyage.\n"
        "Elle aide aussi la Santé Solidaire du Sahel (SSS), à Niamey. Horizons, une ONG, paie. Tout va bien."
    )

    def reader(sentence: str) -> list[Entity]:
        read.append(sentence)
        return []

    institutions.find(View(text, sentences=sentences(text), reader=reader), kit.institutions, [])
    assert read == [
        "L’opérateur Sahelia finance leur voyage.",
        "Elle aide aussi la Santé Solidaire du Sahel (SSS), à Niamey.",
        "Horizons, une ONG, paie.",
    ]


def test_an_article_without_such_a_sentence_needs_no_model() -> None:
    code = (
        "import sys\n"
        "from pipeline.kit import load_kit\n"
        "from pipeline.records import Article\n"
        "from pipeline.run import extract\n"
        "kit = load_kit()\n"
        "text = 'Le CHU de Nantes a signé une convention avec l’hôpital de Tétouan au Maroc.'\n"
        "((_, found),) = extract([Article('one', 0, text)], kit)\n"
        "print(len(found.mentions), 'spacy' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["3", "False"]
