"""What is read of files: the documents, or the articles and what is found in them."""

from pathlib import Path
from typing import NamedTuple

from pipeline.kit import Kit
from pipeline.read import Options, read
from pipeline.records import Article, Document, Reject
from pipeline.run import extract, prepare


class Found(NamedTuple):
    """A document that was read, its article, and what was found there: label, text and value."""

    document: Document
    article: Article
    mentions: frozenset[tuple[str, str, object]]


def read_only(folder: Path) -> dict[str, Document | Reject]:
    """Return what is read of each document in a folder, by its source."""
    return {one.source: one for one in read([folder])}


def read_back(folder: Path, kit: Kit, options: Options | None = None) -> dict[str, Found | Reject]:
    """Return what the pipeline makes of each document in a folder, by its source, in its order.

    Documents of one content are not left out as `run` does, and each must be one article.
    """
    read_in = list(read([folder], options))
    found: dict[str, Found | Reject] = {one.source: one for one in read_in if isinstance(one, Reject)}
    documents = {one.source: one for one in read_in if isinstance(one, Document)}
    rejects: list[Reject] = []
    prepared = [article for one in documents.values() for article in prepare(one, kit, rejects)[1]]
    for article, extraction in extract(prepared, kit):
        assert article.source not in found
        mentions = frozenset((one.label, one.text, one.value) for one in extraction.mentions)
        found[article.source] = Found(documents[article.source], article, mentions)
    assert rejects == []
    return {one.source: found[one.source] for one in read_in}
