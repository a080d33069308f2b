"""Inputs and outputs behind URIs: real requests to an S3 server on this machine."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pyarrow.parquet as pq
import pytest
from make_shards import articles_in, written
from moto.server import ThreadedMotoServer

from pipeline import open_tables
from pipeline.shards.drive import Command, extract
from pipeline.tables.catalogue import TABLES


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Run an S3 server, and give its address."""
    running = ThreadedMotoServer(port=0)
    running.start()
    host, port = running.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Make an empty bucket, and point what speaks S3 to the server, in this process and its children."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "clef",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    system = fsspec.filesystem("s3")
    system.mkdir("presse")
    yield "s3://presse"
    system.invalidate_cache()
    system.rm("presse", recursive=True)


def upload(folder: Path, uri: str) -> None:
    fsspec.filesystem("s3").put(f"{folder}/", f"{uri}/", recursive=True)


def remote(uri: str) -> dict[str, bytes]:
    """Return all files of the tables below a URI, by name."""
    system = fsspec.filesystem("s3")
    system.invalidate_cache()
    root = uri.removeprefix("s3://")
    names = {table.name for table in TABLES}
    return {
        name: system.cat_file(path)
        for path in system.find(root)
        if (name := path.removeprefix(f"{root}/")).split("/")[0] in names
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_read_from_and_written_to_s3_is_what_folders_give(
    bucket: str, tmp_path: Path, workers: int
) -> None:
    folder = articles_in(tmp_path / "in", 6, 2)
    (folder / "zz.pdf").write_bytes(b"%PDF-1.4 rien")
    upload(folder, f"{bucket}/in")
    extract(Command([f"{bucket}/in"], f"{bucket}/out", workers=workers))
    extract(Command([str(folder)], str(tmp_path / "out")))
    for table in TABLES:
        here = pq.read_table(tmp_path / "out" / table.name)
        there = pq.read_table(f"presse/out/{table.name}", filesystem=fsspec.filesystem("s3"))
        order = [(name, "ascending") for name in table.key]
        assert there.sort_by(order).equals(here.sort_by(order)), table.name


def test_the_output_alone_may_be_remote(bucket: str, tmp_path: Path) -> None:
    folder = articles_in(tmp_path / "in", 4, 2)
    extract(Command([str(folder)], f"{bucket}/out"))
    extract(Command([str(folder)], str(tmp_path / "out")))
    assert remote(f"{bucket}/out") == written(tmp_path / "out")


def test_a_remote_run_again_does_what_changed(bucket: str, tmp_path: Path) -> None:
    system = fsspec.filesystem("s3")
    upload(articles_in(tmp_path / "in", 4, 1), f"{bucket}/in")
    command = Command([f"{bucket}/in"], f"{bucket}/out")
    first = extract(command)
    assert extract(command) == first
    changed, gone = sorted(path for path in system.find("presse/in") if path.endswith(".txt"))[:2]
    system.pipe_file(changed, "Deux médecins du CHU de Brest sont à Oran.".encode())
    system.rm_file(gone)
    again = extract(command)
    assert (len(first["shards"]), len(again["shards"])) == (4, 3)
    assert len(set(first["shards"]) & set(again["shards"])) == 2
    extract(Command([f"{bucket}/in"], f"{bucket}/fresh"))
    assert remote(f"{bucket}/out") == remote(f"{bucket}/fresh")


def test_a_remote_directory_in_use_is_refused(bucket: str, tmp_path: Path, jumelage: Callable) -> None:
    folder = articles_in(tmp_path / "in", 1, 1)
    held = {"owner": {"host": "calcul-3", "pid": 41}, "started": "2024-06-03T10:00:00+00:00"}
    lock = {**held, "seen": 4_000_000_000}
    system = fsspec.filesystem("s3")
    system.pipe_file("presse/out/_lock", json.dumps(lock).encode())
    ended = jumelage("extract", folder, "-o", f"{bucket}/out")
    assert (ended.status, ended.err) == (
        2,
        "jumelage: s3://presse/out: another run writes here (process 41 on calcul-3, since "
        "2024-06-03T10:00:00+00:00); wait for it, or give another -o\n",
    )
    system.pipe_file("presse/out/_lock", json.dumps({**lock, "seen": 0}).encode())
    assert jumelage("extract", folder, "-o", f"{bucket}/out").status == 0
    system.invalidate_cache()
    assert not system.exists("presse/out/_lock")


def test_a_missing_uri_is_named(bucket: str, tmp_path: Path, jumelage: Callable) -> None:
    ended = jumelage("extract", f"{bucket}/rien", "-o", tmp_path / "out")
    assert (ended.status, ended.err) == (
        2,
        "jumelage: s3://presse/rien: no such file or folder, or an empty one\n",
    )
    ended = jumelage("extract", "nulle-part://x", "-o", tmp_path / "out")
    assert ended.status == 2
    assert re.match(r"jumelage: nulle-part://x: Protocol not known: nulle-part", ended.err)
    assert not (tmp_path / "out").exists()


def test_a_store_that_is_gone_ends_with_3(
    bucket: str, tmp_path: Path, jumelage: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = articles_in(tmp_path / "in", 1, 1)
    ended = jumelage("extract", folder, "-o", "s3://pas-de-seau/out")
    assert ended.status == 3
    assert ended.err.startswith("jumelage: s3://pas-de-seau/out: cannot be written to: ")
    assert os.environ["AWS_ENDPOINT_URL"]


def test_tables_in_s3_are_opened(bucket: str, outputs: Path) -> None:
    upload(outputs, f"{bucket}/out")
    there, here = open_tables(f"{bucket}/out"), open_tables(outputs)
    assert there.mentions.equals(here.mentions)
    assert there.cooperations_wide().equals(here.cooperations_wide())
    query = "SELECT label, count(*) AS n FROM mentions GROUP BY label ORDER BY label"
    assert there.sql(query).equals(here.sql(query))
