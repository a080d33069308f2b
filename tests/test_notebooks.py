"""The notebooks run from top to bottom by nbmake on the tables of the sample corpus, and hold no output."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

# How many plots each of them shows.
PLOTS = {
    "01-first-look": 3,
    "02-geography-and-time": 5,
    "03-network-of-institutions": 4,
    "04-quality-and-corrections": 4,
}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 120  # for a cell; a whole notebook takes about ten
notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_these_are_the_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == list(PLOTS)


@notebooks
def test_is_committed_without_output(path: Path) -> None:
    """As the hook of .pre-commit-config.yaml leaves it."""
    verified = subprocess.run(
        [sys.executable, "-m", "nbstripout", "--verify", path], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stdout) == (0, ""), "run nbstripout on it"


@notebooks
def test_runs(path: Path, outputs: Path, tmp_path: Path) -> None:
    """On a copy, into which nbmake writes what the cells gave."""
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    options = ["--nbmake", "--overwrite", f"--nbmake-timeout={SECONDS}", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", os.devnull, f"--rootdir={tmp_path}", *options, copy],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env=os.environ | {"JUMELAGE_OUTPUTS": str(outputs)},
    )
    assert done.returncode == 0, done.stdout
    code = [cell for cell in nbformat.read(copy, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outs = [out for cell in code for out in cell.outputs]
    assert [out for out in outs if out.output_type == "error" or out.get("name") == "stderr"] == []
    assert sum("image/png" in out.get("data", {}) for out in outs) == PLOTS[path.stem]
