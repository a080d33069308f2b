"""Every example of every rule is a test; and a rule file that is wrong is refused with a clear message."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import the_kit

from pipeline.errors import RuleError
from pipeline.examples import Case, cases
from pipeline.kit import load_kit
from pipeline.rules import load_rules
from pipeline.vocabulary import read_table


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        kit = the_kit()
        found = list(cases(kit))
        names = [
            f"{case.rule.file.relative_to(kit.folder).as_posix()}:{case.rule.id}:{n}"
            for n, case in enumerate(found)
        ]
        metafunc.parametrize("case", found, ids=names)


def test_example(case: Case) -> None:
    problem = case.check()
    assert problem is None, f"{case.name}\n{problem}"


RULE = """
[[rule]]
id = "par-an"
why = "A frequency."
pattern = '''{times} par an'''
yes = [ { text = "Il vient <trois fois par an>.", value = "P4M" }, { text = "<Deux fois par an>." } ]
no  = [ "trois ans", "par année" ]
"""
SLOTS = """
[slots]
number = ["deux", "trois"]
times = "{number} fois"
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable:
    def load(*contents: str) -> tuple:
        for number, content in enumerate(contents):
            (tmp_path / f"{number}.toml").write_text(content, encoding="utf-8")
        return load_rules(tmp_path)

    return load


def change(old: str, new: str) -> str:
    assert RULE.count(old) == 1
    return RULE.replace(old, new)


def test_a_rule_is_what_its_file_says(load: Callable, tmp_path: Path) -> None:
    [rule] = load(
        SLOTS,
        change(
            '<Deux fois par an>."', '<Deux fois par an> depuis 2019.", published = "2024-06", also = ["2019"]'
        ),
    )
    assert (rule.id, rule.why, rule.file) == ("par-an", "A frequency.", tmp_path / "1.toml")
    assert rule.pattern.pattern == "(?:(?:trois|deux) fois) par an"
    assert [(e.text, e.span, dict(e.value), e.published, e.also) for e in rule.yes] == [
        ("Il vient trois fois par an.", (9, 26), {"value": "P4M"}, None, ()),
        ("Deux fois par an depuis 2019.", (0, 16), {}, "2024-06", ("2019",)),
    ]
    assert rule.no == ("trois ans", "par année")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (change("why =", "because ="), "rule 'par-an': key 'why' is missing"),
        (change("no  =", "non ="), "rule 'par-an': key 'no' is missing"),
        (change('id = "par-an"', ""), "rule '?': key 'id' is missing"),
        (RULE + 'note = "x"', "rule 'par-an': key 'note' is not known"),
        (
            change("{times}", "{timse}"),
            "rule 'par-an': uses the slot {timse}, which no file of the folder defines",
        ),
        (
            change("{times} par", "({times} par"),
            "rule 'par-an': pattern: missing ), unterminated subpattern at position 0",
        ),
        (
            change(', { text = "<Deux fois par an>." }', ""),
            "rule 'par-an': 'yes' needs at least 2 examples",
        ),
        (change(', "par année"', ""), "rule 'par-an': 'no' needs at least 2 examples"),
        (
            change("<Deux fois par an>", "Deux fois par an"),
            "rule 'par-an': example 'Deux fois par an.' must mark one span with < and >",
        ),
        (
            change("<Deux fois par an>", "<Deux> fois par <an>"),
            "rule 'par-an': example '<Deux> fois par <an>.' must mark one span with < and >",
        ),
        (
            change("<Deux fois par an>", "><Deux fois par an"),
            "rule 'par-an': example '><Deux fois par an.' must mark one span with < and >",
        ),
        (change("[[rule]]", "[[rules]]"), "table 'rules': is not known; use [slots] and [[rule]]"),
    ],
)
def test_a_wrong_rule_is_refused(load: Callable, tmp_path: Path, rule: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(SLOTS, rule)
    assert str(caught.value) == f"{tmp_path / '1.toml'}: {message}"


def test_an_id_stands_once_in_a_folder(load: Callable, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load(SLOTS, RULE, RULE)
    assert str(caught.value) == f"{tmp_path / '2.toml'}: rule 'par-an': stands also in 1.toml"


def test_a_slot_stands_once_in_a_folder(load: Callable, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load(SLOTS, SLOTS)
    assert str(caught.value) == f"{tmp_path / '1.toml'}: slot 'number': is defined twice in this folder"


@pytest.mark.parametrize("piece", ["[]", "3", "[1, 2]"])
def test_a_slot_is_a_pattern_or_words(load: Callable, tmp_path: Path, piece: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(f"[slots]\nnumber = {piece}\n")
    assert str(caught.value) == f"{tmp_path / '0.toml'}: slot 'number': must be a pattern or a list of words"


def test_toml_that_is_none_names_the_line(load: Callable, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load("[[rule]]\nid = par-an\n")
    assert str(caught.value) == f"{tmp_path / '0.toml'}: syntax: Invalid value (at line 2, column 6)"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load_rules(tmp_path / "relations")
    assert str(caught.value) == f"{tmp_path / 'relations'}: folder: is missing"


def test_an_empty_rule_folder_stops_the_kit(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load_kit(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'countries' / 'cities.csv'}: file: is missing"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("city\nBrest\n", "line 1: column 'country' is missing; expected city, country"),
        ("city,country,note\n", "line 1: column 'note' is not known; expected city, country"),
        ("city,country\nBrest,FR\nPort-au-Prince, Haïti,HT\n", "line 3: has not the 2 cells of its header"),
        ("city,country\nBrest\n", "line 2: has not the 2 cells of its header"),
    ],
)
def test_a_wrong_vocabulary_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "cities.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read_table(path, ("city", "country"))
    tail = "; quote commas" if "header" in message else ""
    assert str(caught.value) == f"{path}: {message}{tail}"


def test_a_vocabulary_is_read_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "cities.csv"
    path.write_text('country,city\nHT, "Port-au-Prince" \nFR,Brest\n', encoding="utf-8")
    assert read_table(path, ("city", "country"), optional=("note",)) == [
        {"city": '"Port-au-Prince"', "country": "HT", "note": ""},
        {"city": "Brest", "country": "FR", "note": ""},
    ]
