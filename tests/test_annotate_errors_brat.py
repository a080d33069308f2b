"""What comes back wrong from brat is named with place and remedy, and nothing of it is imported."""

from pathlib import Path

import pytest
from make_annotations import ARTICLE, refused

from pipeline.annotate.exchange import export, import_from
from pipeline.brat import read_gold
from pipeline.errors import GoldError


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


def test_gold_itself_is_no_folder_of_brat(tmp_path: Path) -> None:
    export([ARTICLE], "brat", tmp_path / "out", found=True)
    import_from(tmp_path / "out", "brat", tmp_path / "gold")
    with pytest.raises(GoldError, match=r"is gold already, with a \.coop\.json"):
        import_from(tmp_path / "gold", "brat", tmp_path / "again")
    assert read_gold(tmp_path / "gold") == [ARTICLE]
