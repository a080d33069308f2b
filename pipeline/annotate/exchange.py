"""Export to an annotation tool and import from it: whole or not at all."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.annotate import brat, doccano, labelstudio
from pipeline.annotate.check import problems
from pipeline.annotate.marks import Marked, mark, unmark
from pipeline.brat import GoldArticle, write_gold
from pipeline.errors import GoldError, OutputError
from pipeline.extract.specialties import read_codes
from pipeline.rules import default_folder

Tool = Literal["brat", "doccano", "labelstudio"]
# A hundred lines say what to look for; more are not read.
_MOST = 100


def export(articles: Iterable[GoldArticle], tool: Tool, folder: Path, *, found: bool) -> int:
    """Write articles as a tool reads them into a new folder; return how many.

    `found` says that they are what the system found, not what somebody annotated. Raises OutputError for a
    folder that holds something, GoldError for an article that cannot be marked.
    """
    marked = _Counted(mark(article) for article in articles)
    with _new_folder(folder) as into:
        match tool:
            case "brat":
                brat.write(into, marked)
            case "doccano":
                doccano.write(into, marked)
            case "labelstudio":
                labelstudio.write(into, marked, found=found)
        if not marked.n:
            raise GoldError("there is no article to export")
    return marked.n


def import_from(source: Path, tool: Tool, folder: Path, rules: Path | None = None) -> int:
    """Read what a tool has saved, write it as gold into a new folder; return the number of articles.

    Raises GoldError with a line for each problem, and writes nothing, when anything is wrong.
    """
    found: list[str] = []
    if not source.exists():
        raise GoldError(f"{source}: no such file or folder")
    match tool:
        case "brat":
            articles = brat.read(source, found)
        case "doccano":
            articles = doccano.read(source, found)
        case "labelstudio":
            articles = labelstudio.read(source, found)
    codes = frozenset(row["code"] for row in read_codes(rules or default_folder()))
    seen: dict[str, Marked] = {}
    for marked in articles:
        found += problems(marked, codes)
        if other := seen.get(marked.name.casefold()):
            found.append(
                f"{marked.place}: name {marked.name!r} is that of {other.place} too; keep one of them"
            )
        seen[marked.name.casefold()] = marked
    if found:
        more = [f"and {len(found) - _MOST} more"] if len(found) > _MOST else []
        raise GoldError("\n".join([*found[:_MOST], *more, f"nothing was imported: {len(found)} problems"]))
    with _new_folder(folder) as into:
        for marked in articles:
            write_gold(into, unmark(marked))
    return len(articles)


@dataclass(slots=True)
class _Counted:
    """Articles, counted while they are written."""

    articles: Iterable[Marked]
    n: int = 0

    def __iter__(self) -> Iterator[Marked]:
        for article in self.articles:
            self.n += 1
            yield article


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to write into that becomes `folder` at the end, or nothing at all on an error."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: is there and not empty; give another -o, nothing is written over")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as aside:
            into = Path(aside) / "new"
            into.mkdir()
            yield into
            into.replace(folder)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written to: {error.strerror or error}") from error
