"""What commands say where: on a terminal, in a file, with --quiet, in JSON, and when something goes wrong.

The processes are real ones, and so is the terminal.
"""

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest
import typer
from conftest import ROOT, Ended
from make_registries import dump, organisation
from make_shards import articles_in

from pipeline.cli import app
from pipeline.rules import default_folder

TEXT = (
    "Le CHU de Rennes au Mali\n\n"
    "Depuis 2012, le CHU de Rennes coopère avec l’hôpital Gabriel-Touré de Bamako (Mali) en cardiologie. "
    "Trois cardiologues maliens ont été accueillis à Rennes en 2019.\n"
)
PLANTED = "import pipeline.summary as s; s.status_of = lambda _: {}['absent']; "
RUN = "from pipeline.cli import main; main()"
COLOURS = re.compile(r"\x1b\[[0-9;]*\b(?:3[0-7]|38;5;\d+|9[0-7])m")
ESCAPE = "\x1b"


class Shown(NamedTuple):
    """How a call on a terminal ended: all that the terminal got, and standard output if it was a pipe."""

    status: int
    terminal: str
    out: str


def on_terminal(
    *arguments: object, piped: bool = False, stop: signal.Signals | None = None, **environment: str
) -> Shown:
    """Run the command line on a terminal of 100 columns; `stop` is sent as soon as a bar has moved."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        stdin=theirs,
        stdout=subprocess.PIPE if piped else theirs,
        stderr=theirs,
        cwd=ROOT,
        env=bare() | {"TERM": "xterm-256color"} | environment,
    )
    os.close(theirs)
    got = b""
    for piece in pieces(ours):
        got += piece
        if stop is not None and got.count(b"\x1b[2K") > 3:
            process.send_signal(stop)
            stop = None
    out = process.stdout.read().decode() if process.stdout is not None else ""
    os.close(ours)
    return Shown(process.wait(), got.decode(), out)


def pieces(terminal: int) -> Iterator[bytes]:
    """Yield what comes from a terminal, until nobody is there any more: Linux calls that an error."""
    try:
        while piece := os.read(terminal, 65536):
            yield piece
    except OSError:
        return


def bare() -> dict[str, str]:
    """Return the environment without what says how output should look."""
    said = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "PYTHONIOENCODING")
    return {name: value for name, value in os.environ.items() if name not in said}


def plain(*arguments: object, code: str = RUN, **environment: str) -> Ended:
    """Run the command line with pipes for its output."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=bare() | {"TERM": "xterm-256color"} | environment,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal") / "in"
    folder.mkdir()
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tables(articles: Path) -> Path:
    assert plain("extract", articles, "-o", articles.parent / "out").status == 0
    return articles.parent / "out"


@pytest.fixture(scope="module")
def cooperation(tables: Path) -> str:
    (row,) = pq.read_table(tables / "cooperations").to_pylist()
    return str(row["cooperation_id"])


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    (folder / "a.txt").write_text("Le Mali est cité.", encoding="utf-8")
    (folder / "a.ann").write_text("T1\tCOUNTRY 3 7\tMali\nA1\tiso T1 ML\n", encoding="utf-8")
    return folder


# The options that every command has


def leaves(group: typer.core.TyperGroup) -> Iterator[tuple[str, set[str]]]:
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from leaves(command)
        else:
            yield name, {option for one in command.params for option in one.opts}


def test_every_command_takes_quiet_and_debug() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    found = dict(leaves(group))
    assert len(found) >= len(app.registered_commands) > 0
    assert [name for name, options in found.items() if not {"-q", "--quiet", "--debug"} <= options] == []


def test_the_version() -> None:
    assert plain("--version") == (0, f"jumelage {metadata.version('jumelage')}\n", "")


@pytest.mark.parametrize(("before", "behind"), [(["--quiet"], []), ([], ["-q"])])
def test_quiet_says_nothing_of_what_went_well(
    before: list[str], behind: list[str], articles: Path, tmp_path: Path
) -> None:
    shown = on_terminal(*before, "extract", articles, "-o", tmp_path / "out", *behind)
    assert (shown.status, shown.terminal) == (0, "")
    assert pq.read_table(tmp_path / "out" / "cooperations").num_rows == 1


