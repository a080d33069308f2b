"""Import of the extracts of FINESS: what is read, what is rejected and named, what is refused."""

from pathlib import Path

import pytest
from make_registries import COMMENT, FLEMING, FLEYRIAT, MAVOUNA, entity, establishment, extract, rows

from pipeline.errors import RegistryError
from pipeline.registries.index import import_finess
from pipeline.registries.lookup import load_registries


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig"])
def test_establishments_of_finess(tmp_path: Path, encoding: str) -> None:
    coordinates = "geolocalisation;010000024;870215.2;6573567.7;1,ATLASANTE,100,IGN;2026-05-11"
    invented = establishment("2A0000001", "2A0000002", "HÔPITAL DE TRIFOUILLIS", "20000 AJACCIO CEDEX 9")
    clinic = establishment("590000001", "590000009", "CLINIQUE", label="Soins chirurgicaux", group="1110")
    lines = (FLEYRIAT, FLEMING, MAVOUNA, invented, clinic, coordinates)
    path = extract(tmp_path / "et.csv", *lines, encoding=encoding)
    done = import_finess(path, tmp_path)
    assert (done.n_read, done.n_kept) == (5, 5)
    first, *others = rows(tmp_path / "finess-establishments.parquet")
    assert first == {
        "id": "010000024",
        "name": "CENTRE HOSPITALIER DE BOURG-EN-BRESSE FLEYRIAT",
        "forms": ["CENTRE HOSPITALIER DE BOURG-EN-BRESSE FLEYRIAT", "CH DE FLEYRIAT"],
        "acronyms": [],
        "kind": "hospital",
        "country": "FR",
        "city": "VIRIAT",
        "status": "active",
        "successor": None,
        "wikidata": None,
        "parent": "010780054",
        "category": "355 Centre Hospitalier (C.H.)",
        "keys": ["centre hospitalier de bourg en bresse fleyriat", "centre hospitalier de fleyriat"],
    }
    assert [(row["id"], row["name"], row["kind"], row["country"], row["city"]) for row in others] == [
        ("970100400", "CENTRE HOSPITALIER LOUIS CONSTANT FLEMING", "hospital", "MF", "ST MARTIN"),
        ("980501506", 'LIEU DE VIE ET D\'ACCUEIL "MAVOUNA MEMA 1"', "other", "YT", "CHIRONGUI"),
        ("2A0000001", "HÔPITAL DE TRIFOUILLIS", "hospital", "FR", "AJACCIO"),
        ("590000001", "CLINIQUE", "hospital", "FR", "TRIFOUILLIS"),
    ]


def test_legal_entities_stand_beside_the_establishments(tmp_path: Path) -> None:
    import_finess(extract(tmp_path / "et.csv", FLEYRIAT), tmp_path)
    haut_bugey = entity(
        "010008407", "CH DU HAUT BUGEY", "01117 OYONNAX CEDEX", long="CENTRE HOSPITALIER DU HAUT BUGEY"
    )
    clinic = entity("590000741", "HOPITAL PRIVE DE VILLENEUVE D'ASCQ", "59650 VILLENEUVE D ASCQ", category="")
    import_finess(extract(tmp_path / "ej.csv", haut_bugey, clinic), tmp_path)
    found = rows(tmp_path / "finess-entities.parquet")
    assert [(row["id"], row["city"], row["kind"], row["parent"], row["category"]) for row in found] == [
        ("010008407", "OYONNAX", "hospital", None, "355 Centre Hospitalier (C.H.)"),
        ("590000741", "VILLENEUVE D ASCQ", None, None, None),
    ]
    assert len(rows(tmp_path / "finess-establishments.parquet")) == 1


def test_a_malformed_line_is_rejected_and_named(tmp_path: Path) -> None:
    lines = [
        establishment("010000001", "010000009", "JUSTE"),
        establishment("010000002", "010000009", '"GUILLEMET OUVERT'),
        establishment("01000003", "010000009", "COURT"),
        establishment("3A0000004", "010000009", "LETTRE"),
        establishment("010000005", "", "SANS ENTITE"),
        establishment("010000006", "010000009", ""),
        establishment("010000007", "010000009", "AILLEURS", department="99"),
        establishment("010000001", "010000009", "ENCORE"),
        entity("010000008", "AUTRE SECTION"),
        establishment("010000010", "010000009", "SECTION INCONNUE").replace("structureet", "structurexx"),
    ]
    done = import_finess(extract(tmp_path / "et.csv", *lines), tmp_path)
    assert (done.n_read, done.n_kept) == (10, 1)
    assert done.named == {
        "is not the 31 cells of a structureet, but 4 of 'structureet'": ["line 3 (010000002)"],
        "the number has not the nine characters of FINESS": ["line 4 (01000003)", "line 5 (3A0000004)"],
        "the number of its legal entity has not the nine characters of FINESS": ["line 6 (010000005)"],
        "has no name": ["line 7 (010000006)"],
        "the department '99' is none of France": ["line 8 (010000007)"],
        "the id stands there twice": ["010000001 (ENCORE)"],
        "is not the 31 cells of a structureet, but 23 of 'structureej'": ["line 10 (010000008)"],
        "is not the 31 cells of a structureet, but 32 of 'structurexx'": ["line 11 (010000010)"],
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{COMMENT}\nstructureet;010000024;010780054\n", "line 2: has 3 cells, not 31"),
        ("id;nom\n1;2\n", "line 1: begins with 'id'"),
        ('{"schemaVersion": "v1.0.0", "pmej": []}', "is the JSON of FINESS+, which is not read yet"),
        (f"{COMMENT}\n", "holds no record"),
        (
            f"{COMMENT}\n{establishment('01', '02', 'COURT')}\n",
            "not one record could be kept (the number has",
        ),
    ],
)
def test_a_wrong_file_for_finess_is_one_error(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "wrong").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as error:
        import_finess(tmp_path / "wrong", tmp_path / "index")
    assert str(error.value).startswith(f"{tmp_path / 'wrong'}: ")
    assert problem in str(error.value)
    assert load_registries(tmp_path / "index") is None
