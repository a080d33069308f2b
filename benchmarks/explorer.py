"""`python -m benchmarks.explorer OUTPUT`: the explorer of a large run, measured in Chromium.

The large run is that of OUTPUT (tables of `jumelage extract`), drawn anew: its articles are repeated with a
number in their title, and each cooperation takes its sides, countries, specialties and dates from others at
random (seeded). Texts and mentions stay what they are, so that size and work are those of real articles.
"""

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, sync_playwright

from pipeline.explore.gather import SIDES, Gathered, gather, read_tables
from pipeline.explore.page import explorer

_CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
)
_DRAWN = ("countries", "specialties", *SIDES, "start", "end", "status", "confidence", "year", "dated")
# What somebody does, and the control that it is done with; a word is typed into the box for searching.
_ACTS = (
    ("pick a country", "#country li:nth-child(3) button", None),
    ("let it go", "#country [aria-pressed=true]", None),
    ("pick a specialty", "#specialty li:nth-child(2) button", None),
    ("let it go again", "#specialty [aria-pressed=true]", None),
    ("pick a cell", ".matrix td button", None),
    ("let the cell go", ".matrix td button", None),
    ("search", "#query", "brest"),
    ("search for more", "#query", "hopital de"),
    ("search for nothing", "#query", ""),
    ("sort", ".results th.partner button", None),
)
# Acts, and returns the milliseconds until what comes of it is drawn.
_ACT = """async ([control, word]) => {
  const found = document.querySelector(control);
  const begun = performance.now();
  if (word === null) found.click();
  else {
    found.value = word;
    found.dispatchEvent(new Event("input"));
    await new Promise((next) => requestAnimationFrame(next));
  }
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  return performance.now() - begun;
}"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def enlarged(found: Gathered, n_cooperations: int, n_articles: int, seed: int = 7) -> Gathered:
    """Return a run of that many cooperations and articles, made of a small one."""
    draw = random.Random(seed)
    small = found.core["cooperations"]
    size = len(small["id"])
    copies = [place % len(found.articles) for place in range(n_articles)]
    names = found.core["articles"]
    articles = {name: [values[place] for place in copies] for name, values in names.items()}
    articles["title"] = [f"{title or ''} ({n})" for n, title in enumerate(articles["title"])]
    of_article: list[list[int]] = [[] for _ in names["id"]]
    for row, article in enumerate(small["article"]):
        of_article[article].append(row)
    rows: dict[str, list[Any]] = {name: [] for name in small}
    texts = [{**found.articles[place], "evidence": {}, "people": {}} for place in copies]
    for row in range(n_cooperations):
        article = row % n_articles
        told = draw.choice(of_article[copies[article]])
        rows["id"].append(f"{row:016x}")
        rows["article"].append(article)
        for name in _DRAWN:
            rows[name].append(small[name][draw.randrange(size)])
        for name in ("evidence", "people"):
            texts[article][name][row] = found.articles[copies[article]][name].get(told, [])
    return Gathered(
        {**found.core, "n_articles": n_articles, "articles": articles, "cooperations": rows}, texts
    )


def measure(page: Path, rounds: int) -> Mapping[str, Sequence[float]]:
    """Return milliseconds in Chromium, a number a round, of opening the page and of what is done in it.

    `CPU` is what the main thread worked, which does not change with what else the machine does.
    """
    found: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_CHROMIUM.split())
        for _ in range(rounds):
            opened = browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr")
            session = opened.context.new_cdp_session(opened)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            begun = time.monotonic()
            opened.goto(page.as_uri())
            opened.wait_for_selector("html[data-ready=yes]")
            note("open: charts drawn", (time.monotonic() - begun) * 1000)
            note("open: first paint", opened.evaluate(_PAINT))
            note("open: CPU", _worked(session))
            opened.wait_for_timeout(1000)
            for name, control, word in _ACTS:
                before = _worked(session)
                note(f"{name}: drawn", opened.evaluate(_ACT, [control, word]))
                note(f"{name}: CPU", _worked(session) - before)
            opened.close()
        browser.close()
    return found


def _worked(session: CDPSession) -> float:
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    worked: float = metrics["TaskDuration"] * 1000
    return worked


def main() -> None:
    """Build the page, measure it and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explorer", description=__doc__)
    parser.add_argument("tables", metavar="OUTPUT", help="tables of a run")
    parser.add_argument("--cooperations", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5, help="times that the page is opened")
    parser.add_argument("--keep", type=Path, help="write the page here, and leave it")
    asked = parser.parse_args()
    large = enlarged(gather(read_tables(asked.tables)), asked.cooperations, asked.articles)
    with tempfile.TemporaryDirectory() as folder:
        page = asked.keep or Path(folder) / "explorer.html"
        begun = time.monotonic()
        page.write_text(explorer(large), encoding="utf-8")
        print(f"{asked.cooperations} cooperations, {asked.articles} articles")
        print(f"built in {time.monotonic() - begun:.1f} s, {page.stat().st_size / 1e6:.1f} MB")
        for name, values in measure(page.resolve(), asked.rounds).items():
            print(f"{name:32} median {statistics.median(values):6.0f} ms, most {max(values):6.0f} ms")


if __name__ == "__main__":
    main()
