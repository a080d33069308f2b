"""Import of the dumps of ROR and FINESS: what is read, what is rejected and named, what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from make_files import zipped
from make_registries import FLEYRIAT, dump, extract, organisation, ror_id, rows

from pipeline.errors import RegistryError
from pipeline.registries.index import VERSION, import_ror, read_index
from pipeline.registries.lookup import load_registries
from pipeline.registries.ror import is_ror_id

# The example of ROR's own schema, shortened: https://github.com/ror-community/ror-schema
CALIFORNIA: dict[str, Any] = {
    "locations": [
        {
            "geonames_id": 5378538,
            "geonames_details": {
                "country_code": "US",
                "lat": 37.802168,
                "lng": -122.271281,
                "name": "Oakland",
            },
        }
    ],
    "established": 1868,
    "external_ids": [
        {"type": "fundref", "all": ["100005595", "100009350"], "preferred": "100005595"},
        {"type": "isni", "all": ["0000 0001 2348 0690"], "preferred": None},
    ],
    "id": "https://ror.org/00pjdza24",
    "domains": ["universityofcalifornia.edu"],
    "links": [{"type": "website", "value": "http://www.universityofcalifornia.edu/"}],
    "names": [
        {"value": "UC", "types": ["acronym"], "lang": "en"},
        {"value": "UC System", "types": ["alias"], "lang": "en"},
        {"value": "University of California System", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "Université de Californie", "types": ["label"], "lang": "fr"},
    ],
    "relationships": [{"id": "https://ror.org/01an7q238", "label": "Berkeley", "type": "child"}],
    "status": "active",
    "types": ["education"],
}
CALIFORNIA_ROW = {
    "id": "https://ror.org/00pjdza24",
    "name": "University of California System",
    "forms": ["University of California System", "UC System", "Université de Californie"],
    "acronyms": ["UC"],
    "kind": "university",
    "country": "US",
    "city": "Oakland",
    "status": "active",
    "successor": None,
    "wikidata": None,
    "parent": None,
    "category": None,
    "keys": ["university of california system", "uc system", "universite de californie", "uc"],
}
ONE = json.dumps([CALIFORNIA]).encode()


def wikidata(*items: str, preferred: str | None = None) -> list[dict[str, Any]]:
    return [{"type": "wikidata", "all": list(items), "preferred": preferred}]


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("https://ror.org/00pjdza24", True),
        ("https://ror.org/02jbv0t02", True),
        ("https://ror.org/01an7q238", True),
        ("https://ror.org/00pjdza25", False),
        ("https://ror.org/00pjdaz24", False),
        ("https://ror.org/00pjdiz24", False),
        ("https://ror.org/10pjdza24", False),
        ("http://ror.org/00pjdza24", False),
        ("00pjdza24", False),
    ],
)
def test_the_check_digits_of_a_ror_id(text: str, *, valid: bool) -> None:
    assert is_ror_id(text) == valid


def test_a_record_of_ror(tmp_path: Path) -> None:
    done = import_ror(dump(tmp_path / "v2.json", CALIFORNIA), tmp_path / "new" / "index")
    assert (done.n_read, done.n_kept, dict(done.rejects)) == (1, 1, {})
    assert rows(tmp_path / "new" / "index" / "ror.parquet") == [CALIFORNIA_ROW]


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["healthcare", "funder"], "hospital"),
        (["healthcare", "education"], None),
        (["facility"], "research"),
        (["funder"], None),
        (["other"], None),
        (["nonprofit", "other"], "ngo"),
    ],
)
def test_the_kind_is_what_all_types_agree_on(tmp_path: Path, types: list[str], kind: str | None) -> None:
    import_ror(dump(tmp_path / "v2.json", organisation(1, "Institut", types=types)), tmp_path)
    assert [row["kind"] for row in rows(tmp_path / "ror.parquet")] == [kind]


@pytest.mark.parametrize(
    ("external", "item"),
    [
        (wikidata("Q1163431"), "Q1163431"),
        (wikidata("Q1", "Q2", preferred="Q2"), "Q2"),
        (wikidata("Q1", "Q2"), None),
        (wikidata("https://www.wikidata.org/wiki/Q1"), None),
        ([], None),
    ],
)
def test_the_wikidata_item_that_is_preferred_or_alone(
    tmp_path: Path, external: list[Any], item: str | None
) -> None:
    import_ror(dump(tmp_path / "v2.json", organisation(1, "Institut", external_ids=external)), tmp_path)
    assert [row["wikidata"] for row in rows(tmp_path / "ror.parquet")] == [item]


def test_only_one_successor_of_what_is_no_longer_active(tmp_path: Path) -> None:
    records = [
        organisation(1, "A", status="inactive", successors=[2]),
        organisation(2, "B", status="withdrawn", successors=[3, 4]),
        organisation(3, "C", successors=[4]),
    ]
    import_ror(dump(tmp_path / "v2.json", *records), tmp_path)
    found = [(row["status"], row["successor"]) for row in rows(tmp_path / "ror.parquet")]
    assert found == [("inactive", ror_id(2)), ("withdrawn", None), ("active", None)]


def test_a_malformed_record_is_rejected_and_named(tmp_path: Path) -> None:
    records = [
        organisation(1, "Juste"),
        organisation(2, "Faux") | {"id": "https://ror.org/00pjdza25"},
        organisation(3, "Sans noms") | {"names": None},
        organisation(4, "Fermé", status="closed"),
        organisation(5, "SIGLE") | {"names": [{"value": "SIGLE", "types": ["acronym"]}]},
        "no record",
        organisation(1, "Encore"),
        organisation(6, "Pays", country="France"),
    ]
    done = import_ror(dump(tmp_path / "v2.json", *records), tmp_path)
    assert (done.n_read, done.n_kept) == (8, 1)
    assert done.named == {
        "the id is none of ROR: its form or its check digits are wrong": [
            "record 2 (https://ror.org/00pjdza25)"
        ],
        "breaks the schema (TypeError: 'NoneType' object is not iterable)": [f"record 3 ({ror_id(3)})"],
        "the status 'closed' is none of active, inactive, withdrawn": [f"record 4 ({ror_id(4)})"],
        "no name but acronyms": [f"record 5 ({ror_id(5)})"],
        "breaks the schema (AttributeError: 'str' object has no attribute 'get')": ["record 6"],
        "the id stands there twice": [f"{ror_id(1)} (Encore)"],
        "the country 'France' is no ISO 3166-1 alpha-2 code": [f"record 8 ({ror_id(6)})"],
    }
    assert [row["name"] for row in rows(tmp_path / "ror.parquet")] == ["Juste"]


def test_the_zip_of_ror_with_both_schemas(tmp_path: Path) -> None:
    old, new = json.dumps([{"id": "x", "name": "Old"}]), json.dumps([CALIFORNIA])
    members = {
        "v1.60-ror-data.json": old,
        "v1.60-ror-data.csv": "id\n",
        "v1.60-ror-data_schema_v2.json": "\ufeff \n" + new,
        "v1.60-ror-data_schema_v2.csv": "id\n",
    }
    path = tmp_path / "v1.60-ror-data.zip"
    path.write_bytes(zipped({name: text.encode() for name, text in members.items()}))
    import_ror(path, tmp_path)
    assert rows(tmp_path / "ror.parquet") == [CALIFORNIA_ROW]


def test_the_zip_of_ror_of_today(tmp_path: Path) -> None:
    path = tmp_path / "v2.0-ror-data.zip"
    path.write_bytes(
        zipped({"v2.0-ror-data.json": json.dumps([CALIFORNIA]).encode(), "v2.0-ror-data.csv": b""})
    )
    import_ror(path, tmp_path)
    assert rows(tmp_path / "ror.parquet") == [CALIFORNIA_ROW]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (json.dumps([{"id": "https://ror.org/00pjdza24", "name": "UC"}]).encode(), "is a dump of schema v1"),
        (json.dumps(CALIFORNIA).encode(), "is no JSON array of records"),
        (b"id,name\n1,2\n", "is no JSON array of records"),
        (b"", "is no JSON array of records"),
        (b"[]", "not one record could be kept (it is empty); nothing is imported"),
        (ONE[:-1] + b"," + ONE[1:600], "behind record 1: is no JSON"),
        (zipped({"a.csv": b"id"}), "holds no JSON file, not one JSON file of schema v2"),
        (zipped({"a.json": ONE, "b.json": ONE}), "holds a.json, b.json, not one JSON file of schema v2"),
        (zipped({"a.json": ONE}).replace(b"PK\x03\x04", b"PK\x03\x05"), "is a damaged ZIP file"),
        (zipped({"a.json": ONE})[:80] + bytes(40) + zipped({"a.json": ONE})[120:], "is a damaged ZIP file"),
    ],
)
def test_a_wrong_file_for_ror_is_one_error_and_the_old_index_stays(
    tmp_path: Path, data: bytes, problem: str
) -> None:
    import_ror(dump(tmp_path / "v2.json", CALIFORNIA), tmp_path / "index")
    (tmp_path / "wrong").write_bytes(data)
    with pytest.raises(RegistryError) as error:
        import_ror(tmp_path / "wrong", tmp_path / "index")
    assert str(error.value).startswith(f"{tmp_path / 'wrong'}: ")
    assert problem in str(error.value)
    assert rows(tmp_path / "index" / "ror.parquet") == [CALIFORNIA_ROW]
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["ror.parquet"]


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    import_ror(dump(tmp_path / "v2.json", CALIFORNIA), tmp_path)
    index = tmp_path / "ror.parquet"
    table = pq.read_table(index)
    assert table.schema.metadata[b"jumelage.registry_version"] == VERSION
    pq.write_table(table.replace_schema_metadata({b"jumelage.registry_version": b"0"}), index)
    with pytest.raises(RegistryError, match="was written by another version; import the registry again"):
        read_index(index)
    index.write_bytes(b"no parquet")
    with pytest.raises(RegistryError, match="is no readable index"):
        load_registries(tmp_path)


def test_the_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jumelage: Callable
) -> None:
    monkeypatch.chdir(tmp_path)
    broken = [organisation(number, "Faux", status="closed") for number in range(2, 24)]
    dump(tmp_path / "v2.json", CALIFORNIA, *broken)
    extract(tmp_path / "et.csv", FLEYRIAT)
    shown = jumelage("registry", "import", "ror", "v2.json")
    reason = "the status 'closed' is none of active, inactive, withdrawn"
    named = [f"    record {number} ({ror_id(number)})" for number in range(2, 22)]
    expected = ["ROR: 23 read, 1 kept, 22 rejected", f"  rejected, {reason}: 22", *named, "    and 2 more"]
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.splitlines() == [*expected, "written to registries/ror.parquet"]
    shown = jumelage("registry", "import", "finess", "et.csv", "--registries", "else")
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.splitlines() == [
        "FINESS, establishments: 1 read, 1 kept, 0 rejected",
        "written to else/finess-establishments.parquet",
    ]
    shown = jumelage("registry", "import", "finess", "nothing.csv")
    assert (shown.status, shown.out) == (2, "")
    assert shown.err.startswith("jumelage: nothing.csv: there is no such file; take the CSV extract")
