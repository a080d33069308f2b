"""What the tests share: one kit, one run over the sample corpus and its explorer, the command line."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest

from pipeline.kit import Kit, load_kit
from pipeline.shards.drive import Command, extract

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
RULES = ROOT / "rules"
# Real articles stay outside of the repository; tests that measure on them are skipped where they are not.
SHARED = ROOT.parent / "shared"
# A row of the table of countries that breaks no rule of the contract.
COUNTRY_ROW = {
    "country": "FR",
    "alpha3": "FRA",
    "name_fr": "France",
    "name_en": "France",
    "region": "Western Europe",
}

ONE_ARTICLE = (
    "Le CHU de Rennes au Mali\n\n"
    "Depuis 2012, le CHU de Rennes coopère avec l’hôpital Gabriel-Touré de Bamako (Mali) en cardiologie. "
    "Trois cardiologues maliens ont été accueillis à Rennes en 2019.\n"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="write what is recorded in files (floors.toml, README.md) anew instead of comparing with it",
    )


@cache
def the_kit() -> Kit:
    """Return the kit; test_rules.py needs it before there are fixtures."""
    return load_kit()


@pytest.fixture(scope="session")
def kit() -> Kit:
    return the_kit()


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory of the tables of the sample corpus."""
    folder = tmp_path_factory.mktemp("run") / "outputs"
    extract(Command([str(CORPUS)], str(folder)))
    return folder


class Ended(NamedTuple):
    """How a call of the command line ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def jumelage(kit: Kit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable:
    """Return a function that runs the command line in this process, with the kit already loaded."""

    def fake_load(folder: Path | None = None) -> Kit:
        return kit if folder is None else load_kit(folder)

    def call(*arguments: Any) -> Ended:
        from pipeline.cli import main

        monkeypatch.setattr("pipeline.kit.load_kit", fake_load)
        monkeypatch.setattr(sys, "argv", ["jumelage", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
            raise SystemExit(0)
        captured = capsys.readouterr()
        status = end.value.code
        assert isinstance(status, int)
        return Ended(status, captured.out, captured.err)

    return call


@pytest.fixture(scope="session")
def article_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of one article that tells one cooperation."""
    folder = tmp_path_factory.mktemp("terminal") / "in"
    folder.mkdir()
    (folder / "article.txt").write_text(ONE_ARTICLE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def article_tables(article_folder: Path, command: Callable) -> Path:
    assert command("extract", article_folder, "-o", article_folder.parent / "out").status == 0
    return article_folder.parent / "out"


@pytest.fixture(scope="session")
def article_cooperation(article_tables: Path) -> str:
    (row,) = pq.read_table(article_tables / "cooperations").to_pylist()
    return str(row["cooperation_id"])


@pytest.fixture(scope="session")
def small_gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of one annotated sentence."""
    folder = tmp_path_factory.mktemp("gold")
    (folder / "a.txt").write_text("Le Mali est cité.", encoding="utf-8")
    (folder / "a.ann").write_text("T1\tCOUNTRY 3 7\tMali\nA1\tiso T1 ML\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def command() -> Callable:
    """Return a function that runs the command line in a process of its own."""

    def call(*arguments: Any, **environment: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=ROOT,
            env=os.environ | environment,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from browser import chromium

    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def explorer_page(outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the explorer of the sample corpus."""
    from pipeline.explore.gather import gather, read_tables
    from pipeline.explore.page import explorer

    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(explorer(gather(read_tables(str(outputs)))), encoding="utf-8")
    return path


@pytest.fixture
def show(browser: Any, explorer_page: Path) -> Any:
    from browser import opened

    def call(address: str = "", **context: Any) -> AbstractContextManager[Any]:
        return opened(browser, explorer_page, address, **context)

    return call


@pytest.fixture(scope="module")
def told(outputs: Path) -> Any:
    from explored import Told

    return Told(outputs)


@contextmanager
def disk_of(size: str, folder: Path) -> Iterator[Path]:
    """Give a file system of its own, of a size such as `20k`, at a new folder."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("needs the right to mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
