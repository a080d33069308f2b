"""Turns what a run found into the rows of all tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import pycountry
from babel import Locale
from edtf import parse_edtf

from pipeline.records import (
    Article,
    Cooperation,
    CountryValue,
    CountValue,
    DateValue,
    Extraction,
    Handled,
    Institution,
    InstitutionValue,
    Links,
    Mention,
    Reject,
    Sentence,
    SpecialtyValue,
)
from pipeline.tables.keys import key
from pipeline.tables.partnerships import partnerships

Row = dict[str, Any]


def build(
    *,
    documents: Sequence[Handled],
    articles: Sequence[tuple[Article, Extraction, tuple[Cooperation, ...]]],
    rejects: Sequence[Reject],
    stories: Mapping[tuple[str, int], tuple[str, int]],
    links: Links,
    specialties: Sequence[Mapping[str, str]],
    regions: Mapping[str, str],
) -> dict[str, list[Row]]:
    """Return the rows of every table, by name of the table; their order is left to the writer.

    `stories` gives for source and position of an article those of the first article that tells its story.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    ids: dict[str, str] = {}
    institutions = links.institutions
    for handled in documents:
        document = handled.document
        document_id = ids[document.source] = key(document.source, document.sha256)
        rows["documents"].append(_document(handled, document_id, ids))
        rows["document_removals"] += [
            {"document_id": document_id, "rule": rule, "n_removed": n} for rule, n in handled.removed.items()
        ]
    for article, extraction, cooperations in articles:
        article_id = key(ids[article.source], article.position)
        source, position = stories[article.source, article.position]
        story_id = key(ids[source], position)
        rows["articles"].append(_article(article, article_id, ids[article.source], story_id))
        for mention in extraction.mentions:
            _mention(rows, mention, article_id, extraction.sentences, links)
        _cooperations(rows, article_id, extraction, cooperations, institutions)
    linked = {institution.institution_id: institution for institution in institutions.values()}
    rows["institutions"] = [_institution(institution) for institution in linked.values()]
    rows["specialties"] = [
        {
            "specialty": row["code"],
            "label_fr": row["label_fr"],
            "label_en": row["label_en"],
            "parent": row["parent"] or None,
        }
        for row in specialties
    ]
    rows["rejects"] = [
        {"source": r.source, "stage": r.stage, "error": r.error, "detail": r.detail} for r in rejects
    ]
    rows |= partnerships(rows)
    used = {row["country"] for name in ("country_mentions", "counts") for row in rows[name]}
    used |= {row["country"] for name in ("institutions", "cooperation_countries") for row in rows[name]}
    rows["countries"] = [_country(iso, regions) for iso in sorted(used - {None, "ZZ"})]
    return rows


def _document(handled: Handled, document_id: str, ids: Mapping[str, str]) -> Row:
    document = handled.document
    return {
        "document_id": document_id,
        "source": document.source,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "n_bytes": document.n_bytes,
        "title": document.title,
        "language": handled.language,
        "published": document.published or document.created,
        "n_articles": handled.n_articles,
        "author": document.author,
        "site": document.site,
        "url": document.url,
        "same_as": ids[handled.same_as] if handled.same_as else None,
    }


def _article(article: Article, article_id: str, document_id: str, story_id: str) -> Row:
    return {
        "article_id": article_id,
        "document_id": document_id,
        "position": article.position,
        "title": article.title,
        "published": article.published,
        "published_from": article.published_from,
        "text": article.text,
        "n_chars": len(article.text),
        "story_id": story_id,
    }


def _mention_id(article_id: str, mention: Mention) -> str:
    return key(article_id, mention.label, mention.start, mention.end)