def test_quiet_keeps_errors_and_results(
    jumelage: Callable, tables: Path, cooperation: str, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ended = jumelage("--quiet", "extract", tmp_path / "empty.txt", "-o", tmp_path / "out")
    assert ended == (1, "", "jumelage: nothing could be read; see the table rejects\n")
    loud = jumelage("evidence", cooperation, "-t", tables)
    assert jumelage("evidence", cooperation, "-t", tables, "--quiet") == loud
    assert "partner      Centre hospitalier universitaire Gabriel-Touré\n" in loud.out


def test_a_quiet_call_does_not_silence_the_next(jumelage: Callable, articles: Path, tmp_path: Path) -> None:
    assert jumelage("-q", "extract", articles, "-o", tmp_path / "out").out == ""
    assert jumelage("extract", articles, "-o", tmp_path / "out").out.startswith(f"tables in {tmp_path}/out\n")


# JSON


def test_a_run_as_json(jumelage: Callable, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    output = tmp_path / "out"
    ended = jumelage("extract", articles, tmp_path / "empty.txt", "-o", output, "--json")
    record = json.loads((output / "_run.json").read_text(encoding="utf-8"))
    assert (ended.status, ended.err) == (0, "")
    told = json.loads(ended.out)
    assert told == {"output": str(output), "state": "complete", "counts": record["counts"]}
    assert {name: told["counts"][name] for name in ("documents", "cooperations", "rejects")} == {
        "documents": 1,
        "cooperations": 1,
        "rejects": 1,
    }
    status = json.loads(jumelage("status", output, "--json").out)
    assert {name: status[name] for name in ("state", "inputs", "shards", "articles", "waiting")} == {
        "state": "complete",
        "inputs": [str(articles), str(tmp_path / "empty.txt")],
        "shards": {"done": 1, "all": 1},
        "articles": 1,
        "waiting": [],
    }
    record["state"] = "running"
    record["shards"] = {"0a": {"state": "waiting", "inputs": 2, "first": "article.txt"}}
    (output / "_run.json").write_text(json.dumps(record), encoding="utf-8")
    status = json.loads(jumelage("status", output, "--json").out)
    assert (status["state"], status["shards"]) == ("broken off", {"done": 0, "all": 1})
    assert status["waiting"] == [{"shard": "0a", "inputs": 2, "first": "article.txt"}]


def test_evidence_as_json(jumelage: Callable, tables: Path, cooperation: str) -> None:
    told = json.loads(jumelage("evidence", cooperation, "-t", tables, "--json").out)
    assert 0 < told["facts"].pop("confidence") < 1
    assert told["facts"] == {
        "home": ["Centre hospitalier universitaire de Rennes"],
        "partner": ["Centre hospitalier universitaire Gabriel-Touré"],
        "funder": [],
        "cooperation": cooperation,
        "countries": ["ML"],
        "specialties": ["cardiology"],
        "start": "2012",
        "end": None,
        "status": "active",
        "article": "Le CHU de Rennes au Mali",
        "published": None,
        "source": "article.txt",
    }
    marked = [
        (one["text"][mark["start"] : mark["end"]], mark["label"])
        for one in told["sentences"]
        for mark in one["marks"]
    ]
    assert {("Mali", "COUNTRY"), ("cardiologie", "SPECIALTY")} <= set(marked)


def test_json_loses_nothing_where_the_encoding_has_no_accents(tables: Path, cooperation: str) -> None:
    arguments = ("evidence", cooperation, "-t", tables, "--json")
    narrow, wide = plain(*arguments, PYTHONIOENCODING="ascii"), plain(*arguments, PYTHONIOENCODING="utf-8")
    assert (narrow.status, narrow.err) == (0, "")
    assert narrow.out.isascii()
    assert json.loads(narrow.out) == json.loads(wide.out)


def test_scores_with_their_errors_as_json(jumelage: Callable, gold: Path, tmp_path: Path) -> None:
    shutil.copytree(gold, tmp_path / "gold")
    (tmp_path / "gold" / "a.ann").write_text("T1\tCOUNTRY 3 7\tMali\nA1\tiso T1 SN\n", encoding="utf-8")
    told = json.loads(jumelage("evaluate", tmp_path / "gold", "--json", "--errors", "COUNTRY").out)
    assert list(told["errors"]) == ["COUNTRY"]
    (line,) = told["errors"]["COUNTRY"]
    assert line.startswith("a: value Le «Mali» est cité.  gold SN  got ML")


def test_an_import_as_json(jumelage: Callable, tmp_path: Path) -> None:
    broken = organisation(2, "Clinique") | {"status": "closed"}
    file = dump(tmp_path / "v2.json", organisation(1, "Institut"), broken)
    ended = jumelage("registry", "import", "ror", file, "--registries", tmp_path, "--json")
    assert json.loads(ended.out) == {
        "registry": "ROR",
        "read": 2,
        "kept": 1,
        "rejected": [
            {
                "reason": "the status 'closed' is none of active, inactive, withdrawn",
                "records": 1,
                "first": [f"record 2 ({broken['id']})"],
            }
        ],
        "written_to": str(tmp_path / "ror.parquet"),
    }
    assert jumelage("registry", "import", "ror", file, "--registries", tmp_path, "-q") == (0, "", "")


def test_rules_that_fail(jumelage: Callable, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(default_folder(), rules)
    file = rules / "relations" / "cues.toml"
    content = file.read_text(encoding="utf-8")
    # A sentence that must be read is also one that must not.
    yes = re.search(r'\{ text = "([^"]*<[^"]*)"', content)
    assert yes
    sentence = yes[1].replace("<", "").replace(">", "")
    start = content.index("no = [", yes.end()) + len("no = [")
    file.write_text(f'{content[:start]}"{sentence}", {content[start:]}', encoding="utf-8")
    quiet = jumelage("check-rules", "--rules", rules, "--quiet")
    lines = quiet.out.splitlines()
    assert (quiet.status, quiet.err) == (1, "")
    assert [line.startswith("    ") for line in lines] == [False, True]
    assert lines[0].startswith("cues.toml: ")
    assert lines[0].endswith(f": {sentence}")
    assert lines[1].startswith("    the rule must be silent, but found [")
    told = jumelage("check-rules", "--rules", rules, "--json")
    (failure,) = json.loads(told.out)["failures"]
    assert (told.status, told.err) == (1, "")
    assert (failure["file"], failure["text"]) == (str(file), sentence)
    assert f"    {failure['problem']}" == lines[1]


# Terminals, files, colours


def test_bars_have_a_rate_and_the_time_left(gold: Path, tmp_path: Path) -> None:
    file = dump(tmp_path / "v2.json", *(organisation(number, f"Institut {number}") for number in range(500)))
    calls: dict[str, tuple[object, ...]] = {
        r"articles .* 1/1 .*0:00:\d\d": ("evaluate", gold),
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
    environment: dict[str, str], coloured: bool, escapes: bool, tables: Path, cooperation: str
) -> None:
    shown = on_terminal("evidence", cooperation, "-t", tables, **environment)
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
    environment: dict[str, str], coloured: bool, escapes: bool, tables: Path, cooperation: str
) -> None:
    shown = plain("evidence", cooperation, "-t", tables, **environment)
    assert (bool(COLOURS.search(shown.out)), ESCAPE in shown.out) == (coloured, escapes)
    bare_text = re.sub(r"\x1b\[[0-9;]*m", "", shown.out)
    assert bare_text == plain("evidence", cooperation, "-t", tables).out


def test_a_dumb_terminal_and_a_coloured_file_get_no_bar(tmp_path: Path) -> None:
    arguments = ("registry", "import", "ror", dump(tmp_path / "v2.json", organisation(1, "Institut")))
    dumb = on_terminal(*arguments, "--registries", tmp_path, piped=True, TERM="dumb")
    assert (dumb.status, dumb.terminal) == (0, "")
    assert plain(*arguments, "--registries", tmp_path, FORCE_COLOR="1") == (0, dumb.out, "")


def test_nothing_is_folded_in_a_file(tmp_path: Path) -> None:
    folder = tmp_path / ("un-dossier-au-nom-tres-long-" * 8) / ("et-encore-un-autre-" * 10)
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
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
    articles: Path, tables: Path, cooperation: str, tmp_path: Path
) -> None:
    evidence = ("evidence", cooperation, "-t", tables)
    for encoding, arguments in (
        ("ascii", ("extract", articles, "-o", tmp_path / "out")),
        ("ascii", ("status", tables)),
        ("ascii", ("explain", articles / "article.txt")),
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


# How commands end


def test_a_fault_of_the_program_is_a_line_and_a_status_of_its_own(tables: Path) -> None:
    ended = plain("status", tables, code=PLANTED + RUN)
    assert (ended.status, ended.out) == (70, "")
    assert re.fullmatch(
        r"jumelage: a fault of this program, please report it \(KeyError: 'absent', status\.py line \d+\); "
        r"--debug shows where it comes from\n",
        ended.err,
    )
    for arguments in (("--debug", "status", tables), ("status", tables, "--debug")):
        debug = plain(*arguments, code=PLANTED + RUN)
        assert debug.status == 70
        assert debug.err.startswith("Traceback (most recent call last):\n")
        assert debug.err.endswith(ended.err)


def test_debug_shows_where_an_error_of_ours_comes_from(tmp_path: Path) -> None:
    message = f"jumelage: {tmp_path}: holds no run; `jumelage extract INPUT -o {tmp_path}` begins one\n"
    assert plain("status", tmp_path) == (2, "", message)
    debug = plain("status", tmp_path, "--debug")
    assert (debug.status, debug.out) == (2, "")
    assert debug.err.startswith("Traceback (most recent call last):\n")
    assert debug.err.endswith(message)


def test_what_the_system_refuses_is_no_fault_of_the_program(tables: Path) -> None:
    refused = "import pipeline.summary as s; s.status_of = lambda _: open('/absent/file'); "
    ended = plain("status", tables, code=refused + RUN)
    assert ended == (3, "", "jumelage: /absent/file: No such file or directory\n")


@pytest.mark.parametrize(
    ("number", "status", "told"),
    [(signal.SIGINT, 130, "jumelage: stopped\r\n"), (signal.SIGTERM, 143, "")],
)
def test_a_signal_is_a_line_and_gives_the_cursor_back(number: signal.Signals, status: int, told: str) -> None:
    shown = on_terminal("evaluate", "corpus", piped=True, stop=number)
    assert (shown.status, shown.out) == (status, "")
    end = re.sub(r"\x1b\[[0-9;]*m", "", shown.terminal).rpartition("\x1b[?25h\r\x1b[1A\x1b[2K")[2]
    assert end == told


def test_output_that_nobody_reads_ends_a_command_quietly(tables: Path, cooperation: str, gold: Path) -> None:
    for arguments in (
        ("evidence", cooperation, "-t", tables),
        ("evidence", cooperation, "-t", tables, "--json"),
        ("evaluate", gold),
        ("dictionary",),
    ):
        reading, writing = os.pipe()
        os.close(reading)
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, *map(str, arguments)],
            stdout=writing,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=bare(),
        )
        os.close(writing)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (141, b""), arguments


