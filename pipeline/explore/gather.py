"""The tables of a run → what the page holds: cooperations by column, and their articles."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.stored import open_run, read_table
from pipeline.tables.partnerships import year_of

Row = Mapping[str, Any]
# Of each table, the columns that are read.
_COLUMNS = {
    "documents": ("document_id", "source", "site", "url"),
    "articles": ("article_id", "document_id", "title", "published", "text"),
    "mentions": (
        *("mention_id", "article_id", "label", "start", "end"),
        *("sentence_start", "sentence_end", "rule"),
    ),
    "institution_mentions": ("mention_id", "institution_id"),
    "country_mentions": ("mention_id", "position", "country"),
    "specialty_mentions": ("mention_id", "position", "specialty"),
    "dates": ("mention_id", "type", "edtf", "mod"),
    "counts": ("mention_id", "min", "max", "mod", "role", "noun", "country"),
    "institutions": ("institution_id", "name", "acronym", "kind", "country"),
    "countries": ("country", "name_fr", "name_en"),
    "specialties": ("specialty", "label_fr", "label_en"),
    "cooperations": ("cooperation_id", "article_id", "start", "end", "status", "confidence"),
    "cooperation_institutions": ("cooperation_id", "institution_id", "side"),
    "cooperation_countries": ("cooperation_id", "country"),
    "cooperation_specialties": ("cooperation_id", "specialty"),
    "cooperation_counts": ("cooperation_id", "mention_id", "direction"),
    "cooperation_evidence": ("cooperation_id", "mention_id"),
}
SIDES = ("home", "partner", "funder")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a page shows: `core` is read when it opens, `articles` (in the order of core) one at a time.

    Rows refer to each other by their place in the list of core that they stand in; see `gather`.
    """

    core: dict[str, Any]
    articles: list[dict[str, Any]]


def read_tables(output: str) -> dict[str, list[Row]]:
    """Return the rows of a finished run, at a path or a URI.

    Raises OutputError for what holds no run, one that is not finished, or tables that cannot be read.
    """
    run = open_run(output)
    return {name: read_table(run, name, columns).to_pylist() for name, columns in _COLUMNS.items()}


def gather(tables: Mapping[str, Sequence[Row]]) -> Gathered:
    """Return what the page shows of a run: the cooperations, and the articles that tell of them."""
    told = sorted(tables["cooperations"], key=lambda row: (-row["confidence"], row["cooperation_id"]))
    wanted = {row["article_id"] for row in told}
    articles = [row for row in tables["articles"] if row["article_id"] in wanted]
    places = {
        "institution": _places(tables["institutions"], "institution_id"),
        "country": _places(tables["countries"], "country"),
        "specialty": _places(tables["specialties"], "specialty"),
        "article": _places(articles, "article_id"),
        "cooperation": _places(told, "cooperation_id"),
    }
    documents = {row["document_id"]: row for row in tables["documents"]}
    core = {
        "n_articles": len(tables["articles"]),
        "countries": _columns(tables["countries"], id="country", fr="name_fr", en="name_en"),
        "specialties": _columns(tables["specialties"], id="specialty", fr="label_fr", en="label_en"),
        "institutions": _columns(
            tables["institutions"], id="institution_id", name="name", acronym="acronym", kind="kind"
        )
        | {"country": [places["country"].get(row["country"], -1) for row in tables["institutions"]]},
        "articles": _columns(articles, id="article_id", title="title", published="published")
        | _columns(
            [documents[row["document_id"]] for row in articles], source="source", site="site", url="url"
        ),
        "cooperations": _cooperations(tables, told, articles, places),
    }
    return Gathered(core, _articles(tables, articles, places))


def _places(rows: Sequence[Row], key: str) -> dict[str, int]:
    return {row[key]: place for place, row in enumerate(rows)}


def _columns(rows: Sequence[Row], **names: str) -> dict[str, list[Any]]:
    return {name: [row[column] for row in rows] for name, column in names.items()}


