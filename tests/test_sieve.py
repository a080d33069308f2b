"""A sieve lets no pattern through the net that would have matched."""

import re
from pathlib import Path

import pytest

from pipeline.rules import Rule, default_folder, load_rules
from pipeline.sieve import Piece, Sieve, pieces_of
from pipeline.text import fold, plain

CORPUS = Path(__file__).parent.parent / "corpus"
RULES: list[Rule] = [
    rule
    for folder in sorted(default_folder().iterdir())
    if folder.is_dir() and any(folder.glob("*.toml"))
    for rule in load_rules(folder)
    if rule.pattern
]


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        (r"\b(?:financ\w+|dons?)\b", {Piece("financ", True, False), Piece("don", True, False)}),
        (r"\bpr\b", {Piece("pr", True, True)}),
        (r"co-?oper\w+", {Piece("oper", False, False)}),
        # Each choice must have a piece of its own.
        (r"accord|\d+", set()),
        (r"[Ss]ans-[Ff]rontieres?", {Piece("sans frontiere", False, False)}),
        (r"(?P<a>en) cours (?=de)", {Piece(" cours ", False, False)}),
        # What may be missing is no piece; of what is repeated only the first time opens the part.
        (r"(?:tres )?\b(?:bien){2,}\b", {Piece("bien", True, False)}),
        (r"(?:bien){0,2}", set()),
        (r"(?<!\w)(?!un )[a-z]+ €", {Piece(" €", False, False)}),
        # `ß` and `œ` have forms that folding does not bring together.
        ("cœur", {Piece("ur", False, False)}),
    ],
)
def test_pieces(pattern: str, pieces: set[Piece]) -> None:
    assert pieces_of(re.compile(pattern, re.IGNORECASE)) == pieces


def test_words_are_told_from_their_parts() -> None:
    sieve = Sieve(
        [("pr", re.compile(r"\bpr\b")), ("don", re.compile(r"\bdon\w*")), ("all", re.compile(r"\d"))]
    )
    assert list(sieve.may_match("pr. x")) == ["pr", "all"]
    assert list(sieve.may_match("le pr")) == ["pr", "all"]
    assert list(sieve.may_match("le prix du pardon")) == ["all"]
    assert list(sieve.may_match("il donne")) == ["don", "all"]


def test_letters_that_match_where_case_is_ignored() -> None:
    sieve = Sieve([("signs", re.compile("signs", re.IGNORECASE))])
    for text in ("SIGNS", "ſıgnſ", "sİgns"):
        assert re.search("signs", plain(text), re.IGNORECASE)
        assert list(sieve.may_match(fold(text))) == ["signs"]


def test_an_empty_sieve_lets_nothing_through() -> None:
    assert list(Sieve[str]([]).may_match("un texte")) == []


def test_every_pattern_that_matches_is_let_through() -> None:
    """In the lines of the sample, as they are written and in capitals, and in the examples of the rules."""
    sieve = Sieve((rule, rule.pattern) for rule in RULES if rule.pattern)
    lines = [line for path in sorted(CORPUS.glob("*.txt"))[:10] for line in path.read_text().split("\n")]
    lines += [example.text for rule in RULES for example in rule.yes]
    for line in (*lines, *map(str.upper, lines)):
        passed = {rule.id for rule in sieve.may_match(fold(line))}
        found = {rule.id for rule in RULES if rule.pattern and rule.pattern.search(plain(line))}
        assert found - passed == set(), line
