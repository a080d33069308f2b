"""The tables of a complete run in the formats of other programs: a module each, which has a FORMAT."""

from typing import Literal, get_args

Name = Literal["csv", "duckdb", "jsonl", "sqlite", "xlsx"]
NAMES: tuple[Name, ...] = get_args(Name)
