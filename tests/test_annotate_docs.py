"""docs/annotating.md: its commands run in its order, and its tables are those of the program."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from make_annotations import SAVED

from pipeline.annotate.check import REQUIRED
from pipeline.annotate.marks import COOPERATION, KEYS, ROLES
from pipeline.annotate.worst import REASONS
from pipeline.brat import read_gold

PAGE = (ROOT / "docs" / "annotating.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/jumelage (.*)$", PAGE, re.MULTILINE)


def test_the_commands_of_the_page_run(
    jumelage: Callable, outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outputs").symlink_to(outputs)
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        words = shlex.split(command)
        ended = jumelage(*words)
        assert (ended.status, ended.err) == (0, ""), command
        if words[:2] == ["annotate", "export"]:
            # What is between export and import, somebody does in the tool.
            tool, folder = words[words.index("--to") + 1], Path(words[words.index("-o") + 1])
            saved = {"doccano": "all.jsonl", "labelstudio": "project.json"}.get(tool)
            if saved and not Path(saved).exists():
                SAVED[tool](folder).rename(saved)
    names = {folder: {one.name for one in read_gold(tmp_path / f"gold-{folder}")} for folder in SAVED}
    assert names["brat"] == names["doccano"] == names["labelstudio"]
    assert len(names["brat"]) == 20


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table that has these first words in its head."""
    table = PAGE[PAGE.index(f"| {heading} |") :].partition("\n\n")[0]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]


def test_the_page_has_every_reason_with_its_weight() -> None:
    assert rows("weight | what is counted") == [[f"{r.weight:g}", r.words] for r in REASONS]


def test_the_page_has_every_attribute() -> None:
    told = {
        label: re.findall(r"`(\w+)`", must) + re.findall(r"`(\w+)`", may)
        for label, must, may in rows("label | must have | may have")
    }
    assert {label: sorted(keys) for label, keys in told.items()} == {
        label: sorted(keys) for label, keys in KEYS.items() if label != COOPERATION
    }
    must = {label: re.findall(r"`(\w+)`", cell) for label, cell, _ in rows("label | must have | may have")}
    assert must == {label: list(keys) for label, keys in REQUIRED.items()}
    assert all(f"`{field}`" in PAGE for field in KEYS[COOPERATION])


def test_the_page_has_every_role() -> None:
    told = {
        role: set(to.split(" or "))
        for roles, to, _ in rows("role | to | says")
        for role in re.findall(r"\w+", roles)
    }
    assert told == {role: set(about.labels) for role, about in ROLES.items()}
