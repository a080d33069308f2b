"""`jumelage explain`: what was found in a file, and why."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.completion import labels
from pipeline.cli.options import Rules
from pipeline.errors import JumelageError


def explain(
    file: Annotated[Path, typer.Argument(help="File with an article or a brochure.", metavar="FILE")],
    label: Annotated[
        str | None, typer.Option(help="Tell only of mentions of this label.", autocompletion=labels)
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write an HTML page to this path instead.")] = None,
    rules: Rules = None,
) -> None:
    """Show what was found in one file, by which rule, and what it beat."""
    from pipeline.explain.gather import explain as gather
    from pipeline.explain.page import write_page
    from pipeline.explain.terminal import show
    from pipeline.kit import load_kit
    from pipeline.records import LABELS
    from pipeline.terminal.consoles import summary

    wanted = next((one for one in LABELS if label and one == label.upper()), None)
    if label is not None and wanted is None:
        raise JumelageError(f"--label {label}: is none of {', '.join(LABELS)}")
    articles = gather(file, load_kit(rules), wanted)
    if html is None:
        show(articles)
    else:
        write_page(articles, html)
        summary().print(f"explained in {html}", soft_wrap=True)
