"""A document that ends the process that works on it, or keeps it for ever, costs its own row."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from make_shards import articles_in, written

from pipeline.errors import RunError
from pipeline.read import Options
from pipeline.shards.drive import Command, extract

# Python reads it at its start: what a library may do to a process at some text is done at these words.
SITE = """
import sys
if "pipeline.shards.worker" in sys.orig_argv:
    import ctypes, os, re, signal
    import pipeline.run
    split = pipeline.run.split

    def poisoned(document, *more):
        if "Poison : faute" in document.text:
            ctypes.string_at(0)
        if "Poison : tue" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "Poison : mémoire" in document.text:
            bytearray(2**40)
        if "Poison : boucle" in document.text:
            re.match(r"(a+)+$", "a" * 60 + "b")
        return split(document, *more)

    pipeline.run.split = poisoned
"""
# A process that is killed while it loads, as often as there are files `deaths/*`.
DYING = """
import sys
if "pipeline.shards.worker" in sys.orig_argv:
    import os, pathlib, signal
    deaths = sorted(pathlib.Path(__file__).parent.glob("deaths/*"))
    if deaths:
        deaths[0].unlink()
        os.kill(os.getpid(), signal.SIGKILL)
"""
CRASHED = "ended the program that extracts, by a crash or for want of memory; report the text"
ENDLESS = "took longer than 3 s and more than its length explains to extract; report the text"


@pytest.fixture
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))


def rejects(output: Path) -> list[tuple[str, ...]]:
    return sorted(tuple(row.values()) for row in pq.read_table(output / "rejects").to_pylist())


def sources(output: Path) -> list[str]:
    return sorted(pq.read_table(output / "documents").column("source").to_pylist())


@pytest.mark.usefixtures("poisoned")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_kills_its_process_is_a_reject_and_the_rest_is_done(
    tmp_path: Path, workers: int
) -> None:
    folder = articles_in(tmp_path / "in", 16, 8)
    names = sorted(path.name for path in folder.glob("*.txt"))
    poison = dict(zip((names[0], names[3], names[9]), ("faute", "tue", "mémoire"), strict=True))
    clean = {name: (folder / name).read_text(encoding="utf-8") for name in poison}
    for name, word in poison.items():
        (folder / name).write_text(f"Poison : {word}. {clean[name]}", encoding="utf-8")
    output = tmp_path / "out"
    extract(Command([str(folder)], str(output), workers=workers))
    assert rejects(output) == [
        (name, "extract", "ExtractCrashError", f"{name}: {CRASHED}") for name in sorted(poison)
    ]
    assert sources(output) == sorted(set(names) - set(poison))


@pytest.mark.usefixtures("poisoned")
def test_a_document_that_never_ends_is_a_reject(tmp_path: Path) -> None:
    folder = articles_in(tmp_path / "in", 4, 4)
    names = sorted(path.name for path in folder.glob("*.txt"))
    (folder / names[1]).write_text("Poison : boucle.", encoding="utf-8")
    output = tmp_path / "out"
    extract(Command([str(folder)], str(output), options=Options(seconds=3)))
    assert rejects(output) == [(names[1], "extract", "ExtractTimeError", f"{names[1]}: {ENDLESS}")]
    assert sources(output) == [names[0], *names[2:]]


@pytest.mark.usefixtures("poisoned")
def test_what_stands_beside_poison_is_what_it_is_without(tmp_path: Path) -> None:
    folder = articles_in(tmp_path / "in", 6, 7)
    extract(Command([str(folder)], str(tmp_path / "clean")))
    (folder / "999999.txt").write_text("Poison : faute.", encoding="utf-8")
    extract(Command([str(folder)], str(tmp_path / "out")))
    without = {name: data for name, data in written(tmp_path / "clean").items() if "rejects" not in name}
    found = {name: data for name, data in written(tmp_path / "out").items() if "rejects" not in name}
    assert list(without.values()) == list(found.values())


@pytest.mark.parametrize("deaths", [0, 2, 3])
def test_a_process_that_is_killed_while_it_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaths: int
) -> None:
    site = tmp_path / "site"
    (site / "deaths").mkdir(parents=True)
    for number in range(deaths):
        (site / "deaths" / str(number)).touch()
    (site / "sitecustomize.py").write_text(DYING, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(site))
    folder = articles_in(tmp_path / "in", 1, 1)
    command = Command([str(folder)], str(tmp_path / "out"))
    if deaths == 3:
        with pytest.raises(RunError, match="the program that works ends, or answers nothing"):
            extract(command)
    else:
        extract(command)
        assert len(sources(tmp_path / "out")) == 1
    assert list((site / "deaths").iterdir()) == []
