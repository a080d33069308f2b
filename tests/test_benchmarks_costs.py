"""The benchmarks measure what they say: the clock, costs of a command, terms of peers, sizes, later runs."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import CORPUS, RULES

from benchmarks import again, articles, clock, measure, peers, scale, stages
from pipeline.kit import Kit

# --- clock and costs


def test_a_stage_is_charged_what_it_spends_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def spend(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(time, "process_time", lambda: now)
    a_clock = clock.Clock()

    def items() -> Iterator[int]:
        for number in range(3):
            spend(1)
            yield number

    inner = a_clock.timed("inner", items)

    def outer() -> list[int]:
        spend(10)
        return [number for number in inner() if spend(100) is None]

    spend(0.5)
    assert a_clock.timed("outer", outer)() == [0, 1, 2]
    assert a_clock.seconds == {"everything else": 0.5, "outer": 310.0, "inner": 3.0}


def test_every_stage_is_met_and_the_functions_are_put_back(tmp_path: Path, kit: Kit) -> None:
    before = stages.clean
    articles.make(20, tmp_path, CORPUS)
    found = stages.shares(tmp_path, kit)
    assert set(found["seconds"]) == {*stages.STAGES, "everything else"}
    # A copy, byte for byte, is the article that was there before.
    assert found["articles"] == len({path.read_bytes() for path in tmp_path.rglob("*.txt")})
    assert stages.clean is before


def test_an_unknown_stage_is_named() -> None:
    with pytest.raises(AttributeError, match="nothing"), clock.clocked({"x": ("pipeline.link:nothing",)}):
        pass


def test_the_memory_of_a_command_is_that_of_all_its_processes() -> None:
    held = (
        "import time; held = bytearray(60_000_000); held[::4096] = b'1' * len(held[::4096]); time.sleep(0.5)"
    )
    start = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {held!r}])"
    code = f"{start}; {held}; child.wait()"
    taken = bytearray(400_000_000)  # of this process: no part of what the command has
    taken[::4096] = bytes([1]) * len(taken[::4096])
    assert 120e6 < measure.command([sys.executable, "-c", code]).peak < 250e6


def test_a_command_that_fails_says_so() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        measure.command([sys.executable, "-c", "import sys; sys.exit('no such thing')"])
    assert (failed.value.returncode, failed.value.stderr) == (1, "no such thing\n")


def test_rounds_begin_with_another_one_each() -> None:
    order: list[str] = []

    def cost_of(name: str) -> measure.Cost:
        order.append(name)
        return measure.Cost(len(order), 0.0)

    measured = {name: lambda name=name: cost_of(name) for name in "abc"}
    found = measure.gathered(measure.in_turn(measured, turn) for turn in range(2))
    assert "".join(order) == "abcbca"
    assert {name: cost["wall"] for name, cost in found.items()} == {"a": [1, 6], "b": [2, 4], "c": [3, 5]}


def test_the_terms_given_to_eds_nlp_are_those_of_the_vocabularies() -> None:
    terms = peers.terms(RULES)
    assert list(terms) == ["INSTITUTION", "COUNTRY", "SPECIALTY"]
    assert {"APHM", "CHU de Marseille"} <= set(terms["INSTITUTION"])
    assert {"Mali", "maliennes"} <= set(terms["COUNTRY"])
    assert {"cardiologie", "cardiologues"} <= set(terms["SPECIALTY"])


def test_a_size_counts_its_rows() -> None:
    runs = list(scale.measure((1,), CORPUS))
    assert [(run["number"], run["workers"], run["rows"]["articles"]) for run in runs] == [
        (1, 1, 1),
        (1, 2, 1),
    ]
    assert min(run[key] for run in runs for key in ("wall", "cpu", "peak", "read", "written")) > 0


def test_runs_that_follow_each_other_do_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = []

    def run_and_look(arguments: Sequence[str]) -> measure.Cost:
        cost = measure.command(arguments)
        rows = pq.read_table(Path(arguments[-1]) / "documents")
        outputs.append(rows.num_rows)
        return cost

    monkeypatch.setattr(again, "command", run_and_look)
    found = again.measure(2, CORPUS)
    assert list(found["costs"]) == [
        again.FULL, "nothing changed", "one input changed", "one input removed", "1 inputs more",
    ]  # fmt: skip
    assert outputs == [2, 2, 2, 1, 2]
