"""What comes back wrong from doccano is named with place and remedy, and nothing of it is imported."""

import json
from pathlib import Path

import pytest
from make_annotations import ARTICLE, SAVED, Change, refused

from pipeline.annotate.exchange import export


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda r: r.update(text=r["text"] + "."), "the text of gao has changed; export it again"),
        (
            lambda r: r.pop("relations"),
            "has no 'relations'; export JSONL of a project with relations, made of what jumelage exported",
        ),
        (
            lambda r: r.pop("jumelage"),
            "has no 'jumelage'; export JSONL of a project with relations, made of what jumelage exported",
        ),
        (
            lambda r: r["entities"][0].update(end_offset="9"),
            "is no record that doccano has exported (entity 7 has a label that is no text, "
            "or offsets that are no whole numbers)",
        ),
        (
            lambda r: r["entities"][3].update(label="PLACE"),
            "entity 28: PLACE 'Mali' at 49–53: label is not known; labels are INSTITUTION, COUNTRY, "
            "SPECIALTY, DATE, COUNT, COOPERATION",
        ),
        (
            lambda r: r["entities"][3].update(end_offset=1000),
            "entity 28: COUNTRY 'Mali. Le Mali les attend en 2024 à l’hôpital de Gao.' at 49–1000: "
            "is outside of the text of 101 characters; mark the words again",
        ),
        (
            lambda r: r["relations"][0].update(to_id=999),
            "relation 51: home hangs on 999, which is not there; delete the relation",
        ),
        (
            lambda r: r["relations"][0].update(from_id=28),
            "relation 51: home starts from COUNTRY; draw it from a COOPERATION",
        ),
        (
            lambda r: r.update(Comments=[{"id": 1, "comment": "Sénégal: iso = SN"}]),
            "comment 'Sénégal: iso = SN': no span 'Sénégal' may have iso; write WORDS: key = value",
        ),
        (
            lambda r: r["jumelage"].update(name="../gao"),
            "name '../gao' cannot be that of a file; do not change names",
        ),
    ],
)
def test_what_is_wrong_in_doccano(change: Change, problem: str, tmp_path: Path) -> None:
    export([ARTICLE], "doccano", tmp_path / "out", found=True)
    saved = SAVED["doccano"](tmp_path / "out")
    record = json.loads(saved.read_text(encoding="utf-8"))
    change(record)
    saved.write_text(json.dumps(record), encoding="utf-8")
    told = refused("doccano", saved, tmp_path)
    assert told[0].removeprefix("all.jsonl: line 1: ") == problem
