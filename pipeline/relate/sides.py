"""Which institutions are the side in France, and which the side abroad."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.records import InstitutionValue
from pipeline.relate.units import Unit, institutions

_OVERSEAS = frozenset(("GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "WF", "MF", "BL"))
_PARTNER_KINDS = frozenset(
    ("hospital", "university", "government", "research", "network", "ngo", "international")
)
_HOME_KINDS = frozenset(("hospital", "university", "ngo", "network", "research"))
_JOINED_KINDS = frozenset(("hospital", "university", "ngo", "research"))
# An embassy opens doors; it is no partner.
_EMBASSY = re.compile(r"(?:ambassade|consulat)", re.IGNORECASE)


def home_country(units: Sequence[Unit]) -> str:
    """Return FR, or the overseas territory whose hospitals the article names most."""
    named = Counter(v.country for v in institutions(units) if v.kind == "hospital" and v.country)
    overseas = Counter({iso: n for iso, n in named.items() if iso in _OVERSEAS})
    if overseas and overseas.most_common(1)[0][1] > named["FR"]:
        return overseas.most_common(1)[0][0]
    return "FR"


def home_side(units: Sequence[Unit], country: str) -> list[str]:
    """Return the key of the home side: the hospital of title and lead, else the one named most."""
    here = [v for v in institutions(units) if v.country == country]
    # Where no hospital or university is named, an authority may be the side in France.
    values = [v for v in here if v.kind in _HOME_KINDS] or [v for v in here if v.kind == "government"]
    if not values:
        return []
    counts = Counter(value.key for value in values)
    hospitals = [value for value in values if value.kind == "hospital"] or values
    first = hospitals[0].key
    most = max(hospitals, key=lambda value: counts[value.key]).key
    return [first] if counts[first] * 2 >= counts[most] else [most]


def first_home(units: Sequence[Unit], country: str) -> list[str]:
    """Return the key of the first institution of the home side: the group that a catalogue is about."""
    return [v.key for v in institutions(units) if v.country == country and v.kind in _HOME_KINDS][:1]


def named_home(scope: Iterable[Unit], country: str) -> list[str]:
    """Return the keys of the hospitals of the home side that a stretch names."""
    found = institutions(scope)
    return list(dict.fromkeys(v.key for v in found if v.country == country and v.kind == "hospital"))


def joined_home(scope: Iterable[Unit], partners: Sequence[str], country: str) -> list[str]:
    """Return the hospitals, universities and NGOs of the home side that a sentence names with a partner."""
    keys: list[str] = []
    for unit in scope:
        values = institutions([unit])
        if any(value.key in partners for value in values):
            keys += [v.key for v in values if v.country == country and v.kind in _JOINED_KINDS]
    return list(dict.fromkeys(keys))


def foreign(units: Iterable[Unit], country: str) -> list[InstitutionValue]:
    """Return the institutions abroad; authorities of a country count where it has no other partner."""
    # Seen from a territory overseas, the other territories are home too.
    inland = {"FR", country, None, *(_OVERSEAS if country in _OVERSEAS else ())}
    found = [
        value
        for value in institutions(units)
        if value.country not in inland and value.kind in _PARTNER_KINDS and not _EMBASSY.match(value.name)
    ]
    others = {value.country for value in found if value.kind != "government"}
    return [value for value in found if value.kind != "government" or value.country not in others]