# Completion


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    """Return a function that gives what bash completes the last of some words to."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "jumelage"
    program.write_text(f"#!{sys.executable}\n{RUN}\n", encoding="utf-8")
    program.chmod(0o755)
    environment = bare() | {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    script = subprocess.run(
        [program],
        capture_output=True,
        text=True,
        check=True,
        env=environment | {"_JUMELAGE_COMPLETE": "source_bash"},
    ).stdout

    def call(*words: object) -> list[str]:
        asked = 'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _jumelage_completion jumelage'
        done = subprocess.run(
            [
                "bash",
                "--norc",
                "-c",
                f"{script}\n{asked}; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
                "bash",
                *words,
            ],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        assert done.stderr == ""
        return done.stdout.split()

    return call


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes(complete: Callable[..., list[str]], tables: Path, cooperation: str) -> None:
    assert complete("jumelage", "evi") == ["evidence"]
    assert complete("jumelage", "status", "--j") == ["--json"]
    assert complete("jumelage", "registry", "import", "f") == ["finess"]
    assert complete("jumelage", "explain", "a.txt", "--label", "CO") == ["COUNTRY", "COUNT"]
    assert complete("jumelage", "evaluate", "corpus", "--errors", "T") == ["TIMEX_ALL"]
    assert complete("jumelage", "evidence", "-t", str(tables), cooperation[:3]) == [cooperation]
    # A beginning that no id has, and a folder without tables.
    assert complete("jumelage", "evidence", "-t", str(tables), "zz") == []
    assert complete("jumelage", "evidence", "-t", str(tables.parent), "") == []
    assert complete("jumelage", "--version", "evi") == ["evidence"]
