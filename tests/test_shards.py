"""Shards: the same files whatever the workers, what is done is not done again, and what changed is."""

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from make_shards import ARTICLES, articles_in, names, written

from pipeline.errors import JumelageError
from pipeline.kit import Kit
from pipeline.read import Options
from pipeline.rules import default_folder
from pipeline.run import run
from pipeline.shards.drive import Command, extract
from pipeline.shards.plan import APART, Shard, basis, plan
from pipeline.tables.catalogue import TABLES
from pipeline.to_tables import to_tables

SHARDS = 11


def of_record(output: Path) -> dict[str, Any]:
    found = json.loads((output / "_run.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def rows(output: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(output / table).to_pylist()
    return found


def test_the_tables_are_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    folder = articles_in(tmp_path / "in", 24, 4)
    extract(Command([str(folder)], str(tmp_path / "one")))
    extract(Command([str(folder)], str(tmp_path / "two"), workers=2))
    assert len(of_record(tmp_path / "one")["shards"]) == 6
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_the_tables_of_shards_are_those_of_a_run_in_one_piece(tmp_path: Path, kit: Kit) -> None:
    folder = articles_in(tmp_path / "in", 12, 4)
    first, second = sorted(folder.glob("*.txt"))[:2]
    # Copies of bytes and of stories meet over the borders of shards.
    shutil.copy(first, folder / "zz-copie.txt")
    told_again = f"{ARTICLES[1].read_text(encoding='utf-8')}\n\nNous republions ce texte.\n"
    (folder / "zz-repris.txt").write_text(told_again, encoding="utf-8")
    extract(Command([str(folder)], str(tmp_path / "out")))
    assert len(of_record(tmp_path / "out")["shards"]) == 3
    for name, table in to_tables(run([folder], kit), kit).items():
        found = pq.read_table(tmp_path / "out" / name).sort_by([(k, "ascending") for k in keys_of(name)])
        assert found.equals(table), name
    (same,) = [row["same_as"] for row in rows(tmp_path / "out", "documents") if row["same_as"]]
    ids = {row["source"]: row["document_id"] for row in rows(tmp_path / "out", "documents")}
    assert same == ids[first.name]
    stories = {row["document_id"]: row["story_id"] for row in rows(tmp_path / "out", "articles")}
    assert stories[ids["zz-repris.txt"]] == stories[ids[second.name]]


def keys_of(name: str) -> tuple[str, ...]:
    return next(table.key for table in TABLES if table.name == name)


def test_a_run_again_does_what_changed_and_nothing_else(tmp_path: Path) -> None:
    folder, out = articles_in(tmp_path / "in", 20, 1), tmp_path / "out"
    sources = sorted(path.name for path in folder.glob("*.txt"))
    command = Command([str(folder)], str(out))
    first = extract(command)
    before = written(out)
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert extract(command) == first
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == stamps

    changed, gone = folder / sources[4], folder / sources[16]
    old, other = changed.read_text(encoding="utf-8"), gone.read_text(encoding="utf-8")
    changed.write_text(f"{old}\n\nDeux internes du CHU de Brest partent pour Oran.\n", encoding="utf-8")
    gone.unlink()
    new = folder / next(name for name in names(1) if name > sources[-1])
    new.write_text("Deux médecins du CHU de Brest sont à Oran.", encoding="utf-8")
    again = extract(command)
    untouched = set(first["shards"]) & set(again["shards"])
    assert (len(first["shards"]), len(again["shards"]), len(untouched)) == (20, 20, 18)
    drafts = {path: path.stat().st_mtime_ns for path in (out / "_shards").iterdir()}
    assert {path.stem for path, stamp in drafts.items() if stamps.get(path) == stamp} == untouched
    extract(Command([str(folder)], str(tmp_path / "fresh")))
    assert written(out) == written(tmp_path / "fresh")
    found = {row["source"] for row in rows(out, "documents")}
    assert found == {*sources, new.name} - {gone.name}

    changed.write_text(old, encoding="utf-8")
    gone.write_text(other, encoding="utf-8")
    new.unlink()
    extract(command)
    assert written(out) == before


def test_a_changed_rule_or_option_changes_every_shard(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(default_folder(), rules)
    folder = str(articles_in(tmp_path / "in", 3, 3))

    def key(options: Options) -> str:
        from pipeline.shards.plan import _digest_of

        _digest_of.cache_clear()
        (shard,) = plan([folder], options, basis(rules, options))
        return shard.key

    before = key(Options())
    assert key(Options()) == before
    assert key(Options(seconds=5)) != before
    with (rules / "countries" / "cities.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert key(Options()) != before


def test_what_no_shard_depends_on_is_what_the_import_contract_keeps_out() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = [one for one in settings["contracts"] if one.get("source_modules") == ["pipeline.shards"]]
    assert contract["forbidden_modules"] == [f"pipeline.{name}" for name in APART]


def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.shards.plan._MODEL", "fr-core-news-xs")
    with pytest.raises(JumelageError) as caught:
        basis(default_folder(), Options())
    assert str(caught.value) == "fr-core-news-xs is not installed; `make install` installs all it needs"


def shards_of(folder: Path) -> list[Shard]:
    return plan([str(folder)], Options(), basis(default_folder(), Options()))


def test_an_input_that_comes_changes_its_own_shard(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"a{number:04}.txt").write_text(f"Texte {number}.", encoding="utf-8")
    before = [shard.key for shard in shards_of(tmp_path)]
    (tmp_path / "a0500-bis.txt").write_text("Texte de plus.", encoding="utf-8")
    after = [shard.key for shard in shards_of(tmp_path)]
    # Its own, and those of the largest size behind it, up to the next that a name begins.
    assert (len(before), len(set(after) - set(before))) == (SHARDS, 3)


def test_the_place_of_the_inputs_changes_nothing(tmp_path: Path) -> None:
    a, b = articles_in(tmp_path / "a", 3, 3), articles_in(tmp_path / "b" / "c", 3, 3)
    assert [shard.key for shard in shards_of(a)] == [shard.key for shard in shards_of(b)]


def test_a_sidecar_is_part_of_its_article(tmp_path: Path) -> None:
    folder = articles_in(tmp_path / "in", 1, 1)
    before = [shard.key for shard in shards_of(folder)]
    sidecar = next(folder.glob("*.txt")).with_suffix(".meta.json")
    sidecar.write_text('{"published": "1999"}', encoding="utf-8")
    assert [shard.key for shard in shards_of(folder)] != before


def test_a_large_collection_is_cut_into_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.shards.plan._LARGE", 1000)
    monkeypatch.setattr("pipeline.shards.plan._SLICE", 4)
    texts = [path.read_text(encoding="utf-8") for path in ARTICLES[:10]]
    lines = [json.dumps({"id": f"n{n % 7}", "text": text}) for n, text in enumerate(texts)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    shards = shards_of(tmp_path / "in")
    slices = [(piece.skip, piece.stop, piece.before) for shard in shards for piece in shard.pieces]
    assert slices == [
        (0, 4, ()),
        (4, 8, (("a.jsonl#n0", 1),)),
        (8, None, (("a.jsonl#n1", 1), ("a.jsonl#n2", 1))),
    ]
    extract(Command([str(tmp_path / "in")], str(tmp_path / "out")))
    found = sorted(row["source"] for row in rows(tmp_path / "out", "documents"))
    assert found == sorted([f"a.jsonl#n{n}" for n in range(7)] + [f"a.jsonl#n{n} (2)" for n in range(3)])


def test_inputs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("un", "deux"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.jsonl").write_text(
            json.dumps({"text": f"Le CHU de Lille accueille {name} internes."}), encoding="utf-8"
        )
    extract(Command([str(tmp_path / "un"), str(tmp_path / "deux")], str(tmp_path / "out")))
    assert {row["source"] for row in rows(tmp_path / "out", "documents")} == {
        "a.jsonl#1",
        "a.jsonl (2)#1",
    }


def test_a_piece_that_is_no_file_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "rien")
    extract(Command([str(tmp_path / "in")], str(tmp_path / "out")))
    (row,) = rows(tmp_path / "out", "rejects")
    assert row["source"] == "a.txt"
    assert rows(tmp_path / "out", "documents") == []


def test_status_shows_how_far_a_run_is(tmp_path: Path, jumelage: Callable) -> None:
    folder = articles_in(tmp_path / "in", 2, 2)
    missing = jumelage("status", tmp_path / "out")
    assert missing.status == 2
    assert missing.err == (
        f"jumelage: {tmp_path / 'out'}: holds no run; "
        f"`jumelage extract INPUT -o {tmp_path / 'out'}` begins one\n"
    )
    extract(Command([str(folder)], str(tmp_path / "out")))
    shown = jumelage("status", tmp_path / "out")
    assert shown.status == 0
    assert [
        " ".join(line.split()) for line in shown.out.splitlines() if "shards" in line or "state" in line
    ] == [
        "state complete",
        "shards 1 of 1 done",
    ]
    record = of_record(tmp_path / "out")
    assert record["counts"]["articles"] == 2
    assert set(record["seconds"]) == {"plan", "extract", "settle", "write"}
    record["state"] = "running"
    (tmp_path / "out" / "_run.json").write_text(json.dumps(record), encoding="utf-8")
    assert "broken off; run the same command again to go on" in jumelage("status", tmp_path / "out").out
