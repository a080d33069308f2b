"""The site builds without a warning, fetches nothing, and draws the tables as they are declared."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from pages import pages as shown_pages

from pipeline.tables.catalogue import TABLES
from pipeline.tables.diagram import diagram

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    return folder


class Fetched(HTMLParser):
    """Collects what a browser loads with a page, and the language of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the tag loads."""
        said = dict(attrs)
        if tag == "html":
            self.language = said.get("lang")
        loaded = said.get("href") if tag == "link" else said.get("src")
        if loaded is not None:
            self.addresses.append(loaded)


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert {str(page.relative_to(site).with_suffix(".md")) for page in pages} == {
        "404.md", "changelog.md", *(str(page.relative_to(ROOT / "docs")) for page in shown_pages()[1:])
    }  # fmt: skip
    for page in pages:
        read = Fetched()
        read.feed(page.read_text(encoding="utf-8"))
        assert read.language == ("fr" if page.parent.name == "fr" else "en")
        assert [one for one in read.addresses if re.match(r"[a-z]+:|//", one)] == []
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"@import|url\((?!['\"]?(?:data:|#))", styles) == []


def test_the_diagram_has_each_table_column_and_reference() -> None:
    svg = ElementTree.fromstring(diagram(TABLES))
    boxes = svg.findall(f"{_SVG}a")
    assert [box.get("href") for box in boxes] == [f"#{table.name}" for table in TABLES]
    for box, table in zip(boxes, TABLES, strict=True):
        texts = {text.text: text.get("class") for text in box.findall(f"{_SVG}text")}
        assert [name for name, kind in texts.items() if kind == "er-key"] == [
            column.name for column in table.columns if column.name in table.key
        ]
        assert set(texts) >= {table.name, *(column.name for column in table.columns)}
    # A line for each reference, from the row of its column to the row of the key that it refers to.
    rows = {}
    for box, table in zip(boxes, TABLES, strict=True):
        x, y = (int(box.findall(f"{_SVG}rect")[0].get(name, "")) for name in ("x", "y"))
        for number, column in enumerate(table.columns, 1):
            rows[table.name, column.name] = (range(x, x + 300), y + 18 * number + 9)
    keys = {table.name: table.key for table in TABLES}
    wanted = [
        ((table.name, column), (reference.table, key))
        for table in TABLES
        for reference in table.references
        for column, key in zip(reference.columns, keys[reference.table], strict=True)
    ]
    ends = [
        re.fullmatch(r"M(\d+) (\d+)C.* (\d+) (\d+)", path.get("d", "")) for path in svg.findall(f"{_SVG}path")
    ]
    for (source, target), end in zip(wanted, ends, strict=True):
        assert end
        x1, y1, x2, y2 = map(int, end.groups())
        for (across, down), (x, y) in ((rows[source], (x1, y1)), (rows[target], (x2, y2))):
            assert x in across
            assert y == down


def test_boxes_do_not_overlap() -> None:
    svg = ElementTree.fromstring(diagram(TABLES))
    boxes = [
        tuple(int(box.get(name, "")) for name in ("x", "y", "width", "height"))
        for box in svg.iter(f"{_SVG}rect")
        if box.get("class") == "er-table"
    ]
    for number, (x, y, width, height) in enumerate(boxes):
        assert x + width <= int(svg.get("width", ""))
        assert y + height <= int(svg.get("height", ""))
        for other_x, other_y, other_width, other_height in boxes[:number]:
            assert (
                x >= other_x + other_width
                or other_x >= x + width
                or y >= other_y + other_height
                or other_y >= y + height
            )
