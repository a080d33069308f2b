"""An export from a complete run to its target: made aside, and moved into place when it is whole."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import OutputError
from pipeline.export import Name
from pipeline.export.format import Format
from pipeline.read.places import is_uri
from pipeline.stored import Stored, batches
from pipeline.tables.catalogue import TABLES


@dataclass(frozen=True, slots=True)
class Exported:
    """How many tables and rows were exported, and what of them the format could not hold, in sentences."""

    tables: int
    rows: int
    lost: Sequence[str]


def export(
    run: Stored,
    to: Name,
    target: str,
    *,
    force: bool = False,
    counted: Callable[[Iterable[str]], Iterable[str]] = iter,
) -> Exported:
    """Write the tables of a complete run to the path `target`; `counted` as for `batches`.

    Raises OutputError for a target that is there already, unless `force` replaces it, for one that cannot be
    written, and for a part that is gone or damaged. Until the export is whole, the target stays as it is.
    """
    chosen: Format = import_module(f"pipeline.export.{to}").FORMAT
    if is_uri(target):
        raise OutputError(f"{target}: exports are written to paths of this machine")
    path = Path(target)
    _check_place(path, run.location)
    _check_free(path, to, chosen, force=force)
    with _failing(path, chosen):
        _make_folder(path.parent)
        with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as work:
            made = Path(work) / path.name
            lost = chosen.write(partial(batches, run, counted=counted), made)
            _sync(made)
            _move(made, path, Path(work) / "old")
    return Exported(len(TABLES), sum(run.rows[table.name] for table in TABLES), lost)


def _check_place(path: Path, output: str) -> None:
    if not is_uri(output) and path.resolve().is_relative_to(Path(output).resolve()):
        raise OutputError(
            f"{path}: lies in the directory of the tables, which holds no exports; give another path with -o"
        )


def _check_free(path: Path, to: Name, chosen: Format, *, force: bool) -> None:
    """Raise OutputError unless the target is free, or an export of this format that may be replaced."""
    for beside in (path.with_name(f"{path.name}{ending}") for ending in chosen.beside):
        # A program would take it for the unfinished work of the new file.
        if beside.exists():
            raise OutputError(f"{beside}: belongs to a program that uses {path.name}; close it first")
    if path.is_dir():
        if not chosen.files:
            raise OutputError(f"{path}: is a folder, and {to} is one file; give a path for it with -o")
        there = {one.name for one in path.iterdir()}
        strange = sorted(there - chosen.files)
        if strange:
            raise OutputError(
                f"{path}: holds {strange[0]}, which is not of such an export; give another folder with -o"
            )
        taken = bool(there)
    else:
        taken = path.exists() or path.is_symlink()
        if taken and chosen.files:
            raise OutputError(f"{path}: is a file, and {to} is a folder; give another path with -o")
    if taken and not force:
        raise OutputError(f"{path}: is there already; --force replaces it")


@contextmanager
def _failing(path: Path, chosen: Format) -> Iterator[None]:
    failures: tuple[type[Exception], ...] = (OSError, *chosen.failures)
    try:
        yield
    except failures as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise OutputError(f"{path}: cannot be written: {why}") from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"{folder}: is no folder; give another path with -o") from error


def _sync(made: Path) -> None:
    """Have the system write out what was made: some disks tell only then that they are full."""
    for path in [*made.iterdir(), made] if made.is_dir() else [made]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _move(made: Path, path: Path, old: Path) -> None:
    """Put what was made in the place of what is there; a folder that is there goes to `old`."""
    if not path.is_dir():
        made.replace(path)
        return
    path.rename(old)
    try:
        made.rename(path)
    except OSError:
        old.rename(path)
        raise
