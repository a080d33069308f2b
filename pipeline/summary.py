"""What `extract` and `status` print of a run."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.errors import OutputError
from pipeline.records import LABELS
from pipeline.shards.lock import is_free
from pipeline.shards.record import read_record
from pipeline.shards.store import open_store
from pipeline.tables.draft import read_parquet
from pipeline.terminal.consoles import output, safe, summary

_REJECTS = 20  # shown; the table has all
_STATES = {"broken off": "broken off; run the same command again to go on"}


def show_summary(record: Mapping[str, Any], location: str) -> None:
    """Print how many articles, mentions, cooperations and rejects a run has, and the first of the rejects."""
    console = summary()
    counts = record["counts"]
    table = Table(box=box.SIMPLE)
    table.add_column("found")
    table.add_column("number", justify="right")
    for name in ("documents", "articles"):
        table.add_row(name, str(counts[name]))
    for label in LABELS:
        table.add_row(f"{label} mentions", str(counts[f"mentions.{label}"]))
    for name in ("institutions", "cooperations", "partnerships", "rejects"):
        table.add_row(name, str(counts[name]))
    _title(console, f"tables in {location}")
    console.print(table)
    if counts["rejects"]:
        _show_rejects(console, record, location)


def _title(console: Console, text: str) -> None:
    # Not that of the table, which would be folded at its width.
    console.print(Text(safe(text), "italic"), soft_wrap=True)


def _show_rejects(console: Console, record: Mapping[str, Any], location: str) -> None:
    store = open_store(location)
    shown = 0
    for part in record["parts"]["rejects"]:
        with store.open(f"rejects/{part}") as file:
            for row in read_parquet(file).to_pylist():
                if shown == _REJECTS:
                    console.print(f"… and {record['counts']['rejects'] - shown} more: see the table rejects")
                    return
                console.print(safe(f"rejected {row['source']}: {row['detail']}"), soft_wrap=True)
                shown += 1


def summary_of(record: Mapping[str, Any], location: str) -> dict[str, Any]:
    """Return what a run has found, as JSON has it."""
    return {"output": location, "state": record["state"], "counts": record["counts"]}


def status_of(location: str) -> dict[str, Any]:
    """Return how far a run is, from its `_run.json`. Raises OutputError where there is none."""
    store = open_store(location)
    record = read_record(store)
    if record is None:
        raise OutputError(f"{location}: holds no run; `jumelage extract INPUT -o {location}` begins one")
    shards = record["shards"].values()
    done = [shard for shard in shards if shard["state"] == "done"]
    return {
        "output": location,
        "state": "broken off" if record["state"] == "running" and is_free(store) else record["state"],
        "inputs": record["inputs"],
        "shards": {"done": len(done), "all": len(shards)},
        "articles": sum(shard.get("articles", 0) for shard in done),
        "owner": record["owner"],
        "started": record["started"],
        "finished": record["finished"],
        "seconds": record["seconds"],
        "versions": {**record["versions"], **record["basis"]},
        "waiting": [
            {"shard": key, "inputs": shard["inputs"], "first": shard["first"]}
            for key, shard in record["shards"].items()
            if shard["state"] != "done"
        ],
    }


def show_status(status: Mapping[str, Any]) -> None:
    """Print what `status_of` returns."""
    console = output()
    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column("what")
    table.add_column("how", overflow="fold")
    table.add_row("state", _STATES.get(status["state"], status["state"]))
    table.add_row("inputs", safe(", ".join(status["inputs"])))
    table.add_row("shards", f"{status['shards']['done']} of {status['shards']['all']} done")
    table.add_row("articles in these", str(status["articles"]))
    table.add_row("owner", f"process {status['owner']['pid']} on {status['owner']['host']}")
    table.add_row("started", status["started"])
    table.add_row("finished", status["finished"] or "–")
    for name, seconds in status["seconds"].items():
        table.add_row(f"seconds of {name}", f"{seconds:.1f}")
    for name, version in status["versions"].items():
        table.add_row(name, version)
    _title(console, f"run in {status['output']}")
    console.print(table)
    for shard in status["waiting"]:
        first = safe(shard["first"])
        console.print(f"waiting {shard['shard']}: {shard['inputs']} inputs from {first}", soft_wrap=True)
