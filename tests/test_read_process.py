"""The process that reads: what hangs or dies costs its own row, and nothing of it is left behind."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from make_files import write_all, zipped
from test_read_hostile import HTML, TEXT, Row, rows

from pipeline.errors import ReadError
from pipeline.read import Options, read, worker
from pipeline.read.columns import Columns
from pipeline.read.entries import Failed
from pipeline.read.process import BEGIN, DONE, READY, WALKING, Reader, Task
from pipeline.records import Reject

# A page that takes minutes: the time for it grows with the square of its paragraphs.
SLOW = f"<html><body><article>{'<p>un <b>mot</b></p>' * 200_000}</article></body></html>".encode()
WITH_SLOW = zipped({"1.txt": b"un", "2.html": SLOW, "3.txt": b"trois", "4.txt": b"quatre"})
BESIDE = [("a.zip/1.txt", "un"), ("a.zip/3.txt", "trois"), ("a.zip/4.txt", "quatre")]
CRASHED = "the program that reads this format crashed on it"


def lines(*texts: str) -> str:
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> "list[subprocess.Popen[bytes]]":
    """List the processes that are started in a test."""
    processes = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more)  # type: ignore[call-overload]
            processes.append(self)

    monkeypatch.setattr("pipeline.child.subprocess.Popen", Noted)
    return processes


def ended(processes: "Iterable[subprocess.Popen[bytes]]") -> bool:
    """Return whether all processes have ended and nothing of them is left to the system."""
    return all(one.returncode is not None and one.stdin.closed and one.stdout.closed for one in processes)  # type: ignore[union-attr]


def wait_until_it_reads(reader: Reader) -> int:
    """Wait until the next document has begun to be read, and return the id of the process that does."""
    for _ in range(1000):
        if not reader._child._messages.empty():
            break
        time.sleep(0.02)
    assert reader._child._messages.queue[0] == (BEGIN, "a.zip/2.html")
    assert reader._child.pid is not None
    return reader._child.pid


def test_a_document_that_takes_too_long_costs_its_own_row(
    tmp_path: Path, started: "list[subprocess.Popen[bytes]]"
) -> None:
    folder = write_all(tmp_path, {"a.zip": WITH_SLOW, "b.jsonl": lines(TEXT)})
    late = ("a.zip/2.html", "TimeLimitError", "took longer than 1 s to read; allow more with --time-limit")
    found = rows(read([folder], Options(seconds=1)))
    assert found == [BESIDE[0], late, *BESIDE[1:], ("b.jsonl#1", TEXT)]
    assert len(started) == 2
    assert ended(started)


def test_the_start_of_the_process_takes_nothing_off_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(subprocess.Popen):  # type: ignore[type-arg]
        """A process that starts later than a document may take."""

        def __init__(self, command: list[str], **more: object) -> None:
            super().__init__(["sh", "-c", 'sleep 4; exec "$@"', "sh", *command], **more)  # type: ignore[call-overload]

    monkeypatch.setattr("pipeline.child.subprocess.Popen", Late)
    folder = write_all(tmp_path, {"a.jsonl": lines(TEXT)})
    assert rows(read([folder], Options(seconds=3))) == [("a.jsonl#1", TEXT)]


def test_the_way_back_into_a_long_file_is_no_delay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = [Failed(name, ReadError("is none")) for name in "abc"]
    monkeypatch.setattr(worker, "open_entries", lambda *_: iter(failed))
    monkeypatch.setattr(worker, "_SAYS", -1)
    sent: list[object] = []
    worker._handle(Task(tmp_path / "a.zip", "a.zip", Columns(), 2), sent.append)
    assert sent == [
        (READY, ""),
        (WALKING, ""),
        (WALKING, ""),
        (BEGIN, "c"),
        Reject("c", "read", "ReadError", "c: is none"),
        (DONE, "a.zip"),
    ]


def test_a_process_that_dies_costs_the_document_that_it_reads(
    tmp_path: Path, started: "list[subprocess.Popen[bytes]]"
) -> None:
    path = write_all(tmp_path, {"a.zip": WITH_SLOW}) / "a.zip"
    with Reader(Options()) as reader:
        documents = reader.read(path, "a.zip")
        found = rows([next(documents)])
        os.kill(wait_until_it_reads(reader), signal.SIGKILL)
        found += rows(documents)
        assert found == [BESIDE[0], ("a.zip/2.html", "ReaderCrashError", CRASHED), *BESIDE[1:]]
        assert len(started) == 2
    assert ended(started)


def test_a_process_that_dies_between_files_costs_nothing(
    tmp_path: Path, started: "list[subprocess.Popen[bytes]]"
) -> None:
    folder = write_all(tmp_path, {"a.jsonl": lines("un"), "b.jsonl": lines("deux")})
    with Reader(Options()) as reader:
        assert rows(reader.read(folder / "a.jsonl", "a")) == [("a#1", "un")]
        os.kill(started[0].pid, signal.SIGKILL)
        os.waitid(os.P_PID, started[0].pid, os.WEXITED | os.WNOWAIT)
        assert rows(reader.read(folder / "b.jsonl", "b")) == [("b#1", "deux")]
    assert len(started) == 2
    assert ended(started)


def test_who_stops_in_the_middle_leaves_no_process(
    tmp_path: Path, started: "list[subprocess.Popen[bytes]]"
) -> None:
    # More documents than are read ahead, so that the process is stopped while it writes.
    many = lines(*(f"texte {n} " + "mot " * 20_000 for n in range(40)))
    folder = write_all(tmp_path, {"a.jsonl": many, "b.zip": WITH_SLOW})
    documents = read([folder])
    assert next(documents).source == "a.jsonl#1"
    documents.close()  # type: ignore[attr-defined]
    assert len(started) == 1
    assert ended(started)


def test_what_is_left_of_one_file_is_not_taken_for_the_next(
    tmp_path: Path, started: "list[subprocess.Popen[bytes]]"
) -> None:
    folder = write_all(tmp_path, {"a.jsonl": lines("un", "deux"), "b.jsonl": lines("trois")})
    with Reader(Options()) as reader:
        documents = reader.read(folder / "a.jsonl", "a")
        assert rows([next(documents)]) == [("a#1", "un")]
        documents.close()  # type: ignore[attr-defined]
        assert rows(reader.read(folder / "b.jsonl", "b")) == [("b#1", "trois")]
    assert ended(started)


def test_the_order_is_that_of_the_folder_and_the_same_each_time(
    tmp_path: Path, started: "list[subprocess.Popen[bytes]]"
) -> None:
    folder = write_all(
        tmp_path,
        {
            "a.html": HTML,
            "b.txt": "clair",
            "c/d.zip": zipped({"2.txt": b"deux", "1.html": HTML.encode()}),
            "c.jsonl": lines("un", "deux"),
            "e.pdf": "%PDF-1.4",
            "f.txt": "clair aussi",
            "g.html": HTML,
        },
    )
    first = list(read([folder]))
    expected: list[Row] = [("a.html", TEXT), ("b.txt", "clair"), ("c/d.zip/2.txt", "deux")]
    expected += [("c/d.zip/1.html", TEXT), ("c.jsonl#1", "un"), ("c.jsonl#2", "deux")]
    assert rows(one for one in first if one.source != "e.pdf") == [
        *expected,
        ("f.txt", "clair aussi"),
        ("g.html", TEXT),
    ]
    assert [one.source for one in first].index("e.pdf") == len(expected)
    assert list(read([folder])) == first
    # One process for all the files of a run.
    assert len(started) == 2


def test_modules_in_the_folder_of_the_user_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_all(tmp_path / "in", {"a.jsonl": lines(TEXT)})
    write_all(tmp_path, {"csv.py": "raise SystemExit", "docx.py": "raise SystemExit"})
    monkeypatch.chdir(tmp_path)
    assert rows(read([folder])) == [("a.jsonl#1", TEXT)]
