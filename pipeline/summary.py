"""What `extract` and `status` print of a run."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from pipeline.errors import OutputError
from pipeline.records import LABELS
from pipeline.shards.lock import is_free
from pipeline.shards.record import read_record
from pipeline.shards.store import open_store
from pipeline.tables.draft import read_parquet

_REJECTS = 20  # shown; the table has all


def show_summary(record: Mapping[str, Any], output: str) -> None:
    """Print how many articles, mentions, cooperations and rejects a run has, and the first of the rejects."""
    console = Console()
    counts = record["counts"]
    table = Table(box=box.SIMPLE, title=f"tables in {output}", title_justify="left")
    table.add_column("found")
    table.add_column("number", justify="right")
    for name in ("documents", "articles"):
        table.add_row(name, str(counts[name]))
    for label in LABELS:
        table.add_row(f"{label} mentions", str(counts[f"mentions.{label}"]))
    for name in ("institutions", "cooperations", "partnerships", "rejects"):
        table.add_row(name, str(counts[name]))
    console.print(table)
    if counts["rejects"]:
        _show_rejects(console, record, output)


def _show_rejects(console: Console, record: Mapping[str, Any], output: str) -> None:
    store = open_store(output)
    shown = 0
    for part in record["parts"]["rejects"]:
        with store.open(f"rejects/{part}") as file:
            for row in read_parquet(file).to_pylist():
                if shown == _REJECTS:
                    console.print(f"… and {record['counts']['rejects'] - shown} more: see the table rejects")
                    return
                console.print(f"rejected {row['source']}: {row['detail']}", highlight=False, soft_wrap=True)
                shown += 1


def show_status(output: str) -> None:
    """Print what `_run.json` says. Raises OutputError where there is none."""
    store = open_store(output)
    record = read_record(store)
    if record is None:
        raise OutputError(f"{output}: holds no run; `jumelage extract INPUT -o {output}` begins one")
    console = Console()
    shards = record["shards"].values()
    done = [shard for shard in shards if shard["state"] == "done"]
    table = Table(box=box.SIMPLE, title=f"run in {output}", title_justify="left", show_header=False)
    table.add_column("what")
    table.add_column("how", overflow="fold")
    owner = record["owner"]
    state = record["state"]
    if state == "running" and is_free(store):
        state = "broken off; run the same command again to go on"
    table.add_row("state", state)
    table.add_row("inputs", ", ".join(record["inputs"]))
    table.add_row("shards", f"{len(done)} of {len(shards)} done")
    table.add_row("articles in these", str(sum(shard.get("articles", 0) for shard in done)))
    table.add_row("owner", f"process {owner['pid']} on {owner['host']}")
    table.add_row("started", record["started"])
    table.add_row("finished", record["finished"] or "–")
    for name, seconds in record["seconds"].items():
        table.add_row(f"seconds of {name}", f"{seconds:.1f}")
    for name, version in {**record["versions"], **record["basis"]}.items():
        table.add_row(name, version)
    console.print(table)
    for key, shard in record["shards"].items():
        if shard["state"] != "done":
            console.print(f"waiting {key}: {shard['inputs']} inputs from {shard['first']}", highlight=False)
