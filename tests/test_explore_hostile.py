"""What an article could try against those who read it in the explorer, and what comes of it: text."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from browser import CHROMIUM, Opened, opened
from playwright.sync_api import Browser, expect

from pipeline.explore.gather import gather, read_tables
from pipeline.explore.page import explorer

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path")

MARKUP = (
    '🏥</script><img src="x" onerror="alert(1)"><script>alert(2)</script><!-- {{7*7}} ${alert(3)} &lt;b&gt;'
)
TURNED = "Brest\u202egnp.exe\u2066\u2028\x1b[2J\x00"
SHOWN = "Brest[U+202E]gnp.exe[U+2066]\n[U+001B][2J[U+0000]"
ADDRESSES = (
    "javascript:alert(4)",
    " JaVaScRiPt:alert(5)",
    "data:text/html,<script>alert(6)</script>",
    "file:///etc/passwd",
    "//elsewhere.example/x",
    "https://example.org/?a=<b>&c='d'",
)
TITLES = ("=HYPERLINK(1)", "+1+1", "-1", "@SUM(1)", "\tindented", "\rreturned", 'with "marks", and comma')


@pytest.fixture(scope="module")
def hostile(outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the explorer of the sample corpus, with what comes from articles put out of shape."""
    tables = read_tables(str(outputs))
    texts = {row["article_id"]: f"{MARKUP} {row['text']} {TURNED}" for row in tables["articles"]}
    shift = len(MARKUP) + 1
    places = ("start", "end", "sentence_start", "sentence_end")
    tables |= {
        "articles": [
            {
                **row,
                "text": texts[row["article_id"]],
                "title": MARKUP if n % 2 else TITLES[n // 2 % len(TITLES)],
            }
            for n, row in enumerate(tables["articles"])
        ],
        "documents": [
            {**row, "url": ADDRESSES[n % len(ADDRESSES)], "site": MARKUP, "source": TURNED}
            for n, row in enumerate(tables["documents"])
        ],
        "mentions": [
            {**row, "rule": MARKUP, **{place: row[place] + shift for place in places}}
            for row in tables["mentions"]
        ],
        "institutions": [{**row, "name": f"{row['name']} {MARKUP}"} for row in tables["institutions"]],
        "countries": [{**row, "name_fr": f"{row['name_fr']}<b>"} for row in tables["countries"]],
        "specialties": [{**row, "label_fr": f"{row['label_fr']}{TURNED}"} for row in tables["specialties"]],
        "counts": [{**row, "noun": MARKUP} for row in tables["counts"]],
    }
    page = tmp_path_factory.mktemp("hostile") / "explorer.html"
    page.write_text(explorer(gather(tables)), encoding="utf-8")
    yield page


@pytest.fixture
def tab(browser: Browser, hostile: Path) -> Iterator[Opened]:
    # `opened` fails on every dialog, every line on the console and every address that is asked for.
    with opened(browser, hostile) as found:
        yield found


def test_what_an_article_says_stays_text(tab: Opened) -> None:
    page = tab.page
    before = page.locator("script").count()
    expect(page.locator(".results td.home").first).to_contain_text(MARKUP)
    expect(page.locator("#specialty bdi").first).to_contain_text(SHOWN)
    for at in range(6):
        page.locator(".results .open").nth(at).click()
        expect(page.locator("#evidence .text")).to_be_visible()
        text = page.locator("#evidence .text").evaluate("(one) => one.textContent")
        assert text.startswith(f"{MARKUP} ")
        assert text.endswith(f" {SHOWN}")
        mark = page.locator("#evidence mark").first
        assert MARKUP in (mark.get_attribute("title") or "")
        mark.hover()
        expect(page.locator("#told")).to_contain_text(MARKUP)
        page.keyboard.press("Escape")
    page.locator("#query").fill(MARKUP)
    expect(page.locator("#chips bdi")).to_have_text([f"« {MARKUP} »"])
    assert page.locator("img, iframe, object, embed, b, svg script").count() == 0
    assert page.locator("script").count() == before


def test_places_are_counted_in_code_points(tab: Opened, outputs: Path) -> None:
    tab.page.locator(".results .open").first.click()
    expect(tab.page.locator("#evidence .text")).to_be_visible()
    told = pd.read_parquet(outputs / "cooperations").set_index("cooperation_id")
    mentions = pd.read_parquet(outputs / "mentions").sort_values(["start", "end"], ascending=[True, False])
    article = told.at[tab.chosen()["open"], "article_id"]
    shown = tab.page.locator(".mentions td:first-child").evaluate_all(
        "(all) => all.map((one) => one.textContent)"
    )
    assert shown == list(mentions[mentions["article_id"] == article]["text"])


def test_only_http_becomes_a_link(tab: Opened) -> None:
    page, found = tab.page, set()
    # Three pages of results, so that the article of every address is among them.
    for _ in range(3):
        for at in range(25):
            page.locator(".results .open").nth(at).click()
            expect(page.locator("#evidence .text")).to_be_visible()
            found |= set(page.locator("#evidence a").evaluate_all("(all) => all.map((one) => one.href)"))
            page.keyboard.press("Escape")
        page.locator("[data-key='next']").click()
    assert found == {"https://example.org/?a=%3Cb%3E&c=%27d%27"}


def test_no_cell_of_the_download_is_a_formula(tab: Opened) -> None:
    with tab.page.expect_download() as coming:
        tab.page.locator("#download").click()
    text = Path(coming.value.path()).read_bytes().decode("utf-8").removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    titles = {row["title"] for row in rows}
    assert {f"'{title}" for title in TITLES[:-1]} | {TITLES[-1], MARKUP} == titles
