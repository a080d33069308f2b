"""The grammar of institution names: a head noun of `heads.toml` and what French lets follow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import RuleError
from pipeline.extract.institutions.tokens import Token, tokenise
from pipeline.finder import Finder
from pipeline.gazetteer import Gazetteer
from pipeline.rules import Rule, load_rules
from pipeline.text import fold, plain
from pipeline.vocabulary import read_table, split_cell

TAKES = frozenset(("adjective", "place", "name", "quote", "topic", "country", "seat", "number"))
NAMED = frozenset(("proper", "topic", "national", "nationality", "association"))
_KEYS = frozenset(
    ("kind", "heads", "plural", "takes", "named", "plural_place", "not_after", "list", "sigle", "country")
)
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """A family of head nouns; see the head of `heads.toml` for the meaning of the fields."""

    rule: str
    kind: str
    takes: frozenset[str]
    named: str
    plural_place: bool
    not_after: tuple[str, ...]
    list: bool
    sigle: bool
    country: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """One form of a head noun."""

    family: Family
    form: str
    plural: bool
    national: int


@dataclass(frozen=True, slots=True)
class Foreign:
    """Head nouns of other languages: those that open a name, those that close it; and its small words.

    `spoken` are the countries where a head noun's language is spoken, as far as it tells.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    particles: frozenset[str]
    spoken: Mapping[str, tuple[str, ...]]


