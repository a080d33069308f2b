"""Jumelage: from French hospital news to tables of international cooperation."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.api.tables import open_tables

__all__ = ["__version__", "open_tables"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # All of the package passes here, and the libraries of analysis take a second to load.
    if name == "open_tables":
        from pipeline.api.tables import open_tables  # noqa: PLC0415

        return open_tables
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
