"""The index of registries: a folder with one Parquet file for each dump, rewritten whole by its import."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import RegistryError
from pipeline.registries.entry import Entry, Malformed, Told, nobody
from pipeline.registries.finess import ENTITIES, ESTABLISHMENTS, layout_of, read_finess
from pipeline.registries.names import registry_key
from pipeline.registries.ror import read_ror

ROR_FILE = "ror.parquet"
FINESS_FILES = {ESTABLISHMENTS: "finess-establishments.parquet", ENTITIES: "finess-entities.parquet"}
# Goes up with the columns and with the way in which keys are made.
VERSION = b"1"
_VERSION = b"jumelage.registry_version"
_TEXT, _TEXTS = pa.string(), pa.list_(pa.field("element", pa.string(), nullable=False))
SCHEMA = pa.schema(
    [
        pa.field("id", _TEXT, nullable=False),
        pa.field("name", _TEXT, nullable=False),
        pa.field("forms", _TEXTS, nullable=False),
        pa.field("acronyms", _TEXTS, nullable=False),
        pa.field("kind", _TEXT),
        pa.field("country", _TEXT),
        pa.field("city", _TEXT),
        pa.field("status", _TEXT, nullable=False),
        pa.field("successor", _TEXT),
        pa.field("wikidata", _TEXT),
        pa.field("parent", _TEXT),
        pa.field("category", _TEXT),
        # `registry_key` of all forms and acronyms: what is looked up.
        pa.field("keys", _TEXTS, nullable=False),
    ],
    metadata={_VERSION: VERSION},
)
_BATCH = 5_000
_NAMED = 20


@dataclass(slots=True)
class Imported:
    """What an import did; `rejects` counts the records left out by reason, `named` has the first of each."""

    target: Path
    what: str
    n_read: int = 0
    n_kept: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {
            "registry": self.what,
            "read": self.n_read,
            "kept": self.n_kept,
            "rejected": [
                {"reason": reason, "records": count, "first": self.named[reason]}
                for reason, count in sorted(self.rejects.items())
            ],
            "written_to": str(self.target),
        }

    def lines(self) -> Iterator[str]:
        """Yield what there is to say, line by line."""
        yield f"{self.what}: {self.n_read} read, {self.n_kept} kept, {self.rejects.total()} rejected"
        for reason, count in sorted(self.rejects.items()):
            yield f"  rejected, {reason}: {count}"
            yield from (f"    {where}" for where in self.named[reason])
            if count > len(self.named[reason]):
                yield f"    and {count - len(self.named[reason])} more"
        yield f"written to {self.target}"


def import_ror(path: Path, folder: Path, told: Told = nobody) -> Imported:
    """Write the index of a ROR data dump (schema v2, JSON or ZIP) below `folder`. Raises RegistryError."""
    return _import(read_ror(path, told), path, Imported(folder / ROR_FILE, "ROR"))


def import_finess(path: Path, folder: Path, told: Told = nobody) -> Imported:
    """Write the index of a FINESS extract below `folder`, establishments and entities each in its own file.

    Raises RegistryError.
    """
    layout = layout_of(path)
    result = Imported(folder / FINESS_FILES[layout], f"FINESS, {layout.title}")
    return _import(read_finess(path, layout, told), path, result)


def read_index(path: Path) -> pa.Table:
    """Read an index file. Raises RegistryError when it is broken or of another version."""
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise RegistryError(f"{path}: is no readable index ({error}); import the registry again") from error
    if (table.schema.metadata or {}).get(_VERSION) != VERSION or not table.schema.equals(SCHEMA):
        raise RegistryError(f"{path}: was written by another version; import the registry again")
    return table.combine_chunks()


def _import(found: Iterable[Entry | Malformed], path: Path, result: Imported) -> Imported:
    aside = result.target.with_name(f".{result.target.name}.tmp")
    try:
        result.target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with pq.ParquetWriter(aside, SCHEMA, compression="zstd") as writer:
                for batch in _batches(_kept(found, result)):
                    writer.write_table(pa.Table.from_pylist(batch, schema=SCHEMA))
            if not result.n_kept:
                reasons = "; ".join(sorted(result.rejects)) or "it is empty"
                raise RegistryError(f"{path}: not one record could be kept ({reasons}); nothing is imported")
            with aside.open("rb") as file:
                os.fsync(file.fileno())
            aside.replace(result.target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise RegistryError(f"{result.target}: cannot be written: {error}") from error
    return result


def _kept(found: Iterable[Entry | Malformed], result: Imported) -> Iterator[Entry]:
    seen: set[str] = set()
    for one in found:
        result.n_read += 1
        if isinstance(one, Entry) and one.id in seen:
            one = Malformed(f"{one.id} ({one.name})", "the id stands there twice")  # noqa: PLW2901
        if isinstance(one, Malformed):
            result.rejects[one.reason] += 1
            named = result.named.setdefault(one.reason, [])
            if len(named) < _NAMED:
                named.append(one.where)
            continue
        seen.add(one.id)
        result.n_kept += 1
        yield one


def _batches(entries: Iterable[Entry]) -> Iterator[list[dict[str, object]]]:
    batch: list[dict[str, object]] = []
    for entry in entries:
        keys = dict.fromkeys(map(registry_key, (*entry.forms, *entry.acronyms)))
        batch.append(asdict(entry) | {"keys": [key for key in keys if key]})
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
