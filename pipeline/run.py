"""The whole pipeline on one screen: read → clean → split → language → extract → relate → draft."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.clean import clean
from pipeline.errors import NotFrenchError
from pipeline.extract import choose, countries, counts, dates, institutions, specialties
from pipeline.extract.institutions.publisher import publisher_of
from pipeline.extract.language import view_of
from pipeline.extract.view import Candidate, View
from pipeline.french import french_part
from pipeline.kit import Kit
from pipeline.read import Options, read
from pipeline.records import Article, Cooperation, Document, Extraction, Handled, Reject
from pipeline.relate import relate
from pipeline.split import split
from pipeline.stories import signature
from pipeline.tables.build import build
from pipeline.tables.draft import Draft, to_draft


@dataclass(slots=True)
class Run:
    """What a run found: documents, their articles with extraction and cooperations, and the rejects."""

    documents: list[Handled] = field(default_factory=list)
    articles: list[tuple[Article, Extraction, tuple[Cooperation, ...]]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def run(inputs: Sequence[str | Path], kit: Kit, options: Options | None = None) -> Run:
    """Run all stages over files and folders; an input that fails is a reject, and the run goes on.

    `options` says how the inputs are to be read.
    """
    return run_documents(read(inputs, options), kit)


def run_documents(
    found: Iterable[Document | Reject], kit: Kit, progress: Callable[[str], None] = lambda _: None
) -> Run:
    """Run all stages behind reading; `progress` is called with the source of each article that is done."""
    result = Run()
    articles = _articles(_documents(found, result.rejects), kit, result)
    for article, extraction in extract(articles, kit, result.rejects):
        cooperations = tuple(relate(article, extraction, kit.relations))
        result.articles.append((article, extraction, cooperations))
        progress(article.source)
    return result


def _documents(found: Iterable[Document | Reject], rejects: list[Reject]) -> Iterator[Document]:
    for one in found:
        if isinstance(one, Reject):
            rejects.append(one)
        else:
            yield one


def _articles(documents: Iterable[Document], kit: Kit, result: Run) -> Iterator[Article]:
    for document in documents:
        handled, articles = prepare(document, kit, result.rejects)
        result.documents.append(handled)
        yield from articles


def prepare(document: Document, kit: Kit, rejects: list[Reject]) -> tuple[Handled, list[Article]]:
    """Clean and split one document; an article that is not French is added to `rejects`."""
    removed: Counter[str] = Counter()
    articles: list[Article] = []
    languages: Counter[str] = Counter()
    for article in split(document, clean(document.text, kit.cleaning, removed), removed):
        part = french_part(article.text)
        languages[part.language] += len(article.text)
        if part.text:
            removed["language"] += part.n_removed
            articles.append(replace(article, position=len(articles), text=part.text))
        else:
            where = f"{document.source}: article {article.position}"
            detail = f"{where} is in another language than French: {part.language}"
            rejects.append(Reject(document.source, "language", NotFrenchError.__name__, detail))
    language = languages.most_common(1)[0][0]
    return Handled(document, len(articles), language, removed=+removed), articles


def extract(
    articles: Iterable[Article], kit: Kit, rejects: list[Reject] | None = None
) -> Iterator[tuple[Article, Extraction]]:
    """Yield each article with its mentions and sentences, in order.

    With `rejects`, an article at which a concept fails is added to it instead of ending the run.
    """
    for article in articles:
        view = view_of(article, kit.language)
        try:
            chosen = choose.choose(view, candidates(view, kit), choose.exclusions(view, kit.exclusions))
        except Exception as error:
            if rejects is None:
                raise
            detail = f"article {article.position}: {error}; please report the text"
            rejects.append(Reject(article.source, "extract", type(error).__name__, detail))
            continue
        yield article, extraction_of(article, view, chosen, kit)


def extraction_of(article: Article, view: View, chosen: Sequence[Candidate], kit: Kit) -> Extraction:
    """Return all that is known of an article, from the candidates that were chosen."""
    publisher = publisher_of(article.publisher, kit.institutions.known)
    return Extraction(choose.mentions(view, chosen), view.sentences, publisher)


def candidates(view: View, kit: Kit) -> list[Candidate]:
    """Return all that the concepts propose for an article; institutions see what the others propose."""
    others = without_institutions(view, kit)
    return [*others, *institutions.find(view, kit.institutions, others)]


def without_institutions(view: View, kit: Kit) -> list[Candidate]:
    """Return what the concepts that need no other propose for an article."""
    return [
        *countries.find(view, kit.countries),
        *specialties.find(view, kit.specialties),
        *dates.find(view, kit.dates),
        *counts.find(view, kit.counts),
    ]


def draft_of(result: Run) -> Draft:
    """Return what a run can tell without the rest of the inputs; raises TableError naming all breaches."""
    return to_draft(build(result.documents, result.articles, result.rejects, signature))
