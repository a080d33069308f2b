"""The explorer in a browser: readable for everyone, and on screens of any width, in light and dark."""

from typing import Any

import pytest
from browser import CHROMIUM, serious
from conftest import ROOT
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path")

SHOTS = ROOT / "build" / "screenshots"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(scheme: str, show: Any) -> None:
    with show("#country=ML", color_scheme=scheme) as tab:
        assert serious(tab.page) == []
        tab.page.locator(".results .open").first.click()
        expect(tab.page.locator("#evidence .text")).to_be_visible()
        tab.page.locator("#evidence summary").click()
        assert serious(tab.page) == []
    with show("", color_scheme=scheme, viewport={"width": 390, "height": 844}) as tab:
        assert serious(tab.page) == []


@pytest.mark.parametrize("width", [390, 768, 1280, 2560])
def test_nothing_is_wider_than_the_screen(width: int, show: Any) -> None:
    height = {390: 844, 2560: 1440}.get(width, 900)
    SHOTS.mkdir(parents=True, exist_ok=True)
    with show("", viewport={"width": width, "height": height}) as tab:
        for scheme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=scheme)
            tab.page.wait_for_selector("html[data-ready=yes]")
            assert tab.page.evaluate("document.documentElement.scrollWidth") == width
            # As tall as the page is: what lies below the screen is not laid out before it comes near.
            for _ in range(3):
                tall = tab.page.evaluate("document.documentElement.scrollHeight")
                tab.page.set_viewport_size({"width": width, "height": max(height, min(tall, 16_000))})
                tab.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
            tab.page.screenshot(path=SHOTS / f"explorer-{width}-{scheme}.png")
            tab.page.set_viewport_size({"width": width, "height": height})
            tab.page.locator(".results .open").first.click()
            expect(tab.page.locator("#evidence .text")).to_be_visible()
            assert tab.page.locator("#evidence").evaluate("(one) => one.scrollWidth <= one.clientWidth")
            tab.page.screenshot(path=SHOTS / f"evidence-{width}-{scheme}.png")
            tab.page.keyboard.press("Escape")
