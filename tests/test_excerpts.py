"""What pages show of other files: scores, held-out figures, the citation; and the page of commands."""

import re
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from conftest import ROOT

from pipeline.records import LABELS

FLOORS = ROOT / "tests" / "floors.toml"
HELDOUT = ROOT / "docs" / "heldout.toml"
# Cooperations have no spans: whole records, then all fields.
SHOWN = {"cooperations": "cooperations (records; fields)", "TIMEX_ALL": "DATE with durations and sets"}


def scores() -> str:
    """Return the table of floors.toml."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    names = sorted(floors)
    heads = [f"{name}, {measure}" for name in names for measure in ("strict", "value")]
    lines = [f"| F1 | {' | '.join(heads)} |", "|---|" + "---|" * len(heads)]
    for label in floors["corpus"]:
        cells = [f"{value:.3f}" for name in names for value in floors[name][label].values()]
        lines.append(f"| {SHOWN.get(label, label)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def held_out(head: str, decimal: str) -> str:
    """Return the lowest and highest figures of the sets of real events that were told again."""
    rounds = tomllib.loads(HELDOUT.read_text(encoding="utf-8"))["round"]
    events = [one for one in rounds if one["name"].startswith("real events told again")]
    assert events
    lines = [head, "|---|---|---|"]
    for label in LABELS:
        ranges = [
            "–".join(f"{bound(one[label][measure] for one in events):.2f}" for bound in (min, max))
            for measure in ("strict", "value")
        ]
        lines.append(f"| {label} | {' | '.join(ranges).replace('.', decimal)} |")
    return "\n".join(lines)


def citation() -> str:
    """Return how CITATION.cff says that the software is cited, in words and as BibTeX."""
    said: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    authors = " and ".join(author["name"] for author in said["authors"])
    return f"""{said["message"]}

> {authors}. *{said["title"]}*. Version {said["version"]}. Software, {said["license"]}.

```bibtex
@software{{jumelage,
  author  = {{{{{authors}}}}},
  title   = {{{{{said["title"]}}}}},
  version = {{{said["version"]}}},
  license = {{{said["license"]}}},
}}
```"""


EXCERPTS: dict[tuple[str, str], Callable[[], str]] = {
    ("README.md", "scores"): scores,
    ("docs/index.md", "heldout"): lambda: held_out("| F1 | exact span | and right value |", "."),
    ("docs/fr/index.md", "heldout"): lambda: held_out("| F1 | bornes exactes | et bonne valeur |", ","),
    ("docs/citing.md", "citation"): citation,
}


@pytest.mark.parametrize(("page", "name"), EXCERPTS)
def test_an_excerpt_is_not_stale(page: str, name: str, request: pytest.FixtureRequest) -> None:
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    [found] = re.finditer(rf"(?<=<!-- {name} -->\n)(?s:.*)(?=<!-- end of {name} -->)", text)
    expected = f"\n{EXCERPTS[page, name]()}\n\n"
    if request.config.getoption("--update"):
        path.write_text(text[: found.start()] + expected + text[found.end() :], encoding="utf-8")
    else:
        assert found[0] == expected, f"{page} is stale: run `make docs`"


def test_the_page_of_commands_is_not_stale(command: Callable) -> None:
    from pipeline.cli.reference import reference

    page = ROOT / "docs" / "commands.md"
    assert page.read_text(encoding="utf-8") == reference(), "docs/commands.md is stale: run `make docs`"
    # And it has each command that the program itself names in its help.
    listed = re.findall(r"^│ ([a-z][a-z-]*) ", command("--help").out, re.MULTILINE)
    shown = re.findall(r"^## jumelage ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert list(dict.fromkeys(shown)) == listed
