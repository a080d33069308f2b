"""`open_tables`: frames by name, SQL, what they say of themselves, and what is wrong with a directory."""

import pydoc
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import fsspec
import pandas as pd
import pytest
from conftest import Ended
from make_run import ARTICLES, by_hand, small_run
from pandas.testing import assert_frame_equal

from pipeline import open_tables
from pipeline.api.tables import Tables
from pipeline.errors import OutputError
from pipeline.shards.drive import Command, extract
from pipeline.stored import open_run, read_table
from pipeline.tables.catalogue import TABLES
from pipeline.tables.check import to_arrow
from pipeline.tables.draft import parquet
from pipeline.tables.schema import SCHEMA_VERSION


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory of a run over ARTICLES."""
    return small_run(tmp_path_factory.mktemp("api"))


@pytest.fixture
def copy(output: Path, tmp_path: Path) -> Path:
    """Return a copy of the directory, with the inputs beside it, that a test may break."""
    shutil.copytree(output.parent, tmp_path / "api")
    return tmp_path / "api" / "out"


# Frames.


def test_a_table_is_a_frame(output: Path) -> None:
    t = open_tables(output)
    institutions = t.institutions.drop(columns="institution_id").sort_values("name", ignore_index=True)
    expected = [
        ("Agence française de développement", "AFD", "government", "FR", "Paris"),
        ("Centre hospitalier universitaire Gabriel-Touré", None, "hospital", "ML", "Bamako"),
        ("Centre hospitalier universitaire de Lille", None, "hospital", "FR", "Lille"),
        ("Centre hospitalier universitaire de Rennes", None, "hospital", "FR", "Rennes"),
        ("Hôpital Principal de Dakar", "HPD", "hospital", "SN", "Dakar"),
    ]
    names = ["name", "acronym", "kind", "country", "city"]
    frame = pd.DataFrame(expected, columns=names).assign(ror=None, finess=None, wikidata=None)
    assert_frame_equal(institutions, frame.astype(institutions.dtypes))


def test_numbers_and_days_have_their_types(output: Path) -> None:
    t = open_tables(output)
    counted = t.mentions.merge(t.counts, on="mention_id").sort_values("min")
    assert counted[["text", "min", "max", "noun"]].to_numpy().tolist() == [
        ["Deux infirmiers", 2, 2, "infirmier"],
        ["Trois cardiologues", 3, 3, "cardiologue"],
        ["quatre médecins", 4, 4, "médecin"],
        ["Douze médecins", 12, 12, "médecin"],
    ]
    # What may be null would become a floating-point number.
    assert [str(t.counts[name].dtype) for name in ("min", "max")] == ["Int64", "Int64"]
    assert [str(t.mentions[name].dtype) for name in ("start", "end")] == ["int64", "int64"]
    days = t.dates.query("edtf == '2012'")
    assert [str(day) for day in (*days["first_day"], *days["last_day"])] == [
        "2012-01-01 00:00:00",
        "2012-12-31 00:00:00",
    ]


def test_every_table_is_there_by_attribute_and_by_name(output: Path) -> None:
    t = open_tables(str(output))
    assert t.names == tuple(t) == tuple(table.name for table in TABLES)
    assert set(t.names) < set(dir(t))
    for table in TABLES:
        frame = t[table.name]
        assert frame is getattr(t, table.name)
        assert list(frame.columns) == [column.name for column in table.columns]
    with pytest.raises(KeyError, match="'mention' is no table; there are documents, document_removals, "):
        t["mention"]
    with pytest.raises(AttributeError):
        t.mention  # noqa: B018


def test_a_table_is_read_when_it_is_used_and_once(copy: Path) -> None:
    t = open_tables(copy)
    shutil.rmtree(copy / "articles")
    mentions = t.mentions
    shutil.rmtree(copy / "mentions")
    assert t.mentions is mentions
    with pytest.raises(OutputError, match=r"articles/part-\w+\.parquet: is gone; open the tables again if "):
        t.articles  # noqa: B018


def test_all_parts_of_a_table_are_read_and_no_others(tmp_path: Path) -> None:
    rows = [
        {"country": code, "alpha3": code + "X", "name_fr": code, "name_en": code, "region": "Europe"}
        for code in ("AA", "BB", "CC")
    ]
    t = by_hand(tmp_path / "run", {"countries": rows})
    left = to_arrow(next(one for one in TABLES if one.name == "countries"), [rows[0] | {"country": "ZZ"}])
    # As a run that was broken off leaves them.
    (tmp_path / "run" / "countries" / "part-left.parquet").write_bytes(parquet(left))
    (tmp_path / "run" / "_shards").mkdir()
    (tmp_path / "run" / "_shards" / "draft.zip").write_bytes(b"")
    assert t.countries["country"].tolist() == ["AA", "BB", "CC"]
    assert t.sql("SELECT country FROM countries ORDER BY country")["country"].tolist() == ["AA", "BB", "CC"]


def test_some_columns_of_a_table_can_be_read_as_arrow(output: Path) -> None:
    table = read_table(open_run(output), "documents", ["source", "n_articles"])
    rows = sorted(table.to_pylist(), key=lambda row: row["source"])
    assert rows == [{"source": name, "n_articles": 1} for name in sorted(ARTICLES)]
    assert table.schema.field("n_articles").metadata[b"unit"] == b"articles"


def test_a_relative_path_still_holds_where_the_directory_has_changed(
    output: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(output.parent)
    t = open_tables("out")
    monkeypatch.chdir(tmp_path)
    assert len(t.articles) == 3
    assert t.sql("SELECT count(*) AS n FROM articles")["n"].tolist() == [3]


def test_a_uri_gives_what_the_folder_gives(output: Path) -> None:
    fsspec.filesystem("memory").put(f"{output}/", "/api/", recursive=True)
    there, here = open_tables("memory://api/"), open_tables(output)
    for name in here:
        assert_frame_equal(there[name], here[name])
    assert_frame_equal(there.cooperations_wide(), here.cooperations_wide())


# SQL.


def test_sql_sees_the_tables(output: Path) -> None:
    t = open_tables(output)
    found = t.sql(
        "SELECT name, side FROM cooperation_institutions JOIN institutions USING (institution_id) "
        "WHERE name LIKE ? ORDER BY name",
        ["%d_ Lille"],
    )
    assert found.to_dict("records") == [{"name": "Centre hospitalier universitaire de Lille", "side": "home"}]
    assert sorted(t.sql("SHOW TABLES")["name"]) == sorted(t.names)


def test_sql_changes_no_table(output: Path) -> None:
    before = {path: path.read_bytes() for path in output.rglob("*.parquet")}
    t = open_tables(output)
    for query in (
        "DELETE FROM mentions",
        "UPDATE counts SET min = 0",
        "INSERT INTO countries SELECT * FROM countries",
    ):
        with pytest.raises(duckdb.Error):
            t.sql(query)
    assert {path: path.read_bytes() for path in output.rglob("*.parquet")} == before


def test_a_wrong_query_is_named_by_duckdb(output: Path) -> None:
    with pytest.raises(duckdb.CatalogException, match='mention does not exist!\nDid you mean "mentions"'):
        open_tables(output).sql("FROM mention")


def test_a_part_that_goes_while_sql_reads_is_named(copy: Path) -> None:
    t = open_tables(copy)
    assert len(t.sql("FROM mentions")) == len(t.mentions)
    next((copy / "counts").iterdir()).unlink()
    with pytest.raises(OutputError, match=r"counts/part-\w+\.parquet: is gone"):
        t.sql("FROM counts")
    with pytest.raises(OutputError, match=r"counts/part-\w+\.parquet: is gone"):
        t.cooperations_wide()
    with pytest.raises(OutputError, match=r"counts/part-\w+\.parquet: is gone"):
        open_tables(copy).sql("FROM mentions")


# What they say of themselves.


def test_docstrings_tell_every_column() -> None:
    text = pydoc.plain(pydoc.render_doc(Tables))
    short = pydoc.plain(pydoc.render_doc(open_tables))
    for table in TABLES:
        doc = getattr(Tables, table.name).__doc__
        assert f"{table.description} One row per {table.row}.\n\nKey: `{table.key[0]}`" in doc
        assert f"{table.name}: {table.description}" in short
        assert ", ".join(column.name for column in table.columns) in short
        for column in table.columns:
            assert f"\n{column.name} : {column.type}" in doc
            assert column.description in doc
            assert column.description in text
    wide = open_tables.__globals__["WIDE"]
    for column in wide.columns:
        assert f"\n{column.name} : {column.type}" in str(Tables.cooperations_wide.__doc__)


def test_describe_is_a_frame_of_the_columns(output: Path) -> None:
    t = open_tables(output)
    assert t.describe("cooperation_counts").reset_index().to_numpy().tolist() == [
        ["cooperation_id", "string", False, "Key of a cooperation: hash of its article and contents."],
        ["mention_id", "string", False, "Key of a mention: hash of its article, label and offsets."],
        [
            "direction", "string", True,
            "inbound: people come to France; outbound: they leave it. One of `inbound`, `outbound`.",
        ],
    ]  # fmt: skip
    assert list(t.describe("cooperations_wide").index) == list(t.cooperations_wide().columns)


def test_it_shows_the_tables_and_their_rows(output: Path) -> None:
    t = open_tables(output)
    lines = repr(t).splitlines()
    assert lines[0] == f"Tables of {output}, and rows in them:"
    assert lines[3].split(maxsplit=2) == [
        "articles",
        "3",
        "The articles inside the documents, with their cleaned text.",
    ]
    assert len(lines) == 1 + len(TABLES)
    assert "<th>articles</th>\n      <td>3</td>" in t._repr_html_()


# What is wrong with a directory.


def wrong(location: Path) -> str:
    with pytest.raises(OutputError) as caught:
        open_tables(location)
    return str(caught.value)


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert wrong(tmp_path / "no") == (
        f"{tmp_path}/no: no such directory; `jumelage extract INPUT -o {tmp_path}/no` makes it"
    )
    (tmp_path / "file").write_bytes(b"")
    assert wrong(tmp_path / "file").startswith(f"{tmp_path}/file: no such directory; ")


@pytest.mark.parametrize("record", [None, "", "[]", "{}"])
def test_a_directory_without_a_run_is_named(tmp_path: Path, record: str | None) -> None:
    if record is not None:
        (tmp_path / "_run.json").write_text(record)
    assert wrong(tmp_path) == (
        f"{tmp_path}: holds no run (no _run.json that can be read); give the directory that "
        "`jumelage extract INPUT -o DIR` has written"
    )


@pytest.mark.parametrize(("versions", "shown"), [({"schema": "2"}, "2"), ({}, "unknown")])
def test_tables_of_another_schema_are_named(tmp_path: Path, versions: dict[str, str], shown: str) -> None:
    with pytest.raises(OutputError) as caught:
        by_hand(tmp_path / "run", {}, versions=versions)
    assert str(caught.value) == (
        f"{tmp_path}/run: has tables of schema version {shown}, this program reads {SCHEMA_VERSION}; "
        "extract the articles again into another directory"
    )


@pytest.mark.parametrize("state", ["running", "interrupted"])
def test_a_run_that_is_not_complete_is_named(tmp_path: Path, state: str) -> None:
    with pytest.raises(OutputError) as caught:
        by_hand(tmp_path / "run", {}, state=state)
    assert str(caught.value) == (
        f"{tmp_path}/run: the run there is not complete; `jumelage status {tmp_path}/run` tells how far it "
        "is, and the command that began it goes on with it"
    )


def test_a_table_that_no_part_is_named_of_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        OutputError, match=r"run/_run\.json: names no parts or rows of documents, .*, rejects; "
    ):
        by_hand(tmp_path / "run", {}, parts={})


def test_a_damaged_part_is_named_and_the_remedy_mends_it(copy: Path) -> None:
    part = next((copy / "counts").iterdir())
    whole = part.read_bytes()
    part.write_bytes(whole[:50])
    with pytest.raises(
        OutputError, match=rf"{part}: is no readable Parquet file \(.*; delete it and run the same "
    ):
        open_tables(copy).counts  # noqa: B018
    with pytest.raises(
        OutputError, match=rf"{part.parent}: .* end of file '{part}'; delete that file and extract again$"
    ):
        open_tables(copy).sql("FROM counts")
    part.unlink()
    extract(Command([str(copy.parent / "in")], str(copy)))
    assert part.read_bytes() == whole
    assert len(open_tables(copy).counts) == 4


def test_the_command_line_loads_nothing_of_it(command: Callable[..., Ended]) -> None:
    shown = command("--help", PYTHONPROFILEIMPORTTIME="1")
    assert shown.status == 0
    loaded = {line.rsplit("|", 1)[-1].strip() for line in shown.err.splitlines()}
    assert "pipeline" in loaded
    assert loaded & {"pandas", "duckdb", "pyarrow", "pipeline.api"} == set()


def test_the_package_has_no_other_name_of_this_kind() -> None:
    import pipeline

    with pytest.raises(AttributeError, match="module 'pipeline' has no attribute 'open_table'"):
        pipeline.open_table  # noqa: B018
    assert set(pipeline.__all__) == {"__version__", "open_tables"}
