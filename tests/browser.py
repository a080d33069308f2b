"""Chromium for tests: pages opened from the disk, with everything that they say or ask for noted."""

import csv
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from playwright.sync_api import Browser, Page, sync_playwright

# Debian's Chromium asks for updates and the like by itself; without a display it needs the first three.
_ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
CHROMIUM = shutil.which("chromium")


@dataclass(slots=True)
class Opened:
    """A page in the browser, and what it did: lines on the console, errors, addresses it asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def row_ids(self) -> set[str]:
        """Return the ids of all cooperations that match, as the file that the page offers has them."""
        return {line["cooperation_id"] for line in self.csv()}

    def csv(self) -> list[dict[str, str]]:
        """Download the rows that match."""
        with self.page.expect_download() as coming:
            self.page.locator("#download").click()
        text = Path(coming.value.path()).read_bytes().decode("utf-8")
        assert text.startswith("\ufeff")
        return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))

    def chosen(self) -> dict[str, str]:
        """Return the choices in the address."""
        return dict(parse_qsl(self.page.evaluate("location.hash.slice(1)")))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, page: Path, address: str = "", **context: Any) -> Iterator[Opened]:
    """Open a page in a context of its own, and wait until it is drawn; no page may say or fetch anything."""
    given = {"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR", **context}
    made = browser.new_context(**given)
    tab = Opened(made.new_page())
    tab.page.on("console", lambda message: tab.said.append(message.text))
    tab.page.on("pageerror", lambda error: tab.said.append(str(error)))
    tab.page.on("dialog", lambda dialog: (tab.said.append(dialog.message), dialog.dismiss()))
    tab.page.on("request", lambda request: tab.asked.append(request.url.split("#")[0]))
    tab.page.goto(page.as_uri() + address)
    tab.page.wait_for_selector("html[data-ready=yes]")
    yield tab
    assert tab.said == []
    assert [url for url in tab.asked if not url.startswith("blob:")] == [page.as_uri()]
    made.close()


def serious(page: Page) -> list[str]:
    """Return what axe-core finds of a page that is serious or critical, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {json.dumps([node['target'] for node in one['nodes']])}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
