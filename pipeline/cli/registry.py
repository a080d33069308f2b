"""`jumelage registry`: official registries, which identifiers are looked up in."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli.options import Json, Registries

registry = typer.Typer(
    name="registry", help="Official registries, which identifiers are looked up in.", no_args_is_help=True
)


@registry.command("import")
def import_registry(
    source: Annotated[Literal["ror", "finess"], typer.Argument(help="Which registry the file is of.")],
    file: Annotated[Path, typer.Argument(help="Its dump, as downloaded.", metavar="FILE")],
    registries: Registries = Path("registries"),
    as_json: Json = False,
) -> None:
    """Read the official dump of a registry into the local index, in place of an earlier one."""
    from pipeline.registries.index import import_finess, import_ror
    from pipeline.terminal.consoles import safe, summary
    from pipeline.terminal.progress import track_bytes
    from pipeline.terminal.streams import write_json

    with track_bytes(f"import {source}") as told:
        imported = (import_ror if source == "ror" else import_finess)(file, registries, told)
    if as_json:
        write_json(imported.as_json())
    else:
        for line in imported.lines():
            summary().print(safe(line), soft_wrap=True)
