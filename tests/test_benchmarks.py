"""The benchmarks measure what they say: made articles, the clock, costs of a command, the page."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import CORPUS, ROOT

from benchmarks import (
    again,
    articles,
    clock,
    measure,
    names,
    page,
    paper,
    peers,
    plot,
    results,
    scale,
    shown,
    stages,
)
from pipeline.brat import GoldArticle, GoldMention, read_gold
from pipeline.errors import JumelageError
from pipeline.kit import Kit

RULES = ROOT / "rules"


@pytest.fixture(scope="module")
def gold() -> list[GoldArticle]:
    return read_gold(CORPUS)


@pytest.fixture(scope="module")
def made(gold: list[GoldArticle]) -> list[str]:
    return list(islice(articles.articles(gold, RULES, 1), 1000))


# --- made articles


def test_a_long_series_begins_as_a_short_one(gold: list[GoldArticle], made: list[str]) -> None:
    assert list(islice(articles.articles(gold, RULES, 1), 50)) == made[:50]


def test_another_seed_gives_other_articles(gold: list[GoldArticle], made: list[str]) -> None:
    assert set(islice(articles.articles(gold, RULES, 2), 50)).isdisjoint(made)


def test_articles_are_as_long_as_those_of_the_corpus(gold: list[GoldArticle], made: list[str]) -> None:
    mean, of_corpus = (
        sum(map(len, texts)) / len(texts) for texts in (made, [article.text for article in gold])
    )
    assert abs(mean / of_corpus - 1) < 0.03


def test_a_share_of_the_articles_are_copies(made: list[str]) -> None:
    identical = len(made) - len(set(made))
    retold = len([text for text in set(made) if " (avec AFP)\n" in text])
    assert 10 <= identical <= 30  # of a thousand, two in a hundred
    assert 35 <= retold <= 65  # and five in a hundred


def test_hospitals_grow_slower_than_articles(gold: list[GoldArticle]) -> None:
    tail = names.tails(RULES)
    rng = articles.Random(1)
    drawn = [tail(int(rng.paretovariate(articles._SPREAD))) for _ in range(30_000)]
    few, many = len(set(drawn[:3000])), len(set(drawn))
    assert 3 < many / few < 6


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hôpital régional de Sikasso", "hôpital régional"),
        ("CHU de Rennes", "CHU"),
        ("Centre hospitalier universitaire d’Orléans", "Centre hospitalier universitaire"),
        ("Chutes-Lavie", None),
        ("HCL", None),
    ],
)
def test_the_head_of_a_name_is_kept(name: str, expected: str | None) -> None:
    assert names.head(name) == expected


def test_paragraphs_keep_their_mentions() -> None:
    mention = GoldMention("COUNTRY", 15, 19, "Mali")
    article = GoldArticle("one", "Un titre\n \nAu Mali.\n", (replace(mention, start=14, end=18),), ())
    found = [(one.start, one.text, len(one.mentions)) for one in articles.paragraphs(article)]
    assert found == [(0, "Un titre", 0), (11, "Au Mali.\n", 1)]


def test_files_are_the_lines_of_one_file(tmp_path: Path) -> None:
    for write in (articles.write_files, articles.write_lines):
        articles.make(12, tmp_path / write.__name__, CORPUS, write=write)
    files = sorted((tmp_path / "write_files").rglob("*.txt"))
    lines = (tmp_path / "write_lines" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [path.relative_to(tmp_path / "write_files").as_posix() for path in files] == [
        f"0000/{number:07}.txt" for number in range(12)
    ]
    assert [json.loads(line) for line in lines] == [
        {"id": number, "text": path.read_text(encoding="utf-8")} for number, path in enumerate(files)
    ]


# --- clock and costs


def test_a_stage_is_charged_what_it_spends_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def spend(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(time, "process_time", lambda: now)
    a_clock = clock.Clock()

    def items() -> Iterator[int]:
        for number in range(3):
            spend(1)
            yield number

    inner = a_clock.timed("inner", items)

    def outer() -> list[int]:
        spend(10)
        return [number for number in inner() if spend(100) is None]

    spend(0.5)
    assert a_clock.timed("outer", outer)() == [0, 1, 2]
    assert a_clock.seconds == {"everything else": 0.5, "outer": 310.0, "inner": 3.0}


def test_every_stage_is_met_and_the_functions_are_put_back(tmp_path: Path, kit: Kit) -> None:
    before = stages.clean
    articles.make(20, tmp_path, CORPUS)
    found = stages.shares(tmp_path, kit)
    assert set(found["seconds"]) == {*stages.STAGES, "everything else"}
    # A copy, byte for byte, is the article that was there before.
    assert found["articles"] == len({path.read_bytes() for path in tmp_path.rglob("*.txt")})
    assert stages.clean is before


def test_an_unknown_stage_is_named() -> None:
    with pytest.raises(AttributeError, match="nothing"), clock.clocked({"x": ("pipeline.link:nothing",)}):
        pass


def test_the_memory_of_a_command_is_that_of_all_its_processes() -> None:
    held = (
        "import time; held = bytearray(60_000_000); held[::4096] = b'1' * len(held[::4096]); time.sleep(0.5)"
    )
    start = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {held!r}])"
    code = f"{start}; {held}; child.wait()"
    taken = bytearray(400_000_000)  # of this process: no part of what the command has
    taken[::4096] = bytes([1]) * len(taken[::4096])
    assert 120e6 < measure.command([sys.executable, "-c", code]).peak < 250e6


def test_a_command_that_fails_says_so() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        measure.command([sys.executable, "-c", "import sys; sys.exit('no such thing')"])
    assert (failed.value.returncode, failed.value.stderr) == (1, "no such thing\n")


def test_rounds_begin_with_another_one_each() -> None:
    order: list[str] = []

    def cost_of(name: str) -> measure.Cost:
        order.append(name)
        return measure.Cost(len(order), 0.0)

    measured = {name: lambda name=name: cost_of(name) for name in "abc"}
    found = measure.gathered(measure.in_turn(measured, turn) for turn in range(2))
    assert "".join(order) == "abcbca"
    assert {name: cost["wall"] for name, cost in found.items()} == {"a": [1, 6], "b": [2, 4], "c": [3, 5]}


def test_the_terms_given_to_eds_nlp_are_those_of_the_vocabularies() -> None:
    terms = peers.terms(RULES)
    assert list(terms) == ["INSTITUTION", "COUNTRY", "SPECIALTY"]
    assert {"APHM", "CHU de Marseille"} <= set(terms["INSTITUTION"])
    assert {"Mali", "maliennes"} <= set(terms["COUNTRY"])
    assert {"cardiologie", "cardiologues"} <= set(terms["SPECIALTY"])


def test_a_size_counts_its_rows() -> None:
    runs = list(scale.measure((1,), CORPUS))
    assert [(run["number"], run["workers"], run["rows"]["articles"]) for run in runs] == [
        (1, 1, 1),
        (1, 2, 1),
    ]
    assert min(run[key] for run in runs for key in ("wall", "cpu", "peak", "read", "written")) > 0


def test_runs_that_follow_each_other_do_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = []

    def run_and_look(arguments: Sequence[str]) -> measure.Cost:
        cost = measure.command(arguments)
        rows = pq.read_table(Path(arguments[-1]) / "documents")
        outputs.append(rows.num_rows)
        return cost

    monkeypatch.setattr(again, "command", run_and_look)
    found = again.measure(2, CORPUS)
    assert list(found["costs"]) == [
        again.FULL, "nothing changed", "one input changed", "one input removed", "1 inputs more",
    ]  # fmt: skip
    assert outputs == [2, 2, 2, 1, 2]


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
