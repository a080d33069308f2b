"""`open_tables`: the tables of a run as pandas frames, each read when it is first used."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from inspect import getdoc
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.api.wide import WIDE, wide_table
from pipeline.errors import OutputError
from pipeline.read.places import is_uri, opened
from pipeline.stored import Stored, check_parts, open_run, read_table
from pipeline.tables.catalogue import BY_NAME, TABLES
from pipeline.tables.dictionary import about, meaning
from pipeline.tables.schema import Table


class Tables:
    """The tables of a run, by name: `t.mentions` or `t["mentions"]`.

    A table is read when it is first asked for; after that it is the same frame: `.copy()` it before
    changing it. Not stated is a missing value; whole numbers that may be missing are `Int64`, days are
    `datetime64`, all else is text. Every table raises OutputError when a file of it is gone or damaged.
    """

    def __init__(self, run: Stored) -> None:
        self._run = run
        self._frames: dict[str, pd.DataFrame] = {}

    if TYPE_CHECKING:
        # There is a property for each table, made from its declaration below.
        def __getattr__(self, name: str) -> pd.DataFrame: ...

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables, in the order in which a reader meets them."""
        return tuple(BY_NAME)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in BY_NAME:
            raise KeyError(f"{name!r} is no table; there are {', '.join(BY_NAME)}")
        if name not in self._frames:
            self._frames[name] = to_frame(read_table(self._run, name))
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(BY_NAME)

    def _ipython_key_completions_(self) -> list[str]:
        return list(BY_NAME)

    def cooperations_wide(self) -> pd.DataFrame:
        """Return all that is known of each cooperation in one flat row, for a spreadsheet or a first look.

        Where there are several names they are joined with `; `, and none is a missing value: text survives
        `to_csv` and a spreadsheet, and can be grouped and searched, which a list in a cell cannot.
        `frame["partner"].str.split("; ")` makes lists, `.explode()` then a row for each.
        """
        with self._naming_what_is_gone():
            return to_frame(wide_table(self._connection))

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return what a query of DuckDB gives over the tables, which are views by their names.

        `parameters` stand for `?`, or `$name`, in the query, so that no name with an apostrophe needs care.
        Nothing is loaded but what the query needs, and no query changes the tables. Raises duckdb.Error for
        a query that is wrong, OutputError when a file of the tables is gone.

            t.sql("SELECT label, count(*) AS n FROM mentions GROUP BY label ORDER BY n DESC")
            t.sql("FROM institutions WHERE name = ?", ["Hôpital de l’Amitié"])
        """
        with self._naming_what_is_gone():
            return self._connection.execute(query, parameters).df()

    @contextmanager
    def _naming_what_is_gone(self) -> Iterator[None]:
        try:
            yield
        except duckdb.IOException:
            check_parts(self._run)
            raise

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        return connect(self._run)

    def describe(self, name: str) -> pd.DataFrame:
        """Return the columns of a table, or of `cooperations_wide`: type, whether it may be null, meaning."""
        table = {**BY_NAME, WIDE.name: WIDE}[name]
        rows = [(c.name, str(c.type), c.name in table.nullable, meaning(c)) for c in table.columns]
        return pd.DataFrame(rows, columns=["column", "type", "null", "meaning"]).set_index("column")

    def _overview(self) -> pd.DataFrame:
        rows = [(table.name, self._run.rows[table.name], table.description) for table in TABLES]
        return pd.DataFrame(rows, columns=["table", "rows", "holds"]).set_index("table")

    def __repr__(self) -> str:
        lines = (f"  {name:<26}{n:>9}  {holds}" for name, n, holds in self._overview().itertuples())
        return "\n".join([f"Tables of {self._run.location}, and rows in them:", *lines])

    def _repr_html_(self) -> str:
        return str(self._overview().to_html())


def _property(table: Table) -> property:
    def read(self: Tables) -> pd.DataFrame:
        return self[table.name]

    return property(read, doc=_doc(table))


def _doc(table: Table) -> str:
    columns = []
    for column in table.columns:
        null = ", may be null" if column.name in table.nullable else ""
        columns.append(f"{column.name} : {column.type}{null}\n    {meaning(column)}")
    return "\n\n".join([*about(table), "\n".join(columns)])


for _table in TABLES:
    setattr(Tables, _table.name, _property(_table))
Tables.cooperations_wide.__doc__ = f"{getdoc(Tables.cooperations_wide)}\n\n{_doc(WIDE)}"


def open_tables(location: str | os.PathLike[str]) -> Tables:
    """Return the tables of a run in a directory, or at a URI that fsspec knows; none is read yet.

    Raises OutputError where there is no run, one that is not complete, or one of another schema version.

        from pipeline import open_tables

        t = open_tables("outputs")
        t.institutions                  # a pandas frame, read when it is first used
        t.cooperations_wide()           # one flat row for each cooperation, with names instead of ids
        t.sql("SELECT kind, count(*) AS n FROM institutions GROUP BY kind")
        t.describe("institutions")      # what its columns mean

    The tables and their columns; `help(t)` tells of each what it means:
    """
    return Tables(open_run(location))


open_tables.__doc__ = "\n\n".join(
    [
        getdoc(open_tables) or "",
        *(
            f"{table.name}: {table.description}\n    {', '.join(column.name for column in table.columns)}"
            for table in (*TABLES, WIDE)
        ),
    ]
)


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Return a frame: whole numbers that may be null as `Int64`, others as `int64`, days as `datetime64`."""
    frame = table.to_pandas(date_as_object=False, types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    whole = [field.name for field in table.schema if field.type == pa.int64() and not field.nullable]
    return frame.astype(dict.fromkeys(whole, "int64"))


def connect(run: Stored) -> duckdb.DuckDBPyConnection:
    """Return a connection of DuckDB, in memory, with a view for each table. Raises OutputError."""
    check_parts(run)
    connection = duckdb.connect()
    if is_uri(run.location):
        connection.register_filesystem(opened(run.location)[0])
    for name, parts in run.parts.items():
        files = [f"{run.location}/{name}/{part}" for part in parts]
        listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        try:
            connection.execute(f'CREATE VIEW "{name}" AS FROM read_parquet([{listed}])')
        except duckdb.Error as error:
            problem = str(error).splitlines()[0]
            raise OutputError(
                f"{run.location}/{name}: {problem}; delete that file and extract again"
            ) from error
    return connection
