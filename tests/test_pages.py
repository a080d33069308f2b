"""Every snippet of README.md and docs/ runs as it is written, and prints what stands there."""

import re
from pathlib import Path

import pytest
from conftest import ROOT
from pages import checkout, pages, run, snippets

NAMES = [str(path.relative_to(ROOT)) for path in pages()]
_FILE = re.compile(r"(?:tests/|\.ci/)[\w./]*\w")


@pytest.mark.parametrize("name", NAMES)
def test_the_snippets_of_a_page_print_what_it_shows(
    name: str, outputs: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    found = snippets(text)
    if all(snippet.why_not for snippet in found):
        return
    folder = checkout(tmp_path / "jumelage", outputs)
    results = [(snippet, *run(snippet, folder)) for snippet in found if snippet.why_not is None]
    for snippet, status, printed in results:
        assert status == snippet.status, f"{name}: {snippet.code}{printed}"
        assert snippet.output or not printed, f"{name}: {snippet.code}has no block for\n{printed}"
    renewed = text
    for (start, end), printed in sorted(((s.output, p) for s, _, p in results if s.output), reverse=True):
        renewed = renewed[:start] + printed + renewed[end:]
    if request.config.getoption("--update"):
        page.write_text(renewed, encoding="utf-8")
    else:
        assert text == renewed, f"{name} is stale: run `make docs`"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_run_here_is_run_elsewhere_or_has_a_reason(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    reasons = [snippet.why_not for snippet in snippets(page) if snippet.why_not]
    assert len(reasons) == page.count("<!-- not run here: ")
    assert [file for why in reasons for file in _FILE.findall(why) if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_command_hides_in_an_indented_block(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"^ {4,}(?:\.venv/bin/|jumelage |make |python |pip |\$ ).*", page, re.MULTILINE) == []


@pytest.mark.parametrize("name", NAMES)
def test_files_that_a_page_links_are_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []
