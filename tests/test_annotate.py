"""The round trip through annotation tools: nothing is lost, and nothing that is wrong comes in."""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS
from hypothesis import HealthCheck, given, settings
from label_studio_sdk.label_interface import LabelInterface
from make_annotations import ARTICLE, RECORD, SAVED, TEXT, articles

from pipeline.annotate.exchange import export, import_from
from pipeline.annotate.gold_of_run import gold_of_run
from pipeline.annotate.marks import COOPERATION, mark, unmark
from pipeline.annotate.notes import read_note, written
from pipeline.brat import GoldArticle, GoldMention, read_gold, read_span, span_line, write_gold
from pipeline.errors import GoldError
from pipeline.stored import open_run, read_table

TOOLS = ("brat", "doccano", "labelstudio")


def there_and_back(tool: Any, gold: Sequence[GoldArticle], folder: Path, *, found: bool) -> list[GoldArticle]:
    assert export(gold, tool, folder / "out", found=found) == len(gold)
    assert import_from(SAVED[tool](folder / "out"), tool, folder / "gold") == len(gold)
    return read_gold(folder / "gold")


@pytest.fixture(scope="module")
def found(outputs: Path) -> list[GoldArticle]:
    return list(gold_of_run(open_run(outputs)))


@pytest.mark.parametrize("tool", TOOLS)
def test_the_annotated_sample_articles_come_back_as_they_are(tool: str, tmp_path: Path) -> None:
    gold = read_gold(CORPUS)
    assert there_and_back(tool, gold, tmp_path, found=False) == gold


@pytest.mark.parametrize("tool", TOOLS)
def test_what_the_system_found_comes_back_as_it_is(
    tool: str, found: list[GoldArticle], tmp_path: Path
) -> None:
    back = there_and_back(tool, found, tmp_path, found=True)
    assert {one.name: one for one in back} == {one.name: one for one in found}
    assert len(back) == len(found) == len(list(CORPUS.glob("*.txt")))


