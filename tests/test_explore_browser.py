"""The explorer in a browser: its head, its table, its evidence, its language, and the address of a view."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from browser import CHROMIUM
from explored import Told, matches, plainly
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path")


def test_the_head_counts_what_the_tables_hold(show: Any, outputs: Path, told: Told) -> None:
    sides = pd.read_parquet(outputs / "cooperation_institutions")
    with show() as tab:
        shown = [plainly(number) for number in tab.page.locator("#totals dd").all_inner_texts()]
        expect(tab.page.locator("html")).to_have_attribute("lang", "fr")
        assert matches(tab.page) == (len(told.cooperations),) * 2
        assert tab.row_ids() == set(told.cooperations["cooperation_id"])
    assert shown == [
        str(len(told.cooperations)),
        str(pd.read_parquet(outputs / "cooperation_countries")["country"].nunique()),
        str(sides.query("side == 'home'")["institution_id"].nunique()),
        str(len(pd.read_parquet(outputs / "articles"))),
    ]


def test_the_table_sorts_and_turns_its_pages(show: Any, told: Told) -> None:
    with show() as tab:
        tab.page.locator("[data-key=sort-period]").click()
        expect(tab.page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
        rows = tab.csv()
        starts = [(row["start"] or row["end"]).replace("X", "0") for row in rows]
        stated = sorted(start for start in starts if start)
        assert starts == stated + [""] * (len(starts) - len(stated))
        assert tab.page.locator(".results tbody tr").count() == 25
        tab.page.locator("[data-key=next]").click()
        expect(tab.page.locator(".pager span")).to_contain_text("Lignes 26 à 50")
        pages = plainly(tab.page.locator(".pager span").inner_text())
        assert pages == f"Lignes 26 à 50 sur {len(told.cooperations)}"
        assert tab.chosen() == {"sort": "period", "page": "2"}


def test_evidence_shows_the_mentions_a_cooperation_rests_on(show: Any, outputs: Path, told: Told) -> None:
    with show() as tab:
        button = tab.page.locator(".results .open").first
        button.click()
        expect(tab.page.locator("#evidence .text")).to_be_visible()
        expect(tab.page.locator("#evidence header button")).to_be_focused()
        key = tab.chosen()["open"]
        evidence = pd.read_parquet(outputs / "cooperation_evidence")
        mentions = pd.read_parquet(outputs / "mentions")
        ids = evidence[evidence["cooperation_id"] == key]["mention_id"]
        resting = mentions[mentions["mention_id"].isin(ids)].sort_values("start")
        article = resting["article_id"].iloc[0]
        text = pd.read_parquet(outputs / "articles").set_index("article_id").at[article, "text"]
        assert tab.page.locator("#evidence .text").evaluate("(one) => one.textContent") == text
        marks = tab.page.locator("#evidence .sentences mark.supports")
        first = resting.iloc[0]
        expect(marks.first).to_have_text(first["text"])
        assert first["rule"] in (marks.first.get_attribute("title") or "")
        # The text opens under the pointer, which would tell of the mark that it happens to point at.
        tab.page.mouse.move(0, 0)
        marks.first.focus()
        expect(tab.page.locator("#told")).to_contain_text(first["rule"])
        tab.page.locator("#evidence summary").click()
        rows = tab.page.locator(".mentions tbody tr")
        assert rows.count() == len(mentions[mentions["article_id"] == article])
        assert tab.page.locator(".mentions td:last-child", has_text="oui").count() == len(resting)
        tab.page.keyboard.press("Escape")
        expect(tab.page.locator("#evidence")).to_be_hidden()
        expect(button).to_be_focused()
        assert tab.chosen() == {}


def test_the_language_is_that_of_the_browser_until_another_is_chosen(show: Any) -> None:
    with show(locale="en-GB") as tab:
        expect(tab.page.locator("h1")).to_have_text("International hospital cooperation")
        expect(tab.page.locator("#country bdi", has_text="Vietnam")).to_have_count(1)
        tab.page.get_by_role("button", name="Français", exact=True).click()
        expect(tab.page.locator("h1")).to_have_text("Coopérations hospitalières internationales")
        expect(tab.page.locator("#country bdi", has_text="Viêt Nam")).to_have_count(1)
        expect(tab.page.locator("html")).to_have_attribute("lang", "fr")
        assert tab.chosen() == {"lang": "fr"}


def test_an_address_restores_its_view_and_back_undoes_a_choice(show: Any, told: Told) -> None:
    address = "#country=ML,SN&confidence=0.5&sort=-country&lang=en&theme=dark"
    with show(address) as tab:
        expect(tab.page.locator("#chips bdi")).to_have_text(["Mali", "Senegal", "confidence ≥ 50%"])
        expect(tab.page.locator("html")).to_have_attribute("data-theme", "dark")
        sure = set(told.cooperations.query("confidence >= 0.5")["cooperation_id"])
        assert tab.row_ids() == (told.country("ML") | told.country("SN")) & sure
        assert tab.page.evaluate("location.hash") == address
        tab.page.locator("#country button", has_text="Benin").click()
        assert tab.chosen()["country"] == "ML,SN,BJ"
        tab.page.go_back()
        expect(tab.page.locator("#chips bdi")).to_have_text(["Mali", "Senegal", "confidence ≥ 50%"])
        tab.page.evaluate("location.hash = '#country=ZZ,TG&from=now&confidence=9&sort=constructor&open=no'")
        expect(tab.page.locator("#chips bdi")).to_have_text(["Togo"])
        assert tab.row_ids() == told.country("TG")
