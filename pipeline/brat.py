"""Annotated articles in four files: NAME.txt, NAME.ann (brat standoff), NAME.coop.json, NAME.meta.json."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError

# The attributes of each label that make up its value, in the order in which they are shown.
VALUE_KEYS: dict[str, tuple[str, ...]] = {
    "INSTITUTION": ("kind", "country"),
    "COUNTRY": ("iso",),
    "SPECIALTY": ("code",),
    "DATE": ("type", "value", "mod"),
    "COUNT": ("min", "max", "mod", "role"),
}


@dataclass(slots=True)
class GoldMention:
    """An annotated span; attributes that the file leaves out are `-`."""

    label: str
    start: int
    end: int
    text: str
    attributes: dict[str, str] = field(default_factory=dict)
    canon: str = ""

    @property
    def value(self) -> tuple[str, ...]:
        """The attributes in the order of VALUE_KEYS."""
        return tuple(self.attributes.get(key, "-") for key in VALUE_KEYS[self.label])


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An annotated article; `cooperations` as in its `.coop.json`."""

    name: str
    text: str
    mentions: tuple[GoldMention, ...]
    cooperations: tuple[dict[str, Any], ...]


def read_gold(folder: Path) -> list[GoldArticle]:
    """Read all annotated articles of a folder, by name. Raises GoldError naming file and line."""
    if not folder.is_dir():
        raise GoldError(f"{folder}: is no folder of annotated articles")
    articles = [_read_article(path) for path in sorted(folder.glob("*.ann"))]
    if not articles:
        raise GoldError(f"{folder}: holds no .ann file; gold is NAME.txt with NAME.ann beside it")
    return articles


def _read_article(path: Path) -> GoldArticle:
    text_path = path.with_suffix(".txt")
    if not text_path.is_file():
        raise GoldError(f"{path}: its text {text_path.name} is missing")
    text = text_path.read_text(encoding="utf-8")
    mentions: dict[str, GoldMention] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            _read_line(line, mentions)
        except (ValueError, KeyError, IndexError) as error:
            raise GoldError(f"{path}: line {number}: {line!r} is not brat standoff ({error})") from error
    for key, mention in mentions.items():
        if text[mention.start : mention.end] != mention.text:
            raise GoldError(f"{path}: {key}: {mention.text!r} is not what stands at {mention.start}")
        if mention.label not in VALUE_KEYS:
            raise GoldError(f"{path}: {key}: label {mention.label!r} is not known")
    coop_path = path.with_name(path.stem + ".coop.json")
    cooperations = json.loads(coop_path.read_text(encoding="utf-8")) if coop_path.is_file() else []
    ordered = sorted(mentions.values(), key=lambda m: (m.start, -m.end))
    return GoldArticle(path.stem, text, tuple(ordered), tuple(cooperations))


def _read_line(line: str, mentions: dict[str, GoldMention]) -> None:
    if not line:
        return
    cells = line.split("\t")
    match line[0]:
        case "T":
            label, start, end = cells[1].split(" ")
            mentions[cells[0]] = GoldMention(label, int(start), int(end), cells[2])
        case "A":
            key, target, value = cells[1].split(" ", 2)
            mentions[target].attributes[key] = value
        case "N":
            mentions[cells[1].split(" ", 2)[1]].canon = cells[2]
        case _:
            raise ValueError("line starts with none of T, A, N")
