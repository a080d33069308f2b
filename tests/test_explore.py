"""The explorer as a file: what it holds of a run, what a hostile text cannot do to it, what it refuses."""

import base64
import gzip
import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import fsspec
import pandas as pd
import pytest

from benchmarks.explorer import enlarged
from pipeline.errors import OutputError
from pipeline.explore import page as built
from pipeline.explore.gather import Gathered, gather, read_tables
from pipeline.explore.page import explorer, write_explorer


@pytest.fixture(scope="module")
def gathered(outputs: Path) -> Gathered:
    return gather(read_tables(str(outputs)))


class Elements(HTMLParser):
    """The elements of a page, and what stands in its scripts and style sheets."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.count: Counter[str] = Counter()
        self.inline: list[tuple[str, dict[str, str | None], str]] = []
        self.policy = ""
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the start of an element."""
        self.count[tag] += 1
        given = dict(attrs)
        self._open = (tag, given) if tag in {"script", "style"} else None
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""

    def handle_data(self, data: str) -> None:
        """Note what stands in a script or style sheet."""
        if self._open:
            self.inline.append((*self._open, data))
            self._open = None

    def block(self, name: str) -> Any:
        """Return the data of this name."""
        (text,) = [text for _, given, text in self.inline if given.get("id") == name]
        return json.loads(text)

    def packs(self) -> list[Any]:
        """Return the articles."""
        texts = [text for _, given, text in self.inline if (given.get("id") or "").startswith("pack-")]
        return [one for text in texts for one in json.loads(gzip.decompress(base64.b64decode(text)))]


def test_a_cooperation_is_what_the_tables_say(outputs: Path, gathered: Gathered) -> None:
    core = gathered.core
    rows = core["cooperations"]

    def said(table: str, column: str, **where: str) -> dict[str, set[str]]:
        frame = pd.read_parquet(outputs / table)
        for name, value in where.items():
            frame = frame[frame[name] == value]
        return frame.groupby("cooperation_id")[column].agg(set).to_dict()

    for name, told, ids in (
        ("countries", said("cooperation_countries", "country"), core["countries"]["id"]),
        ("specialties", said("cooperation_specialties", "specialty"), core["specialties"]["id"]),
        *(
            (
                side,
                said("cooperation_institutions", "institution_id", side=side),
                core["institutions"]["id"],
            )
            for side in ("home", "partner", "funder")
        ),
    ):
        found = {
            rows["id"][row]: {ids[place] for place in places}
            for row, places in enumerate(rows[name])
            if places
        }
        assert found == told, name
    frame = pd.read_parquet(outputs / "cooperations").set_index("cooperation_id")
    assert sorted(rows["id"]) == sorted(frame.index)
    for row, key in enumerate(rows["id"]):
        one = frame.loc[key]
        assert core["articles"]["id"][rows["article"][row]] == one["article_id"]
        for column in ("start", "end", "status", "confidence"):
            value = rows[column][row]
            assert value == one[column] or (value is None and pd.isna(one[column]))
    assert core["n_articles"] == len(pd.read_parquet(outputs / "articles"))


def test_the_year_is_that_of_the_start_else_of_the_article() -> None:
    article = {"document_id": "d", "title": None, "text": "", "published": "2019-06"}
    told = {"end": None, "status": None, "confidence": 0.5}
    tables: dict[str, list[Any]] = {name: [] for name in read_names()}
    tables["documents"] = [{"document_id": "d", "source": "s", "site": None, "url": None}]
    tables["articles"] = [{"article_id": "a", **article}, {"article_id": "b", **article, "published": None}]
    tables["cooperations"] = [
        {"cooperation_id": "1", "article_id": "a", "start": "199X", **told},
        {"cooperation_id": "2", "article_id": "a", "start": None, **told},
        {"cooperation_id": "3", "article_id": "b", "start": None, **told},
    ]
    rows = gather(tables).core["cooperations"]
    assert (rows["year"], rows["dated"]) == ([1990, 2019, None], [1, 0, 0])


def read_names() -> list[str]:
    from pipeline.explore.gather import _COLUMNS

    return list(_COLUMNS)


def test_an_article_has_its_mentions_and_the_evidence_of_each_cooperation(
    outputs: Path, gathered: Gathered
) -> None:
    mentions = pd.read_parquet(outputs / "mentions").set_index("mention_id")
    evidence = pd.read_parquet(outputs / "cooperation_evidence")
    told = evidence.groupby("cooperation_id")["mention_id"].agg(set).to_dict()
    span = {row.Index: (row.label, row.start, row.end) for row in mentions.itertuples()}
    spans = {key: {span[one] for one in ids} for key, ids in told.items()}
    found = {
        gathered.core["cooperations"]["id"][row]: {tuple(article["mentions"][place][:3]) for place in places}
        for article in gathered.articles
        for row, places in article["evidence"].items()
    }
    assert found == spans
    texts = Counter(one["text"][m[1] : m[2]] for one in gathered.articles for m in one["mentions"])
    wanted = set(gathered.core["articles"]["id"])
    assert texts == Counter(mentions[mentions["article_id"].isin(wanted)]["text"])


