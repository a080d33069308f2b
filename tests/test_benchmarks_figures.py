"""The figures of the benchmarks: how they are shown, carried to larger sizes, kept and put on the page."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import again, page, paper, plot, results, scale, shown
from pipeline.errors import JumelageError

# --- what is shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (shown.figure(9812.4), "9,812"),
        (shown.figure(2.0), "2.00"),
        (shown.figure(0.01234), "0.0123"),
        (shown.spread([3.0, 1.0, 2.5]), "2.50 (1.00–3.00)"),
        (shown.size(1_234_567), "1.23 MB"),
        (shown.size(12), "12.0 B"),
        (shown.times(0.456), "0.46×"),
        (shown.times(2.345), "2.3×"),
        (shown.times(1234.5), "1,234×"),
        (shown.span(12), "12.0 s"),
        (shown.span(7200), "2.00 h"),
        (shown.span(864_000), "10.0 days"),
        (
            shown.markdown(("", "n"), [("a", "10"), ("bcd", "2")]),
            "|     |  n |\n| --- | -: |\n| a   | 10 |\n| bcd |  2 |",
        ),
    ],
)
def test_figures_are_shown(text: str, expected: str) -> None:
    assert text == expected


def run_of(number: int, cpu: float, peak: float, workers: int = 1) -> dict[str, Any]:
    size = number * 1000
    rows = {"institutions": number}
    return {"number": number, "workers": workers, "wall": cpu, "cpu": cpu, "peak": peak} | {
        "read": size, "written": 2 * size, "rows": rows,
    }  # fmt: skip


SQUARE = [run_of(1, 5, 1e9), run_of(10, 6, 1e9), run_of(100, 105, 1.9e9), run_of(100, 1, 1, workers=2)]


def test_speed_up_leaves_starting_out() -> None:
    runs = [run_of(1, 5, 1), run_of(1, 7, 1, 2), run_of(10, 25, 1), run_of(10, 18, 1, 2), run_of(20, 9, 1, 2)]
    table = scale.table([{**run, "rows": {"institutions": 0}} for run in runs])
    assert [line.split("|")[6].strip() for line in table.splitlines()[2:]] == ["", "", "", "1.8×", ""]


def test_a_later_run_is_shown_as_a_share_of_the_first() -> None:
    costs = {again.FULL: {"wall": 200.0, "cpu": 210.0}, "nothing changed": {"wall": 5.0, "cpu": 4.0}}
    assert again.table({"number": 1000, "costs": costs}).splitlines() == [
        "| over 1,000 inputs |   wall |    CPU | share of the first run |",
        "| ----------------- | -----: | -----: | ---------------------: |",
        "| a first run       |  200 s |  210 s |                  100 % |",
        "| nothing changed   | 5.00 s | 4.00 s |                 2.50 % |",
    ]


def test_growth_goes_on_as_the_two_largest_sizes_show() -> None:
    of = paper.growth(SQUARE)
    assert of.power == pytest.approx(2)
    assert of.cpu(1000) == pytest.approx(5 + 10_000)
    assert (of.memory(1100), of.read(200), of.written(200)) == (1.19e10, 200_000, 400_000)


def test_no_article_gets_cheaper_on_paper() -> None:
    of = paper.growth([run_of(1, 5, 1e9), run_of(10, 15, 1e9), run_of(100, 25, 1e9)])
    assert (of.power, of.cpu(1000), of.memory(1e9)) == (1, 205, 1e9)


def test_growth_needs_what_starting_costs() -> None:
    with pytest.raises(ValueError, match="must be 1"):
        paper.growth([run_of(2, 5, 1e9), run_of(10, 15, 1e9), run_of(100, 25, 1e9)])


def test_limits_stand_in_the_order_in_which_they_are_reached() -> None:
    machine = {"memory": 1.9e9 + 9000 * 1e7, "cores": 1}
    assert paper.limits(SQUARE, machine).splitlines() == [
        "1. a day of its 1 cores, at 2,900 articles",
        "2. the 91.9 GB of memory of this machine, at 9,100 articles",
        "3. 1.00 TB written, at 500,000,000 articles",
    ]


def test_a_limit_that_is_never_reached_is_said() -> None:
    flat = [run_of(1, 5, 1e9), run_of(10, 6, 1e9), run_of(100, 105, 1e9)]
    assert "* never: the 2.00 GB of memory of this machine" in paper.limits(flat, {"memory": 2e9, "cores": 1})


# --- what is kept


def test_a_part_is_added_to_what_was_recorded_here(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    assert results.begin(["cold"], path) == results.new()
    kept = {**results.new(), "cold": {"command": "x"}}
    results.save(kept, path)
    assert results.begin(["scale"], path) == kept
    assert results.begin(results.PARTS, path) == results.new()


def test_figures_of_two_machines_are_not_mixed(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.save({**results.new(), "machine": {"cpu": "another"}}, path)
    with pytest.raises(JumelageError, match=r"machine .*another.* record all parts in one run"):
        results.begin(["scale"], path)


def test_a_size_measured_again_takes_the_place_of_the_first() -> None:
    found: dict[str, Any] = {}
    for run in (run_of(10, 2, 1), run_of(1, 3, 1), run_of(10, 4, 1)):
        results.add_run(found, "the command", run)
    assert found == {"scale": {"command": "the command", "runs": [run_of(1, 3, 1), run_of(10, 4, 1)]}}


def recorded() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(results.PATH.read_text(encoding="utf-8"))
    return found


def test_the_page_is_made_of_the_recorded_figures() -> None:
    template = (page.DOCS / "performance.template.md").read_text(encoding="utf-8")
    expected = page.page(template, recorded())
    assert (page.DOCS / "performance.md").read_text(encoding="utf-8") == expected, (
        "docs/performance.md is stale: run `python -m benchmarks.page`"
    )
    assert "<!-- " not in expected.removeprefix(page.NOTICE)


def test_the_plot_is_made_of_the_recorded_figures(tmp_path: Path) -> None:
    plot.plot(recorded()["scale"]["runs"], tmp_path / "plot.svg")
    assert (page.DOCS / page.PLOT).read_bytes() == (tmp_path / "plot.svg").read_bytes()


def test_a_place_that_the_template_lacks_is_named() -> None:
    with pytest.raises(JumelageError, match="must hold <!-- machine --> once, not 0 times"):
        page.page("", recorded())


def test_a_part_that_was_not_recorded_is_named() -> None:
    with pytest.raises(JumelageError, match="has no stages, cold, again; run `make bench FULL=1`"):
        page.page("", {"throughput": {}, "scale": {}})
