"""The rows of the tables that only a whole run can fill."""

from collections.abc import Mapping
from typing import Any

from babel import Locale

from pipeline.countries import ALPHA3
from pipeline.records import Institution

Row = dict[str, Any]


def institution_row(institution: Institution) -> Row:
    """Return the row of an institution of the run."""
    return {
        "institution_id": institution.institution_id,
        "name": institution.name,
        "acronym": institution.acronym,
        "kind": institution.kind,
        "country": institution.country,
        "city": institution.city,
        "ror": institution.ror,
        "finess": institution.finess,
        "wikidata": institution.wikidata,
    }


def country_row(iso: str, region: str) -> Row:
    """Return the row of a country by its alpha-2 code; `region` is its M49 name."""
    french, english = Locale("fr").territories, Locale("en").territories
    return {
        "country": iso,
        "alpha3": ALPHA3[iso],
        "name_fr": french[iso],
        "name_en": english[iso],
        "region": region,
    }


def specialty_row(row: Mapping[str, str]) -> Row:
    """Return the row of a specialty from that of `rules/specialties/codes.csv`."""
    return {
        "specialty": row["code"],
        "label_fr": row["label_fr"],
        "label_en": row["label_en"],
        "parent": row["parent"] or None,
    }
