"""The pages that people read, README.md and docs/, and the snippets of code in them.

A snippet is a fenced block of `sh`, `python`, `sql` (DuckDB) or `diff` (a change of files). Those of a page
run one after the other, as a reader would run them, in a folder like a fresh checkout after `make extract`.
The block of `text` behind a snippet is what it prints; without one it must print nothing. A comment on the
line before a snippet may say more:

* `<!-- not run here: WHY -->`; a file of the repository that is named in WHY runs it, and must exist;
* `<!-- ends with N -->`: the exit status, 0 otherwise;
* `<!-- prints the block above -->`: what it prints stands in the nearest block of `text` before it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from conftest import ROOT

RUN = ("sh", "python", "sql", "diff")
# What is shown and never run.
SHOWN = ("text", "toml", "csv", "json", "bibtex")

_BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*) -->\n)?^(?P<fence>```+)(?P<language>.*)\n(?P<code>(?s:.*?))^(?P=fence)$", re.M
)
_NOTE = re.compile(r"not run here: (?P<why>.+)|ends with (?P<status>\d+)|(?P<above>prints the block above)")


class Snippet(NamedTuple):
    """A block that is run, and where what it prints stands in its page."""

    language: str
    code: str
    why_not: str | None
    status: int
    output: tuple[int, int] | None


def pages() -> list[Path]:
    """Return README.md and the pages of docs/."""
    found = [path for path in (ROOT / "docs").rglob("*.md") if not path.name.endswith(".template.md")]
    return [ROOT / "README.md", *sorted(found)]


def snippets(text: str) -> list[Snippet]:
    """Return the snippets of a page; a note or a language that is not known is an error."""
    blocks = list(_BLOCK.finditer(text))
    found = []
    for number, block in enumerate(blocks):
        language, note = block["language"], block["note"] or ""
        said = _NOTE.fullmatch(note)
        if language not in RUN:
            assert language in SHOWN, (
                f"a block of {language!r} is neither run nor only shown: see tests/pages.py"
            )
            continue
        assert said or not note, f"a note that tests/pages.py does not know: {note}"
        near = blocks[number - 1 :: -1] if said and said["above"] else blocks[number + 1 : number + 2]
        output = next((one for one in near if one["language"] == "text"), None)
        if output and output.start() > block.end() and text[block.end() : output.start()].strip():
            output = None
        found.append(
            Snippet(
                language,
                block["code"],
                said["why"] if said else None,
                int(said["status"] or 0) if said else 0,
                output.span("code") if output else None,
            )
        )
    return found


def checkout(folder: Path, outputs: Path) -> Path:
    """Lay out what a fresh checkout has after `make extract`; what snippets may change is a copy."""
    folder.mkdir()
    for name in ("corpus", "docs", "pipeline", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").symlink_to(sys.prefix)
    shutil.copytree(ROOT / "rules", folder / "rules")
    shutil.copytree(outputs, folder / "outputs")
    return folder


def run(snippet: Snippet, folder: Path) -> tuple[int, str]:
    """Return exit status and what was printed, errors among it, without space at the ends of lines."""
    code = snippet.code
    if snippet.language == "sql":
        code = f"import duckdb\nprint(duckdb.sql({code!r}))"
    command = {
        "sh": ["bash", "-euo", "pipefail", "-c", code],
        "diff": ["git", "apply", "--verbose", "-"],
    }.get(snippet.language, [sys.executable, "-c", code])
    # Git takes no repository above the folder for that of the files.
    environment = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONPATH": str(folder)}
    environment["GIT_CEILING_DIRECTORIES"] = str(folder.parent)
    done = subprocess.run(
        command,
        input=code if snippet.language == "diff" else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env=os.environ | environment,
    )
    if snippet.language == "diff" and done.returncode == 0:
        return 0, ""
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    return done.returncode, "".join(f"{line}\n" for line in lines)
