"""What a shard can tell alone, as Arrow tables, and as the bytes of one file."""

import io
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.tables import columns as c
from pipeline.tables.build import VALUE_FIELDS
from pipeline.tables.catalogue import TABLES
from pipeline.tables.check import check_references, to_arrow
from pipeline.tables.schema import Column, Reference, Table

Draft = Mapping[str, pa.Table]
# Tables of a draft, and of each the columns that are wanted, None for all.
Columns = Mapping[str, Collection[str] | None]
# Gives the drafts of a run in their order, of each the tables and columns that are asked for.
Drafts = Callable[[Columns], Iterator[Draft]]
_VALUE_ID = Column("value_id", pa.string(), "Key of a value of an institution: hash of its fields.")
_TYPES = {"placed": pa.bool_()}
# The tables that only a whole run can fill; no draft has them.
WHOLE = (
    "institutions",
    "countries",
    "specialties",
    "partnerships",
    "partnership_cooperations",
    "partnership_specialties",
)
_OWN: tuple[Table, ...] = (
    Table(
        "values",
        "The values of institutions that articles give, before they are linked.",
        "value of an institution",
        (
            _VALUE_ID,
            *(Column(name, _TYPES.get(name, pa.string()), "As in records.") for name in VALUE_FIELDS),
        ),
        key=("value_id",),
        nullable=("country", "acronym", "city", "host", "row"),
    ),
    Table(
        "uses",
        "Which article gives which value.",
        "value in an article",
        (c.ARTICLE_ID, _VALUE_ID),
        key=("article_id", "value_id"),
        references=(Reference(("article_id",), "articles"), Reference(("value_id",), "values")),
    ),
    Table(
        "places",
        "Which countries an article names, those of its institutions aside.",
        "country in an article",
        (c.ARTICLE_ID, c.COUNTRY),
        key=("article_id", "country"),
    ),
    Table(
        "signatures",
        "What tells the copies of a text.",
        "article that is long enough to have copies",
        (c.ARTICLE_ID, Column("signature", pa.binary(), "MinHash of its runs of words.")),
        key=("article_id",),
    ),
    Table(
        "contents",
        "What the id of a cooperation is made from, institutions aside.",
        "cooperation",
        (
            c.COOPERATION_ID,
            c.POSITION,
            Column("contents", pa.string(), "Hash of its countries, specialties, start and evidence."),
        ),
        key=("cooperation_id",),
    ),
)
# References to what a draft does not hold; in it, an institution is one of its values.
_LATER = frozenset(("institutions", "countries", "specialties"))
SHARDED: tuple[Table, ...] = tuple(table for table in TABLES if table.name not in WHOLE)
DRAFT: tuple[Table, ...] = (
    *(
        replace(table, references=tuple(r for r in table.references if r.table not in _LATER))
        for table in SHARDED
    ),
    *_OWN,
)
_BY_NAME = {table.name: table for table in DRAFT}


def to_draft(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, pa.Table]:
    """Return the rows of `build` as checked tables; raises TableError naming all breaches."""
    draft = {table.name: to_arrow(table, rows.get(table.name, [])) for table in DRAFT}
    check_references(draft, _BY_NAME)
    return draft


def pack(draft: Draft) -> bytes:
    """Return a draft as one file; equal drafts give equal bytes."""
    packed = io.BytesIO()
    # No date is written, and the tables are compressed themselves.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, table in draft.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.parquet"), parquet(table))
    return packed.getvalue()


def unpack(packed: BinaryIO, columns: Columns | None = None) -> dict[str, pa.Table]:
    """Return the tables of a packed draft; with `columns`, only these tables, and of each these columns.

    Raises zipfile.BadZipFile, KeyError or pyarrow.ArrowInvalid for a file that is no whole draft.
    """
    wanted: Columns = dict.fromkeys(_BY_NAME) if columns is None else columns
    with zipfile.ZipFile(packed) as archive:
        return {
            name: read_parquet(pa.BufferReader(archive.read(f"{name}.parquet")), only)
            for name, only in wanted.items()
        }


def read_parquet(file: Any, columns: Collection[str] | None = None) -> pa.Table:
    """Return a small table from a Parquet file, or some of its columns.

    Without threads: they bring nothing here, and one that is still alive at the end of a process aborts it.
    """
    only = None if columns is None else list(columns)
    return pq.ParquetFile(file).read(columns=only, use_threads=False)


def parquet(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file; equal tables give equal bytes."""
    written = pa.BufferOutputStream()
    # Statistics and compression are fixed, and no creation time is written.
    pq.write_table(table, written, compression="zstd", store_schema=True)
    return bytes(written.getvalue())
