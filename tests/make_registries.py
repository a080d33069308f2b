"""Dumps of registries for the tests, in the layouts of the real ones.

Real are the University of California (the example of ROR's own schema) and the establishments of FINESS
whose lines stand in full. What is of Trifouillis is invented.
"""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.registries.index import import_finess, import_ror
from pipeline.registries.lookup import Registries, load_registries

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
COMMENT = "finess;etalab;111;2026-05-12"
FLEYRIAT = (
    "structureet;010000024;010780054;CH DE FLEYRIAT;CENTRE HOSPITALIER DE BOURG-EN-BRESSE FLEYRIAT;;;900;RTE;"
    "DE PARIS;;;451;01;AIN;01440 VIRIAT;0474454647;0474454114;355;Centre Hospitalier (C.H.);1102;"
    "Centres Hospitaliers;26010004500012;8610Z;03;ARS établissements Publics de santé dotation globale;1;"
    "Etablissement public de santé;1979-02-13;1979-02-13;2020-02-04;"
)
FLEMING = (
    "structureet;970100400;970100186;C.H. LOUIS CONSTANT FLEMING;CENTRE HOSPITALIER LOUIS CONSTANT FLEMING;"
    "CH LOUIS CONSTANT FLEMING;;;;;;BP 381;127;9A;GUADELOUPE;97150 ST MARTIN;0590522525;0590522630;355;"
    "Centre Hospitalier (C.H.);1102;Centres Hospitaliers;26971036400028;;03;"
    "ARS établissements Publics de santé dotation globale;1;Etablissement public de santé;1951-01-01;"
    "1951-01-01;2024-04-08;"
)
MAVOUNA = (
    'structureet;980501506;980501498;"LIEU DE VIE ""MAVOUNA MEMA 1""";'
    '"LIEU DE VIE ET D\'ACCUEIL ""MAVOUNA MEMA 1""";ASSOCIATION MESSO;;12;R;ANCIEN TERRAIN DE FOOT;;;606;9F;'
    "MAYOTTE;97620 CHIRONGUI;0269666815;;462;Lieux de Vie et d'Accueil;4605;"
    "Etablissements et services multi-clientèles;82967998400015;;08;Président du Conseil Départemental;;;"
    "2019-04-01;2019-03-18;2025-05-07;"
)


def ror_id(number: int) -> str:
    """Return the number-th identifier that checks: seven characters of base32, then two check digits."""
    text = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(6, -1, -1))
    return f"https://ror.org/{text}{98 - number * 100 % 97:02d}"


def organisation(number: int, *names: str, **more: Any) -> dict[str, Any]:
    """Return a record of ROR, schema v2.1; the first name is shown, names in `acronyms` are added."""
    values = [{"value": one, "types": ["label"], "lang": "fr"} for one in names]
    values[0]["types"] = ["ror_display", "label"]
    acronyms = [{"value": one, "types": ["acronym"], "lang": None} for one in more.pop("acronyms", ())]
    successors = more.pop("successors", ())
    place = {"name": more.pop("city", "Trifouillis"), "country_code": more.pop("country", "FR")}
    return {
        "admin": {
            "created": {"date": "2018-11-14", "schema_version": "1.0"},
            "last_modified": {"date": "2024-12-11", "schema_version": "2.1"},
        },
        "domains": [],
        "established": 1901,
        "external_ids": [],
        "id": ror_id(number),
        "links": [],
        "locations": [{"geonames_id": number, "geonames_details": place | {"lat": 1.5, "lng": 2.5}}],
        "names": [*acronyms, *values],
        "relationships": [{"type": "parent", "id": ror_id(99), "label": "Parent"}]
        + [{"type": "successor", "id": ror_id(one), "label": "Suite"} for one in successors],
        "status": "active",
        "types": ["healthcare"],
    } | more


def establishment(number: str, entity: str, name: str, city: str = "01000 TRIFOUILLIS", **more: str) -> str:
    """Return a line of the extract of establishments, a hospital unless `label` and `group` say otherwise."""
    label, group = more.get("label", "Centre Hospitalier (C.H.)"), more.get("group", "1102")
    department = more.get("department", number[:2])
    return (
        f"structureet;{number};{entity};{name};{more.get('long', '')};;;1;R;DE L'ÉGLISE;;;001;"
        f"{department};AIN;{city};0400000000;;355;{label};{group};Groupe;;8610Z;03;ARS;1;"
        "Etablissement public de santé;1979-02-13;1979-02-13;2020-02-04;"
    )


def entity(number: str, name: str, city: str = "01000 TRIFOUILLIS", **more: str) -> str:
    """Return a line of the extract of legal entities, of the category CH unless `category` is empty."""
    category = more.get("category", "355;Centre Hospitalier (C.H.)") or ";"
    return (
        f"structureej;{number};{name};{more.get('long', '')};;1;RTE;DE VEYZIAT;;;CS 20100;283;{city};"
        f"{number[:2]};AIN;0474731001;14;Etablissement Public;{category};260110218;8730A;2001-01-01"
    )


def extract(path: Path, *lines: str, encoding: str = "latin-1") -> Path:
    """Write an extract of FINESS."""
    path.write_bytes("".join(f"{line}\r\n" for line in (COMMENT, *lines)).encode(encoding))
    return path


def dump(path: Path, *records: object) -> Path:
    """Write a data dump of ROR."""
    path.write_text(json.dumps(records, ensure_ascii=False, indent=4), encoding="utf-8")
    return path


def registries(folder: Path, ror: list[Any], sites: list[str], entities: list[str]) -> Registries:
    """Import what there is of each, and load it."""
    if ror:
        import_ror(dump(folder / "v2.0-ror-data.json", *ror), folder / "index")
    if sites:
        import_finess(extract(folder / "sites.csv", *sites), folder / "index")
    if entities:
        import_finess(extract(folder / "entities.csv", *entities), folder / "index")
    loaded = load_registries(folder / "index")
    assert loaded is not None
    return loaded


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of an index."""
    return pq.read_table(path).to_pylist()
