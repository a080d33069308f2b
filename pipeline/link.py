"""Links the institutions of a run: one identity for the forms of one organisation across articles.

Precision first, in this order: a row of the vocabulary; the same name in the same country, its abbreviations
written out, and in no other town; an acronym that only one institution of the country carries; nearly the
same words (`_alike`). Whatever is less certain stays apart.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from pipeline.records import Institution, InstitutionValue, Links, Step
from pipeline.text import name_key
from pipeline.written import SMALL, written_key

# What tells two organisations of one name apart: country, and town or country of an embassy, where known.
Identity = tuple[str, str | None, str | None]
# The heads of hospitals, the longest first, as a word each.
_HEADS = {
    "centre hospitalier regional universitaire": "chru",
    "centre hospitalier national universitaire": "chnu",
    "centre hospitalier universitaire": "chu",
    "centre hospitalier regional": "chr",
    "centre hospitalier national": "chn",
    "centre hospitalier": "ch",
    "hopitaux": "hopital",
    "hospital": "hopital",
}
_EXCHANGED = frozenset((*_HEADS.values(), "hopital"))
# Words that make no name of its own: `hôpital général`.
_GENERAL = frozenset(
    name_key("général central régional national universitaire militaire public provincial").split()
)
# Only a ministry is told by its topic and its country, whatever stands for the country in its name.
_MINISTRY = re.compile(r"^minist(?:ere|ry)\b")
_EMBASSY = re.compile(r"^(?:ambassade|consulat)\b")
# Similarity (0 to 100) of two words from which on one is a spelling of the other, and how long they must be.
_SIMILAR = 84.0
_NEAR = 83.0  # less, for whole names, so that no rounding counts
_LONG_WORD = 5
_SHORT_SIGLE = 4


Of = Callable[[str], frozenset[str]]
Members = Mapping[Identity, Sequence[InstitutionValue]]
Find = Callable[[Members], dict[Identity, Identity]]


def link(values: Iterable[InstitutionValue], words_of: Of = lambda _: frozenset()) -> Links:
    """Return the institution of every value. The result does not depend on the order of the values.

    `words_of` gives the words, by `name_key`, that stand for a country in names: its name and demonyms.
    """
    members: dict[Identity, list[InstitutionValue]] = defaultdict(list)
    for value in sorted(values, key=_order):
        members[_identity(value, words_of)].append(value)
    target: dict[Identity, tuple[Identity, Step]] = {}
    steps: tuple[tuple[Step, Find], ...] = (
        ("name", _written),
        ("place", _towns),
        ("acronym", _acronyms),
        ("fuzzy", _spellings),
    )
    for step, find in steps:
        found = find({identity: of for identity, of in members.items() if identity not in target})
        # A step never joins to what it joins itself, so that no chain drifts away.
        joined = {a: b for a, b in found.items() if b not in found}
        target |= {a: (b, step) for a, b in joined.items()}
    groups: dict[Identity, list[InstitutionValue]] = defaultdict(list)
    for identity, named in members.items():
        groups[_last(identity, target)].extend(named)
    institutions = {
        value: institution
        for identity, named in groups.items()
        for institution in [_institution(identity, named, members[identity])]
        for value in named
    }
    told = {
        value: _step(value, target.get(identity, (identity, None))[1], len(named))
        for identity, named in members.items()
        for value in named
    }
    return Links(institutions, told)


def _last(identity: Identity, target: Mapping[Identity, tuple[Identity, Step]]) -> Identity:
    while identity in target:
        identity = target[identity][0]
    return identity


def _step(value: InstitutionValue, joined: Step | None, n: int) -> Step:
    if joined is not None and joined != "place":
        return joined
    if value.row is not None:
        return "place" if value.placed else "vocabulary"
    return joined or ("name" if n > 1 else "new")


def _order(value: InstitutionValue) -> tuple[str, ...]:
    fields = (value.country, value.acronym, value.city, value.host, value.row)
    return (value.key, value.name, value.kind, *(field or "" for field in fields), str(value.placed))


def _identity(value: InstitutionValue, words_of: Of) -> Identity:
    name = name_key(value.name)
    if _MINISTRY.match(name) and value.country:
        # `ministère sénégalais de la Santé`, `ministère de la Santé du Sénégal`: the country goes.
        own = words_of(value.country)
        kept = [word for word in name.split() if word not in own]
        while kept and kept[-1] in ("de", "du", "des", "d", "la", "le", "l", "republique"):
            kept.pop()
        return " ".join(kept), value.country, None
    if _EMBASSY.match(name) and value.country:
        return f"{name.split()[0]} {value.country}", value.country, value.host
    return name, value.country, name_key(value.city) if value.city else None


def _written(members: Members) -> dict[Identity, Identity]:
    """Join the names that are one with their abbreviations written out: `CHU d'Angers`, `C.H.U. d'Angers`."""
    spelt: dict[Identity, list[Identity]] = defaultdict(list)
    for identity, found in members.items():
        if not _EMBASSY.match(identity[0]) and not _MINISTRY.match(identity[0]):
            spelt[written_key(found[0].name), identity[1], identity[2]].append(identity)
    best = {
        identity: max(same, key=lambda one: _weight(members, one))
        for same in spelt.values()
        for identity in same
    }
    return {identity: one for identity, one in best.items() if one != identity}


def _towns(members: Members) -> dict[Identity, Identity]:
    """Join a name without a town to the one institution of the name whose town is known."""
    known: dict[tuple[str, str | None], list[Identity]] = defaultdict(list)
    for identity in members:
        if identity[2] is not None:
            known[identity[:2]].append(identity)
    return {
        identity: known[identity[:2]][0]
        for identity in members
        if identity[2] is None
        and len(known[identity[:2]]) == 1
        and not _is_sigle(members[identity])
        and set(_words(identity[0])[1:]) - _GENERAL
    }


def _is_sigle(found: Sequence[InstitutionValue]) -> bool:
    """Return whether nothing but a short sigle is known, which several organisations may bear."""
    return all(value.row is None and len(value.name) <= _SHORT_SIGLE for value in found)


def _acronyms(members: Members) -> dict[Identity, Identity]:
    """Join what is named by an acronym only to the one institution of its country that carries it."""
    carriers: dict[tuple[str, str | None], set[Identity]] = defaultdict(set)
    for identity, found in members.items():
        for value in found:
            if value.acronym and name_key(value.acronym) != identity[0]:
                carriers[name_key(value.acronym), value.country].add(identity)
    joined: dict[Identity, Identity] = {}
    for identity in members:
        found_carriers = carriers.get(identity[:2], set())
        if len(found_carriers) == 1:
            carrier = next(iter(found_carriers))
            if identity[2] in (None, carrier[2]):
                joined[identity] = carrier
    return joined


def _spellings(members: Members) -> dict[Identity, Identity]:
    """Join a name to the one institution, of the same kind and country, that is spelt nearly the same."""
    # Only names whose own words begin with the same two letters are compared: all pairs would be too many.
    blocks: dict[tuple[str, str | None, str], list[Identity]] = defaultdict(list)
    for identity, found in members.items():
        if identity[1] is not None and not _EMBASSY.match(identity[0]):
            initials = "".join(sorted(word[:2] for word in _own(_words(identity[0])[1:], identity[2])))
            blocks[found[0].kind, identity[1], initials].append(identity)
    joined: dict[Identity, Identity] = {}
    for identities in blocks.values():
        written = [" ".join(_own(_words(name)[1:], town)) for name, _, town in identities]
        for identity, own in zip(identities, written, strict=True):
            if any(value.row for value in members[identity]):
                continue
            # Names whose words are spelt alike are alike as a whole, which is compared much faster.
            near = extract(own, written, scorer=ratio, score_cutoff=_NEAR, limit=None)
            alike = [
                other
                for other in (identities[place] for _, _, place in near)
                if other != identity
                and _alike(identity, other)
                and _weight(members, other) > _weight(members, identity)
            ]
            if len(alike) == 1:
                joined[identity] = alike[0]
    return joined


def _weight(members: Members, identity: Identity) -> tuple[bool, int, Identity]:
    """Return what makes a spelling the better one: the vocabulary knows it, it is told more often."""
    found = members[identity]
    return any(value.row for value in found), len(found), (identity[0], identity[1] or "", identity[2] or "")


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    """Return head and own words of a name: the head in one spelling, without prepositions and articles."""
    name = written_key(name)
    for written, short in _HEADS.items():
        if name == written or name.startswith(f"{written} "):
            name = short + name[len(written) :]
            break
    return tuple(word for word in name.split() if word not in SMALL)


def _alike(one: Identity, other: Identity) -> bool:
    """Return whether two names have the same head and own words, spelling aside, and no other town."""
    if one[2] and other[2] and one[2] != other[2]:
        return False
    (head, *a), (head_too, *b) = (_words(identity[0]) or ("",) for identity in (one, other))
    # Where only one has a town, what names it in the other is no own word either.
    own, own_too = (_own(words, one[2] or other[2]) for words in (a, b))
    # Without a word of its own, a name is told by its town: `CHU de Nantes` is not `CH de Nantes`.
    telling = [word for word in own if word not in _GENERAL]
    if len(own) != len(own_too) or max(map(len, telling), default=0) < _LONG_WORD:
        return False
    named = not any(f" {joint} " in name for name in (one[0], other[0]) for joint in ("de", "du", "d", "des"))
    if head != head_too and not (named and {head, head_too} <= _EXCHANGED):
        return False
    return all(_same_word(x, y) for x, y in zip(own, own_too, strict=True))


def _own(words: Sequence[str], town: str | None) -> list[str]:
    """Return the words that do not name a town."""
    return [word for word in words if word not in (town or "").split()]


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    # Numbers and short words tell organisations apart: `Paris 7`, `Point G`.
    return min(len(one), len(other)) >= _LONG_WORD and ratio(one, other) >= _SIMILAR


def _institution(
    identity: Identity, found: Sequence[InstitutionValue], named: Sequence[InstitutionValue]
) -> Institution:
    name, country, town = identity
    # The vocabulary has one row for a name; elsewhere the town is needed to tell two of a name apart.
    parts = [name, country or "", *([town] if town and not any(value.row for value in found) else [])]
    digest = sha256("|".join(parts).encode()).hexdigest()
    return Institution(
        institution_id=f"i{digest[:15]}",
        name=_most(value.name for value in named),
        acronym=_most_or_none(value.acronym for value in found),
        kind=_most(value.kind for value in named),
        country=identity[1],
        city=_most_or_none(value.city for value in found),
        forms=tuple(sorted({value.name for value in found} | {v.acronym for v in found if v.acronym})),
    )


def _most(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _most_or_none(values: Iterable[str | None]) -> str | None:
    given = [value for value in values if value]
    return _most(given) if given else None
