"""The commands that docs/reading.md shows, run on files of the kinds that they name."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import zstandard
from conftest import ROOT
from make_files import PUBLISHED, TITLE, article, letter, record, text_only, web_page, write_all, zipped
from make_office import pdf
from test_read_archives import SITE_URL, Response, warc

_PAGE = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/jumelage (extract .*)$", _PAGE, re.MULTILINE)


def _letter() -> bytes:
    message = letter()
    message.set_content(text_only())
    return message.as_bytes()


def _csv() -> str:
    text = text_only().replace('"', '""')
    return f'numero,titre,corps,parution\n12,"{TITLE}","{text}",{PUBLISHED}\n'


def _files() -> dict[str, bytes | str]:
    page = web_page()
    crawl = [Response(f"{SITE_URL}/a", page.encode())]
    return {
        "articles/a.txt": article(),
        "page.html": page,
        "report.pdf": pdf(),
        "letter.eml": _letter(),
        "archive/2024/page.html": page,
        "archive/2024/page.txt": "Un autre texte, qui ne doit pas être lu.",
        "export.csv": _csv(),
        "press.zip": zipped({"2024/brest.html": page.encode()}),
        "crawl.warc.gz": warc(crawl, gz=True),
        "export.jsonl.zst": zstandard.compress(json.dumps(record("7")).encode()),
    }


READ = {
    "articles/": ["a.txt", "letter.eml", "page.html", "report.pdf"],
    "archive/": ["2024/page.html"],
    "export.csv": ["export.csv#12"],
    "press.zip": [f"crawl.warc.gz#{SITE_URL}/a", "export.jsonl.zst#7", "press.zip/2024/brest.html"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_reads_what_it_names(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jumelage: Callable
) -> None:
    monkeypatch.chdir(write_all(tmp_path, _files()))
    words = [word.strip("'") for word in command.split()]
    ended = jumelage(*words)
    assert (ended.status, ended.err) == (0, "")
    documents = pq.read_table(tmp_path / "tables" / "documents").to_pylist()
    assert sorted(row["source"] for row in documents) == READ[words[1]]
    assert pq.read_table(tmp_path / "tables" / "rejects").num_rows == 0
    articles = pq.read_table(tmp_path / "tables" / "articles").to_pylist()
    assert {row["published"] for row in articles} == {PUBLISHED}


def test_every_command_is_run() -> None:
    assert [command.split()[1] for command in COMMANDS] == list(READ)