@pytest.mark.parametrize("tool", TOOLS)
@given(article=articles())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_article_is_too_strange(tool: str, article: GoldArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert there_and_back(tool, [article], Path(folder), found=True) == [article]


@given(article=articles())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_gold_is_read_as_it_was_written(article: GoldArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_gold(Path(folder), article)
        assert read_gold(Path(folder)) == [article]


def test_gold_is_written_as_the_sample_articles_are(tmp_path: Path) -> None:
    # Two articles have names with `n°1`, whose normalised form somebody wrote without a hyphen.
    by_hand = {"hopital-jiangxi.ann", "ong-olgiy.ann"}
    for article in read_gold(CORPUS):
        write_gold(tmp_path, article)
    differ = [p.name for p in sorted(tmp_path.iterdir()) if p.read_bytes() != (CORPUS / p.name).read_bytes()]
    assert set(differ) == by_hand


def test_the_system_agrees_with_what_it_found(jumelage: Callable, outputs: Path, tmp_path: Path) -> None:
    assert jumelage("annotate", "export", outputs, "--to", "brat", "-o", tmp_path / "brat").status == 0
    assert (
        jumelage("annotate", "import", tmp_path / "brat", "--from", "brat", "-o", tmp_path / "gold").status
        == 0
    )
    scores = json.loads(jumelage("evaluate", tmp_path / "gold", "--json").out)
    assert scores["missing"] == []
    rows = [row for label in scores["labels"].values() for row in label.values()]
    assert {(row["precision"], row["recall"]) for row in rows} == {(1.0, 1.0)}
    cooperations = scores["cooperations"]
    for row in (cooperations["records"], *cooperations["fields"].values(), scores["institution_clusters"]):
        assert (row["precision"], row["recall"]) == (1.0, 1.0)
    assert cooperations["records"]["gold"] == read_table(open_run(outputs), "cooperations").num_rows > 0


def test_brat_gets_events_with_roles_and_an_institution_without_mention_in_the_note(tmp_path: Path) -> None:
    export([ARTICLE], "brat", tmp_path / "out", found=True)
    assert (tmp_path / "out" / "gao.ann").read_text(encoding="utf-8").splitlines() == [
        "T1\tCOUNT 6 24\tTrois cardiologues",
        "A1\trole T1 staff",
        "#1\tAnnotatorNotes T1\tmin = 3; max = 3",
        "T2\tSPECIALTY 12 24\tcardiologues",
        "#2\tAnnotatorNotes T2\tcode = cardiology",
        "T3\tINSTITUTION 28 40\tCHU de Brest",
        "A2\tkind T3 hospital",
        "#3\tAnnotatorNotes T3\tcanon = CHU de Brest; country = FR",
        "T4\tCOUNTRY 49 53\tMali",
        "#4\tAnnotatorNotes T4\tiso = ML",
        "T5\tDATE 77 81\t2024",
        "A3\ttype T5 DATE",
        "#5\tAnnotatorNotes T5\tvalue = 2024",
        "T6\tINSTITUTION 86 93;94 100\thôpital de Gao",
        "A4\tkind T6 hospital",
        "#6\tAnnotatorNotes T6\tcanon = hôpital de Gao; country = ML",
        "T7\tCOOPERATION 86 93;94 100\thôpital de Gao",
        "E7\tCOOPERATION:T7 home:T3 partner:T6 country:T4 specialty:T2 start:T5 outbound:T1",
        "#7\tAnnotatorNotes E7\tpartner = Point G",
    ]
    assert json.loads((tmp_path / "out" / "gao.meta.json").read_text(encoding="utf-8")) == ARTICLE.meta


def test_brat_knows_every_label_role_and_value_of_the_project(tmp_path: Path) -> None:
    export([ARTICLE], "brat", tmp_path / "out", found=True)
    conf = (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8").splitlines()
    assert conf[conf.index("[entities]") + 1 : conf.index("")] == [
        "INSTITUTION",
        "COUNTRY",
        "SPECIALTY",
        "DATE",
        "COUNT",
    ]
    assert conf[conf.index("[events]") + 1].startswith(
        "COOPERATION\thome*:INSTITUTION, partner*:INSTITUTION, country*:COUNTRY|INSTITUTION, "
    )
    assert "role\tArg:COUNT, Value:staff|patient|group|population" in conf


@pytest.mark.parametrize("tool", TOOLS)
def test_a_text_may_end_its_lines_as_windows_does(tool: str, tmp_path: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    later = {"2024": 1, "hôpital\nde Gao": 1}
    mentions = [
        GoldMention(
            m.label,
            m.start + later.get(m.text, 0),
            m.end + later.get(m.text, 0) + m.text.count("\n"),
            m.text.replace("\n", "\r\n"),
            m.attributes,
            m.canon,
        )
        for m in ARTICLE.mentions
    ]
    article = GoldArticle("gao", text, tuple(mentions), ARTICLE.cooperations, {})
    assert there_and_back(tool, [article], tmp_path, found=False) == [article]


def test_label_studio_accepts_interface_and_predictions(found: list[GoldArticle], tmp_path: Path) -> None:
    export([ARTICLE, *found], "labelstudio", tmp_path / "out", found=True)
    interface = LabelInterface((tmp_path / "out" / "config.xml").read_text(encoding="utf-8"))
    interface.validate()
    tasks = json.loads((tmp_path / "out" / "tasks.json").read_text(encoding="utf-8"))
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        assert interface.validate_prediction(task["predictions"][0], return_errors=True) == []
    # Label Studio counts code points, of which the emoji has five.
    region = next(one for one in tasks[0]["predictions"][0]["result"] if one["id"] == "m1")
    assert region["value"] == {"start": 6, "end": 24, "text": "Trois cardiologues", "labels": ["COUNT"]}


def test_a_wrong_prediction_is_none_for_label_studio(tmp_path: Path) -> None:
    export([ARTICLE], "labelstudio", tmp_path / "out", found=True)
    interface = LabelInterface((tmp_path / "out" / "config.xml").read_text(encoding="utf-8"))
    (task,) = json.loads((tmp_path / "out" / "tasks.json").read_text(encoding="utf-8"))
    task["predictions"][0]["result"][0]["value"]["labels"] = ["PLACE"]
    assert interface.validate_prediction(task["predictions"][0], return_errors=True) != []


def test_two_cooperations_never_share_their_mark() -> None:
    article = GoldArticle("twice", TEXT, ARTICLE.mentions, (RECORD, RECORD, RECORD))
    marked = mark(article)
    places = [(span.start, span.end) for span in marked.spans if span.label == COOPERATION]
    assert len(set(places)) == len(places) == 3
    assert unmark(marked) == article


def test_two_counts_of_as_many_people_are_two_participants() -> None:
    text = "Trois médecins partent, puis trois médecins."
    people = {"min": "3", "max": "3", "role": "staff"}
    mentions = (
        GoldMention("COUNT", 0, 14, text[:14], people),
        GoldMention("COUNT", 29, 43, text[29:43], people),
    )
    article = GoldArticle("two", text, mentions, ({**RECORD, "participants": RECORD["participants"] * 2},))
    marked = mark(article)
    assert [arc.target for arc in marked.arcs] == ["m1", "m2"]
    assert unmark(marked) == article


@pytest.mark.parametrize(
    "gap", ["\n", "\r\n", "\t", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_no_character_of_a_mention_ends_its_line(gap: str) -> None:
    # brat splits lines where Unicode does.
    text = f"hôpital{gap}de Gao"
    line = span_line("T1", "INSTITUTION", 0, len(text), text)
    assert line == f"T1\tINSTITUTION 0 7;{7 + len(gap)} {len(text)}\thôpital de Gao"
    assert read_span(line.split("\t"), text) == ("INSTITUTION", 0, len(text))


def test_a_name_that_gold_says_twice_stays_twice() -> None:
    # Two arcs to mentions of one institution say it once.
    again = replace(ARTICLE.mentions[5], canon="CHU de Brest")
    record = {**RECORD, "home": ["CHU de Brest", "CHU de Brest"]}
    article = replace(ARTICLE, mentions=(*ARTICLE.mentions[:5], again), cooperations=(record,))
    assert unmark(mark(article)) == article


def test_more_cooperations_than_words_are_refused() -> None:
    with pytest.raises(GoldError, match=r"^few: has fewer words than cooperations"):
        mark(GoldArticle("few", "Gao", (), (RECORD, RECORD)))


@pytest.mark.parametrize(
    ("note", "read"),
    [
        ("iso = ML", {"iso": ("ML",)}),
        ("iso=ML;", {"iso": ("ML",)}),
        ("start = -", {"start": ()}),
        (
            r"partner = CHU\; de \| Gao | Point G; start = 2019",
            {"partner": ("CHU; de | Gao", "Point G"), "start": ("2019",)},
        ),
        ("to be looked at again", {}),
        ("canon = a = b", {"canon": ("a = b",)}),
    ],
)
def test_notes(note: str, read: dict[str, tuple[str, ...]]) -> None:
    assert read_note(note) == read
    if all(read.values()):
        assert read_note(written(read)) == read


@pytest.mark.parametrize("note", ["iso = ", "= ML", "iso = ML; and", "iso = ML; iso = SN"])
def test_half_a_note_is_refused(note: str) -> None:
    with pytest.raises(ValueError, match=r"^note "):
        read_note(note)
