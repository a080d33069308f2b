"""What a shell completes for the values of commands; names of files it completes by itself."""

from collections.abc import Iterable

import typer

from pipeline.records import LABELS


def labels(incomplete: str) -> Iterable[str]:
    """Return the labels that begin so."""
    return [label for label in LABELS if label.startswith(incomplete)]


def score_rows(incomplete: str) -> Iterable[str]:
    """Return the rows of the scores that begin so, and `all`."""
    from pipeline.evaluate.spans import ROWS

    return [row for row in (*ROWS, "all") if row.startswith(incomplete)]


def cooperation_ids(context: typer.Context, incomplete: str) -> Iterable[str]:
    """Return the ids of the cooperations of `--tables` that begin so; none where there are no tables."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    key = "cooperation_id"
    try:
        begins = pc.starts_with(pc.field(key), incomplete)
        found = pq.read_table(context.params["tables"] / "cooperations", columns=[key], filters=begins)
    except (pa.ArrowException, OSError):
        return []
    ids: list[str] = found[key].to_pylist()
    return ids