def test_the_page_holds_what_was_gathered_and_is_the_same_each_time(gathered: Gathered) -> None:
    page = explorer(gathered)
    assert page == explorer(gathered)
    elements = Elements(page)
    core = elements.block("core")
    assert core.pop("pack") == 32
    assert core == json.loads(json.dumps(gathered.core))
    assert elements.packs() == json.loads(json.dumps(gathered.articles))


def test_only_the_scripts_and_styles_of_the_page_may_run(gathered: Gathered) -> None:
    elements = Elements(explorer(gathered))
    run = [(tag, text) for tag, given, text in elements.inline if "type" not in given]
    assert [tag for tag, _ in run] == ["style", "script", "script"]

    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    style, library, script = (hashed(text) for _, text in run)
    assert elements.policy == (
        f"default-src 'none'; script-src {library} {script}; style-src {style}; "
        "base-uri 'none'; form-action 'none'"
    )


HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\u2028\u202e&amp;$policy"


def test_a_hostile_text_stays_a_text(gathered: Gathered) -> None:
    honest = Elements(explorer(gathered))
    core = json.loads(json.dumps(gathered.core))
    for column in ("title", "source", "site", "url"):
        core["articles"][column] = [HOSTILE] * len(core["articles"]["id"])
    core["institutions"]["name"] = [HOSTILE] * len(core["institutions"]["id"])
    articles = [{**article, "text": HOSTILE} for article in gathered.articles]
    hostile = Elements(explorer(Gathered(core, articles)))
    assert hostile.count == honest.count
    assert hostile.policy == honest.policy
    assert set(hostile.block("core")["articles"]["title"]) == {HOSTILE}
    assert {article["text"] for article in hostile.packs()} == {HOSTILE}


def test_the_library_cannot_end_its_element() -> None:
    assert built._inline('"</script><!--"') == '"<\\/script><\\!--"'


def test_a_run_without_cooperations_gives_a_page() -> None:
    page = explorer(gather({name: [] for name in read_names()}))
    assert Elements(page).block("core")["cooperations"]["id"] == []


def test_the_command_writes_the_page(outputs: Path, tmp_path: Path, jumelage: Callable) -> None:
    page = tmp_path / "explorer.html"
    ended = jumelage("explore", outputs, "-o", page)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"explorer in {page} ({page.stat().st_size / 1e6:.1f} MB)\n"
    assert page.read_bytes() == explorer(gather(read_tables(str(outputs)))).encode()
    assert [path.name for path in tmp_path.iterdir()] == ["explorer.html"]


def test_what_holds_no_run_is_refused(tmp_path: Path, jumelage: Callable) -> None:
    (tmp_path / "_run.json").write_text('{"something": "else"}')
    ended = jumelage("explore", tmp_path, "-o", tmp_path / "page.html")
    assert ended.status == 2
    assert ended.err.startswith(f"jumelage: {tmp_path}: holds no run ")
    assert not (tmp_path / "page.html").exists()


def test_a_run_behind_a_uri_is_read_too(outputs: Path) -> None:
    fsspec.filesystem("memory").put(f"{outputs}/", "/explored/", recursive=True)
    assert read_tables("memory://explored") == read_tables(str(outputs))


@pytest.fixture
def copied(outputs: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(outputs, tmp_path / "copied"))


def test_an_unfinished_run_is_refused(copied: Path) -> None:
    record = json.loads((copied / "_run.json").read_text("utf-8"))
    (copied / "_run.json").write_text(json.dumps({**record, "state": "interrupted"}))
    with pytest.raises(OutputError, match="the run there is not complete"):
        read_tables(str(copied))


def test_a_part_that_cannot_be_read_is_named(copied: Path) -> None:
    part = min((copied / "mentions").iterdir())
    part.unlink()
    with pytest.raises(OutputError, match=f"^{re.escape(str(part))}: is gone"):
        read_tables(str(copied))


def test_a_page_that_cannot_be_written_is_refused(outputs: Path, tmp_path: Path) -> None:
    page = tmp_path / "no folder" / "page.html"
    with pytest.raises(
        OutputError, match=r"cannot be written \(No such file or directory\); give another -o"
    ):
        write_explorer(str(outputs), page)
    with pytest.raises(OutputError, match=r"cannot be written \(Is a directory\)"):
        write_explorer(str(outputs), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_large_run_of_the_benchmark_is_whole_and_the_same_each_time(gathered: Gathered) -> None:
    large = enlarged(gathered, n_cooperations=700, n_articles=300)
    assert large == enlarged(gathered, n_cooperations=700, n_articles=300)
    rows = large.core["cooperations"]
    assert {len(values) for values in rows.values()} == {700}
    assert {len(values) for values in large.core["articles"].values()} == {len(large.articles)} == {300}
    assert Counter(rows["article"]) == Counter(row % 300 for row in range(700))
    for place, article in enumerate(large.articles):
        assert sorted(article["evidence"]) == [row for row in range(700) if row % 300 == place]
        assert all(at < len(article["mentions"]) for ats in article["evidence"].values() for at in ats)
