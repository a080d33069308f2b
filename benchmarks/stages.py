"""Where the time of an extraction goes, stage by stage, and how it grows with the length of an article.

usage: python benchmarks/stages.py INPUT...

Prints the seconds and the share of each stage over the inputs, then, for the longest of their articles, how
many times longer each stage takes on a text ten times as long: both measured in this one run.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.clean import clean
from pipeline.extract import choose, countries, counts, dates, institutions, language, specialties
from pipeline.extract.view import View
from pipeline.kit import Kit, load_kit
from pipeline.read import read
from pipeline.records import Article, Document, Extraction
from pipeline.relate import relate
from pipeline.split import split

_TIMES = 10
_MODEL = "sentences and entities"


def _timed(seconds: Counter[str], stage: str, function: Callable[..., Any], *arguments: object) -> Any:
    began = time.perf_counter()
    result = function(*arguments)
    seconds[stage] += time.perf_counter() - began
    return result


def _concepts(seconds: Counter[str], article: Article, view: View, kit: Kit) -> None:
    found = [
        *_timed(seconds, "countries", countries.find, view, kit.countries),
        *_timed(seconds, "specialties", specialties.find, view, kit.specialties),
        *_timed(seconds, "dates", dates.find, view, kit.dates),
        *_timed(seconds, "counts", counts.find, view, kit.counts),
    ]
    found += _timed(seconds, "institutions", institutions.find, view, kit.institutions, found)
    chosen = _timed(seconds, "choose", choose.choose, view, found, choose.exclusions(view, kit.exclusions))
    extraction = Extraction(choose.mentions(view, chosen), view.sentences)
    _timed(seconds, "relate", relate, article, extraction, kit.relations)


def _shares(inputs: list[Path], kit: Kit) -> Article:
    seconds: Counter[str] = Counter()
    articles: list[Article] = []
    documents = _timed(seconds, "read", lambda: [one for one in read(inputs) if isinstance(one, Document)])
    for document in documents:
        text = _timed(seconds, "clean", clean, document.text, kit.cleaning)
        articles += _timed(seconds, "split", split, document, text)
    views = _timed(seconds, _MODEL, lambda: list(language.views(kit.language, articles)))
    for article, view in zip(articles, views, strict=True):
        _concepts(seconds, article, view, kit)
    total = sum(seconds.values())
    characters = sum(len(article.text) for article in articles)
    print(f"{len(articles)} articles, {characters} characters, {total:.2f} s after the kit is loaded")
    for stage, spent in seconds.most_common():
        print(f"{stage:24s}{spent:8.3f} s {spent / total:6.1%}")
    return max(articles, key=lambda article: len(article.text))


def _growth(article: Article, kit: Kit) -> None:
    def measure(times: int) -> Counter[str]:
        text = "\n".join([article.text] * times)
        seconds: Counter[str] = Counter()
        _timed(seconds, "clean", clean, text, kit.cleaning)
        sentences = _timed(seconds, "sentences", language.sentences, text)
        _concepts(seconds, Article("long", 0, text), View(text, sentences=sentences), kit)
        return seconds

    measure(1)  # the first call warms caches
    once, many = measure(1), measure(_TIMES)
    print(f"\n{len(article.text)} characters, and {_TIMES} times as many: the ratio of the times")
    for stage, spent in once.most_common():
        print(f"{stage:24s}{many[stage] / spent:8.1f}")
    print(f"{'all':24s}{sum(many.values()) / sum(once.values()):8.1f}")


if __name__ == "__main__":
    the_kit = load_kit()
    _growth(_shares([Path(argument) for argument in sys.argv[1:]], the_kit), the_kit)
