"""`cooperations_wide`: everything that a run says of a cooperation in one flat row, with names for ids."""

import duckdb
import pyarrow as pa

from pipeline.tables import columns as c
from pipeline.tables.partnerships import PEOPLE
from pipeline.tables.schema import Column, Reference, Table

# Not a comma: names and specialties have commas.
SEPARATOR = "; "
GAP, LINE = " […] ", " / "


def _names(name: str, what: str) -> Column:
    return Column(name, pa.string(), f"{what}, joined with `{SEPARATOR}`.")


def _people(name: str, who: str) -> Column:
    return Column(name, pa.int64(), f"{who}: sum of the least numbers that the article gives.", unit="people")


WIDE = Table(
    "cooperations_wide",
    "What articles report of a partnership, in one flat row with names instead of ids.",
    "cooperation",
    (
        c.COOPERATION_ID,
        _names("home", "Institutions of the side in France, by name"),
        _names("partner", "Institutions of the side abroad, by name"),
        _names("funder", "Institutions that pay for it, by name"),
        _names("countries", "ISO 3166-1 alpha-2 codes of the partner countries"),
        _names("countries_fr", "French names of these countries, in the order of the codes"),
        _names("countries_en", "English names of these countries, in the order of the codes"),
        _names("regions", "Names of the UN M49 sub-regions of these countries, each once"),
        _names("specialties", "Codes of the specialties"),
        _names("specialties_fr", "French names of these specialties, in the order of the codes"),
        _names("specialties_en", "English names of these specialties, in the order of the codes"),
        c.COOPERATION_START,
        c.COOPERATION_END,
        c.STATUS,
        _people("people_inbound", "Staff and patients who come to France"),
        _people("people_outbound", "Staff and patients who leave France"),
        _people("people_undirected", "Staff and patients of whom the article does not tell where they go"),
        c.CONFIDENCE,
        Column(
            "evidence",
            pa.string(),
            f"Sentences that it rests on, in their order; `{GAP.strip()}` where others stand between, "
            f"`{LINE.strip()}` where a line ends.",
        ),
        c.ARTICLE_ID,
        c.STORY_ID,
        c.TITLE,
        c.PUBLISHED,
        c.SOURCE,
        c.SITE,
        c.URL,
    ),
    key=("cooperation_id",),
    nullable=(
        "home", "partner", "funder", "countries", "countries_fr", "countries_en", "regions", "specialties",
        "specialties_fr", "specialties_en", "start", "end", "status", "people_inbound", "people_outbound",
        "people_undirected", "evidence", "title", "published", "site", "url",
    ),
    references=(Reference(("cooperation_id",), "cooperations"), Reference(("article_id",), "articles")),
    caveats="The same people may be told of in several articles: for sums over articles use partnerships.",
)  # fmt: skip

_NAMED = "\n".join(
    f"string_agg(DISTINCT name, '{SEPARATOR}' ORDER BY name) FILTER (side = '{side}') AS {side},"
    for side in ("home", "partner", "funder")
)
_ROLES = ", ".join(f"'{role}'" for role in sorted(PEOPLE))
_TRAVELLED = "\n".join(
    f"CAST(sum(coalesce(min, max)) FILTER (direction {test}) AS BIGINT) AS {name},"
    for name, test in (
        ("people_inbound", "= 'inbound'"),
        ("people_outbound", "= 'outbound'"),
        ("people_undirected", "IS NULL"),
    )
)
# Over the tables of a run. Rows stand in the order of the articles and of what they rest on.
_QUERY = f"""
WITH sides AS (
    SELECT {_NAMED} cooperation_id
    FROM cooperation_institutions JOIN institutions USING (institution_id)
    GROUP BY cooperation_id
),
lands AS (
    SELECT
        string_agg(country, '{SEPARATOR}' ORDER BY country) AS countries,
        string_agg(name_fr, '{SEPARATOR}' ORDER BY country) AS countries_fr,
        string_agg(name_en, '{SEPARATOR}' ORDER BY country) AS countries_en,
        string_agg(DISTINCT region, '{SEPARATOR}' ORDER BY region) AS regions,
        cooperation_id
    FROM cooperation_countries JOIN countries USING (country)
    GROUP BY cooperation_id
),
topics AS (
    SELECT
        string_agg(specialty, '{SEPARATOR}' ORDER BY specialty) AS specialties,
        string_agg(label_fr, '{SEPARATOR}' ORDER BY specialty) AS specialties_fr,
        string_agg(label_en, '{SEPARATOR}' ORDER BY specialty) AS specialties_en,
        cooperation_id
    FROM cooperation_specialties JOIN specialties USING (specialty)
    GROUP BY cooperation_id
),
people AS (
    SELECT {_TRAVELLED} cooperation_id
    FROM cooperation_counts JOIN counts USING (mention_id)
    WHERE role IN ({_ROLES})
    GROUP BY cooperation_id
),
sentences AS (
    SELECT DISTINCT cooperation_id, sentence_start, sentence_end
    FROM cooperation_evidence JOIN mentions USING (mention_id)
),
behind AS (
    SELECT *, max(sentence_end) OVER (
        PARTITION BY cooperation_id ORDER BY sentence_start, sentence_end DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS reached
    FROM sentences
),
-- Sentences that overlap, or that follow each other with nothing but space between, are one stretch.
placed AS (
    SELECT cooperation_id, sentence_start, sentence_end, reached IS NULL OR (
        sentence_start > reached
        AND regexp_matches(substring(text, reached + 1, sentence_start - reached), '\\S')
    ) AS begins
    FROM behind JOIN cooperations USING (cooperation_id) JOIN articles USING (article_id)
),
numbered AS (
    SELECT *, count(*) FILTER (begins) OVER (
        PARTITION BY cooperation_id ORDER BY sentence_start, sentence_end DESC
    ) AS stretch
    FROM placed
),
stretches AS (
    SELECT cooperation_id, min(sentence_start) AS first, max(sentence_end) AS last
    FROM numbered
    GROUP BY cooperation_id, stretch
),
words AS (
    SELECT cooperation_id, first, trim(substring(text, first + 1, last - first), E' \\n') AS words
    FROM stretches JOIN cooperations USING (cooperation_id) JOIN articles USING (article_id)
),
quoted AS (
    SELECT
        string_agg(regexp_replace(words, '\\s*\\n\\s*', '{LINE}', 'g'), '{GAP}' ORDER BY first) AS evidence,
        min(first) AS begins,
        cooperation_id
    FROM words
    GROUP BY cooperation_id
),
told AS (
    SELECT article_id, document_id, position, story_id, title, published FROM articles
),
given AS (
    SELECT document_id, source, site, url FROM documents
)
SELECT {", ".join(f'"{column.name}"' for column in WIDE.columns)}
FROM cooperations JOIN told USING (article_id) JOIN given USING (document_id)
LEFT JOIN sides USING (cooperation_id)
LEFT JOIN lands USING (cooperation_id)
LEFT JOIN topics USING (cooperation_id)
LEFT JOIN people USING (cooperation_id)
LEFT JOIN quoted USING (cooperation_id)
ORDER BY source, position, begins, cooperation_id
"""


def wide_table(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return `cooperations_wide` over a connection that has the tables of a run, as `WIDE` declares it."""
    return connection.sql(_QUERY).to_arrow_table().cast(WIDE.schema())
