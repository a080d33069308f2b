"""The whole pipeline on one screen: read → clean → split → extract → relate → link → tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.clean import clean
from pipeline.errors import ReadError
from pipeline.extract import choose, countries, counts, dates, institutions, specialties
from pipeline.extract.language import views
from pipeline.extract.view import Candidate, View
from pipeline.kit import Kit
from pipeline.read import discover, read
from pipeline.records import Article, Cooperation, Document, Extraction, Reject
from pipeline.relate import relate
from pipeline.split import split


@dataclass(slots=True)
class Run:
    """What a run found: documents, their articles with extraction and cooperations, and the rejects."""

    documents: list[tuple[Document, int]] = field(default_factory=list)
    articles: list[tuple[Article, Extraction, tuple[Cooperation, ...]]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def run(inputs: Sequence[Path], kit: Kit, *, progress: Callable[[str], None] = lambda _: None) -> Run:
    """Run all stages over files and folders; an input that fails is a reject, and the run goes on.

    `progress` is called with the source of each document when its articles have been extracted.
    """
    result = Run()
    documents = _read(inputs, result.rejects)
    articles = _articles(documents, kit, result)
    for article, extraction in extract(articles, kit, result.rejects):
        cooperations = tuple(relate(article, extraction, kit.cues))
        result.articles.append((article, extraction, cooperations))
        progress(article.source)
    return result


def _read(inputs: Sequence[Path], rejects: list[Reject]) -> Iterator[Document]:
    seen: Counter[str] = Counter()
    for path, relative in discover(inputs):
        seen[relative] += 1
        # Two folders may hold files of one name: the second is told apart by its number.
        source = relative if seen[relative] == 1 else f"{relative}#{seen[relative]}"
        try:
            yield read(path, source)
        except ReadError as error:
            rejects.append(Reject(source, "read", type(error).__name__, str(error)))


def _articles(documents: Iterable[Document], kit: Kit, result: Run) -> Iterator[Article]:
    for document in documents:
        text = clean(document.text, kit.cleaning)
        articles = split(document, text)
        result.documents.append((document, len(articles)))
        yield from articles


def extract(
    articles: Iterable[Article], kit: Kit, rejects: list[Reject] | None = None
) -> Iterator[tuple[Article, Extraction]]:
    """Yield each article with its mentions and sentences, in order.

    With `rejects`, an article at which a concept fails is added to it instead of ending the run.
    """
    waiting: list[Article] = []

    def remembered() -> Iterator[Article]:
        for article in articles:
            waiting.append(article)
            yield article

    for view in views(kit.language, remembered()):
        article = waiting.pop(0)
        try:
            chosen = choose.choose(view, candidates(view, kit), choose.exclusions(view, kit.exclusions))
        except Exception as error:
            if rejects is None:
                raise
            detail = f"article {article.position}: {error}; please report the text"
            rejects.append(Reject(article.source, "extract", type(error).__name__, detail))
            continue
        yield article, Extraction(choose.mentions(view, chosen), view.sentences)


def candidates(view: View, kit: Kit) -> list[Candidate]:
    """Return all that the concepts propose for an article; institutions see what the others propose."""
    others = [
        *countries.find(view, kit.countries),
        *specialties.find(view, kit.specialties),
        *dates.find(view, kit.dates),
        *counts.find(view, kit.counts),
    ]
    return [*others, *institutions.find(view, kit.institutions, others)]
