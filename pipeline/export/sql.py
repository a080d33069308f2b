"""The tables in SQL that SQLite and DuckDB both understand: declarations, order of filling, views."""

from collections.abc import Mapping

import pyarrow as pa

from pipeline.tables.catalogue import BY_NAME, TABLES
from pipeline.tables.schema import Column, Table


def in_order() -> list[Table]:
    """Return the tables so that each stands behind those that it refers to."""
    ordered: dict[str, Table] = {}

    def place(table: Table) -> None:
        for reference in table.references:
            if reference.table not in {table.name, *ordered}:
                place(BY_NAME[reference.table])
        ordered.setdefault(table.name, table)

    for table in TABLES:
        place(table)
    return list(ordered.values())


def create(table: Table, types: Mapping[pa.DataType, str]) -> str:
    """Return the statement that creates a table, with its closed values, key, references and descriptions."""
    parts = []
    for column in table.columns:
        part = f"{quoted(column.name)} {types[column.type]}"
        if column.name not in table.nullable:
            part += " NOT NULL"
        if column.values:
            part += f" CHECK ({quoted(column.name)} IN ({', '.join(map(literal, column.values))}))"
        parts.append((part, described(column)))
    parts.append((f"PRIMARY KEY ({_listed(table.key)})", f"One row per {table.row}."))
    for reference in table.references:
        key = _listed(BY_NAME[reference.table].key)
        target = f"{quoted(reference.table)} ({key})"
        parts.append((f"FOREIGN KEY ({_listed(reference.columns)}) REFERENCES {target}", ""))
    lines = [
        f"    {part}{',' if n < len(parts) else ''}{text and f' -- {text}'}"
        for n, (part, text) in enumerate(parts, 1)
    ]
    head = f"CREATE TABLE {quoted(table.name)} ( -- {table.description}"
    return "\n".join([head, *lines, ")"])


def described(column: Column) -> str:
    """Return what a column means, with its unit."""
    return column.description + (f" Unit: {column.unit}." if column.unit else "")


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, names))


def _names(table: str, join: str, where: str, name: str) -> str:
    """Return the expression for names of what belongs to a row, in their order, between ` · `."""
    chosen = f"SELECT {name} AS name FROM {table} JOIN {join} WHERE {where} ORDER BY 1"
    return f"(SELECT group_concat(name, ' · ') FROM ({chosen}))"


def _side(side: str) -> str:
    return _names(
        "cooperation_institutions s",
        "institutions i ON i.institution_id = s.institution_id",
        f"s.cooperation_id = c.cooperation_id AND s.side = '{side}'",
        "i.name",
    )


_COUNTRIES = _names(
    "cooperation_countries s",
    "countries n ON n.country = s.country",
    "s.cooperation_id = c.cooperation_id",
    "n.name_fr",
)
_SPECIALTIES = _names(
    "{0}_specialties s", "specialties n ON n.specialty = s.specialty", "s.{0}_id = {1}.{0}_id", "n.label_fr"
)
# Views for readers: their name, what they show, and how.
VIEWS = (
    (
        "cooperations_wide",
        "The cooperations, each in one row with the names of its institutions, countries and specialties.",
        f"""SELECT c.cooperation_id, {_side("home")} AS home, {_side("partner")} AS partner,
    {_side("funder")} AS funder, {_COUNTRIES} AS countries,
    {_SPECIALTIES.format("cooperation", "c")} AS specialties,
    c."start", c."end", c.status, c.confidence, a.article_id, a.title, a.published, d.source, d.url
FROM cooperations c
JOIN articles a ON a.article_id = c.article_id
JOIN documents d ON d.document_id = a.document_id""",
    ),
    (
        "partnerships_wide",
        "The partnerships, each in one row with the names of its institutions, country and specialties.",
        f"""SELECT p.partnership_id, h.name AS home, q.name AS partner, n.name_fr AS country,
    {_SPECIALTIES.format("partnership", "p")} AS specialties,
    p.first_year, p.last_year, p.n_cooperations, p.n_stories, p.n_inbound, p.n_outbound
FROM partnerships p
JOIN institutions h ON h.institution_id = p.home_id
JOIN institutions q ON q.institution_id = p.partner_id
LEFT JOIN countries n ON n.country = p.country""",
    ),
)
