"""One shard → its draft: what a working process does."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.kit import Kit
from pipeline.read import Options, Reader, read_documents, told_apart
from pipeline.read.documents import reject
from pipeline.read.entries import COMPANIONS
from pipeline.read.places import fetched
from pipeline.records import Document, Reject
from pipeline.run import Run, draft_of, run_documents
from pipeline.shards.plan import Piece
from pipeline.shards.store import open_store
from pipeline.shards.tasks import EXTRACTED, EXTRACTING, READING, Done, Tell, Work, name_of
from pipeline.tables.draft import pack

_FIRST = Document("", "Deux internes du CHU de Brest partent pour Oran.", "text/plain", "", 0)


def work(task: Work, kit: Kit, tell: Tell) -> Done:
    """Do a shard and write its draft. Raises RunError when it cannot be written."""
    began = time.perf_counter()
    result = Run()
    if task.careful:
        # What is loaded with the first text that needs it must not be laid to the charge of that text.
        run_documents(iter([_FIRST]), kit)
        kit.language(_FIRST.text)
    with Reader(task.options) as reader:
        documents = _documents(task, reader, tell)
        groups = ([one] for one in documents) if task.careful else [documents]
        for group in groups:
            found = run_documents(iter(group), kit, progress=lambda source: tell(EXTRACTED, source, 0))
            result.documents += found.documents
            result.articles += found.articles
            result.rejects += found.rejects
    draft = draft_of(result)
    open_store(task.output).put(name_of(task.shard.key), pack(draft))
    return Done(
        task.shard.key,
        draft["documents"].num_rows,
        draft["articles"].num_rows,
        draft["cooperations"].num_rows,
        draft["rejects"].num_rows,
        time.perf_counter() - began,
        _memory(),
    )


def _documents(task: Work, reader: Reader, tell: Tell) -> Iterator[Document | Reject]:
    for piece in task.shard.pieces:
        tell(READING, piece.source, 0)
        if piece.source in task.refused:
            yield task.refused[piece.source]
            continue
        try:
            with fetched(piece.location, COMPANIONS) as path:
                for found in _of_piece(path, piece, reader, task.options):
                    one = task.refused.get(found.source, found)
                    if isinstance(one, Document):
                        tell(EXTRACTING, one.source, len(one.text))
                    yield one
                    tell(READING, piece.source, 0)
        except ReadError as error:
            yield reject(piece.source, error)
    # What was read last is extracted now.
    tell(EXTRACTING, "", 0)


def _of_piece(path: Path, piece: Piece, reader: Reader, options: Options) -> Iterator[Document | Reject]:
    found = read_documents(path, piece.source, reader, options, skip=piece.skip, stop=piece.stop)
    return told_apart(found, piece.source, piece.number, Counter(dict(piece.before)))


def _memory() -> int:
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
