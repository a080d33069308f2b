"""The recipes for clusters, as far as one machine can try them."""

import os
import runpy
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from make_shards import articles_in, written
from test_resume import end, start

from pipeline.shards.drive import Command, extract

RECIPES = ROOT / "docs" / "recipes"
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("", 0))
        port: int = found.getsockname()[1]
        return port


def test_ssh_starts_workers_that_do_the_shards(tmp_path: Path) -> None:
    # Stands in for ssh: runs what the other machine would run.
    (tmp_path / "ssh").write_text('#!/bin/sh\nshift\nshift\nexec sh -c "$1"\n', encoding="utf-8")
    (tmp_path / "ssh").chmod(0o755)
    folder = articles_in(tmp_path / "in", 6, 2)
    running = subprocess.Popen(
        [RECIPES / "ssh.sh", "calcul-1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=tmp_path,
        env=os.environ
        | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "BIN": str(BIN), "PORT": str(free_port())},
        start_new_session=True,
    )
    try:
        assert running.stdout
        address = running.stdout.readline().strip()
        assert address.startswith(f"tcp://{socket.gethostname()}:")
        status, err = end(start("extract", folder, "-o", tmp_path / "out", "--scheduler", address))
        assert status == 0, err
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
    extract(Command([str(folder)], str(tmp_path / "one")))
    assert written(tmp_path / "out") == written(tmp_path / "one")


def test_slurm_would_submit_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = runpy.run_path(str(RECIPES / "slurm.py"))["cluster"]
    script = cluster.job_script()
    cluster.close()
    assert "#SBATCH --job-name=jumelage" in script
    assert "#SBATCH --cpus-per-task=1" in script
    assert "#SBATCH --mem=3G" in script
    assert f"{sys.executable} -m distributed.cli.dask_worker tcp://" in script


def test_kubernetes_starts_a_scheduler_and_its_workers(tmp_path: Path) -> None:
    service, *deployments = yaml.safe_load_all((RECIPES / "kubernetes.yaml").read_text(encoding="utf-8"))
    assert service["spec"]["ports"] == [{"port": 8786}]
    commands = []
    for deployment in deployments:
        spec = deployment["spec"]
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
        (container,) = spec["template"]["spec"]["containers"]
        commands.append(container["command"])
    port = str(free_port())
    here = {"dask": str(BIN / "dask"), "8786": port, "tcp://jumelage:8786": f"tcp://127.0.0.1:{port}"}
    running = [
        subprocess.Popen(
            [here.get(word, word) for word in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tmp_path,
            start_new_session=True,
        )
        for command in commands
    ]
    folder = articles_in(tmp_path / "in", 2, 1)
    try:
        status, err = end(
            start("extract", folder, "-o", tmp_path / "out", "--scheduler", f"tcp://127.0.0.1:{port}")
        )
        assert status == 0, err
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