# The classes that words.csv must have.
_CLASSES = (
    "adjective", "closing", "confession", "giving", "indefinite", "learning", "national", "noun", "particle",
    "people", "plural", "stop", "tail", "title", "topic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grammar:
    """Heads by their first token, and the word classes as phrases by their first token.

    `stops` begin no name, the `titles` of persons among them. Only at the tokens `marks`, folded, can a
    name be found: a head or a foreign head noun stands there.
    """

    heads: Mapping[str, tuple[tuple[tuple[str, ...], Head], ...]]
    words: Mapping[str, Phrases]
    stops: frozenset[str]
    titles: frozenset[str]
    other_sigles: frozenset[str]
    particles: frozenset[str]
    indefinite: frozenset[str]
    plural: frozenset[str]
    foreign: Foreign
    marks: frozenset[str]
    cues: Mapping[str, str]
    patterns: Finder[Rule]
    appositions: Finder[Rule]
    rules: tuple[Rule, ...]


def load_grammar(folder: Path) -> Grammar:
    """Load `institutions/heads.toml` and `institutions/words.csv`; raises RuleError."""
    rules = load_rules(folder / "institutions")
    forms: list[tuple[tuple[str, ...], Family, str, bool]] = []
    for rule in rules:
        if rule.pattern is not None:
            continue
        family = _family(rule)
        for form, is_plural in _forms(rule.set):
            # `centre médico chirurgical`: many write no hyphen.
            for spelling in dict.fromkeys((form, form.replace("-", " "))):
                tokens = tuple(token.folded for token in tokenise(plain(spelling)))
                forms.append((tokens, family, spelling, is_plural))
    classes: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    path = folder / "institutions" / "words.csv"
    raw: dict[str, set[str]] = {}
    for row in read_table(path, ("word", "class", "source")):
        raw.setdefault(row["class"], set()).add(row["word"])
        phrase = tuple(token.folded for token in tokenise(plain(row["word"])))
        classes.setdefault(row["class"], {}).setdefault(phrase[0], []).append(phrase)
    for name in _CLASSES:
        if name not in classes:
            raise RuleError(path, "column class", f"has no word of class {name!r}")
    for row in read_table(folder / "specialties" / "disciplines.csv", ("term", "forms", "code", "source")):
        # Disciplines are topics too (`hôpital national de gériatrie`).
        for term in (row["term"], *split_cell(row["forms"])):
            phrase = tuple(token.folded for token in tokenise(plain(term)))
            classes["topic"].setdefault(phrase[0], []).append(phrase)
    patterns = [(rule, rule.pattern) for rule in rules if rule.pattern is not None]
    nationals = {phrase[0] for phrases in classes["national"].values() for phrase in phrases}
    heads: dict[str, list[tuple[tuple[str, ...], Head]]] = {}
    for tokens, family, form, is_plural in forms:
        head = Head(family, form, is_plural, sum(token in nationals for token in tokens))
        heads.setdefault(tokens[0], []).append((tokens, head))
    foreign = _foreign(folder / "institutions" / "foreign.csv")
    return Grammar(
        heads={k: tuple(sorted(v, key=lambda item: -len(item[0]))) for k, v in heads.items()},
        words={
            c: {k: tuple(sorted(v, key=len, reverse=True)) for k, v in t.items()} for c, t in classes.items()
        },
        stops=frozenset(plain(word) for word in raw["stop"] | raw["title"]),
        titles=frozenset(plain(word) for word in raw["title"]),
        other_sigles=frozenset(
            row["sigle"]
            for row in read_table(folder / "institutions" / "sigles.csv", ("sigle", "what", "source"))
        ),
        particles=frozenset(plain(word) for word in raw["particle"]),
        indefinite=frozenset(fold(word) for word in raw["indefinite"]),
        plural=frozenset(fold(word) for word in raw["plural"]),
        foreign=foreign,
        marks=frozenset((*heads, *foreign.before, *foreign.after)),
        cues={
            fold(row["noun"]): row["kind"]
            for row in read_table(folder / "institutions" / "cues.csv", ("noun", "kind", "source"))
        },
        patterns=Finder((rule, pattern) for rule, pattern in patterns if "about" not in pattern.groupindex),
        appositions=Finder((rule, pattern) for rule, pattern in patterns if "about" in pattern.groupindex),
        rules=rules,
    )


def _foreign(path: Path) -> Foreign:
    words: dict[str, dict[str, str]] = {"before": {}, "after": {}, "particle": {}}
    spoken: dict[str, tuple[str, ...]] = {}
    for row in read_table(path, ("word", "position", "kind", "countries", "source")):
        if row["position"] not in words:
            raise RuleError(path, f"word {row['word']!r}", f"position is none of {', '.join(words)}")
        words[row["position"]][fold(row["word"])] = row["kind"]
        if row["countries"]:
            spoken[fold(row["word"])] = tuple(split_cell(row["countries"]))
    return Foreign(words["before"], words["after"], frozenset(words["particle"]), spoken)


def _forms(options: Mapping[str, Any]) -> list[tuple[str, bool]]:
    return [(form, False) for form in options["heads"]] + [(form, True) for form in options.get("plural", ())]


def _family(rule: Rule) -> Family:
    options = rule.set
    place = f"rule {rule.id!r}"
    for key in options:
        if key not in _KEYS:
            raise RuleError(rule.file, place, f"key {key!r} of `set` is not known")
    for key in ("kind", "heads", "takes", "named", "plural_place"):
        if key not in options:
            raise RuleError(rule.file, place, f"`set` lacks {key!r}")
    for value in options["takes"]:
        if value not in TAKES:
            raise RuleError(rule.file, place, f"takes {value!r}, which is none of {', '.join(sorted(TAKES))}")
    if options["named"] not in NAMED:
        raise RuleError(
            rule.file, place, f"named = {options['named']!r} is none of {', '.join(sorted(NAMED))}"
        )
    return Family(
        rule=rule.id,
        kind=options["kind"],
        takes=frozenset(options["takes"]),
        named=options["named"],
        plural_place=options["plural_place"],
        not_after=tuple(options.get("not_after", ())),
        list=options.get("list", False),
        sigle=options.get("sigle", False),
        country=options.get("country"),
    )


def match_phrase(phrases: Phrases, tokens: list[Token], i: int) -> int:
    """Return how many tokens from `i` on are a phrase of `phrases`; 0 for none."""
    if i >= len(tokens):
        return 0
    for phrase in phrases.get(tokens[i].folded, ()):
        if len(phrase) == 1:
            return 1
        if tuple(token.folded for token in tokens[i : i + len(phrase)]) == phrase and all(
            token.gap != "\n" for token in tokens[i + 1 : i + len(phrase)]
        ):
            return len(phrase)
    return 0


def match_head(grammar: Grammar, tokens: list[Token], i: int) -> tuple[int, Head] | None:
    """Return the longest head noun at token `i` with its number of tokens."""
    for phrase, head in grammar.heads.get(tokens[i].folded, ()):
        n = len(phrase)
        if n > 1 and tuple(token.folded for token in tokens[i : i + n]) != phrase:
            continue
        if any(token.gap == "\n" for token in tokens[i + 1 : i + n]):
            continue
        # A sigle counts as it is written only: `Chi` of Hô Chi Minh is no CHI.
        if head.family.sigle:
            written = " ".join(token.plain for token in tokens[i : i + n])
            if written.replace(".", "") != plain(head.form).replace(".", ""):
                continue
        return n, head
    return None


def match_place(gazetteer: Gazetteer, tokens: list[Token], i: int, *, listed: bool = False) -> int:
    """Return how many tokens from `i` on name a place or country that the gazetteer knows; 0 for none."""
    found, name = 0, ""
    for n, token in enumerate(tokens[i : i + gazetteer.longest + 2], start=1):
        if n > 1 and token.gap == "\n":
            break
        name += f" {token.folded}" if n > 1 and token.gap else token.folded
        if token.word and gazetteer.knows(name, listed=listed):
            found = n
    return found
