"""Annotated articles in four files: NAME.txt, NAME.ann (brat standoff), NAME.coop.json, NAME.meta.json."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError
from pipeline.text import name_key

# The attributes of each label that make up its value, in the order in which they are shown.
VALUE_KEYS: dict[str, tuple[str, ...]] = {
    "INSTITUTION": ("kind", "country"),
    "COUNTRY": ("iso",),
    "SPECIALTY": ("code",),
    "DATE": ("type", "value", "mod"),
    "COUNT": ("min", "max", "mod", "role"),
}
# What would end a line, or a cell of one, of a standoff file: brat itself reads lines as Unicode has them.
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


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
    """An annotated article; `cooperations` as in its `.coop.json`, `meta` as in its `.meta.json`."""

    name: str
    text: str
    mentions: tuple[GoldMention, ...]
    cooperations: tuple[dict[str, Any], ...]
    meta: dict[str, Any] = field(default_factory=dict)


def read_gold(folder: Path) -> list[GoldArticle]:
    """Read all annotated articles of a folder, by name. Raises GoldError naming file and line."""
    if not folder.is_dir():
        raise GoldError(f"{folder}: is no folder of annotated articles")
    articles = [_read_article(path) for path in sorted(folder.glob("*.ann"))]
    if not articles:
        raise GoldError(f"{folder}: holds no .ann file; gold is NAME.txt with NAME.ann beside it")
    return articles


def write_gold(folder: Path, article: GoldArticle) -> None:
    """Write the files of an article into a folder, as `read_gold` reads them."""
    write_text(folder, article)
    ann: list[str] = []
    n_attributes = n_canons = 0
    for number, mention in enumerate(article.mentions, start=1):
        ann.append(span_line(f"T{number}", mention.label, mention.start, mention.end, article.text))
        for key in VALUE_KEYS[mention.label]:
            if key in mention.attributes:
                n_attributes += 1
                ann.append(f"A{n_attributes}\t{key} T{number} {mention.attributes[key]}")
        if mention.canon:
            n_canons += 1
            slug = name_key(mention.canon).replace(" ", "-")
            ann.append(f"N{n_canons}\tReference T{number} canon:{slug}\t{mention.canon}")
    write_lines(folder / f"{article.name}.ann", ann)
    records = json.dumps(list(article.cooperations), ensure_ascii=False, indent=1)
    write_lines(folder / f"{article.name}.coop.json", [records])


def write_text(folder: Path, article: GoldArticle) -> None:
    """Write the text of an article, every character as it is, and what is known of it."""
    (folder / f"{article.name}.txt").write_bytes(article.text.encode())
    if article.meta:
        meta = json.dumps(article.meta, ensure_ascii=False)
        write_lines(folder / f"{article.name}.meta.json", [meta])


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines in UTF-8, each ended by a line feed, on every system."""
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())


def span_line(key: str, label: str, start: int, end: int, text: str) -> str:
    """Return the T line of a span; one that runs over a line break has fragments, as in brat."""
    at, fragments = start, []
    for gap in _BREAKS.finditer(text, start, end):
        fragments.append((at, gap.start()))
        at = gap.end()
    fragments.append((at, end))
    places = ";".join(f"{first} {last}" for first, last in fragments)
    return f"{key}\t{label} {places}\t{' '.join(text[first:last] for first, last in fragments)}"


def read_span(cells: list[str], text: str) -> tuple[str, int, int]:
    """Return label, start and end of the cells of a T line. Raises ValueError for what is not in the text."""
    label, places, words = cells[1].partition(" ")[0], cells[1].partition(" ")[2], cells[2]
    fragments = [(int(first), int(last)) for first, last in (part.split(" ") for part in places.split(";"))]
    start, end = fragments[0][0], fragments[-1][1]
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}–{end} is no place in the {len(text)} characters of the text")
    if " ".join(text[first:last] for first, last in fragments) != words:
        raise ValueError(f"{words!r} is not what stands at {start}")
    for (_, left), (right, _) in pairwise(fragments):
        if text[left:right].strip():
            raise ValueError(f"leaves out {text[left:right]!r}; a span has no gaps")
    return label, start, end


def read_text(path: Path) -> str:
    """Return a text in UTF-8, its line ends as they are, which offsets count."""
    try:
        return path.read_bytes().decode()
    except FileNotFoundError as error:
        ann = path.with_suffix(".ann")
        raise GoldError(f"{ann}: its text {path.name} is missing") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: is not in UTF-8 ({error})") from error


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Return the lines of a standoff file that hold something, with their numbers."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.rstrip("\r"):
            yield number, line.rstrip("\r")


def read_json(path: Path, empty: Any) -> Any:
    """Return what a JSON file beside an article holds, `empty` without one; what it holds is of that type."""
    if not path.is_file():
        return empty
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise GoldError(f"{path}: is not JSON in UTF-8 ({error})") from error
    if not isinstance(found, type(empty)):
        raise GoldError(f"{path}: must hold one JSON {'list' if empty == [] else 'object'}")
    return found


def reason(error: Exception) -> str:
    """Say what is wrong with a line of a standoff file."""
    if isinstance(error, KeyError):
        return f"there is no {error.args[0]}"
    return "is not brat standoff" if isinstance(error, IndexError) else str(error)


def _read_article(path: Path) -> GoldArticle:
    text = read_text(path.with_suffix(".txt"))
    mentions: dict[str, GoldMention] = {}
    for number, line in read_lines(path):
        try:
            _read_line(line, text, mentions)
        except (ValueError, KeyError, IndexError) as error:
            raise GoldError(f"{path}: line {number}: {line!r}: {reason(error)}") from error
    for key, mention in mentions.items():
        if mention.label not in VALUE_KEYS:
            raise GoldError(f"{path}: {key}: label {mention.label!r} is not known")
    cooperations = read_json(path.with_name(path.stem + ".coop.json"), [])
    meta = read_json(path.with_name(path.stem + ".meta.json"), {})
    ordered = sorted(mentions.values(), key=lambda m: (m.start, -m.end))
    return GoldArticle(path.stem, text, tuple(ordered), tuple(cooperations), meta)


def _read_line(line: str, text: str, mentions: dict[str, GoldMention]) -> None:
    cells = line.split("\t")
    match line[0]:
        case "T":
            label, start, end = read_span(cells, text)
            mentions[cells[0]] = GoldMention(label, start, end, text[start:end])
        case "A":
            key, target, value = cells[1].split(" ", 2)
            mentions[target].attributes[key] = value
        case "N":
            mentions[cells[1].split(" ", 2)[1]].canon = cells[2]
        case _:
            raise ValueError("line starts with none of T, A, N")
