"""The articles made for the benchmarks are like those of the corpus, and the same each time."""

import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from conftest import CORPUS, RULES

from benchmarks import articles, names
from pipeline.brat import GoldArticle, GoldMention, read_gold


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
    # Of a thousand, two in a hundred and five in a hundred, within three standard deviations.
    assert 7 <= identical <= 33
    assert 29 <= retold <= 71


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
