"""Workers elsewhere: a scheduler at an address, with workers of its own, that may vanish."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from make_shards import articles_in, written
from test_resume import end, start, wait_for_a_draft

from pipeline.shards.drive import Command, extract


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Run a scheduler and one worker of dask by their own commands; give the address of the scheduler."""
    where = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen([*command, "--scheduler-file", str(where)], **quiet)
    for _ in range(500):
        if where.exists() and where.stat().st_size:
            break
        time.sleep(0.02)
    found = re.search(r"tcp://[^\"]+", where.read_text(encoding="utf-8"))
    assert found
    worker = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", found[0], "--nthreads", "1", "--no-dashboard"],
        **quiet,
        cwd=tmp_path,
    )
    try:
        yield found[0], running
    finally:
        for process in (worker, running):
            process.kill()
            process.wait()


def test_workers_of_a_scheduler_give_the_same_tables(
    scheduler: tuple[str, "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    folder = articles_in(tmp_path / "in", 6, 2)
    extract(Command([str(folder)], str(tmp_path / "one")))
    status, err = end(start("extract", folder, "-o", tmp_path / "many", "--scheduler", scheduler[0]))
    assert (status, err) == (0, "")
    assert written(tmp_path / "one") == written(tmp_path / "many")


def test_a_scheduler_that_vanishes_ends_with_3(
    scheduler: tuple[str, "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    folder = articles_in(tmp_path / "in", 60, 2)
    output = tmp_path / "out"
    process = start("extract", folder, "-o", output, "--scheduler", scheduler[0])
    wait_for_a_draft(output)
    scheduler[1].kill()
    status, err = end(process)
    assert status == 3, err
    told = "jumelage: the scheduler is gone; start one and run the command again, to go on where it stopped"
    assert [line for line in err.splitlines() if line.startswith(told)]
    assert end(start("extract", folder, "-o", output))[0] == 0


def test_no_scheduler_at_the_address(tmp_path: Path) -> None:
    folder = articles_in(tmp_path / "in", 1, 1)
    status, err = end(start("extract", folder, "-o", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1"))
    assert status == 3
    assert err.splitlines()[-1].startswith("jumelage: tcp://127.0.0.1:1: no scheduler answers there: ")


def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    folder = articles_in(tmp_path / "in", 40, 2)
    process = start("extract", folder, "-o", tmp_path / "out", "--workers", "2")
    wait_for_a_draft(tmp_path / "out")
    for child in psutil.Process(process.pid).children(recursive=True):
        if "spawn_main" in " ".join(child.cmdline()):
            os.kill(child.pid, signal.SIGKILL)
            break
    assert end(process)[0] == 0
    extract(Command([str(folder)], str(tmp_path / "one")))
    assert written(tmp_path / "one") == written(tmp_path / "out")
