"""`corpus/identity.csv`: pairs of names, each in its sentence, that one institution bears or two do."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from conftest import CORPUS

from pipeline.kit import Kit
from pipeline.link import link
from pipeline.records import Article, Institution, InstitutionValue, Mention
from pipeline.run import extract

# Institutions that are wrongly merged are worse than those that are missed: of all pairs, one may be.
MOST_WRONG = 1
FEWEST_JOINED = 66


def pairs() -> list[dict[str, str]]:
    with Path(CORPUS / "identity.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def institution(
    mentions: tuple[Mention, ...], start: int, end: int, linked: dict[InstitutionValue, Institution]
) -> str | None:
    """Return the id of what was found where the mark stands."""
    over = [m for m in mentions if m.label == "INSTITUTION" and m.start < end and start < m.end]
    best = max(over, key=lambda m: min(m.end, end) - max(m.start, start), default=None)
    return linked[best.value].institution_id if best and isinstance(best.value, InstitutionValue) else None


@pytest.fixture(scope="module")
def outcome(kit: Kit) -> Counter[tuple[str, bool]]:
    """Return how many pairs of each answer were joined, all of them linked in one run."""
    rows = pairs()
    texts = [row[side] for row in rows for side in ("left", "right")]
    spans = [(text.index("<"), text.index(">") - 1) for text in texts]
    articles = [Article(f"{n}", 0, text.replace("<", "").replace(">", "")) for n, text in enumerate(texts)]
    found = [extraction.mentions for _, extraction in extract(articles, kit)]
    values = {m.value for mentions in found for m in mentions if isinstance(m.value, InstitutionValue)}
    linked = dict(link(values, cache(kit.gazetteer.words_of)).institutions)
    ids = [institution(m, *span, linked) for m, span in zip(found, spans, strict=True)]
    return Counter(
        (row["same"], ids[2 * n] is not None and ids[2 * n] == ids[2 * n + 1]) for n, row in enumerate(rows)
    )


def test_the_list_has_150_pairs_half_of_them_the_same() -> None:
    rows = pairs()
    assert Counter(row["same"] for row in rows) == {"yes": 75, "no": 75}
    assert all(
        row[side].count("<") == row[side].count(">") == 1 for row in rows for side in ("left", "right")
    )
    assert len({(row["left"], row["right"]) for row in rows}) == 150


def test_different_institutions_are_not_merged(outcome: Counter[tuple[str, bool]]) -> None:
    assert outcome["no", True] <= MOST_WRONG


def test_forms_of_one_institution_are_joined(outcome: Counter[tuple[str, bool]]) -> None:
    assert outcome["yes", True] >= FEWEST_JOINED
