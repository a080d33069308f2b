"""The institution that published an article, by the name or the host name of its site, or by its author."""

import re

from pipeline.extract.institutions.known import Known
from pipeline.records import InstitutionValue
from pipeline.text import fold

_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([a-z0-9-]+)\.[a-z.]{2,}(?:/.*)?$")
_KINDS = frozenset(("hospital", "university", "ngo", "research"))


def publisher_of(stated: str | None, known: Known) -> InstitutionValue | None:
    """Return the one row of the vocabulary that a site or an author names, as `chu-rennes.fr` does."""
    if not stated:
        return None
    host = _HOST.match(stated.strip().lower())
    text = fold(host.group(1) if host else stated)
    entries = {
        form.entry.row: form.entry
        for hit in known.lexicon.all_hits(text)
        for form in hit.entries
        if form.manner != "short" and form.entry.kind in _KINDS
    }
    if len(entries) != 1:
        return None
    ((row, entry),) = entries.items()
    name = entry.name.replace("'", "’")
    return InstitutionValue(entry.kind, entry.country, row, name, entry.acronym, entry.city, row=row)
