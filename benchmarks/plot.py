"""The plot of docs/performance.md: time and memory against the number of articles, both axes logarithmic."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_PANELS = (("wall", 1.0, "seconds"), ("peak", 1e6, "peak memory, MB"))


def plot(runs: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the runs of `scale` as SVG; the same runs give the same bytes."""
    import matplotlib  # noqa: PLC0415 - slow, and only the page needs it

    matplotlib.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    # Ids in the file are hashes salted with this; text stays text.
    settings: dict[Any, Any] = {
        "svg.hashsalt": "jumelage",
        "svg.fonttype": "none",
        "font.family": "sans-serif",
    }
    with pyplot.rc_context(settings):
        drawn, axes = pyplot.subplots(1, len(_PANELS), figsize=(9, 3.6), layout="constrained")
        for axis, (key, unit, label) in zip(axes, _PANELS, strict=True):
            for workers in sorted({run["workers"] for run in runs}):
                points = sorted((run["number"], run[key] / unit) for run in runs if run["workers"] == workers)
                name = "one process" if workers == 1 else f"{workers} workers"
                axis.loglog(*zip(*points, strict=True), marker="o", label=name)
            axis.set_xlabel("articles")
            axis.set_ylabel(label)
            axis.grid(visible=True, which="major", alpha=0.3)
            axis.legend()
        drawn.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(drawn)
