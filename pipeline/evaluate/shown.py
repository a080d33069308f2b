"""The scores of `evaluate`, as tables for a terminal."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table

from pipeline.evaluate import MEASURES
from pipeline.evaluate.tally import f1_shown
from pipeline.terminal.consoles import output, safe

_WIDTH = 162  # characters: a row of the scores stays on one line
# The measures whose F1 is shown with its interval; --json has the others.
_WITH_INTERVAL = ("strict", "value")


def show_scores(scores: Mapping[str, Any]) -> None:
    """Print the scores of `evaluate`."""
    console = output(at_least=_WIDTH)
    for name in scores["missing"]:
        console.print(f"not in the run: {name}")
    for row in scores["rejected"]:
        console.print(safe(f"rejected {row['source']}: {row['detail']}"), soft_wrap=True)
    caption = "precision / recall / F1 [95 % bootstrap interval over articles]"
    table = Table(box=box.SIMPLE, caption=caption, caption_justify="left")
    table.add_column("label")
    table.add_column("gold", justify="right")
    table.add_column("found", justify="right")
    for measure in ("strict span", "overlapping span", "strict span + value", "document values"):
        table.add_column(measure, justify="right")
    for label, row in scores["labels"].items():
        strict = row["strict"]
        cells = (_prf(row[m], interval=m in _WITH_INTERVAL) for m in MEASURES)
        table.add_row(label, str(strict["gold"]), str(strict["predicted"]), *cells)
    console.print(table)
    clusters = scores["institution_clusters"]
    shown = _prf(clusters, interval=True)
    console.print(f"institution identities, B-cubed: {shown} over {clusters['n']} mentions")
    if pairs := scores.get("identity_pairs"):
        console.print(
            f"identity across documents: {pairs['merged']} of {pairs['different']} different pairs merged, "
            f"{pairs['joined']} of {pairs['same']} of one institution joined"
        )
    cooperations = scores["cooperations"]
    table = Table(box=box.SIMPLE, title="cooperations", title_justify="left")
    table.add_column("field")
    table.add_column("gold", justify="right")
    table.add_column("found", justify="right")
    table.add_column("P / R / F1", justify="right")
    everything = {
        "records": cooperations["records"],
        **cooperations["fields"],
        "all": cooperations["all_fields"],
    }
    for name, found in everything.items():
        shown = _prf(found, interval=name in ("records", "all"))
        table.add_row(name, str(found["gold"]), str(found["predicted"]), shown)
    console.print(table)
    if half := cooperations["half"]:
        told = f"precision at recall 0.5: {half['precision']:.3f}, with confidence ≥ {half['confidence']:.2f}"
        console.print(told)
    for band in cooperations["calibration"]:
        told = f"confidence from {band['from']:.1f}: {band['n']} records, mean {band['mean']:.2f}"
        console.print(f"{told}, right {band['right']:.2f}")


def _prf(scores: Mapping[str, Any], *, interval: bool = False) -> str:
    f1 = f1_shown(scores) if interval else f"{scores['f1']:.3f}"
    return f"{scores['precision']:.3f} / {scores['recall']:.3f} / {f1}"
