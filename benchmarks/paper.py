"""What a million and a hundred million articles would cost, from the largest sizes that were measured."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.shown import figure, markdown, size, span

ASKED = (10**6, 10**8)
_DAY = 86_400  # seconds
_DISK = 10**12  # bytes


@dataclass(frozen=True, slots=True)
class Growth:
    """Cost as functions of the number of articles: seconds of CPU, bytes of memory, read and written."""

    cpu: Callable[[float], float]
    memory: Callable[[float], float]
    read: Callable[[float], float]
    written: Callable[[float], float]
    power: float


def growth(runs: Sequence[Mapping[str, Any]]) -> Growth:
    """Return the cost as functions of the number of articles, as the template of the page says them.

    `runs` are those of `scale`; the runs of one process count, one of them over a single article.
    """
    alone = sorted((run for run in runs if run["workers"] == 1), key=lambda run: run["number"])
    first, *_, before, last = alone
    if first["number"] != 1:
        raise ValueError("the smallest size must be 1: it tells what starting costs")
    n_before, n_last = before["number"], last["number"]
    own = last["cpu"] - first["cpu"]
    grown = math.log(own / (before["cpu"] - first["cpu"])) / math.log(n_last / n_before)
    power = max(1.0, grown)

    def line(key: str) -> Callable[[float], float]:
        slope = max(0.0, (last[key] - before[key]) / (n_last - n_before))
        return lambda n: last[key] + slope * (n - n_last)

    return Growth(
        cpu=lambda n: first["cpu"] + own * (n / n_last) ** power,
        memory=line("peak"),
        read=line("read"),
        written=line("written"),
        power=power,
    )


def table(runs: Sequence[Mapping[str, Any]], machine: Mapping[str, Any]) -> str:
    """Return what the numbers of `ASKED` cost as a table."""
    of = growth(runs)
    return markdown(
        ("", *(f"{number:,} articles" for number in ASKED)),
        (
            ("text", *(size(of.read(number)) for number in ASKED)),
            ("core-hours", *(figure(of.cpu(number) / 3600) for number in ASKED)),
            (
                f"time on the {machine['cores']} cores of this machine, all busy",
                *(span(of.cpu(number) / machine["cores"]) for number in ASKED),
            ),
            ("memory of one process", *(size(of.memory(number)) for number in ASKED)),
            ("written", *(size(of.written(number)) for number in ASKED)),
        ),
    )


def limits(runs: Sequence[Mapping[str, Any]], machine: Mapping[str, Any]) -> str:
    """Return what is used up at which number of articles, the first first, as a list."""
    of = growth(runs)
    found = [
        (_reached(of.memory, machine["memory"]), f"the {size(machine['memory'])} of memory of this machine"),
        (_reached(of.cpu, _DAY * machine["cores"]), f"a day of its {machine['cores']} cores"),
        (_reached(of.written, _DISK), f"{size(_DISK)} written"),
    ]
    reached = sorted((number, what) for number, what in found if number is not None)
    lines = [
        f"{place}. {what}, at {_rounded(number)} articles" for place, (number, what) in enumerate(reached, 1)
    ]
    return "\n".join([*lines, *(f"* never: {what}" for number, what in found if number is None)])


def _reached(cost: Callable[[float], float], limit: float) -> float | None:
    """Return the number of articles at which a growing cost reaches a limit; None beyond 10^12 of them."""
    low, high = 1.0, 1e12
    if cost(high) < limit:
        return None
    while high / low > 1.001:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if cost(middle) >= limit else (middle, high)
    return high


def _rounded(number: float) -> str:
    """Return a number with two significant digits: an extrapolation has no more."""
    digits = 1 - math.floor(math.log10(number))
    return f"{round(number, digits):,.0f}"
