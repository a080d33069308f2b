"""What a column and a table are; the Arrow schema and its metadata come from them."""

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = "3"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that means one thing wherever it stands; `values` closes the list of what it may hold."""

    name: str
    type: pa.DataType
    description: str
    unit: str | None = None
    values: tuple[str, ...] | None = None

    def field(self, *, nullable: bool) -> pa.Field:
        """Return the Arrow field, with description, unit and values as its metadata."""
        metadata = {"description": self.description}
        if self.unit:
            metadata["unit"] = self.unit
        if self.values:
            metadata["values"] = " ".join(self.values)
        return pa.field(self.name, self.type, nullable=nullable, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Reference:
    """`columns` of the table refer to the key of `table`."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order, its key, which columns may be null, and what it refers to."""

    name: str
    description: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    nullable: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    caveats: str | None = None

    def schema(self) -> pa.Schema:
        """Return the Arrow schema, with description, key and references as its metadata."""
        fields = [column.field(nullable=column.name in self.nullable) for column in self.columns]
        metadata = {
            "jumelage.table": self.name,
            "jumelage.schema_version": SCHEMA_VERSION,
            "description": self.description,
            "row": self.row,
            "primary_key": ",".join(self.key),
            "foreign_keys": ";".join(f"{','.join(r.columns)}->{r.table}" for r in self.references),
        }
        if self.caveats:
            metadata["caveats"] = self.caveats
        return pa.schema(fields, metadata=metadata)
