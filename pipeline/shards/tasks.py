"""What is given to a working process, and what comes back."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.read.documents import Options
from pipeline.records import Reject
from pipeline.shards.plan import Shard
from pipeline.tables.final import Settled

DRAFTS = "_shards"
# Told before an input is read, before what was read is extracted (with its length), after each article.
READING, EXTRACTING, EXTRACTED = "reading", "extracting", "extracted"
Tell = Callable[[str, str, int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """A shard to do. `based_on` is the key of its basis, which must be that of the process that works.

    `refused` are documents or inputs, by source, that are not to be tried again; with `careful`, documents
    are extracted one by one, so that it is known which one is in hand.
    """

    shard: Shard
    rules: Path
    options: Options
    output: str
    based_on: str
    careful: bool = False
    refused: Mapping[str, Reject] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a shard: numbers of rows, seconds of work, the most memory of its process in bytes."""

    shard: str
    documents: int
    articles: int
    cooperations: int
    rejects: int
    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Write:
    """The tables of a shard to write: `parts` names the file of each, `settled` is its share."""

    shard: str
    output: str
    parts: Mapping[str, str]
    settled: Settled


@dataclass(frozen=True, slots=True)
class Written:
    """The parts of a shard that were staged, and how many rows each table has: see `rows_of`."""

    shard: str
    staged: Sequence[str]
    rows: Counter[str]


Task = Work | Write
# Does tasks, in no order, with all that can work on them.
Do = Callable[[Iterable[Task]], Iterator[Done | Written]]


def name_of(shard: str) -> str:
    """Return the name of a shard's draft in the store."""
    return f"{DRAFTS}/{shard}.zip"
