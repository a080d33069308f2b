"""The README's snippets run as they are written, and print what stands there; so do its scores."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT

README = ROOT / "README.md"
FLOORS = ROOT / "tests" / "floors.toml"
_BLOCK = re.compile(r"^```(python|sql|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SCORES = re.compile(r"(?<=<!-- scores -->\n).*(?=<!-- end of scores -->)", re.DOTALL)


def blocks(*languages: str) -> list[re.Match[str]]:
    return [found for found in _BLOCK.finditer(README.read_text(encoding="utf-8")) if found[1] in languages]


def settle(request: pytest.FixtureRequest, span: tuple[int, int], expected: str) -> None:
    """Compare a stretch of the README with what it should be, or write it there."""
    text = README.read_text(encoding="utf-8")
    if request.config.getoption("--update"):
        README.write_text(text[: span[0]] + expected + text[span[1] :], encoding="utf-8")
    else:
        assert text[slice(*span)] == expected, "README.md is stale: run `make docs`"


def test_every_snippet_has_its_output() -> None:
    assert Counter(found[1] for found in blocks("python", "sql", "text")) == {
        "python": 3, "sql": 5, "text": 8,
    }  # fmt: skip


@pytest.mark.parametrize("number", range(8))
def test_a_snippet_prints_what_the_readme_shows(
    number: int, outputs: Path, request: pytest.FixtureRequest
) -> None:
    language, code = blocks("python", "sql")[number].group(1, 2)
    if language == "sql":
        code = f"import duckdb\nprint(duckdb.sql({code!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=outputs.parent,
    )
    assert (done.returncode, done.stderr) == (0, "")
    printed = "".join(line.rstrip() + "\n" for line in done.stdout.rstrip().split("\n"))
    settle(request, blocks("text")[number].span(2), printed)


def scores() -> str:
    """Return the table of floors.toml."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    names = sorted(floors)
    lines = [
        "| F1 | "
        + " | ".join(f"{name}, {measure}" for name in names for measure in ("strict", "value"))
        + " |",
        "|---|" + "---|" * (2 * len(names)),
    ]
    for label in floors["corpus"]:
        # Cooperations have no spans: whole records, then all fields.
        cells = [f"{value:.3f}" for name in names for value in floors[name][label].values()]
        shown = {
            "cooperations": "cooperations (records; fields)",
            "TIMEX_ALL": "DATE with durations and sets",
        }
        lines.append(f"| {shown.get(label, label)} | " + " | ".join(cells) + " |")
    return "\n" + "\n".join(lines) + "\n\n"


def test_the_scores_are_the_recorded_ones(request: pytest.FixtureRequest) -> None:
    found = _SCORES.search(README.read_text(encoding="utf-8"))
    assert found
    settle(request, found.span(), scores())


def test_files_that_it_links_are_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []
