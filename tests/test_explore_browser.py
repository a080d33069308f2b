"""The explorer in a browser: what a click, a key and an address do, and what a hostile article cannot."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from browser import CHROMIUM, Opened, chromium, opened, serious
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect

from pipeline.explore.gather import gather, read_tables
from pipeline.explore.page import explorer

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path")

SHOTS = ROOT / "build" / "screenshots"
# Where the pointer finds a country: the middle of its outline.
_MIDDLE = """(id) => {
  const shape = [...document.querySelectorAll("#map path")].find(
    (one) => one.__data__?.datum?.id === id && one.__data__.fill !== "transparent" && one.__data__.fill);
  shape.scrollIntoView({ block: "center" });
  const box = shape.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page(outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the explorer of the sample corpus."""
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(explorer(gather(read_tables(str(outputs)))), encoding="utf-8")
    return path


@pytest.fixture
def show(browser: Browser, page: Path) -> Any:
    def call(address: str = "", **context: Any) -> AbstractContextManager[Opened]:
        return opened(browser, page, address, **context)

    return call


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


@pytest.fixture(scope="module")
def told(outputs: Path) -> Told:
    return Told(outputs)


def plainly(shown: str) -> str:
    """Return a text without the spaces that set off thousands."""
    return re.sub(r"(?<=\d)\s(?=\d{3})", "", shown)


def matches(page: Page) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+) coopérations? sur (\d+)", plainly(page.locator("#matches").inner_text()))
    assert found
    return int(found[1]), int(found[2])


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


def bars(page: Page, choice: str) -> dict[str, int]:
    names = page.locator(f"#{choice} bdi").all_inner_texts()
    return dict(zip(names, map(int, page.locator(f"#{choice} .n").all_inner_texts()), strict=True))


def test_a_click_on_a_country_filters_and_a_second_one_lets_go(show: Any, told: Told, outputs: Path) -> None:
    specialties = pd.read_parquet(outputs / "specialties").set_index("specialty")
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
        assert bars(tab.page, "country")["Mali"] == len(told.country("ML"))
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
