"""What somebody corrects in a tool comes back."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from make_annotations import ARTICLE, SAVED

from pipeline.annotate.exchange import export, import_from
from pipeline.brat import GoldArticle, GoldMention, read_gold

MALI = 3  # its place among the mentions


def corrected(tool: Any, folder: Path, change: Callable[[Any], object]) -> GoldArticle:
    """Export, change what the tool has saved (the text of the .ann file, or the record), and import."""
    export([ARTICLE], tool, folder / "out", found=True)
    saved = SAVED[tool](folder / "out")
    if tool == "brat":
        path = saved / "gao.ann"
        path.write_text(str(change(path.read_text(encoding="utf-8"))), encoding="utf-8")
    else:
        content = json.loads(saved.read_text(encoding="utf-8"))
        change(content if tool == "doccano" else content[0])
        saved.write_text(json.dumps(content), encoding="utf-8")
    import_from(saved, tool, folder / "gold")
    (article,) = read_gold(folder / "gold")
    return article


def with_mention(place: int, mention: GoldMention) -> GoldArticle:
    """Return the article with a mention in the place of another."""
    mentions = (*ARTICLE.mentions[:place], mention, *ARTICLE.mentions[place + 1 :])
    return replace(ARTICLE, mentions=mentions)


def with_record(**fields: Any) -> GoldArticle:
    """Return the article with other fields in its cooperation."""
    return replace(ARTICLE, cooperations=({**ARTICLE.cooperations[0], **fields},))


SECOND_MALI = GoldMention("COUNTRY", 58, 62, "Mali", {"iso": "ML"})
WITH_SECOND_MALI = replace(ARTICLE, mentions=(*ARTICLE.mentions[:4], SECOND_MALI, *ARTICLE.mentions[4:]))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind T6 hospital", "kind T6 other", {"kind": "other", "country": "ML"}),
        ("Gao; country = ML", "Gao; country = SN", {"kind": "hospital", "country": "SN"}),
        ("Gao; country = ML", "Gao; country = -", {"kind": "hospital"}),
    ],
)
def test_values_in_brat(old: str, new: str, expected: dict[str, str], tmp_path: Path) -> None:
    article = corrected("brat", tmp_path, lambda ann: ann.replace(old, new))
    assert article == with_mention(5, replace(ARTICLE.mentions[5], attributes=expected))


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        (
            "outbound:T1",
            "inbound:T1",
            [{**ARTICLE.cooperations[0]["participants"][0], "direction": "inbound"}],
        ),
        ("outbound:T1", "", []),
    ],
)
def test_roles_in_brat(old: str, new: str, fields: list[Any], tmp_path: Path) -> None:
    assert corrected("brat", tmp_path, lambda a: a.replace(old, new)) == with_record(participants=fields)


def test_a_cooperation_that_is_deleted_in_brat_is_gone(tmp_path: Path) -> None:
    article = corrected("brat", tmp_path, lambda ann: ann.partition("T7\t")[0])
    assert article == replace(ARTICLE, cooperations=())


def test_gold_as_it_is_written_is_read_from_brat_too(tmp_path: Path) -> None:
    # Attributes as lines of their own, and the name of an institution as a reference.
    def as_gold(ann: str) -> str:
        ann = ann.replace("#4\tAnnotatorNotes T4\tiso = ML", "A9\tiso T4 ML")
        note = "#6\tAnnotatorNotes T6\tcanon = hôpital de Gao; country = ML"
        return ann.replace(note, "A10\tcountry T6 ML\nN1\tReference T6 canon:gao\thôpital de Gao")

    assert corrected("brat", tmp_path, as_gold) == ARTICLE


def test_lines_may_stand_in_any_order_in_brat(tmp_path: Path) -> None:
    # Brat writes what is new at the end.
    def turned(ann: str) -> str:
        lines = ann.splitlines()
        notes = [line for line in lines if line[0] in "#A"]
        return "\n".join([*notes, *(line for line in lines if line not in notes)])

    assert corrected("brat", tmp_path, turned) == ARTICLE


def test_a_span_that_is_moved_in_doccano_keeps_its_values(tmp_path: Path) -> None:
    def change(record: dict[str, Any]) -> None:
        brest = next(e for e in record["entities"] if e["start_offset"] == 28)
        brest["end_offset"] = 31

    shorter = replace(ARTICLE.mentions[2], end=31, text="CHU")
    assert corrected("doccano", tmp_path, change) == with_mention(2, shorter)


def test_a_span_that_is_new_in_doccano_gets_its_values_by_a_comment(tmp_path: Path) -> None:
    def change(record: dict[str, Any]) -> None:
        record["entities"].append({"id": 5000, "label": "COUNTRY", "start_offset": 58, "end_offset": 62})
        record["Comments"] = ["Mali: iso = ML", "À relire avec Awa"]

    assert corrected("doccano", tmp_path, change) == WITH_SECOND_MALI


def test_a_comment_in_doccano_speaks_of_a_cooperation_by_its_words(tmp_path: Path) -> None:
    def change(record: dict[str, Any]) -> None:
        record["Comments"] = [{"id": 1, "comment": "hôpital de Gao: partner = -; end = 2026"}]

    assert corrected("doccano", tmp_path, change) == with_record(partner=["hôpital de Gao"], end="2026")


def test_relations_in_doccano(tmp_path: Path) -> None:
    def change(record: dict[str, Any]) -> None:
        record["relations"] = [one for one in record["relations"] if one["type"] not in ("start", "country")]

    assert corrected("doccano", tmp_path, change) == with_record(start=None, countries=[])


def _result(task: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = task["annotations"][0]["result"]
    return found


def test_values_in_label_studio(tmp_path: Path) -> None:
    def change(task: dict[str, Any]) -> None:
        for one in _result(task):
            if one.get("from_name") == "institution_kind" and one["id"] == "m6":
                one["value"]["choices"] = ["other"]
            if one.get("from_name") == "institution_country" and one["id"] == "m6":
                one["value"]["text"] = [" SN "]

    other = replace(ARTICLE.mentions[5], attributes={"kind": "other", "country": "SN"})
    assert corrected("labelstudio", tmp_path, change) == with_mention(5, other)


def test_a_region_that_is_new_in_label_studio(tmp_path: Path) -> None:
    def change(task: dict[str, Any]) -> None:
        place = {"start": 58, "end": 62}
        about = {"id": "xY_1", "to_name": "text"}
        label = {
            "type": "labels",
            "from_name": "label",
            "value": {**place, "labels": ["COUNTRY"], "text": "Mali"},
        }
        iso = {"type": "textarea", "from_name": "country_iso", "value": {**place, "text": ["ML"]}}
        _result(task).extend([{**about, **iso}, {**about, **label}])

    assert corrected("labelstudio", tmp_path, change) == WITH_SECOND_MALI


def test_a_region_that_has_another_label_now_keeps_nothing_of_the_first(tmp_path: Path) -> None:
    def change(task: dict[str, Any]) -> None:
        result = _result(task)
        next(r for r in result if r.get("id") == "m5" and r["type"] == "labels")["value"]["labels"] = [
            "COUNTRY"
        ]
        result[:] = [r for r in result if r.get("to_id") != "m5"]
        result.append({"id": "m5", "type": "textarea", "from_name": "country_iso", "value": {"text": ["ML"]}})

    article = corrected("labelstudio", tmp_path, change)
    as_country = replace(ARTICLE.mentions[4], label="COUNTRY", attributes={"iso": "ML"})
    assert article.mentions == with_mention(4, as_country).mentions
    assert article.cooperations[0]["start"] is None


def test_of_several_annotations_the_ground_truth_counts(tmp_path: Path) -> None:
    def change(task: dict[str, Any]) -> None:
        first = {**task["annotations"][0], "result": []}
        skipped = {**first, "was_cancelled": True}
        task["annotations"] = [first, {**task["annotations"][0], "ground_truth": True}, skipped]

    assert corrected("labelstudio", tmp_path, change) == ARTICLE
