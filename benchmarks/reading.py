"""Measure what reading costs where there is much to read: one huge file, a huge folder.

usage: python benchmarks/reading.py [--gib 2] [--files 100000]

Writes a JSON Lines file of so many GiB and a folder of so many files to a temporary place, reads both to the
end without extracting, and prints documents, seconds, the seconds to the first document, and the peak memory
of this process and of the one that reads.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.read import read
from pipeline.records import Document, Reject

_CORPUS = Path(__file__).parent.parent / "corpus"


def _texts() -> Iterator[str]:
    articles = [path.read_text(encoding="utf-8") for path in sorted(_CORPUS.glob("*.txt"))]
    number = 0
    while True:
        for article in articles:
            number += 1
            yield f"N° {number}\n\n{article}"


def _lines(path: Path, n_bytes: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(_texts()):
            file.write(json.dumps({"id": number, "title": f"Article {number}", "text": text}) + "\n")
            if number % 1000 == 0 and file.tell() >= n_bytes:
                return


def _folder(path: Path, n_files: int) -> None:
    for number, text in zip(range(n_files), _texts(), strict=False):
        folder = path / f"{number // 1000:04}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def _measure(name: str, found: Iterator[Document | Reject]) -> None:
    began = time.perf_counter()
    first = 0.0
    documents = rejects = 0
    for one in found:
        first = first or time.perf_counter() - began
        documents += isinstance(one, Document)
        rejects += isinstance(one, Reject)
    seconds = time.perf_counter() - began
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"{name}: {documents:,} documents, {rejects} rejects, {seconds:.1f} s, the first after {first:.2f} s"
    )
    print(f"  peak memory {own:.0f} MiB, of the reading process {child:.0f} MiB")


def main() -> None:
    """Make both inputs, read them, print what it cost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gib", type=float, default=2.0)
    parser.add_argument("--files", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        lines = Path(place) / "export.jsonl"
        _lines(lines, int(asked.gib * 2**30))
        _measure(f"JSON Lines of {lines.stat().st_size / 2**30:.2f} GiB", read([lines]))
        folder = Path(place) / "folder"
        _folder(folder, asked.files)
        _measure(f"folder of {asked.files:,} files", read([folder]))


if __name__ == "__main__":
    main()
