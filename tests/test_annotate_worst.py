"""Which articles are worth correcting first, and the commands."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import CORPUS

from pipeline.annotate.gold_of_run import gold_of_run, names
from pipeline.annotate.worst import REASONS, lines, worst
from pipeline.stored import Stored, open_run

SURE = (
    "Depuis 2012, le CHU de Rennes coopère avec l’hôpital Gabriel-Touré de Bamako (Mali) en cardiologie. "
    "Trois cardiologues maliens ont été accueillis au CHU de Rennes en 2019."
)
# Two countries in vain, one day that nothing resolves.
UNSURE = f"{SURE} Lundi, un avion a survolé le Sénégal et le Togo."


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, command: Callable) -> Stored:
    folder = tmp_path_factory.mktemp("worst")
    copied = (CORPUS / "afrique-abidjan.txt").read_text(encoding="utf-8")
    texts = {"sure": SURE, "unsure": UNSURE, "2024/unsure": copied, "copied": f"{copied} Fin."}
    for name, text in ((f"in/{name}.txt", text) for name, text in texts.items()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert command("extract", folder / "in", "-o", folder / "out").status == 0
    return open_run(folder / "out")


def confidence(run: Stored, name: str) -> float:
    """Return the confidence of the only cooperation of an input."""
    folder = Path(run.location)
    document = next(r for r in pq.read_table(folder / "documents").to_pylist() if r["source"] == name)
    articles = pq.read_table(folder / "articles").to_pylist()
    article = next(r for r in articles if r["document_id"] == document["document_id"])
    rows = pq.read_table(folder / "cooperations").to_pylist()
    (row,) = (r for r in rows if r["article_id"] == article["article_id"])
    found = row["confidence"]
    assert isinstance(found, float)
    return found


def test_the_score_is_the_sum_of_its_reasons(run: Stored) -> None:
    first = next(one for one in worst(run, 3) if one.source == "unsure.txt")
    doubt = 1 - confidence(run, "unsure.txt")
    assert {(reason.words, n) for reason, n in first.reasons} == {
        ("cooperations to be expected wrong, by their confidence", round(doubt, 2)),
        ("countries named that no cooperation of the article has", 2),
        ("dates that were not resolved", 1),
    }
    assert first.score == round(3 * round(doubt, 2) + 2 * 0.5 + 0.25, 2)


def test_the_lines_say_how(run: Stored) -> None:
    found = worst(run, 3)
    told = lines(found)
    place = next(n for n, one in enumerate(found, start=1) if one.source == "unsure.txt")
    at = told.index(f"{place}. unsure.txt: {found[place - 1].score:.2f}")
    assert "    1.00 = 2 × 0.5: countries named that no cooperation of the article has" in told[at : at + 4]
    assert "    0.25 = 1 × 0.25: dates that were not resolved" in told[at : at + 4]


def test_of_the_copies_of_a_story_there_is_one(run: Stored) -> None:
    assert {one.source for one in worst(run, 10)} == {"sure.txt", "unsure.txt", "2024/unsure.txt"}


def test_articles_of_one_name_get_their_ids_too(run: Stored) -> None:
    found = names(run)
    assert sorted(name for key, name in found.items()) == sorted(
        [f"unsure-{key}" for key, name in found.items() if name.startswith("unsure")] + ["sure", "copied"]
    )


def test_every_reason_is_a_query_that_runs_and_names_each_article_once(outputs: Path) -> None:
    from pipeline.annotate.worst import _at_odds
    from pipeline.api.tables import connect

    stored = open_run(outputs)
    connection = connect(stored)
    connection.register("at_odds", _at_odds(stored))
    unused = set()
    for reason in REASONS:
        ids = [row[0] for row in connection.execute(reason.count).fetchall()]
        assert len(ids) == len(set(ids)), reason.words
        if not ids:
            unused.add(reason.words)
    assert unused == {"institutions without a country"}


def test_the_order_is_that_of_the_scores_and_the_same_every_time(outputs: Path) -> None:
    stored = open_run(outputs)
    found = worst(stored, 30)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found == worst(stored, 30)
    assert found[:5] == worst(stored, 5)


def test_the_worst_are_exported_in_their_order(jumelage: Callable, outputs: Path, tmp_path: Path) -> None:
    ended = jumelage("annotate", "export", outputs, "--to", "doccano", "-o", tmp_path / "out", "--worst", "3")
    assert (ended.status, ended.err) == (0, "")
    found = worst(open_run(outputs), 3)
    assert ended.out.splitlines() == [*lines(found), f"3 articles for doccano in {tmp_path / 'out'}"]
    rows = (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    exported = [json.loads(line)["name"] for line in rows]
    assert exported == [one.source.removesuffix(".txt") for one in found]


def test_only_a_run_has_a_worst(jumelage: Callable, tmp_path: Path) -> None:
    ended = jumelage("annotate", "export", "corpus", "--to", "brat", "-o", tmp_path / "out", "--worst", "3")
    told = "jumelage: --worst: corpus holds annotated articles; only those of a run have a worst\n"
    assert (ended.status, ended.err) == (2, told)
    assert not (tmp_path / "out").exists()


def test_what_is_neither_run_nor_gold_is_refused(jumelage: Callable, tmp_path: Path) -> None:
    ended = jumelage("annotate", "export", tmp_path, "--to", "brat", "-o", tmp_path / "out")
    assert ended.status == 2
    assert f"{tmp_path}: holds no run" in ended.err


def test_an_import_that_fails_is_told_by_its_status(jumelage: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Au Mali.")
    (tmp_path / "a.ann").write_text("T1\tCOUNTRY 3 7\tMali\n")
    ended = jumelage("annotate", "import", tmp_path, "--from", "brat", "-o", tmp_path / "gold")
    assert (ended.status, ended.err) == (
        2,
        f"jumelage: {tmp_path}/a.ann: line 1: COUNTRY 'Mali' at 3–7: has no iso; give one\n"
        "nothing was imported: 1 problems\n",
    )


def test_articles_of_a_collection_and_of_a_brochure_have_names_of_files(
    jumelage: Callable, tmp_path: Path
) -> None:
    rows = [{"id": "12/a", "text": SURE}, {"id": "13", "text": UNSURE}]
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert jumelage("extract", path, "-o", tmp_path / "out").status == 0
    assert [one.name for one in gold_of_run(open_run(tmp_path / "out"))] == ["a", "export-13"]
