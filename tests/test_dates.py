"""What the examples of `rules/dates` cannot show: whole texts, anchors, and the calendar itself."""

from pathlib import Path

import pytest
from edtf import parse_edtf as edtf

from pipeline.errors import RuleError
from pipeline.extract import dates
from pipeline.extract.dates.points import Point, parse_edtf, read_number, read_point, shift_months
from pipeline.extract.view import View
from pipeline.rules import default_folder

GRAMMAR = dates.load(default_folder())


def read(text: str, published: str | None = None) -> list[tuple[str, str | None]]:
    return [
        (text[c.start : c.end], c.value.edtf) for c in dates.find(View(text, published=published), GRAMMAR)
    ]


def test_every_date_of_the_examples_is_valid_edtf() -> None:
    values = {
        example.value["value"]
        for rule, _, _ in GRAMMAR.rules
        for example in rule.yes
        if example.value["type"] == "DATE" and "value" in example.value
    }
    assert values
    for value in values:
        assert edtf(value).lower_strict() <= edtf(value).upper_strict(), value


def test_a_day_without_month_follows_the_day_told_before() -> None:
    text = "Ils arrivent le 28 mai 2014. Le vendredi 30, ils opèrent ; le lundi 2, ils repartent."
    assert read(text, "2015-02-01") == [
        ("28 mai 2014", "2014-05-28"),
        ("vendredi 30", "2014-05-30"),
        ("lundi 2", "2014-06-02"),
    ]


def test_a_day_without_year_stays_with_the_story_not_with_the_publication() -> None:
    assert read("Le séisme a frappé le 12 janvier 2010. Le 19 janvier, un avion part.", "2012-03-01") == [
        ("12 janvier 2010", "2010-01-12"),
        ("19 janvier", "2010-01-19"),
    ]


def test_the_date_of_a_law_is_no_part_of_the_story() -> None:
    assert read("Selon la loi du 2 mars 1982, on vote. Le 9 mars, il a signé.", "2015-03-20")[1] == (
        "9 mars",
        "2015-03-09",
    )


@pytest.mark.parametrize(
    ("sentence", "month"),
    [
        ("Le bloc a fermé en février.", "2020-02"),
        ("Le bloc fermera en février.", "2021-02"),
        ("Le bloc va fermer en février.", "2021-02"),
        ("Depuis février, le bloc est fermé.", "2020-02"),
    ],
)
def test_the_tense_chooses_the_year(sentence: str, month: str) -> None:
    assert [value for _, value in read(sentence, "2020-08-15")] == [month]


def test_a_weekday_chooses_the_year() -> None:
    # 5 February is a Monday in 2024, and neither in 2023 nor in 2025.
    assert read("Rendez-vous lundi 5 février.", "2023-12-01") == [("lundi 5 février", "2024-02-05")]


def test_without_publication_the_dateline_is_the_anchor() -> None:
    text = "LE LIEN n° 8 - MARS 2011\n\nParue en janvier, la revue cite un essai clos le 4 mai 2009."
    assert read(text) == [("MARS 2011", "2011-03"), ("janvier", "2011-01"), ("4 mai 2009", "2009-05-04")]


def test_without_dateline_the_latest_day_is_the_anchor() -> None:
    text = (
        "Le 6 juin 2003, ils signent au bord du fleuve. Le 9 mars 2004, ils fêtent leur accord de décembre."
    )
    assert read(text)[-1] == ("décembre", "2003-12")


def test_what_nothing_resolves_keeps_its_span_without_value() -> None:
    assert read("Il est parti il y a trois ans.") == [("il y a trois ans", None)]


def test_a_month_of_publication_tells_no_day() -> None:
    expected = [("hier", None), ("dans deux ans", "2021")]
    assert read("Il est arrivé hier, et part dans deux ans.", "2019-05") == expected


def test_enumerated_years_are_mentions_and_ranges_are_one() -> None:
    assert read("Missions de 2011, 2013 et 2016-2018.") == [
        ("2011", "2011"),
        ("2013", "2013"),
        ("2016-2018", "2016/2018"),
    ]


def test_a_line_break_inside_a_paragraph_does_not_cut_a_date() -> None:
    text = "La convention entre les deux établissements fut signée le 8 janvier\n2018 à Tunis."
    assert read(text) == [("8 janvier\n2018", "2018-01-08")]


def test_days_that_do_not_exist_are_no_dates() -> None:
    assert read("Le 31/02/2020, la fusée partira.") == []
    assert read_point("30 février 2020") is None or not Point(2020, 2, 30).exists


def test_two_digit_years_belong_to_the_nearest_century() -> None:
    assert read_point("03.04.98") == Point(1998, 4, 3)
    assert read_point("03.04.24") == Point(2024, 4, 3)


def test_shift_months_crosses_years() -> None:
    assert shift_months(Point(2020, 1), -2) == Point(2019, 11)
    assert shift_months(Point(2020, 12), 1) == Point(2021, 1)


def test_parse_edtf_gives_both_ends() -> None:
    assert parse_edtf("197X") == (Point(1970), Point(1979))
    assert parse_edtf("2020-22") == (Point(2020, season=22), Point(2020, season=22))
    assert parse_edtf("2021-10/2023-01") == (Point(2021, 10), Point(2023, 1))


def test_numbers_in_words() -> None:
    assert [read_number(word) for word in ("une", "vingt et un", "soixante-dix", "2 100", "lits")] == [
        1,
        21,
        70,
        2100,
        None,
    ]


def test_an_unknown_reading_function_is_named(tmp_path: Path) -> None:
    (tmp_path / "dates").mkdir()
    (tmp_path / "dates" / "x.toml").write_text(
        '[[rule]]\nid = "x"\nwhy = "y"\npattern = "z"\nreads = "nothing"\n'
        'yes = [{ text = "<a>" }, { text = "<b>" }]\nno = ["c", "d"]\n',
        encoding="utf-8",
    )
    with pytest.raises(RuleError, match="'nothing'"):
        dates.load(tmp_path)


def test_nothing_is_told_from_a_day_that_nobody_knows() -> None:
    text = "Fondée le 3 mars 2010, l’école a fêté hier ses débuts, il y a dix ans. Lundi, elle ferme."
    expected = [("3 mars 2010", "2010-03-03"), ("hier", None), ("il y a dix ans", None), ("Lundi", None)]
    assert read(text) == expected


def test_this_day_in_the_text_is_the_day_that_it_is_told() -> None:
    text = "Ce jeudi 21 novembre 2013, on a signé. L’idée est née il y a deux ans."
    assert [value for _, value in read(text)] == ["2013-11-21", "2011"]