def _cooperations(
    tables: Mapping[str, Sequence[Row]],
    told: Sequence[Row],
    articles: Sequence[Row],
    places: Mapping[str, Mapping[str, int]],
) -> dict[str, list[Any]]:
    """Return the cooperations by column; `year` is that of the start, else (`dated` 0) of the article."""
    published = {row["article_id"]: row["published"] for row in articles}
    starts = [year_of(row["start"]) for row in told]
    found = _columns(
        told, id="cooperation_id", start="start", end="end", status="status", confidence="confidence"
    )
    found["article"] = [places["article"][row["article_id"]] for row in told]
    found["year"] = [
        year_of(published[row["article_id"]]) if start is None else start
        for start, row in zip(starts, told, strict=True)
    ]
    found["dated"] = [int(start is not None) for start in starts]
    for name, table, key in (
        ("countries", "cooperation_countries", "country"),
        ("specialties", "cooperation_specialties", "specialty"),
    ):
        found[name] = _listed(tables[table], key, places)
    for side in SIDES:
        rows = [row for row in tables["cooperation_institutions"] if row["side"] == side]
        found[side] = _listed(rows, "institution_id", {**places, "institution_id": places["institution"]})
    return found


def _listed(rows: Sequence[Row], key: str, places: Mapping[str, Mapping[str, int]]) -> list[list[int]]:
    """Return, for each cooperation, the places of what these rows name."""
    found: list[list[int]] = [[] for _ in places["cooperation"]]
    for row in rows:
        found[places["cooperation"][row["cooperation_id"]]].append(places[key][row[key]])
    return found


def _articles(
    tables: Mapping[str, Sequence[Row]], articles: Sequence[Row], places: Mapping[str, Mapping[str, int]]
) -> list[dict[str, Any]]:
    """Return text and mentions of each article, and which of these each of its cooperations rests on.

    A mention is its label, start, end, start and end of its sentence (code points), rule and value.
    `evidence` gives the places of mentions by cooperation, `people` places and directions.
    """
    values = _values(tables, places)
    found: list[dict[str, Any]] = [
        {"text": row["text"], "mentions": [], "evidence": defaultdict(list), "people": defaultdict(list)}
        for row in articles
    ]
    mentions = [row for row in tables["mentions"] if row["article_id"] in places["article"]]
    at: dict[str, tuple[int, int]] = {}
    for row in sorted(mentions, key=lambda one: (one["start"], -one["end"])):
        article = places["article"][row["article_id"]]
        at[row["mention_id"]] = article, len(found[article]["mentions"])
        span = (row["label"], row["start"], row["end"], row["sentence_start"], row["sentence_end"])
        found[article]["mentions"].append((*span, row["rule"], *values.get(row["mention_id"], ())))
    for row in tables["cooperation_evidence"]:
        article, place = at[row["mention_id"]]
        found[article]["evidence"][places["cooperation"][row["cooperation_id"]]].append(place)
    for row in tables["cooperation_counts"]:
        article, place = at[row["mention_id"]]
        people = found[article]["people"][places["cooperation"][row["cooperation_id"]]]
        people.append((place, row["direction"]))
    return found


def _values(
    tables: Mapping[str, Sequence[Row]], places: Mapping[str, Mapping[str, int]]
) -> dict[str, tuple[Any, ...]]:
    """Return what a mention means: places of what it names, or what the row of its date or count says."""
    values: dict[str, tuple[Any, ...]] = {
        row["mention_id"]: (places["institution"][row["institution_id"]],)
        for row in tables["institution_mentions"]
    }
    for table, key in (("country_mentions", "country"), ("specialty_mentions", "specialty")):
        for row in sorted(tables[table], key=lambda one: one["position"]):
            values[row["mention_id"]] = (*values.get(row["mention_id"], ()), places[key][row[key]])
    values |= {row["mention_id"]: (row["type"], row["edtf"], row["mod"]) for row in tables["dates"]}
    values |= {
        row["mention_id"]: (
            *(row["min"], row["max"], row["mod"], row["role"], row["noun"]),
            places["country"].get(row["country"], -1),
        )
        for row in tables["counts"]
    }
    return values