def _mention(
    rows: dict[str, list[Row]],
    mention: Mention,
    article_id: str,
    sentences: Sequence[Sentence],
    links: Links,
) -> None:
    mention_id = _mention_id(article_id, mention)
    # A mention that runs over the end of a sentence has the stretch from the one to the other.
    around = [s for s in sentences if s.start < mention.end and mention.start < s.end]
    rows["mentions"].append(
        {
            "mention_id": mention_id,
            "article_id": article_id,
            "label": mention.label,
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "sentence_start": around[0].start,
            "sentence_end": around[-1].end,
            "rule": mention.rule,
        }
    )
    match mention.value:
        case InstitutionValue() as value:
            # An acronym that the article introduces says itself what it stands for.
            step = "acronym" if mention.rule.startswith("acronym") else links.steps[value]
            institution_id = links.institutions[value].institution_id
            rows["institution_mentions"].append(
                {"mention_id": mention_id, "institution_id": institution_id, "linked_by": step}
            )
        case CountryValue(iso=isos):
            rows["country_mentions"] += [
                {"mention_id": mention_id, "position": n, "country": iso} for n, iso in enumerate(isos)
            ]
        case SpecialtyValue(codes=codes):
            rows["specialty_mentions"] += [
                {"mention_id": mention_id, "position": n, "specialty": code} for n, code in enumerate(codes)
            ]
        case DateValue() as value:
            first, last = bounds(value.edtf) if value.type == "DATE" and value.edtf else (None, None)
            rows["dates"].append(
                {
                    "mention_id": mention_id,
                    "type": value.type,
                    "edtf": value.edtf,
                    "mod": value.mod,
                    "first_day": first,
                    "last_day": last,
                }
            )
        case CountValue() as value:
            rows["counts"].append(
                {
                    "mention_id": mention_id,
                    "min": value.min,
                    "max": value.max,
                    "mod": value.mod,
                    "role": value.role,
                    "noun": value.noun,
                    "country": value.country,
                }
            )


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[date, date]:
    """Return the first and the last day of an EDTF string."""
    parsed = parse_edtf(edtf)
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


def _cooperations(
    rows: dict[str, list[Row]],
    article_id: str,
    extraction: Extraction,
    cooperations: Sequence[Cooperation],
    institutions: Mapping[InstitutionValue, Institution],
) -> None:
    by_key = {key: institutions[value].institution_id for key, value in extraction.institutions().items()}
    seen: set[str] = set()
    for cooperation in cooperations:
        sides = {
            (by_key[name], side)
            for side, names in (
                ("home", cooperation.home),
                ("partner", cooperation.partner),
                ("funder", cooperation.funders),
            )
            for name in names
        }
        parts = (sorted(sides), cooperation.countries, cooperation.specialties, cooperation.start)
        cooperation_id = key(article_id, *parts, [(m.start, m.end) for m in cooperation.evidence])
        if cooperation_id in seen:
            continue
        seen.add(cooperation_id)
        rows["cooperations"].append(
            {
                "cooperation_id": cooperation_id,
                "article_id": article_id,
                "start": cooperation.start,
                "end": cooperation.end,
                "status": cooperation.status,
                "confidence": cooperation.confidence,
            }
        )
        rows["cooperation_institutions"] += [
            {"cooperation_id": cooperation_id, "institution_id": i, "side": side} for i, side in sides
        ]
        rows["cooperation_countries"] += [
            {"cooperation_id": cooperation_id, "country": iso} for iso in cooperation.countries
        ]
        rows["cooperation_specialties"] += [
            {"cooperation_id": cooperation_id, "specialty": code} for code in cooperation.specialties
        ]
        rows["cooperation_counts"] += [
            {
                "cooperation_id": cooperation_id,
                "mention_id": _mention_id(article_id, mention),
                "direction": direction,
            }
            for mention, direction in cooperation.participants
        ]
        rows["cooperation_evidence"] += [
            {"cooperation_id": cooperation_id, "mention_id": _mention_id(article_id, mention)}
            for mention in cooperation.evidence
        ]


def _institution(institution: Institution) -> Row:
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


def _country(iso: str, regions: Mapping[str, str]) -> Row:
    french, english = Locale("fr").territories, Locale("en").territories
    return {
        "country": iso,
        "alpha3": pycountry.countries.lookup(iso).alpha_3,
        "name_fr": french[iso],
        "name_en": english[iso],
        "region": regions[iso],
    }
