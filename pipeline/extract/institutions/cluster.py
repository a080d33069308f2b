"""Which names of an article are of one organisation."""

from collections.abc import Sequence

from pipeline.extract.institutions.found import Entry, Found
from pipeline.extract.view import View
from pipeline.text import name_key

_COMMON = frozenset(
    name_key(
        "de du des d la le les l en et au aux a chu chru chr ch hôpital hôpitaux centre hospitalier "
        "universitaire régional national général central institut université faculté médecine ministère "
        "ambassade association fondation clinique province région ville"
    ).split()
)


def cluster(view: View, found: Sequence[Found], entries: list[Entry | None]) -> list[int]:
    """Return for each name the index of the first name of its organisation."""
    root = list(range(len(found)))
    by_key: dict[str, int] = {}
    for i, item in enumerate(found):
        entry = entries[i]
        keys = [name_key(item.name)] if not (entry or item.entries) else []
        if entry:
            keys.append(entry.row)
        elif item.entries:
            keys.append("/".join(e.row for e in item.entries))
        for key in keys:
            root[i] = by_key.setdefault(key, root[i])
    _join_local_names(view, found, entries, root)
    return _join_short_names(found, entries, root)


def _join_local_names(
    view: View, found: Sequence[Found], entries: list[Entry | None], root: list[int]
) -> None:
    """Join `hôpital Saint-Antoine` to the `hôpital Saint-Antoine de Jérémie` of the same article.

    The fuller name takes the place of the vocabulary's row for the short one; not so for `Unicef France`.
    """
    written = [name_key(view.text[item.start : item.end]) for item in found]
    fuller: dict[str, set[int]] = {}
    for i, name in enumerate(written):
        words = name.split()
        for n in range(1, len(words)):
            fuller.setdefault(" ".join(words[:n]), set()).add(i)
    for i, short in enumerate(written):
        if entries[i] is None or found[i].rule != "vocabulary-alias" or found[i].kind == "international":
            continue
        # A branch (`Médecins du Monde Belgique`) is no fuller name of the whole.
        others = {root[j] for j in fuller.get(short, ()) if entries[j] != entries[i] and not found[j].country}
        if len(others) == 1:
            root[i] = others.pop()
            entries[i] = None


def _join_short_names(found: Sequence[Found], entries: Sequence[Entry | None], root: list[int]) -> list[int]:
    """Join a name to the one name of the article that holds all its distinctive words and more."""
    words = {i: _distinctive(found[i].name) for i in set(root)}
    holders: dict[str, set[int]] = {}
    for i, own in words.items():
        for word in own:
            holders.setdefault(word, set()).add(i)
    target: dict[int, int] = {}
    for i, own in sorted(words.items()):
        if entries[i] is not None or not own:
            continue
        wider = set.intersection(*(holders[word] for word in own)) - {i}
        wider = {j for j in wider if len(words[j]) > len(own) and _comparable(found[i], found[j])}
        if len(wider) == 1:
            target[i] = wider.pop()

    def last(i: int) -> int:
        # Each step has more distinctive words than the one before, so that it ends.
        while i in target:
            i = target[i]
        return i

    return [last(i) for i in root]


def _comparable(short: Found, full: Found) -> bool:
    """Return whether `short` may be a shorter form of `full`: same kind and family, a proper name or noun."""
    same_family = short.family is None or full.family is None or short.family == full.family
    proper = bool(short.core or short.place) or name_key(short.name)[:5] == name_key(full.name)[:5]
    return short.kind == full.kind and same_family and proper


def _distinctive(name: str) -> frozenset[str]:
    return frozenset(word for word in name_key(name).split() if word not in _COMMON)
