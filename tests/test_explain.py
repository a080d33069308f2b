"""The explanation of a file: what was found in it, what was dropped and why."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.explain.gather import (
    Explained,
    Item,
    Loss,
    Proposal,
    _items,
    explain,
    explain_articles,
)
from pipeline.explain.marks import segments
from pipeline.explain.origins import Origin, Origins
from pipeline.extract.choose import Decision, Exclusion, choose, decide
from pipeline.extract.view import Candidate, View
from pipeline.kit import Kit
from pipeline.records import Article, CountryValue, Label
from pipeline.run import run

CORPUS = Path(__file__).parent.parent / "corpus"
TEXT = (
    "L’ambassade de France au Togo soutient deux cardiologues maliens du CHU de Nantes. "
    "Les cours se donnent en portugais du 10 au 21 octobre 2022."
)


def tell(kit: Kit, text: str, label: Label | None = None) -> Explained:
    (told,) = explain_articles([Article("t.txt", 0, text)], kit, label)
    return told


def brief(one: Proposal) -> tuple[str, str, str, str]:
    loss = one.loss
    return (one.label, one.text, one.rule, f"{loss.how} {loss.rule}".strip() if loss else "")


def listed(items: Sequence[Item]) -> list[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    return [(brief(item.shown), [brief(one) for one in item.beaten]) for item in items]


def test_what_was_dropped_and_why(kit: Kit) -> None:
    assert listed(tell(kit, TEXT).items) == [
        (
            ("INSTITUTION", "ambassade de France au Togo", "embassy", ""),
            [
                ("COUNTRY", "France", "country-name", "beaten embassy"),
                ("COUNTRY", "Togo", "country-name", "beaten embassy"),
            ],
        ),
        (("COUNT", "deux cardiologues", "count-people", ""), []),
        (("SPECIALTY", "cardiologues", "specialty-practitioner", ""), []),
        (("COUNTRY", "maliens", "country-demonym", ""), []),
        (
            ("INSTITUTION", "CHU de Nantes", "vocabulary-alias", ""),
            [("INSTITUTION", "CHU de Nantes", "hospital-sigle", "set aside")],
        ),
        (("COUNTRY", "portugais", "country-demonym", "excluded language-en"), []),
        (
            ("DATE", "du 10 au 21 octobre 2022", "from-day-to-day", ""),
            [
                ("DATE", "10 au 21 octobre 2022", "day-to-day", "set aside"),
                ("DATE", "21 octobre 2022", "day-month", "set aside"),
                ("DATE", "octobre 2022", "month-year", "set aside"),
                ("DATE", "2022", "year", "set aside"),
            ],
        ),
    ]


def test_values_reasons_and_places(kit: Kit) -> None:
    by_text = {item.shown.text: item for item in tell(kit, TEXT).items}
    embassy, english = by_text["ambassade de France au Togo"], by_text["portugais"].shown
    assert embassy.shown.value == (
        ("kind", "government"),
        ("country", "FR"),
        ("name", "ambassade de France au Togo"),
    )
    assert (embassy.shown.origin.kind, embassy.shown.origin.place) == ("rule", "institutions/heads.toml")
    assert [one.loss and one.loss.why for one in embassy.beaten] == ["the longer candidate wins"] * 2
    assert [one.loss and one.loss.by for one in embassy.beaten] == [("INSTITUTION", 2, 29)] * 2
    assert english.loss is not None
    assert english.loss.why == next(rule.why for rule in kit.exclusions.rules if rule.id == "language-en")
    assert english.loss.place == "exclusions/countries.toml"
    nantes = by_text["CHU de Nantes"].shown.origin
    assert nantes.kind == "vocabulary"
    file, _, line = nantes.place.partition(" line ")
    assert "CHU de Nantes" in (kit.folder / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_a_label_narrows_to_its_mentions_and_to_what_beat_it(kit: Kit) -> None:
    assert listed(tell(kit, TEXT, "COUNTRY").items) == [
        (
            ("INSTITUTION", "ambassade de France au Togo", "embassy", ""),
            [
                ("COUNTRY", "France", "country-name", "beaten embassy"),
                ("COUNTRY", "Togo", "country-name", "beaten embassy"),
            ],
        ),
        (("COUNTRY", "maliens", "country-demonym", ""), []),
        (("COUNTRY", "portugais", "country-demonym", "excluded language-en"), []),
    ]


def test_it_explains_what_a_run_finds(kit: Kit) -> None:
    for path in sorted(CORPUS.glob("*.txt"))[::4]:
        told = explain(path, kit)
        mentions = [
            [(p.label, p.start, p.end, p.rule) for p in (i.shown for i in one.items) if p.loss is None]
            for one in told
        ]
        result = run([path], kit)
        assert mentions == [
            [(m.label, m.start, m.end, m.rule) for m in found.mentions] for _, found, _ in result.articles
        ]
        assert [len(one.cooperations) for one in told] == [len(related) for *_, related in result.articles]


def test_every_manner_of_finding_is_explained(kit: Kit) -> None:
    origins = Origins(kit)
    mentions = [m for _, found, _ in run([CORPUS], kit).articles for m in found.mentions]
    assert {m.rule for m in mentions if not origins.of(m).why} == set()


def test_cooperations_are_told_with_names(kit: Kit) -> None:
    text = (
        "Le CHU de Nantes et le CNHU de Cotonou (Bénin) ont signé une convention en mars 2021. "
        "Deux médecins béninois ont été accueillis à Nantes en cardiologie, grâce au soutien de l’AFD."
    )
    told = tell(kit, text)
    assert [dict(one.fields) for one in told.cooperations] == [
        {
            "home": ("Centre hospitalier universitaire de Nantes",),
            "partner": ("Centre national hospitalier universitaire Hubert-Koutoukou-Maga",),
            "countries": ("BJ",),
            "specialties": ("cardiology, cardiologie",),
            "start": ("2021-03",),
            "end": (),
            "funders": ("Agence française de développement",),
            "people": ("Deux médecins (inbound)",),
        }
    ]
    numbers = {item.number: item.shown.text for item in told.items}
    assert "mars 2021" in [numbers[number] for number in told.cooperations[0].evidence]


def candidate(label: Label, start: int, end: int, rule: str, weight: int = 0) -> Candidate:
    return Candidate(label, start, end, rule, CountryValue(()), weight)


def test_decide_names_winner_and_exclusion() -> None:
    long = candidate("INSTITUTION", 0, 10, "long")
    heavy, light = candidate("DATE", 12, 16, "heavy", 1), candidate("DATE", 12, 16, "light")
    inside, after = candidate("COUNTRY", 4, 10, "inside"), candidate("COUNTRY", 20, 25, "after")
    count, counted = candidate("COUNT", 30, 40, "count"), candidate("SPECIALTY", 35, 44, "counted")
    wide, narrow = (
        Exclusion(18, 26, frozenset(("COUNTRY",)), "wide"),
        Exclusion(20, 24, frozenset(("COUNTRY",)), "narrow"),
    )
    candidates = [after, light, heavy, inside, long, count, counted, long]
    assert decide(candidates, [narrow, wide]) == [
        Decision(long),
        Decision(count),
        Decision(counted),
        Decision(inside, beaten_by=long),
        Decision(after, excluded_by=wide),
        Decision(heavy),
        Decision(light, beaten_by=heavy),
    ]
    assert choose(View(" " * 50), candidates, [narrow, wide]) == [long, heavy, count, counted]
    # An exclusion that covers a part, or that is for other labels, excludes nothing.
    assert [d.chosen for d in decide([after], [narrow])] == [True]
    assert [d.chosen for d in decide([after], [replace(wide, labels=frozenset(("DATE",)))])] == [True]


def test_segments_cut_crossing_marks(kit: Kit) -> None:
    text = "Trois chirurgiens pédiatriques"
    told = tell(kit, text)
    assert [brief(item.shown)[:2] for item in told.items] == [
        ("COUNT", "Trois chirurgiens"),
        ("SPECIALTY", "chirurgiens pédiatriques"),
    ]
    assert [(s.text, [i.number for i in s.covering]) for s in segments(text, told.items)] == [
        ("Trois ", [1]),
        ("chirurgiens", [2, 1]),
        (" pédiatriques", [2]),
    ]


def test_what_lost_is_told_with_what_beat_it() -> None:
    first = Proposal("DATE", 0, 6, "a" * 6, "rule", Origin("rule", ""), ())
    second = replace(first, start=6, end=14, text="a" * 8)
    lost = replace(first, start=4, end=9, text="a" * 5, loss=Loss("beaten", "", "rule", ("DATE", 6, 14)))
    assert _items([first, second], [lost], None) == (Item(1, first), Item(2, second, (lost,)))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_command(article: Path, tmp_path: Path, jumelage: Callable) -> None:
    shown = jumelage("explain", article)
    assert (shown.status, shown.err) == (0, "")
    assert "[ambassade de France au Togo]¹" in shown.out
    narrowed = jumelage("explain", article, "--label", "date")
    assert "ambassade de France au Togo soutient" in narrowed.out
    assert "[du 10 au 21 octobre 2022]¹" in narrowed.out
    written = jumelage("explain", article, "--html", tmp_path / "a.html")
    assert (written.status, written.out) == (0, f"explained in {tmp_path / 'a.html'}\n")
    assert "ambassade de France au Togo</a>" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_what_the_command_refuses(article: Path, tmp_path: Path, jumelage: Callable) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    for arguments, message in (
        ((tmp_path / "none.txt",), "none.txt: no such file or folder"),
        ((tmp_path,), "is a folder; explain shows one file"),
        ((tmp_path / "empty.txt",), "empty.txt: the file is empty"),
        ((article, "--label", "PLACE"), "--label PLACE: is none of INSTITUTION, COUNTRY"),
        ((article, "--html", tmp_path), "cannot be written: Is a directory"),
    ):
        ended = jumelage("explain", *arguments)
        assert (ended.status, ended.out) == (2, "")
        assert ended.err.startswith("jumelage: ")
        assert message in ended.err
        assert ended.err.count("\n") == 1


def test_the_publisher_is_told_as_home_side_as_a_run_has_it(kit: Kit, tmp_path: Path) -> None:
    text = "Depuis 2012, nous coopérons avec l’hôpital Gabriel-Touré de Bamako (Mali) en cardiologie."
    path = tmp_path / "export.jsonl"
    path.write_text(json.dumps({"text": text, "site": "CHU de Rennes"}), encoding="utf-8")
    ((told,),) = [one.cooperations for one in explain(path, kit)]
    assert dict(told.fields)["home"] == ("Centre hospitalier universitaire de Rennes",)
