"""A finder finds what `finditer` finds: for every rule, in the examples of all of them and in what comes."""

import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.finder import Finder
from pipeline.literals import Need, key, need_of
from pipeline.rules import Rule, default_folder, load_rules
from pipeline.text import plain

FOLDERS = ("cleaning", "counts", "dates", "exclusions", "institutions", "relations")
CORPUS = Path(__file__).parents[1] / "corpus"
ANY = float("inf")


@cache
def rules() -> tuple[Rule, ...]:
    found = (rule for folder in FOLDERS for rule in load_rules(default_folder() / folder))
    return tuple(rule for rule in found if rule.pattern is not None)


@cache
def examples() -> tuple[str, ...]:
    return tuple(plain(text) for rule in rules() for text in (*(one.text for one in rule.yes), *rule.no))


@cache
def finder() -> Finder[Rule]:
    return Finder((rule, rule.pattern) for rule in rules())


def spans(matches: Iterable[re.Match[str]]) -> list[tuple[tuple[int, int], ...]]:
    return [match.regs for match in matches]


def different(text: str) -> list[tuple[str, str]]:
    """Return the rules, with their file, of which the finder finds something else than `finditer`."""
    found = {rule.id: spans(matches) for rule, matches in finder().matches(text)}
    assert list(found) == [rule.id for rule in rules() if rule.id in found]
    return [
        (rule.file.name, rule.id)
        for rule in rules()
        if found.get(rule.id, []) != spans(rule.pattern.finditer(text))
    ]


def test_every_rule_finds_the_same_in_the_examples_of_all() -> None:
    assert [text for text in examples() if different(text)] == []


@pytest.mark.parametrize("separator", ["", " ", "\n", ". "])
def test_every_rule_finds_the_same_in_the_examples_joined(separator: str) -> None:
    joined = separator.join(examples())
    assert different(joined) == []
    assert different(joined.upper()) == []


def test_every_rule_finds_the_same_in_articles() -> None:
    articles = sorted(CORPUS.rglob("*.txt"))[::15]
    assert len(articles) > 10
    text = plain("\n\n".join(path.read_text(encoding="utf-8") for path in articles))
    assert different(text) == []


@cache
def words() -> tuple[str, ...]:
    """Return what the rules are about: the words of their examples, and what stands between these."""
    return tuple(sorted({piece for text in examples() for piece in re.findall(r"\w+|\W+|\w+\W\w+", text)}))


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_every_rule_finds_the_same_in_any_text(data: st.DataObject) -> None:
    piece = st.one_of(st.sampled_from(words()), st.sampled_from([" ", "\n", ", ", "ſ", "İ", "١", "1", "00"]))
    text = "".join(data.draw(st.lists(piece, max_size=60)))
    assert different(text) == []


PATTERNS = st.recursive(
    st.sampled_from(
        [
            "a",
            "B",
            "ab",
            "ſ",
            "1",
            r"\d",
            r"\s",
            "[ab]",
            "[^a]",
            ".",
            r"\b",
            "^",
            "(?=a)",
            "(?!1)",
            "(?<=b)",
            "(?<!a)",
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda choice: f"(?:{'|'.join(choice)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "{1,3}", "*?", "++"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: f"(?-i:{one})"),
        inner.map(lambda one: f"(?>({one}))"),
    ),
    max_leaves=10,
)


@settings(max_examples=500, deadline=None)
@given(PATTERNS, st.lists(st.text("abAB1S ſ\n", max_size=20), min_size=1, max_size=3))
def test_any_pattern_finds_the_same(source: str, texts: list[str]) -> None:
    pattern = re.compile(source, re.IGNORECASE)
    one = Finder([("it", pattern)])
    for text in texts:
        assert [spans(found) for _, found in one.matches(text)] == list(
            filter(None, [spans(pattern.finditer(text))])
        )


def test_rules_that_are_tried_in_the_whole_text() -> None:
    # `None`: in any text; else in one that holds one of these strings. More of them make extraction slow.
    needs = {
        rule.id: need_of(rule.pattern) for rule in rules() if rule.file.parent.name in ("dates", "counts")
    }
    assert sorted(rule for rule, need in needs.items() if need is None) == []
    unbounded = {rule: set(need.reaches) for rule, need in needs.items() if need and not need.bounded}
    assert sorted(unbounded) == ["count-gapped", "count-label", "tomorrow"]
    assert unbounded["tomorrow"] == {"demain"}


@pytest.mark.parametrize(
    ("pattern", "reaches", "begins"),
    [
        ("mai", {"mai": 0}, "m"),
        (r"\d{1,2} (?:mai|juin)\b", {"0 mai": 1, "0 juin": 1}, "0"),
        (r"(?:lundi )?\d mai", {"0 mai": 6}, "0l"),
        (r"(?<=le )[12] ?er(?! mai)", {"0er": 0, "0 er": 0}, "0"),
        (r"(?i:Mai|[JF]uin)", {"mai": 0, "juin": 0, "fuin": 0}, "fjm"),
        (r"\w{2,4} mai", {" mai": 4}, None),
        (r"\w+ mai", {" mai": ANY}, None),
        (r"(?:plus |moins )?[a-z]+ ans", {" ans": ANY}, None),
        (r"quelques [a-z]+ ans", {"quelques ": 0}, "q"),
        (r"(?P<a>un)(?P=a) mai", {"un": 0}, "u"),
        (r"(?:mai|juin)+", {"mai": 0, "juin": 0}, "jm"),
        ("œuvre", {"uvre": 1}, None),
    ],
)
def test_what_a_pattern_needs(pattern: str, reaches: dict[str, float], begins: str | None) -> None:
    expected = Need(reaches, None if begins is None else frozenset(begins))
    assert need_of(re.compile(pattern, re.IGNORECASE)) == expected


@pytest.mark.parametrize("pattern", ["", "(?:mai)?", r"\w+", "[^a]", r"(?:mai|\w)", r"\b", "(?:mai)*"])
def test_a_pattern_may_need_nothing(pattern: str) -> None:
    assert need_of(re.compile(pattern, re.IGNORECASE)) is None


def test_a_finder_without_patterns_finds_nothing() -> None:
    assert Finder[str]([]).matches("le 3 mai") == []


def test_the_key_folds_what_a_pattern_that_ignores_case_takes_for_one() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert {key(one) for one in re.findall(letter, every, re.IGNORECASE)} == {letter}
    assert {key(digit) for digit in re.findall(r"\d", every)} == {"0"}
    assert len(key(every)) == len(every)
