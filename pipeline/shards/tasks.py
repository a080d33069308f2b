"""What is given to a working process, and what comes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.read.documents import Options
from pipeline.records import Reject
from pipeline.shards.plan import Shard

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


def name_of(shard: str) -> str:
    """Return the name of a shard's draft in the store."""
    return f"{DRAFTS}/{shard}.zip"
