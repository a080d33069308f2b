"""The notebooks run from top to bottom on the tables of the sample corpus, and hold no output."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
names = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_is_the_first_look() -> None:
    assert "01-first-look" in [path.stem for path in NOTEBOOKS]


@names
def test_is_committed_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), cell.source


@names
def test_runs(path: Path, outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUMELAGE_OUTPUTS", str(outputs))
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    # A cell that raises stops it with its traceback.
    client.execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outs = [out for cell in code for out in cell.outputs]
    assert [out for out in outs if out.output_type == "error" or out.get("name") == "stderr"] == []
    plots = [out for out in outs if "image/png" in out.get("data", {})]
    assert len(plots) == 3
