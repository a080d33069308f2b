"""Which names of an article are of one organisation."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.extract.institutions.found import Entry, Found
from pipeline.extract.view import View
from pipeline.text import name_key
from pipeline.written import SMALL, written_key

# Nouns that say no more than that it is one, and words that tell which kind.
_PLAIN = frozenset(
    name_key("hôpital hôpitaux association ong fondation ville mairie commune municipalité").split()
)
_KIND = frozenset(
    name_key(
        "centre hospitalier universitaire régional national général central préfectoral provincial public "
        "institut université faculté médecine ministère ambassade clinique province région"
    ).split()
)
_COMMON = SMALL | _PLAIN | _KIND
# What is called so is never called a hospital, or a university, too.
_APART = frozenset(name_key("clinique polyclinique maternité dispensaire faculté").split())
# A town is no shorter name of what is around it: `ville de Bordeaux`, `Bordeaux Métropole`.
_TOWNS = frozenset(("authority", "town-hall"))


def cluster(view: View, found: Sequence[Found], entries: list[Entry | None]) -> list[int]:
    """Return for each name the index of the first name of its organisation."""
    root = list(range(len(found)))
    by_key: dict[str, int] = {}
    for i, item in enumerate(found):
        entry = entries[i]
        keys = [_spelt(item.name)] if not (entry or item.entries) else []
        if entry:
            keys.append(entry.row)
        elif item.entries:
            keys.append("/".join(e.row for e in item.entries))
        for key in keys:
            root[i] = by_key.setdefault(key, root[i])
    written = [view.text[item.start : item.end] for item in found]
    _join_local_names(found, written, entries, root)
    nouns = [_nouns(item.name) | _nouns(text) for item, text in zip(found, written, strict=True)]
    root = _join_equal_names(found, written, nouns, entries, root)
    return _join_short_names(found, nouns, entries, root)


def _join_local_names(
    found: Sequence[Found], written: Sequence[str], entries: list[Entry | None], root: list[int]
) -> None:
    """Join `hôpital Saint-Antoine` to the `hôpital Saint-Antoine de Jérémie` of the same article.

    The fuller name takes the place of the vocabulary's row for the short one; not so for `Unicef France`.
    """
    names = [name_key(text) for text in written]
    fuller: dict[str, set[int]] = {}
    for i, name in enumerate(names):
        words = name.split()
        for n in range(1, len(words)):
            fuller.setdefault(" ".join(words[:n]), set()).add(i)
    for i, short in enumerate(names):
        if entries[i] is None or found[i].rule != "vocabulary-alias" or found[i].kind == "international":
            continue
        # A branch (`Médecins du Monde Belgique`) is no fuller name of the whole.
        others = {root[j] for j in fuller.get(short, ()) if entries[j] != entries[i] and not found[j].country}
        if len(others) == 1:
            root[i] = others.pop()
            entries[i] = None


def _join_equal_names(
    found: Sequence[Found],
    written: Sequence[str],
    nouns: Sequence[frozenset[str]],
    entries: Sequence[Entry | None],
    root: Sequence[int],
) -> list[int]:
    """Join names that differ in their nouns alone: `hôpital régional de Kita` is the `hôpital de Kita`."""
    bearers: dict[tuple[str, ...], set[int]] = {}
    for i, item in enumerate(found):
        for name in (item.name, written[i]):
            if own := [word for word in _words(name) if word not in _COMMON]:
                bearers.setdefault((item.kind, *own), set()).add(i)
    target: dict[int, int] = {}
    for same in bearers.values():
        for i in sorted(same):
            others = {
                _last(root[j], target)
                for j in same
                if _same_family(found[i], found[j])
                and nouns[i] & _APART == nouns[j] & _APART
                # The less telling name joins; one that the vocabulary knows stays what it is.
                and (nouns[i] <= nouns[j] or (entries[j] is not None and nouns[j] <= nouns[i]))
            } - {_last(root[i], target)}
            if entries[i] is None and len(others) == 1:
                target[_last(root[i], target)] = others.pop()
    return [_last(i, target) for i in root]


def _join_short_names(
    found: Sequence[Found],
    nouns: Sequence[frozenset[str]],
    entries: Sequence[Entry | None],
    root: list[int],
) -> list[int]:
    """Join a name to the one name of the article that holds all its distinctive words and more."""
    said: dict[int, set[frozenset[str]]] = {}
    for i, told in zip(root, nouns, strict=True):
        said.setdefault(i, set()).add(told)
    words = {i: frozenset(_words(found[i].name)) - _COMMON for i in set(root)}
    held = {i: own | _town(found[i], entries[i]) for i, own in words.items()}
    holders: dict[str, set[int]] = {}
    for i, own in held.items():
        for word in own:
            holders.setdefault(word, set()).add(i)
    target: dict[int, int] = {}
    for i, own in sorted(words.items()):
        # The `hôpital de Kita` that is the `hôpital régional de Kita` is not the military one too.
        if entries[i] is not None or not own or len(said[i]) > 1:
            continue
        wider = set.intersection(*(holders[word] for word in own)) - {i}
        wider = {j for j in wider if len(held[j]) > len(own) and _comparable(found[i], found[j])}
        # By its town alone it is told of as what it is: `CHU de Lomé` is no clinic there.
        wider = {j for j in wider if own <= words[j] or nouns[i] <= nouns[j]}
        if len(wider) == 1:
            target[i] = wider.pop()
    # Each step has more distinctive words than the one before, so that it ends.
    return [_last(i, target) for i in root]


def _last(i: int, target: Mapping[int, int]) -> int:
    while i in target:
        i = target[i]
    return i


def _town(item: Found, entry: Entry | None) -> frozenset[str]:
    """Return the words of the town that a known hospital is told of by: `CHU de Lomé`."""
    return frozenset(_words(entry.city)) if entry and entry.city and item.kind == "hospital" else frozenset()


def _comparable(short: Found, full: Found) -> bool:
    """Return whether `short` may be a shorter form of `full`: same kind and family, a proper name or noun."""
    name, fuller = name_key(short.name), name_key(full.name)
    proper = bool(short.core or short.place) or name[:5] == fuller[:5] or fuller.startswith(f"{name} ")
    town = short.family in _TOWNS and full.family not in _TOWNS
    return short.kind == full.kind and _same_family(short, full) and proper and not town


def _same_family(one: Found, other: Found) -> bool:
    families = {one.family, other.family}
    return None in families or len(families) == 1 or families <= _TOWNS or one.kind == "hospital"


def _spelt(name: str) -> str:
    return " ".join(word for word in _words(name) if word not in SMALL)


def _nouns(name: str) -> frozenset[str]:
    return frozenset(_words(name)) & (_KIND | _APART)


@lru_cache(maxsize=2**13)
def _words(name: str) -> tuple[str, ...]:
    return tuple(written_key(name).split())
