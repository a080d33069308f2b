"""How commands end: faults, errors, signals, nobody who reads; and what the shell completes."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from terminals import PLANTED, RUN, bare, on_terminal, plain

# How commands end


def test_a_fault_of_the_program_is_a_line_and_a_status_of_its_own(article_tables: Path) -> None:
    ended = plain("status", article_tables, code=PLANTED + RUN)
    assert (ended.status, ended.out) == (70, "")
    assert re.fullmatch(
        r"jumelage: a fault of this program, please report it \(KeyError: 'absent', status\.py line \d+\); "
        r"--debug shows where it comes from\n",
        ended.err,
    )
    for arguments in (("--debug", "status", article_tables), ("status", article_tables, "--debug")):
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


def test_what_the_system_refuses_is_no_fault_of_the_program(article_tables: Path) -> None:
    refused = "import pipeline.summary as s; s.status_of = lambda _: open('/absent/file'); "
    ended = plain("status", article_tables, code=refused + RUN)
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


def test_output_that_nobody_reads_ends_a_command_quietly(
    article_tables: Path, article_cooperation: str, small_gold: Path
) -> None:
    for arguments in (
        ("evidence", article_cooperation, "-t", article_tables),
        ("evidence", article_cooperation, "-t", article_tables, "--json"),
        ("evaluate", small_gold),
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
def test_bash_completes(
    complete: Callable[..., list[str]], article_tables: Path, article_cooperation: str
) -> None:
    assert complete("jumelage", "evi") == ["evidence"]
    assert complete("jumelage", "status", "--j") == ["--json"]
    assert complete("jumelage", "registry", "import", "f") == ["finess"]
    assert complete("jumelage", "explain", "a.txt", "--label", "CO") == ["COUNTRY", "COUNT"]
    assert complete("jumelage", "evaluate", "corpus", "--errors", "T") == ["TIMEX_ALL"]
    assert complete("jumelage", "evidence", "-t", str(article_tables), article_cooperation[:3]) == [
        article_cooperation
    ]
    # A beginning that no id has, and a folder without tables.
    assert complete("jumelage", "evidence", "-t", str(article_tables), "zz") == []
    assert complete("jumelage", "evidence", "-t", str(article_tables.parent), "") == []
    assert complete("jumelage", "--version", "evi") == ["evidence"]
