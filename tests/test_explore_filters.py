"""The explorer in a browser: what is chosen by a click, a key or a search is what the tables say of it."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from browser import CHROMIUM
from explored import Told, matches
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path")

# Where the pointer finds a country: the middle of its outline.
_MIDDLE = """(id) => {
  const shape = [...document.querySelectorAll("#map path")].find(
    (one) => one.__data__?.datum?.id === id && one.__data__.fill !== "transparent" && one.__data__.fill);
  shape.scrollIntoView({ block: "center" });
  const box = shape.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


def bars(page: Page, choice: str) -> dict[str, int]:
    names = page.locator(f"#{choice} bdi").all_inner_texts()
    return dict(zip(names, map(int, page.locator(f"#{choice} .n").all_inner_texts()), strict=True))


def test_a_click_on_a_country_filters_and_a_second_one_lets_go(show: Any, told: Told, outputs: Path) -> None:
    specialties = pd.read_parquet(outputs / "specialties").set_index("specialty")
    countries = pd.read_parquet(outputs / "countries").set_index("country")
    with show() as tab:
        x, y = tab.page.evaluate(_MIDDLE, "MG")
        tab.page.mouse.move(x, y)
        count = len(told.country("MG"))
        expect(tab.page.locator("#tip")).to_have_text(f"Madagascar {count}")
        tab.page.mouse.click(x, y)
        expect(tab.page.locator("#chips bdi")).to_have_text(["Madagascar"])
        assert tab.chosen() == {"country": "MG"}
        assert matches(tab.page) == (count, len(told.cooperations))
        assert tab.row_ids() == told.country("MG")
        expect(tab.page.locator("#country [aria-pressed=true] bdi")).to_have_text(["Madagascar"])
        # The other countries stay to be chosen; of the specialties, those of this one are counted.
        shown = bars(tab.page, "country")
        assert len(shown) > 1
        for name, number in shown.items():
            assert number == len(told.country(countries.index[countries["name_fr"] == name].item()))
        for label, number in bars(tab.page, "specialty").items():
            code = specialties.index[specialties["label_fr"] == label].item()
            assert number == len(told.country("MG") & told.of("cooperation_specialties", specialty=code))
        tab.page.mouse.click(*tab.page.evaluate(_MIDDLE, "MG"))
        expect(tab.page.locator("#chips bdi")).to_have_count(0)
        assert tab.chosen() == {}


def test_a_state_too_small_for_the_map_is_a_dot(show: Any, told: Told) -> None:
    with show() as tab:
        tab.page.mouse.click(*tab.page.evaluate(_MIDDLE, "KM"))
        expect(tab.page.locator("#chips bdi")).to_have_text(["Comores"])
        assert tab.row_ids() == told.country("KM")


def test_a_click_on_a_year_filters_by_it(show: Any, told: Told) -> None:
    middle = """() => {
      const all = [...document.querySelectorAll("#timeline path")];
      const bar = all.findLast((one) => one.__data__?.datum?.year === 2012);
      bar.scrollIntoView({ block: "center" });
      const box = bar.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    }"""
    with show() as tab:
        tab.page.mouse.click(*tab.page.evaluate(middle))
        expect(tab.page.locator("#chips bdi")).to_have_text(["2012"])
        assert tab.chosen() == {"from": "2012", "to": "2012"}
        assert [tab.page.locator(box).input_value() for box in ("#from", "#to")] == ["2012", "2012"]
        faded = tab.page.evaluate("""() => [...document.querySelectorAll("#timeline path")]
          .filter((bar) => bar.__data__?.datum?.n > 0 && bar.__data__.fillOpacity !== 0)
          .map((bar) => [bar.__data__.datum.year, bar.__data__.opacity < 1])""")
        assert {year for year, is_faded in faded if not is_faded} == {2012}
        assert len({year for year, is_faded in faded if is_faded}) > 10
        rows = tab.csv()
    starts = told.cooperations["start"].str[:4] == "2012"
    assert set(told.cooperations[starts]["cooperation_id"]) <= {row["cooperation_id"] for row in rows}
    # Where the article states no start, it is the year of the article.
    assert {(row["start"] or row["published"])[:4] for row in rows} == {"2012"}


def test_a_cell_of_the_matrix_filters_by_both(show: Any, told: Told, outputs: Path) -> None:
    with show() as tab:
        cell = tab.page.locator(".matrix td button").first
        label, number = cell.get_attribute("aria-label") or "", int(cell.inner_text())
        cell.click()
        home, country = tab.chosen()["home"], tab.chosen()["country"]
        name = pd.read_parquet(outputs / "institutions").set_index("institution_id").at[home, "name"]
        assert label.startswith(f"{name} – ")
        both = told.of("cooperation_institutions", institution_id=home, side="home") & told.country(country)
        assert len(both) == number
        assert tab.row_ids() == both
        # What these cooperations have in common with others of their homes and countries is shown too.
        sides = pd.read_parquet(outputs / "cooperation_institutions").query("side == 'home'")
        pairs = sides.merge(pd.read_parquet(outputs / "cooperation_countries"), on="cooperation_id")
        shown = pairs[pairs.cooperation_id.isin(both)][["institution_id", "country"]].drop_duplicates()
        assert tab.page.locator(".matrix td button").count() == len(shown)


def test_filters_work_by_keyboard(show: Any, told: Told) -> None:
    with show() as tab:
        tab.page.locator("#specialty button").first.focus()
        first = tab.page.locator("#specialty bdi").first.inner_text()
        tab.page.keyboard.press("Space")
        expect(tab.page.locator("#specialty button").first).to_be_focused()
        expect(tab.page.locator("#chips bdi")).to_have_text([first])
        assert tab.row_ids() == told.of("cooperation_specialties", specialty=tab.chosen()["specialty"])
        tab.page.locator("#least").focus()
        for _ in range(18):
            tab.page.keyboard.press("ArrowRight")
        expect(tab.page.locator("#least-shown")).to_have_text("≥ 90 %")
        sure = set(told.cooperations.query("confidence >= 0.9")["cooperation_id"])
        chosen = told.of("cooperation_specialties", specialty=tab.chosen()["specialty"])
        assert tab.row_ids() == sure & chosen
        tab.page.locator("#status").select_option("active")
        active = set(told.cooperations.query("status == 'active'")["cooperation_id"])
        assert tab.row_ids() == sure & chosen & active
        tab.page.locator("[data-key=chip-reset]").press("Enter")
        assert matches(tab.page)[0] == len(told.cooperations)


def test_the_search_takes_no_heed_of_accents_and_capitals(show: Any, told: Told) -> None:
    with show() as tab:
        tab.page.locator("#query").fill("SENEGAL pediatrie")
        expect(tab.page.locator("#chips bdi")).to_have_text(["« SENEGAL pediatrie »"])
        both = told.country("SN") & told.of("cooperation_specialties", specialty="paediatrics")
        assert both
        assert both <= tab.row_ids()
        assert matches(tab.page)[0] < len(told.country("SN"))
        tab.page.locator("#query").fill("nulle part au monde")
        expect(tab.page.locator("#table .empty")).to_have_text(
            "Aucune coopération ne correspond. Retirez un filtre."
        )
        assert matches(tab.page)[0] == 0
