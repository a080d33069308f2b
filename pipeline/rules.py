"""Rules are TOML data with examples that run; loading is strict, and files are discovered, not listed.

A rule file holds `[slots]`, named pieces of pattern, and `[[rule]]` tables with the keys

* `id`, `why`: what the rule is called (it is written into the table `mentions`) and the reason for it;
* `pattern`: a regular expression matched, ignoring case unless `case = true`, on `text.plain` of the
  article; `{name}` stands for the slot `name` of the same folder. Accents may be written, they are dropped;
* `reads`: the name of the function that turns a match into a value; `set`: constants given to it;
* `yes`: sentences with the one expected span between `<` and `>`, and the keys of its value;
  `published` gives the publication date that the sentence is read by, `also` lists the other mentions of
  the same label that the sentence needs around it;
* `no`: sentences in which the rule must find nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import RuleError
from pipeline.text import plain

_REQUIRED = ("id", "why", "yes", "no")
_OPTIONAL = ("pattern", "reads", "set", "case")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_FEWEST_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence without its marks, the span expected in it and the value expected of it."""

    text: str
    span: tuple[int, int]
    value: Mapping[str, str | int]
    published: str | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `pattern` is None where the concept's own grammar reads `set`."""

    id: str
    why: str
    pattern: re.Pattern[str] | None
    reads: str
    set: Mapping[str, Any]
    yes: tuple[Example, ...]
    no: tuple[str, ...]
    file: Path


def default_folder() -> Path:
    """Return the folder of the rules: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent
    return package / "rules" if (package / "rules").is_dir() else package.parent / "rules"


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """Load all rules of a folder, files in the order of their names, rules in the order of the file.

    Raises RuleError naming file, rule and key.
    """
    if not folder.is_dir():
        raise RuleError(folder, "folder", "is missing")
    contents = {path: _load_toml(path) for path in sorted(folder.glob("*.toml"))}
    slots: dict[str, str] = {}
    for path, content in contents.items():
        for key in content:
            if key not in ("slots", "rule"):
                raise RuleError(path, f"table {key!r}", "is not known; use [slots] and [[rule]]")
        for name, piece in content.get("slots", {}).items():
            if name in slots:
                raise RuleError(path, f"slot {name!r}", "is defined twice in this folder")
            slots[name] = _slot_text(path, name, piece)
    slots = {name: plain(piece) for name, piece in slots.items()}
    rules: dict[str, Rule] = {}
    for path, content in contents.items():
        for table in content.get("rule", []):
            rule = _rule(path, table, slots)
            if rule.id in rules:
                raise RuleError(path, f"rule {rule.id!r}", f"stands also in {rules[rule.id].file.name}")
            rules[rule.id] = rule
    return tuple(rules.values())


def _load_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(path, "syntax", str(error)) from error


def _slot_text(path: Path, name: str, piece: object) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, list) and piece and all(isinstance(word, str) for word in piece):
        return "|".join(sorted(piece, key=lambda word: (-len(word), word)))
    raise RuleError(path, f"slot {name!r}", "must be a pattern or a list of words")


def _expand(path: Path, place: str, pattern: str, slots: Mapping[str, str]) -> str:
    def piece(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise RuleError(path, place, f"uses the slot {match[0]}, which no file of the folder defines")
        return f"(?:{_expand(path, place, slots[match[1]], slots)})"

    return _SLOT.sub(piece, pattern)


def _rule(path: Path, table: Mapping[str, Any], slots: Mapping[str, str]) -> Rule:
    place = f"rule {table.get('id', '?')!r}"
    for key in _REQUIRED:
        if key not in table:
            raise RuleError(path, place, f"key {key!r} is missing")
    for key in table:
        if key not in _REQUIRED and key not in _OPTIONAL:
            raise RuleError(path, place, f"key {key!r} is not known")
    for key in ("yes", "no"):
        if len(table[key]) < _FEWEST_EXAMPLES:
            raise RuleError(path, place, f"{key!r} needs at least {_FEWEST_EXAMPLES} examples")
    pattern = None
    if "pattern" in table:
        source = _expand(path, place, plain(table["pattern"]), slots)
        try:
            pattern = re.compile(source, 0 if table.get("case") else re.IGNORECASE)
        except re.error as error:
            raise RuleError(path, place, f"pattern: {error}") from error
    return Rule(
        id=table["id"],
        why=table["why"],
        pattern=pattern,
        reads=table.get("reads", ""),
        set=table.get("set", {}),
        yes=tuple(_example(path, place, example) for example in table["yes"]),
        no=tuple(table["no"]),
        file=path,
    )


def _example(path: Path, place: str, example: Mapping[str, Any]) -> Example:
    marked = example.get("text", "")
    start, end = marked.find("<"), marked.find(">") - 1
    if marked.count("<") != 1 or marked.count(">") != 1 or end <= start:
        raise RuleError(path, place, f"example {marked!r} must mark one span with < and >")
    value = {key: item for key, item in example.items() if key not in ("text", "published", "also")}
    text = marked.replace("<", "").replace(">", "")
    return Example(text, (start, end), value, example.get("published"), tuple(example.get("also", ())))
