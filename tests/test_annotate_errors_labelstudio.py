"""What comes back wrong from Label Studio is named with place and remedy, and nothing of it is imported."""

import json
from pathlib import Path
from typing import Any

import pytest
from make_annotations import ARTICLE, SAVED, Change, refused

from pipeline.annotate.exchange import export


def _result(task: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = task["annotations"][0]["result"]
    return found


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda t: t["data"].update(text="Autre"), "the text of gao has changed; export it again"),
        (
            lambda t: t.update(annotations=[]),
            "has no submitted annotation; submit it, or leave the task out of the export",
        ),
        (
            lambda t: t["annotations"][0].update(was_cancelled=True),
            "has no submitted annotation; submit it, or leave the task out of the export",
        ),
        (
            lambda t: t.update(annotations=t["annotations"] * 2),
            "has 2 annotations; mark one as ground truth",
        ),
        (
            lambda t: _result(t)[0]["value"].update(labels=["COUNT", "DATE"]),
            "region m1: has 2 labels; keep one",
        ),
        (
            # As Label Studio counted before, the emoji two units longer.
            lambda t: _result(t)[0]["value"].update(start=8, end=26),
            "region m1: 'Trois cardiologues' is not what stands at 8: older versions count emoji as two; "
            "use a newer Label Studio",
        ),
        (
            lambda t: _result(t).append({**_result(t)[-1], "labels": []}),
            "relation from c1 to m1: has 0 labels; give it one",
        ),
        (
            lambda t: _result(t).append({**_result(t)[1], "from_name": "mood"}),
            "region m1: mood is not of the interface that jumelage exported; use that",
        ),
        (
            lambda t: _result(t).pop(0),
            "region m1: has min, max, role but no label; give one",
        ),
        (
            lambda t: t.pop("data"),
            "has no 'data'; export the project as JSON (not JSON-MIN), made of what jumelage exported",
        ),
        (
            lambda t: next(r for r in _result(t) if r.get("from_name") == "country_iso")["value"].update(
                text=["ML", "SN"]
            ),
            "region m4: COUNTRY 'Mali' at 49–53: iso has 2 values, ML, SN; keep one",
        ),
    ],
)
def test_what_is_wrong_in_label_studio(change: Change, problem: str, tmp_path: Path) -> None:
    export([ARTICLE], "labelstudio", tmp_path / "out", found=True)
    saved = SAVED["labelstudio"](tmp_path / "out")
    (task,) = json.loads(saved.read_text(encoding="utf-8"))
    change(task)
    saved.write_text(json.dumps([task]), encoding="utf-8")
    told = refused("labelstudio", saved, tmp_path)
    assert told[0].removeprefix("project-1-at-2026.json: task 1: ") == problem
