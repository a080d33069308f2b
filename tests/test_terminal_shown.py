"""What commands show on a terminal, in a file and where an encoding is narrow; the terminal is a real one."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ONE_ARTICLE, ROOT
from make_registries import dump, organisation
from make_shards import articles_in
from terminals import COLOURS, ESCAPE, RUN, bare, on_terminal, plain


def test_bars_have_a_rate_and_the_time_left(small_gold: Path, tmp_path: Path) -> None:
    file = dump(tmp_path / "v2.json", *(organisation(number, f"Institut {number}") for number in range(500)))
    calls: dict[str, tuple[object, ...]] = {
        r"articles .* 1/1 .*0:00:\d\d": ("evaluate", small_gold),
        r"examples .* \d+/\d{4} .*[\d.]+/s.*0:00:\d\d": ("check-rules",),
        r"import ror .* (\d+)(?:\.\d)?/\1(?:\.\d)? kB.* [kM]B/s.*0:00:\d\d": (
            "registry", "import", "ror", file, "--registries", tmp_path,
        ),
        r"extract [^/]* 4/4 \d+ articles/s \d:\d\d:\d\d 0:00:00.*link [^/]* 0/\? ": (
            "extract", articles_in(tmp_path / "in", 4, 2), "-o", tmp_path / "out",
        ),
    }  # fmt: skip
    for expected, arguments in calls.items():
        shown = on_terminal(*arguments, piped=True)
        assert shown.status == 0
        drawn = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.terminal)
        assert re.search(expected, drawn, re.DOTALL), drawn
        # The bar is taken away, and the cursor is there again.
        assert shown.terminal.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")
        assert ESCAPE not in shown.out


@pytest.mark.parametrize(
    ("environment", "coloured", "escapes"),
    [
        ({}, True, True),
        ({"NO_COLOR": "1"}, False, True),  # bold is no colour
        ({"TERM": "dumb"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, True),
    ],
)
def test_colours_on_a_terminal(
    environment: dict[str, str], coloured: bool, escapes: bool, article_tables: Path, article_cooperation: str
) -> None:
    shown = on_terminal("evidence", article_cooperation, "-t", article_tables, **environment)
    assert shown.status == 0
    assert (bool(COLOURS.search(shown.terminal)), ESCAPE in shown.terminal) == (coloured, escapes)


@pytest.mark.parametrize(
    ("environment", "coloured", "escapes"),
    [
        ({}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, True),
    ],
)
def test_colours_in_a_file(
    environment: dict[str, str], coloured: bool, escapes: bool, article_tables: Path, article_cooperation: str
) -> None:
    shown = plain("evidence", article_cooperation, "-t", article_tables, **environment)
    assert (bool(COLOURS.search(shown.out)), ESCAPE in shown.out) == (coloured, escapes)
    bare_text = re.sub(r"\x1b\[[0-9;]*m", "", shown.out)
    assert bare_text == plain("evidence", article_cooperation, "-t", article_tables).out


def test_a_dumb_terminal_and_a_coloured_file_get_no_bar(tmp_path: Path) -> None:
    arguments = ("registry", "import", "ror", dump(tmp_path / "v2.json", organisation(1, "Institut")))
    dumb = on_terminal(*arguments, "--registries", tmp_path, piped=True, TERM="dumb")
    assert (dumb.status, dumb.terminal) == (0, "")
    assert plain(*arguments, "--registries", tmp_path, FORCE_COLOR="1") == (0, dumb.out, "")


def test_nothing_is_folded_in_a_file(tmp_path: Path) -> None:
    folder = tmp_path / ("un-dossier-au-nom-tres-long-" * 8) / ("et-encore-un-autre-" * 10)
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(ONE_ARTICLE, encoding="utf-8")
    bad = f"{'a' * 200} [bold]:smile: b.txt"
    (folder / bad).write_bytes(b"")
    output = folder.parent / "out"
    narrow = plain("extract", folder, "-o", output, COLUMNS="30")
    assert (narrow.status, narrow.err) == (0, "")
    lines = narrow.out.splitlines()
    assert lines[0] == f"tables in {output}"
    assert lines[-1] == f"rejected {bad}: {bad}: the file is empty (0 bytes)"
    # Nothing has changed, so that the same is told again.
    assert plain("extract", folder, "-o", output, COLUMNS="200") == narrow
    status = plain("status", output, COLUMNS="30")
    assert re.search(rf"^  inputs +{re.escape(str(folder))} *$", status.out, re.MULTILINE)
    assert status == plain("status", output)


def test_a_name_cannot_steer_the_terminal(jumelage: Callable, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J.txt").write_bytes(b"")
    ended = jumelage("extract", tmp_path / "a\x1b[2J.txt", "-o", tmp_path / "out")
    assert "rejected a[2J.txt: a[2J.txt: the file is empty (0 bytes)\n" in ended.out
    assert ended.status == 1
    gone = jumelage("extract", tmp_path / "b\x1b[2J.txt", "-o", tmp_path / "out")
    assert gone.err.startswith(f"jumelage: {tmp_path}/b[2J.txt: no such file or folder; ")


def test_a_narrow_encoding_ends_no_command(
    article_folder: Path, article_tables: Path, article_cooperation: str, tmp_path: Path
) -> None:
    evidence = ("evidence", article_cooperation, "-t", article_tables)
    for encoding, arguments in (
        ("ascii", ("extract", article_folder, "-o", tmp_path / "out")),
        ("ascii", ("status", article_tables)),
        ("ascii", ("explain", article_folder / "article.txt")),
        ("ascii", ("dictionary",)),
        ("ascii", ("--help",)),
        ("ascii", evidence),
        ("latin-1", evidence),
        ("cp1252:xmlcharrefreplace", evidence),
    ):
        done = subprocess.run(
            [sys.executable, "-c", RUN, *map(str, arguments)],
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=bare() | {"PYTHONIOENCODING": encoding},
        )
        assert (done.returncode, done.stderr) == (0, b""), arguments
        if arguments[0] in ("evidence", "dictionary"):
            name, _, errors = encoding.partition(":")
            assert done.stdout == plain(*arguments).out.encode(name, errors or "replace")
