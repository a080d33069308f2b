"""Turns what was found in some documents into the rows of a draft.

A draft is what a shard can tell alone: the tables, but for what needs the whole run. In it stand, instead of
the id of an institution, that of the value that an article gave it (`values`), no story, no copy of another
document, and ids of cooperations that hold within the draft. `pipeline/tables/final.py` fills these in.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from edtf import parse_edtf

from pipeline.records import (
    Article,
    Cooperation,
    CountryValue,
    CountValue,
    DateValue,
    Extraction,
    Handled,
    InstitutionValue,
    Mention,
    Reject,
    Sentence,
    SpecialtyValue,
)
from pipeline.tables.keys import key

Row = dict[str, Any]
Found = Sequence[tuple[Article, Extraction, tuple[Cooperation, ...]]]
VALUE_FIELDS = tuple(field.name for field in fields(InstitutionValue))
# An acronym that the article introduces says itself what it stands for; the rest is linked over the run.
ACRONYM = "acronym"
UNLINKED = "new"
_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")


def build(
    documents: Sequence[Handled],
    articles: Found,
    rejects: Sequence[Reject],
    signature: Callable[[str], bytes | None],
) -> dict[str, list[Row]]:
    """Return the rows of every table of a draft, by name of the table.

    `signature` gives for a text what tells its copies, None where it is too short to have any.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    ids: dict[str, str] = {}
    for handled in documents:
        document = handled.document
        document_id = ids[document.source] = key(document.source, document.sha256)
        rows["documents"].append(_document(handled, document_id))
        rows["document_removals"] += [
            {"document_id": document_id, "rule": rule, "n_removed": n} for rule, n in handled.removed.items()
        ]
    values: dict[InstitutionValue, str] = {}
    for article, extraction, cooperations in articles:
        article_id = key(ids[article.source], article.position)
        rows["articles"].append(_article(article, article_id, ids[article.source]))
        if (found := signature(article.text)) is not None:
            rows["signatures"].append({"article_id": article_id, "signature": found})
        used = {_value_id(m.value, values) for m in extraction.mentions if m.label == "INSTITUTION"}
        if cooperations and extraction.publisher:
            used.add(_value_id(extraction.publisher, values))
        rows["uses"] += [{"article_id": article_id, "value_id": one} for one in sorted(used)]
        rows["places"] += [
            {"article_id": article_id, "country": iso} for iso in sorted(_countries(extraction, cooperations))
        ]
        for mention in extraction.mentions:
            _mention(rows, mention, article_id, extraction.sentences, values)
        _cooperations(rows, article_id, extraction, cooperations, values)
    rows["values"] = [
        {"value_id": value_id, **{name: getattr(value, name) for name in VALUE_FIELDS}}
        for value, value_id in values.items()
    ]
    rows["rejects"] = [
        {"source": r.source, "stage": r.stage, "error": r.error, "detail": r.detail} for r in rejects
    ]
    return rows


def _value_id(value: Any, values: dict[InstitutionValue, str]) -> str:
    if value not in values:
        values[value] = key(*(getattr(value, name) for name in VALUE_FIELDS))
    return values[value]


def _countries(extraction: Extraction, cooperations: Sequence[Cooperation]) -> set[str]:
    """Return the countries that an article names, those of its institutions aside."""
    found = {iso for cooperation in cooperations for iso in cooperation.countries}
    for mention in extraction.mentions:
        if isinstance(mention.value, CountryValue):
            found.update(mention.value.iso)
        elif isinstance(mention.value, CountValue) and mention.value.country:
            found.add(mention.value.country)
    return found


def _document(handled: Handled, document_id: str) -> Row:
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
        "same_as": None,
    }


def _article(article: Article, article_id: str, document_id: str) -> Row:
    return {
        "article_id": article_id,
        "document_id": document_id,
        "position": article.position,
        "title": article.title,
        "published": article.published,
        "published_from": article.published_from,
        "text": article.text,
        "n_chars": len(article.text),
        "story_id": article_id,
    }


def _mention_id(article_id: str, mention: Mention) -> str:
    return key(article_id, mention.label, mention.start, mention.end)


def _mention(
    rows: dict[str, list[Row]],
    mention: Mention,
    article_id: str,
    sentences: Sequence[Sentence],
    values: dict[InstitutionValue, str],
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
            step = ACRONYM if mention.rule.startswith("acronym") else UNLINKED
            rows["institution_mentions"].append(
                {"mention_id": mention_id, "institution_id": values[value], "linked_by": step}
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
    first, _, last = edtf.partition("/")
    plain = _PLAIN.fullmatch(first), _PLAIN.fullmatch(last or first)
    # Nearly all are, and the parser of all of EDTF takes a hundred times as long as the rest of a mention.
    if plain[0] and plain[1]:
        return _day(plain[0], 1, 1), _day(plain[1], 12, 31)
    parsed = parse_edtf(edtf)
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


def _day(match: re.Match[str], month: int, day: int) -> date:
    """Return the day that a date begins with (month 1, day 1) or ends with (month 12, day 31)."""
    year, month = int(match[1]), int(match[2] or month)
    return date(year, month, int(match[3] or min(day, monthrange(year, month)[1])))


def _cooperations(
    rows: dict[str, list[Row]],
    article_id: str,
    extraction: Extraction,
    cooperations: Sequence[Cooperation],
    values: dict[InstitutionValue, str],
) -> None:
    by_key = {name: values[value] for name, value in extraction.institutions().items() if value in values}
    for n, cooperation in enumerate(cooperations):
        cooperation_id = key(article_id, n)
        spans = [(mention.start, mention.end) for mention in cooperation.evidence]
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
        contents = key(cooperation.countries, cooperation.specialties, cooperation.start, spans)
        rows["contents"].append({"cooperation_id": cooperation_id, "position": n, "contents": contents})
        sides = {
            (by_key[name], side)
            for side, names in (
                ("home", cooperation.home),
                ("partner", cooperation.partner),
                ("funder", cooperation.funders),
            )
            for name in names
        }
        rows["cooperation_institutions"] += [
            {"cooperation_id": cooperation_id, "institution_id": i, "side": side} for i, side in sorted(sides)
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
