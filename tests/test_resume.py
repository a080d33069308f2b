"""A run that is killed, stopped or left without room is taken up again, and ends as an undisturbed one."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, disk_of
from make_shards import articles_in, written

from pipeline.shards.drive import Command, extract
from pipeline.tables.catalogue import TABLES

# Kills in all: of the main process, of one that works for it, of the whole group.
KILLS = 25


def start(*arguments: object) -> "subprocess.Popen[str]":
    """Start the command line as the leader of a group of processes."""
    return subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )


def end(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Wait for the end of a process, and return its status and its standard error."""
    _, err = process.communicate(timeout=120)
    return process.returncode, err


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve shards of two articles."""
    return articles_in(tmp_path_factory.mktemp("inputs") / "in", 24, 2)


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """Return the files of an undisturbed run, and the seconds that it takes as a command."""
    output = tmp_path_factory.mktemp("undisturbed") / "out"
    began = time.monotonic()
    assert end(start("extract", inputs, "-o", output))[0] == 0
    return written(output), time.monotonic() - began


def kill(process: "subprocess.Popen[str]", whom: str, at: random.Random) -> None:
    """Kill the process, its whole group, or one of the processes that work for it."""
    if whom == "group":
        os.killpg(process.pid, signal.SIGKILL)
    elif whom == "main":
        process.kill()
    else:
        try:
            children = psutil.Process(process.pid).children(recursive=True)
            at.choice(sorted(children, key=lambda child: child.pid)).kill()
        except (psutil.NoSuchProcess, IndexError):
            # There is none yet, or no more.
            return


def test_a_run_killed_anywhere_ends_as_an_undisturbed_one(
    inputs: Path, undisturbed: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    files, seconds = undisturbed
    at = random.Random(6)
    killed = 0
    for number in range(KILLS):
        whom = ("main", "worker", "group")[number % 3]
        output = tmp_path / f"out-{number // 5}"
        workers = ["--workers", "2"] if number % 5 == 4 else []
        process = start("extract", inputs, "-o", output, *workers)
        time.sleep(at.uniform(0.1, seconds))
        kill(process, whom, at)
        status, err = end(process)
        killed += status in (-signal.SIGKILL, 0)
        assert status in ((0,) if whom == "worker" else (0, -signal.SIGKILL)), err
        if number % 5 == 4:
            done = {draft: draft.stat().st_mtime_ns for draft in (output / "_shards").glob("*.zip")}
            assert end(start("extract", inputs, "-o", output))[0] == 0
            assert written(output) == files
            # What was finished before was not done again.
            assert {draft: draft.stat().st_mtime_ns for draft in done} == done
    assert killed == KILLS


def test_nothing_of_a_killed_run_goes_on(inputs: Path, tmp_path: Path) -> None:
    process = start("extract", inputs, "-o", tmp_path / "out")
    working = wait_for_children(process)
    process.kill()
    end(process)
    _, alive = psutil.wait_procs(working, timeout=10)
    assert alive == []


def wait_for_children(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    for _ in range(500):
        if children := psutil.Process(process.pid).children(recursive=True):
            return children
        time.sleep(0.02)
    raise AssertionError("no process works")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_lets_the_shard_in_hand_end(
    number: signal.Signals,
    status: int,
    inputs: Path,
    undisturbed: tuple[dict[str, bytes], float],
    tmp_path: Path,
) -> None:
    output = tmp_path / "out"
    process = start("extract", inputs, "-o", output)
    wait_for_a_draft(output)
    # As a terminal does: all processes of the group get it.
    os.killpg(process.pid, number)
    ended, err = end(process)
    assert ended == status
    left = re.fullmatch(
        r"jumelage: stopped: (\d+) of 12 shards are left; run the same command again to go on\n", err
    )
    assert left
    drafts = list((output / "_shards").glob("*.zip"))
    assert len(drafts) == 12 - int(left[1])
    record = json.loads((output / "_run.json").read_text(encoding="utf-8"))
    assert record["state"] == "interrupted"
    assert sum(shard["state"] == "done" for shard in record["shards"].values()) == len(drafts)
    assert end(start("extract", inputs, "-o", output))[0] == 0
    assert written(output) == undisturbed[0]


def wait_for_a_draft(output: Path) -> None:
    for _ in range(6000):
        if list((output / "_shards").glob("*.zip")):
            return
        time.sleep(0.02)
    raise AssertionError("no shard was done")


def test_a_second_run_into_one_directory_is_refused(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    first = start("extract", inputs, "-o", output)
    wait_for_a_draft(output)
    # It must not be done before the second one has looked.
    os.kill(first.pid, signal.SIGSTOP)
    status, err = end(start("extract", inputs, "-o", output))
    assert status == 2
    host = os.uname().nodename
    assert re.fullmatch(
        rf"jumelage: {re.escape(str(output))}: another run writes here \(process {first.pid} on {host}, "
        r"since [0-9T:+-]+\); wait for it, or give another -o\n",
        err,
    )
    os.killpg(first.pid, signal.SIGKILL)
    end(first)
    # The lock of the dead is free.
    assert end(start("extract", inputs, "-o", output))[0] == 0


def test_readers_see_complete_parts_only(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    extract(Command([str(inputs)], str(output)))
    stop = threading.Event()
    found: list[Exception] = []

    def read() -> None:
        while not stop.is_set():
            for table in TABLES:
                for part in (output / table.name).glob("*.parquet"):
                    try:
                        pq.read_table(part)
                    except FileNotFoundError:
                        continue
                    except Exception as error:
                        found.append(error)
                        return

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for round_ in range(3):
            (inputs / "999999.txt").write_text(f"Le CHU de Brest et Oran, {round_} fois.", encoding="utf-8")
            extract(Command([str(inputs)], str(output)))
    finally:
        (inputs / "999999.txt").unlink()
        stop.set()
        reader.join()
    assert found == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of its own that has room for half of what a run writes."""
    with disk_of("700k", tmp_path / "full") as disk:
        yield disk


