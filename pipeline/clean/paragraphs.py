"""Lines → paragraphs: hard-wrapped lines and columns are joined, all other lines stay as they are.

Each block (lines without a blank one between) is judged by itself: it is hard-wrapped when its lines are
short and when at least one of them breaks off in mid-sentence. Joining uses the rule of every typesetter:
a line was full when the first word of the next one had no room in it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from pipeline.clean.hyphens import Hyphens, is_divided, join_divided
from pipeline.errors import RuleError
from pipeline.vocabulary import read_table

_ITEM = re.compile(r"[•*✓✔✗✘→⟶►>–—-]+ |\d{1,2}(?:[.)]|°) |[a-z]\) |\[|>>")
_STOP = re.compile(r"[.!?…:;][»”\")\]’' ]*$")
_ADDRESS = re.compile(r"https?:|www\.|\S+@\S")
_WIDEST, _NARROWEST, _COLUMN = 130, 45, 28
# Letters differ in width: a line this full counts as full.
_FULL = 0.9
Known = Callable[[], frozenset[str]]
_BROKEN_SENTENCE, _BROKEN_PARAGRAPH, _BROKEN_PHRASE = 6, 8, 4


@dataclass(frozen=True, slots=True)
class Words:
    """`openers` stand behind a drop cap, `unfinished` end no sentence, `continues` begin no paragraph."""

    openers: frozenset[str]
    unfinished: frozenset[str]
    continues: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Block:
    width: int
    wrapped: bool
    n_lines: int


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str]
    last: str
    n_words: int
    is_open: bool
    has_sentence: bool

    def add(self, between: str, line: str) -> None:
        self.pieces += (between, line)
        self.last = line
        self.n_words += len(line.split())
        self.is_open = _is_open(line, self.is_open)
        self.has_sentence = self.has_sentence or _has_sentence(line)


def load_words(path: Path) -> Words:
    """Load `words.csv`. Raises RuleError."""
    roles: dict[str, set[str]] = {"opener": set(), "unfinished": set(), "continues": set()}
    for row in read_table(path, ("word", "role", "source")):
        if row["role"] not in roles:
            raise RuleError(
                path, f"word {row['word']!r}", f"role {row['role']!r} is none of {', '.join(roles)}"
            )
        roles[row["role"]].add(row["word"].casefold())
    return Words(*(frozenset(words) for words in roles.values()))


def join_lines(lines: Sequence[str], known: Known, hyphens: Hyphens, words: Words) -> str:
    """Return the text of tidy lines, an empty one being a blank line; `known` gives the document's words."""
    blocks = _blocks(lines)
    in_wrapped_text = _is_wrapped_text(lines)
    paragraphs: list[str] = []
    current: _Paragraph | None = None
    block: _Block | None = None
    blank = False
    for line, its_block in zip(lines, blocks, strict=True):
        if not line or its_block is None:
            blank = True
            continue
        if current is not None and block is not None:
            last = current.last
            if not blank:
                between = _within(last, line, block, words, in_wrapped_text)
            else:
                between = _across(current, line, (block, its_block), words, in_wrapped_text)
            if between is not None:
                if between == "-":
                    current.pieces[-1], between = join_divided(last, line, known(), hyphens)
                current.add(between, line)
            else:
                paragraphs += (_finish(current, known, words), "\n\n" if blank else "\n")
                current = None
        if current is None:
            current = _Paragraph([], "", 0, False, False)
            current.add("", line)
        block, blank = its_block, False
    if current is not None:
        paragraphs.append(_finish(current, known, words))
    return "".join(paragraphs)


def _finish(paragraph: _Paragraph, known: Known, words: Words) -> str:
    text = "".join(paragraph.pieces)
    # A drop cap, `D ès la première fois`: one capital, a space and the rest of a word that is known.
    if len(text) > 2 and text[0].isupper() and text[1] == " " and text[2].islower():
        rest = re.split(r"[\s’',.-]", text[2:62], maxsplit=1)[0].casefold()
        whole = text[0].casefold() + rest
        if text[0] in "AÀYOÔ":
            # These are words themselves: `A près de 300 mètres` is no `Après`.
            joined = whole in words.openers and rest not in words.openers
        else:
            joined = whole in words.openers or whole in known()
        if joined:
            return text[0] + text[2:]
    return text


def _blocks(lines: Sequence[str]) -> list[_Block | None]:
    """Return for each line the block that it stands in, None for a blank line."""
    blocks: list[_Block | None] = []
    start = 0
    for place in range(len(lines) + 1):
        if place < len(lines) and lines[place]:
            continue
        if place > start:
            block = _block(lines[start:place])
            blocks += [block] * (place - start)
        if place < len(lines):
            blocks.append(None)
        start = place + 1
    return blocks


def _block(lines: Sequence[str]) -> _Block:
    width = max(map(len, lines))
    pairs = [pair for pair in pairwise(lines) if not _ITEM.match(pair[1])]
    broken = sum(len(a) * 2 >= width and _breaks_off(a, b) for a, b in pairs)
    if _NARROWEST <= width <= _WIDEST:
        wrapped = broken > 0
    else:
        # In a narrow column short lines are no sign of anything: most must break off.
        wrapped = _COLUMN <= width < _NARROWEST and len(lines) > 3 and broken > len(pairs) / 2
    return _Block(width, wrapped, len(lines))


