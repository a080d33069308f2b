"""Jumelage: from French hospital news to tables of international cooperation."""

__version__ = "0.1.0"
