"""A tiny annotated article and what a run found in it: each of their differences is counted by hand."""

import json
from pathlib import Path
from typing import Any

TEXT = "Le CHU de Brest et le Samu 29 aident le Mali depuis 2019, deux fois par an : 3 médecins."
ANN = """\
T1\tINSTITUTION 3 15\tCHU de Brest
A1\tkind T1 hospital
A2\tcountry T1 FR
N1\tReference T1 canon:1\tCHU de Brest
T2\tINSTITUTION 22 29\tSamu 29
A3\tkind T2 hospital
A4\tcountry T2 FR
N2\tReference T2 canon:2\tSamu 29
T3\tCOUNTRY 40 44\tMali
A5\tiso T3 ML
T4\tDATE 52 56\t2019
A6\ttype T4 DATE
A7\tvalue T4 2019
T5\tDATE 58 74\tdeux fois par an
A8\ttype T5 SET
A9\tvalue T5 P6M
T6\tCOUNT 77 87\t3 médecins
A10\tmin T6 3
A11\tmax T6 3
A12\trole T6 staff
"""
COOPERATION = {
    "home": ["CHU de Brest"],
    "partner": [],
    "countries": ["ML"],
    "specialties": [],
    "start": "2019-03-02",
    "end": "2020-06",
    "funders": ["Samu 29"],
    "participants": [{"min": 3, "max": 3, "role": "staff", "direction": "outbound"}],
}
EMPTY = """
    documents articles mentions institution_mentions country_mentions specialty_mentions dates counts
    institutions cooperations cooperation_institutions cooperation_countries cooperation_specialties
    cooperation_counts rejects
"""


def mention(mention_id: str, label: str, start: int, end: int) -> dict[str, Any]:
    return {
        "mention_id": mention_id,
        "article_id": "a",
        "label": label,
        "start": start,
        "end": end,
        "text": TEXT[start:end],
        "rule": "r",
    }


def institution(institution_id: str, name: str, kind: str) -> dict[str, Any]:
    return {"institution_id": institution_id, "name": name, "kind": kind, "country": "FR"}


# Found: Brest right; `Samu` too short; the Mali with a wrong code; 2019 right; the set with a wrong value;
# the count right; and `médecins` as a specialty that there is none of.
FOUND = {
    "rejects": [],
    "documents": [{"document_id": "d", "source": "folder/a.txt"}],
    "articles": [{"article_id": "a", "document_id": "d", "position": 0, "text": TEXT}],
    "mentions": [
        mention("m1", "INSTITUTION", 3, 15),
        mention("m2", "INSTITUTION", 22, 26),
        mention("m3", "COUNTRY", 40, 44),
        mention("m4", "DATE", 52, 56),
        mention("m5", "DATE", 58, 74),
        mention("m6", "COUNT", 77, 87),
        mention("m7", "SPECIALTY", 79, 87),
    ],
    "institutions": [institution("i1", "CHU de Brest", "hospital"), institution("i2", "Samu", "other")],
    "institution_mentions": [
        {"mention_id": "m1", "institution_id": "i1"},
        {"mention_id": "m2", "institution_id": "i2"},
    ],
    "country_mentions": [{"mention_id": "m3", "position": 0, "country": "MR"}],
    "specialty_mentions": [{"mention_id": "m7", "position": 0, "specialty": "medicine"}],
    "dates": [
        {"mention_id": "m4", "type": "DATE", "edtf": "2019", "mod": None},
        {"mention_id": "m5", "type": "SET", "edtf": "P2M", "mod": None},
    ],
    "counts": [{"mention_id": "m6", "min": 3, "max": 3, "mod": None, "role": "staff"}],
    "cooperations": [
        {"cooperation_id": "c", "article_id": "a", "start": "2019-03", "end": "2020", "confidence": 0.9}
    ],
    "cooperation_institutions": [
        {"cooperation_id": "c", "institution_id": "i1", "side": "home"},
        {"cooperation_id": "c", "institution_id": "i2", "side": "funder"},
    ],
    "cooperation_countries": [{"cooperation_id": "c", "country": "MR"}],
    "cooperation_specialties": [],
    "cooperation_counts": [{"cooperation_id": "c", "mention_id": "m6", "direction": None}],
}


def write_tiny(folder: Path) -> Path:
    """Write the article with its annotations; return the folder."""
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "a.ann").write_text(ANN, encoding="utf-8")
    (folder / "a.coop.json").write_text(json.dumps([COOPERATION]), encoding="utf-8")
    return folder


def prf(correct: int, predicted: int, gold: int) -> tuple[int, int, int]:
    return correct, predicted, gold


def counts(scores: dict[str, Any]) -> tuple[int, int, int]:
    return scores["correct"], scores["predicted"], scores["gold"]
