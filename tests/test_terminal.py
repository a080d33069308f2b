"""The options that every command has, and what commands say in JSON."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from make_registries import dump, organisation
from terminals import on_terminal, plain

from pipeline.cli import app
from pipeline.rules import default_folder


def leaves(group: typer.core.TyperGroup) -> Iterator[tuple[str, set[str]]]:
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from leaves(command)
        else:
            yield name, {option for one in command.params for option in one.opts}


def test_every_command_takes_quiet_and_debug() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    found = dict(leaves(group))
    assert len(found) >= len(app.registered_commands) > 0
    assert [name for name, options in found.items() if not {"-q", "--quiet", "--debug"} <= options] == []


def test_the_version() -> None:
    assert plain("--version") == (0, f"jumelage {metadata.version('jumelage')}\n", "")


@pytest.mark.parametrize(("before", "behind"), [(["--quiet"], []), ([], ["-q"])])
def test_quiet_says_nothing_of_what_went_well(
    before: list[str], behind: list[str], article_folder: Path, tmp_path: Path
) -> None:
    shown = on_terminal(*before, "extract", article_folder, "-o", tmp_path / "out", *behind)
    assert (shown.status, shown.terminal) == (0, "")
    assert pq.read_table(tmp_path / "out" / "cooperations").num_rows == 1


def test_quiet_keeps_errors_and_results(
    jumelage: Callable, article_tables: Path, article_cooperation: str, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ended = jumelage("--quiet", "extract", tmp_path / "empty.txt", "-o", tmp_path / "out")
    assert ended == (1, "", "jumelage: nothing could be read; see the table rejects\n")
    loud = jumelage("evidence", article_cooperation, "-t", article_tables)
    assert jumelage("evidence", article_cooperation, "-t", article_tables, "--quiet") == loud
    assert "partner      Centre hospitalier universitaire Gabriel-Touré\n" in loud.out


def test_a_quiet_call_does_not_silence_the_next(
    jumelage: Callable, article_folder: Path, tmp_path: Path
) -> None:
    assert jumelage("-q", "extract", article_folder, "-o", tmp_path / "out").out == ""
    assert jumelage("extract", article_folder, "-o", tmp_path / "out").out.startswith(
        f"tables in {tmp_path}/out\n"
    )


# JSON


def test_a_run_as_json(jumelage: Callable, article_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    output = tmp_path / "out"
    ended = jumelage("extract", article_folder, tmp_path / "empty.txt", "-o", output, "--json")
    record = json.loads((output / "_run.json").read_text(encoding="utf-8"))
    assert (ended.status, ended.err) == (0, "")
    told = json.loads(ended.out)
    assert told == {"output": str(output), "state": "complete", "counts": record["counts"]}
    assert {name: told["counts"][name] for name in ("documents", "cooperations", "rejects")} == {
        "documents": 1,
        "cooperations": 1,
        "rejects": 1,
    }
    status = json.loads(jumelage("status", output, "--json").out)
    assert {name: status[name] for name in ("state", "inputs", "shards", "articles", "waiting")} == {
        "state": "complete",
        "inputs": [str(article_folder), str(tmp_path / "empty.txt")],
        "shards": {"done": 1, "all": 1},
        "articles": 1,
        "waiting": [],
    }
    record["state"] = "running"
    record["shards"] = {"0a": {"state": "waiting", "inputs": 2, "first": "article.txt"}}
    (output / "_run.json").write_text(json.dumps(record), encoding="utf-8")
    status = json.loads(jumelage("status", output, "--json").out)
    assert (status["state"], status["shards"]) == ("broken off", {"done": 0, "all": 1})
    assert status["waiting"] == [{"shard": "0a", "inputs": 2, "first": "article.txt"}]


def test_evidence_as_json(jumelage: Callable, article_tables: Path, article_cooperation: str) -> None:
    told = json.loads(jumelage("evidence", article_cooperation, "-t", article_tables, "--json").out)
    assert 0 < told["facts"].pop("confidence") < 1
    assert told["facts"] == {
        "home": ["Centre hospitalier universitaire de Rennes"],
        "partner": ["Centre hospitalier universitaire Gabriel-Touré"],
        "funder": [],
        "cooperation": article_cooperation,
        "countries": ["ML"],
        "specialties": ["cardiology"],
        "start": "2012",
        "end": None,
        "status": "active",
        "article": "Le CHU de Rennes au Mali",
        "published": None,
        "source": "article.txt",
    }
    marked = [
        (one["text"][mark["start"] : mark["end"]], mark["label"])
        for one in told["sentences"]
        for mark in one["marks"]
    ]
    assert {("Mali", "COUNTRY"), ("cardiologie", "SPECIALTY")} <= set(marked)


def test_json_loses_nothing_where_the_encoding_has_no_accents(
    article_tables: Path, article_cooperation: str
) -> None:
    arguments = ("evidence", article_cooperation, "-t", article_tables, "--json")
    narrow, wide = plain(*arguments, PYTHONIOENCODING="ascii"), plain(*arguments, PYTHONIOENCODING="utf-8")
    assert (narrow.status, narrow.err) == (0, "")
    assert narrow.out.isascii()
    assert json.loads(narrow.out) == json.loads(wide.out)


def test_scores_with_their_errors_as_json(jumelage: Callable, small_gold: Path, tmp_path: Path) -> None:
    shutil.copytree(small_gold, tmp_path / "gold")
    (tmp_path / "gold" / "a.ann").write_text("T1\tCOUNTRY 3 7\tMali\nA1\tiso T1 SN\n", encoding="utf-8")
    told = json.loads(jumelage("evaluate", tmp_path / "gold", "--json", "--errors", "COUNTRY").out)
    assert list(told["errors"]) == ["COUNTRY"]
    (line,) = told["errors"]["COUNTRY"]
    assert line.startswith("a: value Le «Mali» est cité.  gold SN  got ML")


def test_an_import_as_json(jumelage: Callable, tmp_path: Path) -> None:
    broken = organisation(2, "Clinique") | {"status": "closed"}
    file = dump(tmp_path / "v2.json", organisation(1, "Institut"), broken)
    ended = jumelage("registry", "import", "ror", file, "--registries", tmp_path, "--json")
    assert json.loads(ended.out) == {
        "registry": "ROR",
        "read": 2,
        "kept": 1,
        "rejected": [
            {
                "reason": "the status 'closed' is none of active, inactive, withdrawn",
                "records": 1,
                "first": [f"record 2 ({broken['id']})"],
            }
        ],
        "written_to": str(tmp_path / "ror.parquet"),
    }
    assert jumelage("registry", "import", "ror", file, "--registries", tmp_path, "-q") == (0, "", "")


def test_rules_that_fail(jumelage: Callable, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(default_folder(), rules)
    file = rules / "relations" / "cues.toml"
    content = file.read_text(encoding="utf-8")
    # A sentence that must be read is also one that must not.
    yes = re.search(r'\{ text = "([^"]*<[^"]*)"', content)
    assert yes
    sentence = yes[1].replace("<", "").replace(">", "")
    start = content.index("no = [", yes.end()) + len("no = [")
    file.write_text(f'{content[:start]}"{sentence}", {content[start:]}', encoding="utf-8")
    quiet = jumelage("check-rules", "--rules", rules, "--quiet")
    lines = quiet.out.splitlines()
    assert (quiet.status, quiet.err) == (1, "")
    assert [line.startswith("    ") for line in lines] == [False, True]
    assert lines[0].startswith("cues.toml: ")
    assert lines[0].endswith(f": {sentence}")
    assert lines[1].startswith("    the rule must be silent, but found [")
    told = jumelage("check-rules", "--rules", rules, "--json")
    (failure,) = json.loads(told.out)["failures"]
    assert (told.status, told.err) == (1, "")
    assert (failure["file"], failure["text"]) == (str(file), sentence)
    assert f"    {failure['problem']}" == lines[1]
