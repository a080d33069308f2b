"""Make articles, as many as wanted, by recombining the paragraphs of annotated ones.

usage: python -m benchmarks.articles N FOLDER [--jsonl] [--gold corpus] [--seed 1]

Writes N text files, a thousand a folder, or with --jsonl one file `articles.jsonl` with `id` and `text`. An
article is as long as one of the corpus. Its paragraphs come from different articles; half of their hospitals
bear a name made up of the vocabularies, so that the number of institutions grows with N, but slower than N;
days, years and numbers of people differ too. A share are copies. The same call gives the same bytes, and a
long series begins with the articles of a short one.
"""

import argparse
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.names import head, tails
from pipeline.brat import GoldArticle, GoldMention, read_gold
from pipeline.rules import default_folder

# Shares of the articles of an archive that were there before: byte for byte, and under another headline.
_IDENTICAL, _RETOLD = 0.02, 0.05
# Articles that a copy may be of: a story is taken up by others within days.
_REMEMBERED = 1000
# An article tells of a few new hospitals, again and again. The tail of this distribution makes the number of
# different ones grow about as the power 0.7 of the number of articles.
_CAST, _SPREAD = 3, 0.7
_MADE_UP = 0.5
_A_FOLDER = 1000
_BLANK = re.compile(r"\n\s*\n")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SMALL = re.compile(r"(?<![\d.,])\d\d?(?![\d.,])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph at `start` of an article; the offsets of its mentions are those of the article."""

    article: GoldArticle
    start: int
    text: str
    mentions: tuple[GoldMention, ...]


def paragraphs(article: GoldArticle) -> list[Paragraph]:
    """Return the paragraphs of an article, which blank lines part."""
    edges = [
        0,
        *(edge for found in _BLANK.finditer(article.text) for edge in found.span()),
        len(article.text),
    ]
    return [
        Paragraph(
            article,
            start,
            article.text[start:end],
            tuple(m for m in article.mentions if start <= m.start and m.end <= end),
        )
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if article.text[start:end].strip()
    ]


def articles(gold: Sequence[GoldArticle], rules: Path, seed: int) -> Iterator[str]:
    """Yield the texts of articles without end."""
    rng = Random(seed)
    tail = tails(rules)
    told = [paragraphs(article) for article in gold]
    openings = [of_one[0] for of_one in told]
    bodies = [paragraph for of_one in told for paragraph in of_one[1:]]
    lengths = [len(article.text) for article in gold]
    earlier: deque[list[str]] = deque(maxlen=_REMEMBERED)
    while True:
        kind = rng.random()
        if earlier and kind < _IDENTICAL:
            parts = rng.choice(earlier)
        elif earlier and kind < _IDENTICAL + _RETOLD:
            parts = [f"{rng.choice(openings).text} (avec AFP)", *rng.choice(earlier)[1:]]
        else:
            cast = [tail(int(rng.paretovariate(_SPREAD))) for _ in range(_CAST)]
            drawn = _drawn(rng.choice(lengths), openings, bodies, rng)
            parts = [_varied(paragraph, cast, rng) for paragraph in drawn]
        earlier.append(parts)
        yield "\n\n".join(parts) + "\n"


def _drawn(
    length: int, openings: Sequence[Paragraph], bodies: Sequence[Paragraph], rng: Random
) -> Iterator[Paragraph]:
    """Yield an opening and as many paragraphs as come nearest to a length in characters."""
    paragraph = rng.choice(openings)
    left = length
    while left > len(paragraph.text) / 2:
        yield paragraph
        left -= len(paragraph.text) + 2
        paragraph = rng.choice(bodies)


def _varied(paragraph: Paragraph, cast: Sequence[str], rng: Random) -> str:
    """Return the text of a paragraph with other hospitals, days, years and numbers of people."""
    new: dict[str, str | None] = {}
    pieces = []
    end = 0
    for mention in paragraph.mentions:
        start = mention.start - paragraph.start
        if start < end:  # a specialist inside of a count
            continue
        pieces += [paragraph.text[end:start], _renamed(mention, cast, new, rng)]
        end = mention.end - paragraph.start
    return "".join(pieces) + paragraph.text[end:]


def _renamed(mention: GoldMention, cast: Sequence[str], new: dict[str, str | None], rng: Random) -> str:
    """Return another text for a mention; `new` are the new names in its paragraph, by canonical name."""
    if mention.label in ("DATE", "COUNT"):
        text = _YEAR.sub(lambda _: str(rng.randint(1995, 2025)), mention.text)
        return _SMALL.sub(lambda _: str(rng.randint(2, 28)), text)
    if mention.attributes.get("kind") != "hospital":
        return mention.text
    if mention.canon not in new:
        new[mention.canon] = rng.choice(cast) if rng.random() < _MADE_UP else None
    opening, tail = head(mention.text), new[mention.canon]
    return mention.text if opening is None or tail is None else opening + tail


def write_files(texts: Iterator[str], folder: Path) -> None:
    """Write each text to a file of its own, a thousand a subfolder."""
    for number, text in enumerate(texts):
        path = folder / f"{number // _A_FOLDER:04}" / f"{number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def write_lines(texts: Iterator[str], folder: Path) -> None:
    """Write all texts to one file of JSON Lines."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")


def make(
    number: int,
    folder: Path,
    gold: Path,
    *,
    seed: int = 1,
    write: Callable[[Iterator[str], Path], None] = write_files,
) -> None:
    """Write `number` articles made from the annotated folder `gold` below `folder`."""
    write(islice(articles(read_gold(gold), default_folder(), seed), number), folder)


def main() -> None:
    """Make the articles that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("number", type=int, metavar="N")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--jsonl", action="store_true")
    parser.add_argument("--gold", type=Path, default=Path("corpus"))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write = write_lines if asked.jsonl else write_files
    make(asked.number, asked.folder, asked.gold, seed=asked.seed, write=write)


if __name__ == "__main__":
    main()