def _is_wrapped_text(lines: Sequence[str]) -> bool:
    pairs = [(a, b) for a, b in pairwise(lines) if a and b and not _ITEM.match(b)]
    # A list without bullets has short lines in lower case, too.
    broken = sum(_COLUMN <= len(a) <= _WIDEST and _breaks_off(a, b) for a, b in pairs)
    return broken >= 3 and broken >= len(pairs) / 4


def _breaks_off(before: str, after: str) -> bool:
    return not _STOP.search(before, max(0, len(before) - 6)) and _starts_low(after)


def _starts_low(line: str) -> bool:
    head = line.lstrip("(«“\"’' ")
    return head[:1].islower() and not _ADDRESS.match(line)


def _is_heading(line: str) -> bool:
    """Return whether a line is in capitals; a last word such as `AFD.` is none."""
    return line.isupper() and sum(map(str.isalpha, line[:40])) > 2 and line[-1] not in ".,;"


def _has_sentence(line: str) -> bool:
    """Return whether a line is more than a title: an item, or with a mark inside."""
    return _ITEM.match(line) is not None or any(mark in line for mark in (". ", ", ", "; "))


def _is_open(line: str, is_open: bool) -> bool:
    opening, closing = line.rfind("("), line.rfind(")")
    return is_open if opening == closing else opening > closing


def _first_word(line: str) -> str:
    return line[:60].split(" ", 1)[0]


def _is_unfinished(line: str, words: Words) -> bool:
    """Return whether a line ends with a word that needs another one."""
    last = line[-60:].rsplit(" ", 1)[-1]
    if last[-1:] in "’'":
        return last[:-1].casefold() in words.unfinished
    for quote in "’'(«":
        last = last.rsplit(quote, 1)[-1]
    # `la vitamine D` and `À LA UNE` are complete.
    complete = last.isupper() and (len(last) == 1 or last in ("UN", "UNE"))
    return last.casefold() in words.unfinished and not complete


def _continues(line: str, words: Words) -> bool:
    word = _first_word(line).lstrip("(«")
    return word[:1].islower() and re.split(r"[’',]", word, maxsplit=1)[0].casefold() in words.continues


def _is_full(before: str, after: str, block: _Block) -> bool:
    return block.wrapped and len(before) + 1 + len(_first_word(after)) > _FULL * block.width


def _space(before: str) -> str:
    return "" if before[-1] in "’'" else " "


def _within(before: str, after: str, block: _Block, words: Words, in_wrapped_text: bool) -> str | None:
    """Return what joins two lines of a block: a space, nothing, `-` for a divided word, None for a break."""
    if before == "•":
        return " "
    if _ITEM.match(after) and not (after[0] in "–—-" and _is_incise(before, after, block)):
        return None
    if is_divided(before, after) and (after[0].islower() or block.width <= _WIDEST):
        return "-"
    if _is_heading(before) != _is_heading(after):
        return None
    if _is_unfinished(before, words):
        return _space(before)
    if _is_heading(before):
        return None
    if block.width <= _WIDEST and before[-1] == "/":
        return ""
    if block.width <= _WIDEST and _starts_low(after):
        # Elsewhere short lines in lower case may be a list without bullets.
        likely = in_wrapped_text or len(before) * 2 >= max(block.width, 50) or before[-1] == ","
        if _breaks_off(before, after) and (likely or _continues(after, words)):
            return " "
        if in_wrapped_text and before[-1] == ":":
            return " "
    return " " if _is_full(before, after, block) else None


def _is_incise(before: str, after: str, block: _Block) -> bool:
    """Return whether a dash at a line's start opens a remark, `– preuve des enjeux –`, and no item."""
    full = _is_full(before, after[2:], block) and not _STOP.search(before, max(0, len(before) - 6))
    return full and before[-1] != "," and after[2:3].islower() and f" {after[0]}" in after[2:]


def _across(
    paragraph: _Paragraph, after: str, blocks: tuple[_Block, _Block], words: Words, in_wrapped_text: bool
) -> str | None:
    """Like `_within`, for lines with a blank one between: a page or a column ended in mid-sentence."""
    before = paragraph.last
    if _ITEM.match(after):
        return None
    if paragraph.is_open and _closes_first(after):
        return " "
    if _is_heading(before) or _is_heading(after):
        return None
    if is_divided(before, after) and after[0].islower():
        return "-"
    if _STOP.search(before, max(0, len(before) - 6)):
        return None
    if _is_unfinished(before, words) and paragraph.n_words >= _BROKEN_PHRASE:
        return _space(before)
    if _starts_low(after):
        if in_wrapped_text and paragraph.n_words > 1 and _continues(after, words):
            return " "
        certain = in_wrapped_text or before[-1] == "," or _continues(after, words)
        return " " if certain and paragraph.n_words >= _BROKEN_SENTENCE else None
    # In upper case the next line may as well be the text under a title: only a sentence goes on in it.
    sentence = paragraph.has_sentence and paragraph.n_words >= _BROKEN_PARAGRAPH and blocks[1].n_lines > 1
    width = blocks[0].width
    block = replace(blocks[0], wrapped=blocks[0].wrapped or (in_wrapped_text and width <= _WIDEST))
    return " " if sentence and width >= _NARROWEST and _is_full(before, after, block) else None


def _closes_first(line: str) -> bool:
    closing = line.find(")", 0, 200)
    return closing >= 0 and line.find("(", 0, closing) < 0