def test_a_full_disk_ends_with_3_and_the_run_goes_on_when_there_is_room(
    inputs: Path, undisturbed: tuple[dict[str, bytes], float], full_disk: Path
) -> None:
    output = full_disk / "out"
    status, err = end(start("extract", inputs, "-o", output))
    assert (status, err) == (3, f"jumelage: {output}: cannot be written to: No space left on device\n")
    parts = [path for table in TABLES for path in (output / table.name).glob("*.parquet")]
    assert parts == []
    for draft in (output / "_shards").glob("*.zip"):
        assert draft.stat().st_size > 0
    subprocess.run(["mount", "-o", "remount,size=50m", str(full_disk)], check=True)
    assert end(start("extract", inputs, "-o", output))[0] == 0
    assert written(output) == undisturbed[0]


def test_a_read_only_target_ends_with_3(inputs: Path, full_disk: Path) -> None:
    (full_disk / "out").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(full_disk)], check=True)
    status, err = end(start("extract", inputs, "-o", full_disk / "out"))
    assert status == 3
    assert err == f"jumelage: {full_disk / 'out'}: cannot be written to: Read-only file system\n"


def test_a_damaged_draft_is_named(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    extract(Command([str(inputs)], str(output)))
    draft = sorted((output / "_shards").glob("*.zip"))[0]
    draft.write_bytes(b"PK")
    (output / "_run.json").unlink()
    status, err = end(start("extract", inputs, "-o", output))
    assert status == 3
    assert err.startswith(f"jumelage: {output}/_shards/{draft.name}: is damaged (")
    assert err.endswith("; delete it and run the command again\n")
    draft.unlink()
    assert end(start("extract", inputs, "-o", output))[0] == 0
