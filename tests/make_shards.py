"""Folders whose inputs fall into shards of a known size, by the names that begin one."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from conftest import CORPUS

from pipeline.shards.plan import _BEGINS
from pipeline.tables.catalogue import TABLES
from pipeline.tables.keys import key

ARTICLES = sorted(CORPUS.glob("*.txt"))


def names(size: int) -> Iterator[str]:
    """Yield names in their order, of which every `size`th begins a shard and no other does."""
    place = 0
    for number in count():
        name = f"{number:06}.txt"
        begins = int(key(name), 16) % _BEGINS == 0
        if begins == (place % size == 0):
            place += 1
            yield name


def articles_in(folder: Path, n: int, size: int) -> Path:
    """Copy the first articles of the corpus, with their sidecars, into shards of `size`."""
    folder.mkdir(parents=True)
    for path, name in zip(ARTICLES[:n], names(size), strict=False):
        shutil.copy(path, folder / name)
        sidecar = path.with_name(f"{path.stem}.meta.json")
        if sidecar.exists():
            shutil.copy(sidecar, folder / f"{Path(name).stem}.meta.json")
    return folder


def written(output: Path) -> dict[str, bytes]:
    """Return all files of the tables, by name."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for table in TABLES
        for path in sorted((output / table.name).iterdir())
    }
