"""What the explorer shows in a browser, as numbers, and what the tables say of the same."""

import re
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page


class Told:
    """What the tables say, asked of them by pandas."""

    def __init__(self, outputs: Path) -> None:
        self.cooperations = pd.read_parquet(outputs / "cooperations")
        self._outputs = outputs

    def of(self, table: str, **where: str) -> set[str]:
        """Return the cooperations of the rows of a table in which columns have these values."""
        rows = pd.read_parquet(self._outputs / table)
        for name, value in where.items():
            rows = rows[rows[name] == value]
        return set(rows["cooperation_id"])

    def country(self, code: str) -> set[str]:
        """Return the cooperations with a partner country."""
        return self.of("cooperation_countries", country=code)


def plainly(shown: str) -> str:
    """Return a text without the spaces that set off thousands."""
    return re.sub(r"(?<=\d)\s(?=\d{3})", "", shown)


def matches(page: Page) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+) coopérations? sur (\d+)", plainly(page.locator("#matches").inner_text()))
    assert found
    return int(found[1]), int(found[2])
