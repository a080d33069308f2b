"""What a shell completes for the values of commands; names of files it completes by itself."""

from collections.abc import Iterable

import typer

from pipeline.errors import JumelageError
from pipeline.records import LABELS


def labels(incomplete: str) -> Iterable[str]:
    """Return the labels that begin so."""
    return [label for label in LABELS if label.startswith(incomplete)]


def score_rows(incomplete: str) -> Iterable[str]:
    """Return the rows of the scores that begin so, and `all`."""
    from pipeline.evaluate import DESCRIBED

    return [row for row in (*DESCRIBED, "all") if row.startswith(incomplete)]


def cooperation_ids(context: typer.Context, incomplete: str) -> Iterable[str]:
    """Return the ids of the cooperations of `--tables` that begin so; none where there are no tables."""
    from pipeline.stored import open_run, read_table

    key = "cooperation_id"
    try:
        table = read_table(open_run(context.params["tables"]), "cooperations", [key])
    except JumelageError:
        return []
    ids: list[str] = table.column(key).to_pylist()
    return [one for one in ids if one.startswith(incomplete)]
