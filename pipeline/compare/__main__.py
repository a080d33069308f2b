"""`python -m pipeline.compare GOLD_DIR...`: score Jumelage beside its peers and write docs/evaluation.md."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.compare import compare
from pipeline.compare.heldout import read_heldout
from pipeline.compare.page import page
from pipeline.compare.peers import load_peers
from pipeline.errors import JumelageError
from pipeline.kit import load_kit

_WRONG_CALL = 2


def write_page(
    gold: Annotated[list[Path], typer.Argument(help="Folders of annotated articles.", metavar="GOLD_DIR...")],
    docs: Annotated[
        Path, typer.Option(help="Folder of evaluation.template.md and heldout.toml, and of the page.")
    ] = Path("docs"),
) -> None:
    """Score Jumelage beside what else installs from the package index, and write evaluation.md."""
    # What a person has written is read first: a slip in it shows before the long part.
    rounds = read_heldout(docs / "heldout.toml")
    template = (docs / "evaluation.template.md").read_text(encoding="utf-8")
    kit = load_kit()
    peers = load_peers()
    text = page(template, [compare(folder, kit, peers) for folder in gold], rounds)
    (docs / "evaluation.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        typer.run(write_page)
    except JumelageError as error:
        sys.stderr.write(f"compare: {error}\n")
        sys.exit(_WRONG_CALL)
