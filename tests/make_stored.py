"""A complete run with texts that break spreadsheets, and how its rows are read for comparison."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from make_run import write_run

from pipeline.tables.catalogue import TABLES
from pipeline.tables.check import to_arrow
from pipeline.tables.draft import parquet

Row = dict[str, Any]
LONG = "Le centre hospitalier jumelé accueille des internes. " * 800  # 42,400 characters
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "- Accueil de deux internes",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "'=1+1",
    "''+1",
    "#N/A",
    "'Ndrangheta",
    "un\x00deux\x01trois\x1f",
    "_x0041_ et _x005F_",
    "\ufffe\uffff",
    "👩🏽‍⚕️ échange \U0001f1eb\U0001f1f7",
    "\u202edroite à gauche\u202c",
    'des « guillemets », "doubles", et des virgules',
    "une ligne\nune autre\r\nune troisième\rla fin",
    "  entre espaces  ",
    "0012",
    "2024-03-11",
    "TRUE",
    "null",
    "nan",
    "\\N",
    LONG,
    "hôpital Việt Đức",
)


def rows() -> dict[str, list[Row]]:
    """Return the rows of some tables: a document, an article and a reject for each hostile text."""
    documents, articles, mentions, counts, dates, rejects = [], [], [], [], [], []
    for n, text in enumerate(HOSTILE):
        documents.append(
            {
                "document_id": f"d{n:02}",
                "source": text,
                "media_type": "text/plain",
                "sha256": f"{n:064}",
                "n_bytes": 2**53 + n,
                "title": None if n % 2 else text,
                "language": "fr",
                "published": "-0044-03-15",
                "n_articles": 1,
                "author": None,
                "site": None,
                "url": "=HYPERLINK(A1)",
                "same_as": None,
            }
        )
        articles.append(
            {
                "article_id": f"a{n:02}",
                "document_id": f"d{n:02}",
                "position": 0,
                "title": text,
                "published": None,
                "published_from": None,
                "text": text,
                "n_chars": len(text),
                "story_id": f"a{n:02}",
            }
        )
        rejects.append({"source": text, "stage": "read", "error": "ReadError", "detail": text})
    for n, day in enumerate(("0794-06-01", "1899-12-31", "1900-02-28", "1900-03-01", "2024-02-29", None)):
        place = {"start": n, "end": n + 1, "sentence_start": 0, "sentence_end": 9}
        mention = {"mention_id": f"m{n}", "article_id": "a03", "label": "DATE", "text": "x", "rule": "r"}
        mentions.append(mention | place)
        first = None if day is None else pa.scalar(day).cast(pa.date32()).as_py()
        value = {"type": "DATE", "edtf": day, "mod": None, "first_day": first, "last_day": first}
        dates.append({"mention_id": f"m{n}"} | value)
        number = {"min": (-3, 0, None, 7, 2**62, 10**15)[n], "max": None, "mod": None, "role": "staff"}
        counts.append({"mention_id": f"m{n}", "noun": None, "country": None} | number)
    cooperations = [
        {
            "cooperation_id": f"c{n}",
            "article_id": "a00",
            "start": None,
            "end": None,
            "status": status,
            "confidence": 1 / (n + 3),
        }
        for n, status in enumerate(("active", "ended", None))
    ]
    return {
        "documents": documents,
        "articles": articles,
        "mentions": mentions,
        "dates": dates,
        "counts": counts,
        "cooperations": cooperations,
        "rejects": rejects,
    }


def stored_run(output: Path, *, n_parts: int = 2) -> Path:
    """Write a complete run with these rows, each table in parts, and beside them one that is none of it."""

    def starts(n_rows: int) -> list[int]:
        size = -(-n_rows // n_parts) or 1
        return [min(n * size, n_rows) for n in range(n_parts)]

    given = rows()
    write_run(output, given, starts)
    for table in TABLES:
        whole = parquet(to_arrow(table, given.get(table.name, [])))
        (output / table.name / "part-of-another-run.parquet").write_bytes(whole)
    return output


def stored_rows(output: Path, name: str) -> list[Row]:
    """Return the rows of a table of a run, in the order of its parts."""
    parts = json.loads((output / "_run.json").read_text(encoding="utf-8"))["parts"][name]
    return [row for part in parts for row in pq.ParquetFile(output / name / part).read().to_pylist()]
