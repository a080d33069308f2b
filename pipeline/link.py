"""Links the institutions of a run: one identity for the forms of one organisation across articles.

Precision first: equal normalised name and country, or an acronym that only one institution of that
country carries. Whatever is less certain stays apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256

from pipeline.records import Institution, InstitutionValue
from pipeline.text import name_key

Identity = tuple[str, str | None]


def link(values: Iterable[InstitutionValue]) -> dict[InstitutionValue, Institution]:
    """Return the institution of every value. The result does not depend on the order of the values."""
    members: dict[Identity, list[InstitutionValue]] = defaultdict(list)
    for value in sorted(values, key=_order):
        members[_identity(value)].append(value)
    target = _acronyms(members)
    groups: dict[Identity, list[InstitutionValue]] = defaultdict(list)
    for identity, found in members.items():
        groups[target.get(identity, identity)].extend(found)
    return {
        value: institution
        for identity, found in groups.items()
        for institution in [_institution(identity, found)]
        for value in found
    }


def _order(value: InstitutionValue) -> tuple[str, ...]:
    return (value.key, value.name, value.kind, value.country or "", value.acronym or "", value.city or "")


def _identity(value: InstitutionValue) -> Identity:
    return name_key(value.name), value.country


def _acronyms(members: Mapping[Identity, list[InstitutionValue]]) -> dict[Identity, Identity]:
    """Return the identities that are named by an acronym only, with the one institution that carries it."""
    carriers: dict[Identity, set[Identity]] = defaultdict(set)
    for identity, found in members.items():
        for value in found:
            if value.acronym and name_key(value.acronym) != identity[0]:
                carriers[name_key(value.acronym), value.country].add(identity)
    return {
        identity: next(iter(carriers[identity]))
        for identity in members
        if identity in carriers and len(carriers[identity]) == 1
    }


def _institution(identity: Identity, found: list[InstitutionValue]) -> Institution:
    named = [value for value in found if _identity(value) == identity]
    digest = sha256("|".join((identity[0], identity[1] or "")).encode()).hexdigest()
    return Institution(
        institution_id=f"i{digest[:15]}",
        name=_most(value.name for value in named),
        acronym=_most_or_none(value.acronym for value in found),
        kind=_most(value.kind for value in named),
        country=identity[1],
        city=_most_or_none(value.city for value in found),
    )


def _most(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _most_or_none(values: Iterable[str | None]) -> str | None:
    given = [value for value in values if value]
    return _most(given) if given else None
