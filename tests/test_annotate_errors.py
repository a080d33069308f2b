"""What comes back wrong from a tool is named with its place and the remedy, and nothing of it is imported."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from make_annotations import ARTICLE, SAVED

from pipeline.annotate.exchange import export, import_from
from pipeline.brat import read_gold
from pipeline.errors import GoldError, OutputError

Change = Callable[[dict[str, Any]], object]


def refused(tool: Any, saved: Path, folder: Path) -> list[str]:
    """Return the lines that tell why an import is refused, without the folder."""
    with pytest.raises(GoldError) as caught:
        import_from(saved, tool, folder / "gold")
    assert not (folder / "gold").exists()
    assert not list(folder.glob(".*")), "nothing half-written is left"
    return str(caught.value).replace(f"{saved.parent}/", "").split("\n")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "T4\tCOUNTRY 49 53",
            "T4\tCOUNTRY 49 530",
            "line 9: 'T4\\tCOUNTRY 49 530\\tMali': 49–530 is no place in the 101 characters of the text",
        ),
        (
            "49 53\tMali",
            "49 53\tMalo",
            "line 9: 'T4\\tCOUNTRY 49 53\\tMalo': 'Malo' is not what stands at 49",
        ),
        (
            "COUNTRY 49 53",
            "PLACE 49 53",
            "line 9: PLACE 'Mali' at 49–53: label is not known; labels are INSTITUTION, COUNTRY, "
            "SPECIALTY, DATE, COUNT, COOPERATION",
        ),
        (
            "COUNTRY 49 53\tMali",
            "COUNTRY 36 40\trest",
            "line 9: COUNTRY 'rest' at 36–40: overlaps INSTITUTION at 28–40; delete one",
        ),
        (
            "COUNTRY 49 53\tMali",
            "COUNTRY 48 53\t Mali",
            "line 9: COUNTRY 'Mali' at 48–53: begins or ends with white space; mark the words alone",
        ),
        (
            "iso = ML",
            "iso = MLI",
            "line 9: COUNTRY 'Mali' at 49–53: iso 'MLI' is no ISO 3166-1 code; write ML, or FR,DJ for two",
        ),
        (
            "#4\tAnnotatorNotes T4\tiso = ML\n",
            "",
            "line 9: COUNTRY 'Mali' at 49–53: has no iso; give one",
        ),
        (
            "iso = ML",
            "iso = ML; kind = other",
            "line 9: COUNTRY 'Mali' at 49–53: has no attribute 'kind'; it may have iso",
        ),
        (
            "kind T3 hospital",
            "kind T3 clinic",
            "line 6: INSTITUTION 'CHU de Brest' at 28–40: kind 'clinic' is not known; choose of "
            "hospital, university, government, ngo, international, research, network, company, other",
        ),
        (
            "code = cardiology",
            "code = cardio",
            "line 4: SPECIALTY 'cardiologues' at 12–24: code 'cardio' is no code of a specialty; "
            "see specialties/codes.csv",
        ),
        (
            "min = 3; max = 3",
            "min = 4; max = 3",
            "line 1: COUNT 'Trois cardiologues' at 6–24: min 4 is more than max 3; exchange them",
        ),
        (
            "min = 3; max = 3",
            "min = three",
            "line 1: COUNT 'Trois cardiologues' at 6–24: min 'three' is no whole number; write digits alone",
        ),
        (
            "value = 2024",
            "value = mai 2024",
            "line 11: DATE '2024' at 77–81: value 'mai 2024' is no EDTF date; "
            "write 2024-06-03, 2024-06, 2024 or 2019/2022",
        ),
        (
            "type T5 DATE",
            "type T5 DURATION",
            "line 11: DATE '2024' at 77–81: value '2024' is no ISO 8601 duration; write P2W, P15D or P20Y",
        ),
        (
            "country:T4",
            "country:T44",
            "line 18: country hangs on T44, which is not there; delete the relation",
        ),
        (
            "country:T4",
            "land:T4",
            "line 18: role 'land' is not known; roles are home, partner, country, specialty, start, "
            "end, funder, inbound, outbound, people",
        ),
        (
            "start:T5",
            "start:T4",
            "line 18: start points to COUNTRY; it must point to DATE",
        ),
        (
            "outbound:T1",
            "outbound:T1 outbound2:T1",
            "line 17: COOPERATION 'hôpital de Gao' at 86–100: has the arc outbound to T1 twice; delete one",
        ),
        (
            "partner = Point G",
            "start = 2019",
            "line 17: COOPERATION 'hôpital de Gao' at 86–100: has 2 values of start, 2024, 2019; keep one",
        ),
        (
            "partner = Point G",
            "participants = trois",
            "line 17: COOPERATION 'hôpital de Gao' at 86–100: participants 'trois' is not "
            "min,max,role,direction; write 3,3,staff,outbound, and - for what is not told",
        ),
        (
            "partner = Point G",
            "partner",
            None,
        ),
        (
            "partner = Point G",
            "partner = ",
            "line 19: '#7\\tAnnotatorNotes E7\\tpartner = ': note 'partner = ' cannot be read at "
            "'partner ='; write key = value; key = value",
        ),
        (
            "A1\trole T1 staff",
            "A1\trole T11 staff",
            "line 2: 'A1\\trole T11 staff': there is no T11",
        ),
        (
            "A1\trole T1 staff",
            "R1\tAlias Arg1:T1 Arg2:T2",
            "line 2: 'R1\\tAlias Arg1:T1 Arg2:T2': is no T, E, A, N or # line; "
            "say it by the roles of a COOPERATION",
        ),
        (
            "T2\tSPECIALTY",
            "T1\tSPECIALTY",
            "line 4: 'T1\\tSPECIALTY 12 24\\tcardiologues': there is a second T1",
        ),
        (
            "E7\tCOOPERATION:T7 ",
            "E7\tCOOPERATION:T6 ",
            "line 18: 'E7\\tCOOPERATION:T6 home:T3 partner:T6 country:T4 specialty:T2 start:T5 "
            "outbound:T1': T6 is no COOPERATION",
        ),
    ],
)
def test_what_is_wrong_in_brat(old: str, new: str, problem: str | None, tmp_path: Path) -> None:
    export([ARTICLE], "brat", tmp_path / "out", found=True)
    path = tmp_path / "out" / "gao.ann"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    if problem is None:
        # A note without `=` is a remark.
        assert import_from(tmp_path / "out", "brat", tmp_path / "gold") == 1
        return
    first, *_, last = refused("brat", tmp_path / "out", tmp_path)
    assert (first.removeprefix("out/gao.ann: "), last[:22]) == (problem, "nothing was imported: ")


def test_a_changed_text_is_told_by_the_words_in_brat(tmp_path: Path) -> None:
    export([ARTICLE], "brat", tmp_path / "out", found=True)
    (tmp_path / "out" / "gao.txt").write_text("Autre texte, plus long que le premier, sur Brest et Gao.")
    assert refused("brat", tmp_path / "out", tmp_path)[0].removeprefix("out/gao.ann: ") == (
        "line 1: 'T1\\tCOUNT 6 24\\tTrois cardiologues': 'Trois cardiologues' is not what stands at 6"
    )


def test_all_articles_with_problems_are_named_and_none_is_imported(tmp_path: Path) -> None:
    others = [replace(ARTICLE, name=name) for name in ("a", "b", "c")]
    export([ARTICLE, *others], "brat", tmp_path / "out", found=True)
    (tmp_path / "out" / "a.ann").write_text("T1\tCOUNTRY\n")
    (tmp_path / "out" / "c.txt").unlink()
    told = refused("brat", tmp_path / "out", tmp_path)
    assert [line.split(":")[0] for line in told] == ["out/a.ann", "out/c.ann", "nothing was imported"]
    assert told[-1] == "nothing was imported: 2 problems"


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


@pytest.mark.parametrize("tool", ["brat", "doccano", "labelstudio"])
def test_what_is_not_there_is_named(tool: Any, tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no such file or folder$"):
        import_from(tmp_path / "gone", tool, tmp_path / "gold")
    (tmp_path / "empty").mkdir()
    with pytest.raises(GoldError, match=r"empty: holds no \.(ann|jsonl|json) file; "):
        import_from(tmp_path / "empty", tool, tmp_path / "gold")


def test_the_same_article_twice_is_refused(tmp_path: Path) -> None:
    export([ARTICLE], "doccano", tmp_path / "out", found=True)
    saved = SAVED["doccano"](tmp_path / "out")
    line = saved.read_text(encoding="utf-8")
    saved.write_text(f"{line}\n{line}", encoding="utf-8")
    assert refused("doccano", saved, tmp_path)[0] == (
        "all.jsonl: line 2: name 'gao' is that of all.jsonl: line 1 too; keep one of them"
    )


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"out: is there and not empty; give another -o"):
        export([ARTICLE], "brat", tmp_path / "out", found=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "mine.txt"]


@pytest.mark.parametrize("tool", ["brat", "doccano", "labelstudio"])
def test_an_export_that_fails_leaves_nothing(tool: Any, tmp_path: Path) -> None:
    few = replace(ARTICLE, name="few", text="Gao", mentions=(), cooperations=ARTICLE.cooperations * 2)
    with pytest.raises(GoldError, match=r"^few: has fewer words than cooperations"):
        export([ARTICLE, few], tool, tmp_path / "out", found=True)
    with pytest.raises(GoldError, match=r"^there is no article to export$"):
        export([], tool, tmp_path / "out", found=True)
    assert list(tmp_path.iterdir()) == []


def test_gold_itself_is_no_folder_of_brat(tmp_path: Path) -> None:
    export([ARTICLE], "brat", tmp_path / "out", found=True)
    import_from(tmp_path / "out", "brat", tmp_path / "gold")
    with pytest.raises(GoldError, match=r"is gold already, with a \.coop\.json"):
        import_from(tmp_path / "gold", "brat", tmp_path / "again")
    assert read_gold(tmp_path / "gold") == [ARTICLE]
