"""The tagger of names: what it sees of words, what it is taught, and which of its names count."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.brat import GoldArticle, GoldMention
from pipeline.cover import Cover
from pipeline.errors import RuleError
from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.tagger import (
    NameTagger,
    find_learned,
    load_tagger,
    with_kinds,
)
from pipeline.extract.institutions.tagger.features import Passage, passages
from pipeline.extract.institutions.tokens import tokenise
from pipeline.extract.language import sentences
from pipeline.extract.view import Candidate, View
from pipeline.kit import Kit
from pipeline.records import Article, CountryValue
from pipeline.run import extract
from pipeline.train.tagger import learn, tagged, tags_of

# Every guild is an institution here, and nothing else is.
_LESSONS = [
    f"{opening} <guilde {name}>{rest}"
    for opening in ("Il doit tout à la", "Elle voit la", "On aime la", "Nous aidons la")
    for name in ("Zonza", "Zonza Marine", "Kolenza", "des Marins de Kolenza")
    for rest in (" de loin.", ", à Kayes.", " et la mer.")
] + ["Il vit à Zonza.", "Le Dr Kolenza opère.", "Elle voit Zonza, puis Kolenza.", "On aime la mer."]


def view_of(text: str) -> View:
    return View(text, sentences=sentences(text))


def lesson(marked: str, number: int = 0) -> tuple[GoldArticle, Article]:
    """Return an annotated article from its text with `<name>` where an association is named."""
    mentions = []
    text = ""
    for n, part in enumerate(marked.replace(">", "<").split("<")):
        if n % 2:
            attributes = {"kind": "ngo", "country": "FR"}
            mentions.append(GoldMention("INSTITUTION", len(text), len(text) + len(part), part, attributes))
        text += part
    return GoldArticle(str(number), text, tuple(mentions), ()), Article("test", 0, text)


def teach(kit: Kit, path: Path) -> NameTagger:
    learn([tagged(*lesson(marked), kit) for marked in _LESSONS], path)
    return load_tagger(path, kit.institutions.grammar, kit.gazetteer)


@pytest.fixture(scope="module")
def taught(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> NameTagger:
    return teach(kit, tmp_path_factory.mktemp("tagger") / "tagger.crfsuite")


def read(text: str, taught: NameTagger) -> Sequence[Passage]:
    return passages(view_of(text), tokenise(text), [], taught.describe)


def learned(text: str, taught: NameTagger, found: Sequence[Found] = ()) -> list[tuple[str, str, str | None]]:
    """Return text, kind and place of the names that the tagger adds to those that were found."""
    view = view_of(text)
    names = find_learned(view, taught, read(text, taught), found, Cover(len(text)))
    assert all(name.name == text[name.start : name.end] for name in names)
    return [(name.name, name.kind, name.place) for name in names]


# --- What it sees.


def test_what_the_tagger_sees_of_a_sentence(kit: Kit) -> None:
    text = "La clinique Zonza (CZ), à Lyon."
    country = Candidate("COUNTRY", 26, 30, "test", CountryValue(("FR",)))
    (passage,) = passages(view_of(text), tokenise(text), [country], kit.institutions.tagger.describe)
    seen = dict(zip([token.plain for token in passage.tokens], passage.features(), strict=True))
    assert seen["Zonza"] == [
        "word=zonza", "shape=Xx", "suffix=onza", "noun elsewhere=hospital",
        "-1:word=clinique", "-1:shape=x", "-1:suffix=ique", "-1:noun=hospital", "-1:class=adjective",
        "pair=clinique|zonza", "shapes=x|Xx",
        "-2:word=la", "-2:shape=Xx", "-2:class=stop", "triple=la|clinique|Xx",
        "1:word=(", "1:shape=(",
        "2:word=cz", "2:shape=XX",
        "head=hospital", "head=hospital|Xx",
    ]  # fmt: skip
    assert seen["CZ"] == [
        "word=cz", "shape=XX", "abbreviates=hospital", "sigle of=hospital",
        "-1:word=(", "-1:shape=(",
        "pair=(|cz", "shapes=(|XX",
        "-2:word=zonza", "-2:shape=Xx", "triple=zonza|(|XX",
        "1:word=)", "1:shape=)",
        "2:word=,", "2:shape=,",
        "head=hospital", "head=hospital|XX",
    ]  # fmt: skip
    assert seen["Lyon"] == [
        "word=lyon", "shape=Xx", "town=FR", "label=B-COUNTRY",
        "-1:word=a", "-1:shape=x", "-1:class=stop",
        "pair=a|lyon", "shapes=x|Xx",
        "-2:word=,", "-2:shape=,", "triple=,|a|Xx",
        "1:word=.", "1:shape=.",
        "head=hospital", "head=hospital|Xx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "other", "feature"),
    [
        ("LE FONDS ZONZA NAÎT", "Le fonds ZONZA naît", "shouted"),
        ("On voit la zonza : ZONZA.", "On voit la mer : ZONZA.", "small elsewhere"),
        ("Une fondation ZONZA. Ah ! ZONZA aide.", "Une mer ZONZA. Ah ! ZONZA aide.", "noun elsewhere=ngo"),
        ("Elle aime ZONZA", "Elle aime ZONZA.", "last"),
        ("ZONZA aide.", "La ZONZA aide.", "first"),
    ],
)
def test_a_feature_of_a_word(kit: Kit, text: str, other: str, feature: str) -> None:
    def seen(text: str) -> list[str]:
        found = passages(view_of(text), tokenise(View(text).plain), [], kit.institutions.tagger.describe)
        return [
            one
            for sentence in found
            for token, row in zip(sentence.tokens, sentence.features(), strict=True)
            for one in row
            if token.plain == "ZONZA"
        ]

    assert feature in seen(text)
    assert feature not in seen(other)


# --- What it is taught.


def test_tags_begin_at_the_first_word_of_a_name(kit: Kit) -> None:
    gold, article = lesson("<Le fonds Zonza><fonds Mer> et\n<l’Aide> vit.")
    view = view_of(article.text)
    found = passages(view, tokenise(view.plain), [], kit.institutions.tagger.describe)
    # `Zonzafonds` is one word, and taken as it begins.
    assert tags_of(gold, article.text, found) == [
        ["B-ngo", "I-ngo", "I-ngo", "I-ngo", "O"],
        ["B-ngo", "I-ngo", "O", "O"],
    ]


def test_the_same_lessons_give_the_same_file(kit: Kit, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    teach(kit, first)
    teach(kit, second)
    assert first.read_bytes() == second.read_bytes()


def test_a_file_that_is_no_tagger(kit: Kit, tmp_path: Path) -> None:
    path = tmp_path / "tagger.crfsuite"
    for content in (None, b"", b"no tagger at all"):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(RuleError, match=r"tagger\.crfsuite: whole file: is no tagger that can be read"):
            load_tagger(path, kit.institutions.grammar, kit.gazetteer)


# --- Which of its names count.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il doit tout à la guilde Marambo de loin.", ["guilde Marambo"]),
        ("Elle voit la guilde des Marins de Marambo, à Kayes.", ["guilde des Marins de Marambo"]),
        ("Il vit à Marambo.", []),
    ],
)
def test_names_that_nobody_taught(taught: NameTagger, text: str, expected: list[str]) -> None:
    assert learned(text, taught) == [(name, "ngo", None) for name in expected]


def test_a_name_that_was_found_is_left_alone_or_made_longer(taught: NameTagger) -> None:
    text = "Elle voit la guilde Zonza Marine, à Kayes."
    inner = Found(13, 25, "test", "other", "guilde Zonza", place="Zonza")
    assert text[13:25] == inner.name
    assert learned(text, taught, [inner]) == [("guilde Zonza Marine", "ngo", "Zonza")]
    assert learned(text, taught, [replace(inner, end=32)]) == []
    assert learned(text, taught, [replace(inner, end=33)]) == []
    assert learned(text, taught, [inner, replace(inner, start=26, end=32)]) == []


def test_what_is_explained_is_not_read(taught: NameTagger) -> None:
    text = "Elle voit la guilde Marambo, à Kayes."
    start = text.index("Marambo")
    covered = Cover(len(text), [(start, start + 7)])
    assert find_learned(view_of(text), taught, read(text, taught), [], covered) == []


def test_the_kind_of_a_name_that_nothing_tells_is_the_tagger_s(taught: NameTagger) -> None:
    text = "Il vit au ZZK. Nous aidons la guilde ZZK de loin."
    first, second = (place.start() for place in re.finditer("ZZK", text))
    alone = Found(first, first + 3, "sigle-alone", "other", "ZZK")
    hospital = replace(alone, kind="hospital")
    learned = replace(alone, rule="learned")
    both = [alone, replace(alone, start=second, end=second + 3)]
    assert [item.kind for item in with_kinds(both, taught, read(text, taught))] == ["ngo", "ngo"]
    assert with_kinds([hospital, learned], taught, read(text, taught)) == [hospital, learned]


@pytest.mark.parametrize(
    "text",
    [
        "Elle voit la guilde Zonza\nMarine, à Kayes.",
        "Elle vit au 3 rue de la guilde Zonza, à Kayes.",
        "Elle voit une guilde Zonza, à Kayes.",
    ],
)
def test_no_name_over_lines_nor_of_streets_nor_one_of_many(taught: NameTagger, text: str) -> None:
    assert "guilde Zonza Marine" not in [name for name, _, _ in learned(text, taught)]
    assert "\n" in text or learned(text, taught) == []


def test_the_tagger_that_the_project_ships(kit: Kit) -> None:
    text = (
        "L’ONG Kolenza Care aide. Le projet est porté par Zonza Santé Monde et le CHU de Nantes. "
        "Mme Zonza y va avec le Dr Marambo."
    )
    _, extraction = next(extract([Article("test", 0, text)], kit))
    found = [(one.text, one.rule) for one in extraction.mentions if one.label == "INSTITUTION"]
    assert found == [
        ("Kolenza Care", "model-org"),
        ("Zonza Santé Monde", "learned"),
        ("CHU de Nantes", "vocabulary-alias"),
    ]
