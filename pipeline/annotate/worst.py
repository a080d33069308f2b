"""The articles of a run that are most worth correcting: where the system is unsure, or contradicts itself.

The score of an article is the sum over REASONS of a weight times a number that is counted in the tables. Both
stand here, and the command prints them, so that everybody can say why an article is on top.
"""

import textwrap
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from pipeline.api.tables import connect
from pipeline.stored import Stored, read_table
from pipeline.text import name_key

_TITLE = 80  # characters of a title


@dataclass(frozen=True, slots=True)
class Reason:
    """`count` is a query that gives article_id and n; `words` say what n counts; `weight` is for each."""

    words: str
    weight: float
    count: str


@dataclass(frozen=True, slots=True)
class Worst:
    """An article with its score and what makes it up: each reason and how often, the most points first."""

    article_id: str
    source: str
    title: str | None
    score: float
    reasons: tuple[tuple[Reason, float], ...]


_NAMED = """
    SELECT DISTINCT article_id, institution_id, linked_by, rule
    FROM mentions JOIN institution_mentions USING (mention_id)
"""
REASONS = (
    Reason(
        "cooperations to be expected wrong, by their confidence",
        3.0,
        "SELECT article_id, sum(1 - confidence) AS n FROM cooperations GROUP BY ALL",
    ),
    Reason(
        "cooperations without an institution abroad",
        1.0,
        """SELECT article_id, count(*) AS n FROM cooperations WHERE cooperation_id NOT IN
           (SELECT cooperation_id FROM cooperation_institutions WHERE side = 'partner') GROUP BY ALL""",
    ),
    Reason(
        "cooperations without a country",
        1.0,
        """SELECT article_id, count(*) AS n FROM cooperations
           WHERE cooperation_id NOT IN (SELECT cooperation_id FROM cooperation_countries) GROUP BY ALL""",
    ),
    Reason(
        "cooperations without an institution in France",
        0.5,
        """SELECT article_id, count(*) AS n FROM cooperations WHERE cooperation_id NOT IN
           (SELECT cooperation_id FROM cooperation_institutions WHERE side = 'home') GROUP BY ALL""",
    ),
    Reason(
        "countries named that no cooperation of the article has",
        0.5,
        """SELECT article_id, count(*) AS n FROM (
             SELECT article_id, country FROM mentions JOIN country_mentions USING (mention_id)
             WHERE country <> 'FR'
             EXCEPT SELECT article_id, country
             FROM cooperations JOIN cooperation_countries USING (cooperation_id)
           ) GROUP BY ALL""",
    ),
    Reason(
        "institutions that only the model found",
        1.0,
        f"""SELECT article_id, count(DISTINCT institution_id) AS n FROM ({_NAMED})
            WHERE rule LIKE 'model-%' GROUP BY ALL""",
    ),
    Reason(
        "institutions whose name was linked by its spelling alone",
        1.0,
        f"""SELECT article_id, count(DISTINCT institution_id) AS n FROM ({_NAMED})
            WHERE linked_by = 'fuzzy' GROUP BY ALL""",
    ),
    Reason(
        "institutions without a country",
        0.5,
        f"""SELECT article_id, count(DISTINCT institution_id) AS n FROM ({_NAMED})
            JOIN institutions USING (institution_id) WHERE country IS NULL GROUP BY ALL""",
    ),
    Reason(
        "institutions of a name that has another kind or country elsewhere in the run",
        0.5,
        f"""SELECT article_id, count(DISTINCT institution_id) AS n FROM ({_NAMED})
            JOIN at_odds USING (institution_id) GROUP BY ALL""",
    ),
    Reason(
        "dates that were not resolved",
        0.25,
        """SELECT article_id, count(*) AS n FROM mentions JOIN dates USING (mention_id)
           WHERE type = 'DATE' AND edtf IS NULL GROUP BY ALL""",
    ),
)


def worst(run: Stored, number: int) -> list[Worst]:
    """Return the articles with the highest scores, of the copies of a story only one, the highest first.

    Equal scores are in the order of the source. An article with no reason at all is never among them.
    """
    connection = connect(run)
    connection.register("at_odds", _at_odds(run))
    found: dict[str, list[tuple[Reason, float]]] = defaultdict(list)
    for reason in REASONS:
        for article_id, n in connection.execute(reason.count).fetchall():
            if n > 0:
                found[article_id].append((reason, round(n, 2)))
    scored = [
        Worst(
            article_id,
            source,
            title,
            round(sum(_points(one) for one in found[article_id]), 2),
            tuple(sorted(found[article_id], key=_points, reverse=True)),
        )
        for article_id, source, title in _first_of_stories(connection, found)
    ]
    return sorted(scored, key=lambda one: -one.score)[:number]


def lines(articles: Sequence[Worst]) -> list[str]:
    """Return why each article is among the worst, for a terminal."""
    shown = []
    for place, one in enumerate(articles, start=1):
        title = f" – {textwrap.shorten(one.title, _TITLE, placeholder=' …')}" if one.title else ""
        shown.append(f"{place}. {one.source}: {one.score:.2f}{title}")
        shown += [
            f"   {_points((reason, n)):5.2f} = {n:g} × {reason.weight:g}: {reason.words}"
            for reason, n in one.reasons
        ]
    return shown


def _points(one: tuple[Reason, float]) -> float:
    return one[0].weight * one[1]


def _at_odds(run: Stored) -> pa.Table:
    """Return the institutions whose name another one of the run has, of another kind or country."""
    rows = read_table(run, "institutions", ("institution_id", "name")).to_pylist()
    often = Counter(name_key(row["name"]) for row in rows)
    ids = [row["institution_id"] for row in rows if often[name_key(row["name"])] > 1]
    return pa.table({"institution_id": pa.array(ids, pa.string())})


def _first_of_stories(
    connection: duckdb.DuckDBPyConnection, found: Collection[str]
) -> list[tuple[str, str, str | None]]:
    """Return id, source and title of the articles that have reasons, one for each story, by source."""
    rows = connection.execute(
        "SELECT article_id, source, articles.title, story_id "
        "FROM articles JOIN documents USING (document_id) ORDER BY source, position"
    ).fetchall()
    stories: dict[str, tuple[str, str, str | None]] = {}
    for article_id, source, title, story_id in rows:
        if article_id in found:
            stories.setdefault(story_id, (article_id, source, title))
    return list(stories.values())
