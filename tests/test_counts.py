"""COUNT: what the examples of the rules cannot show, since several mentions decide together."""

from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.extract import counts
from pipeline.extract.counts.numbers import Number, read_number, read_range
from pipeline.extract.view import View
from pipeline.records import CountValue
from pipeline.rules import default_folder

GRAMMAR = counts.load(default_folder())


def spans(text: str) -> list[str]:
    return [text[c.start : c.end] for c in counts.find(View(text), GRAMMAR)]


def values(text: str) -> list[CountValue]:
    found = [c.value for c in counts.find(View(text), GRAMMAR)]
    assert all(isinstance(value, CountValue) for value in found)
    return [value for value in found if isinstance(value, CountValue)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 200", Number(1200)),
        ("15.000", Number(15000)),
        ("1,5 million d'", Number(1_500_000, factor=10**6)),
        ("quatre-vingt-dix-sept", Number(97)),
        ("deux cents", Number(200, factor=100)),
        ("une demi-douzaine de", Number(6, rounded=True)),
        ("trois dizaines d'", Number(30, rounded=True)),
        ("quatre (4)", Number(4)),
        ("3,5", None),
    ],
)
def test_read_number(text: str, number: Number | None) -> None:
    assert read_number(text) == number


def test_what_scales_the_second_bound_scales_the_first() -> None:
    assert read_range("2", "3 millions de") == (
        Number(2_000_000, factor=10**6),
        Number(3_000_000, factor=10**6),
    )
    assert read_range("cent", "deux cents") == (Number(100, factor=100), Number(200, factor=100))
    assert read_range("20", "15") is None
    assert read_range("2", "3000") == (Number(2000), Number(3000))
    assert read_range("2", "300") == (Number(2), Number(300, factor=1))


@pytest.mark.parametrize("written", ["professionnel·le·s", "infirmier·e·s", "étudiant.e.s", "patient(e)s"])
def test_inclusive_writing_is_part_of_the_noun(written: str) -> None:
    assert spans(f"Ils étaient cinq {written} de la région.") == [f"cinq {written}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "La mission compte deux urologues, un anesthésiste et trois infirmières de bloc.",
            ["deux urologues", "un anesthésiste", "trois infirmières"],
        ),
        (
            "- Un médecin au sein du service de pneumologie ;\n- Deux médecins au laboratoire.",
            ["Un médecin", "Deux médecins"],
        ),
        (
            "Une étudiante est restée un mois, trois étudiants sont repartis.",
            ["Une étudiante", "trois étudiants"],
        ),
        ("Un médecin a opéré la nuit. Deux infirmières l’ont rejoint.", ["Deux infirmières"]),
        ("Le dialogue entre un pédiatre et un psychologue est utile.", []),
    ],
)
def test_one_counts_only_in_a_list_of_people(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trois internes arrivent. Les trois internes repartent.", ["Trois internes"]),
        ("Les trois internes repartent.", ["trois internes"]),
        (
            "Deux internes et trois externes arrivent. Les cinq stagiaires repartent.",
            ["Deux internes", "trois externes"],
        ),
        ("Les deux internes repartent.", []),
    ],
)
def test_a_definite_number_counts_when_it_is_new(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


def test_ellipses_share_out_the_people_counted_before() -> None:
    text = "Sur une vingtaine de boursiers, cinq sont rentrés : deux en urologie, un en pédiatrie."
    assert spans(text) == ["une vingtaine de boursiers", "cinq", "deux", "un"]
    assert [(v.min, v.max, v.role, v.noun) for v in values(text)] == [
        (20, 20, "staff", "boursier"),
        (5, 5, "staff", "boursier"),
        (2, 2, "staff", "boursier"),
        (1, 1, "staff", "boursier"),
    ]


def test_people_in_brackets_have_the_role_of_those_before() -> None:
    assert [v.role for v in values("Elle a formé 64 soignants (41 femmes et 23 hommes).")] == ["staff"] * 3
    assert [v.role for v in values("On a opéré 64 malades, dont 41 femmes.")] == ["patient"] * 2


def test_an_accent_tells_people_from_things() -> None:
    assert spans("On compte 30 greffés et 30 greffes.") == ["30 greffés"]
    assert spans("TRENTE GREFFES, DIX OPERES") == ["DIX OPERES"]


def test_offsets_are_those_of_the_text() -> None:
    text = "L’été, 1\u202f200 élèves – dont près de trente-cinq « externes » – s’inscrivent."
    assert spans(text) == ["1\u202f200 élèves"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("médecin,médecin|médecins,doctor,,,usage", "role 'doctor'"),
        ("médecin,médecin|médecins,staff,yes,,usage", "`context`"),
        ("médecin,médecin|médecin,staff,,,usage", "stands also"),
    ],
)
def test_a_broken_vocabulary_is_an_error(tmp_path: Path, row: str, message: str) -> None:
    folder = tmp_path / "counts"
    folder.mkdir()
    (folder / "people.csv").write_text(f"noun,forms,role,context,unless,source\n{row}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=message):
        counts.load(tmp_path)
