"""Reading PDF: columns, heads, captions, tables and all else that stands on a page."""

from collections.abc import Sequence

import pytest
from make_pdf import LONG, ONE, STEP, STORY, THREE, TOP, TWO, new, paragraphs, put, read, typeset, wrapped


def test_a_printed_line_is_a_line_and_a_blank_one_parts_paragraphs() -> None:
    pdf = new()
    pdf.add_page()
    for number, line in enumerate(("Une ligne,", "et la suite.", "Un autre alinéa.")):
        put(pdf, 20, TOP + STEP * number + (5 if number == 2 else 0), line)
    assert read(pdf).text == "Une ligne,\net la suite.\n\nUn autre alinéa."


@pytest.mark.parametrize("columns", [ONE, TWO, THREE, ((20.0, 105.0), (135.0, 55.0))])
def test_columns_are_read_one_after_the_other_over_pages(columns: Sequence[tuple[float, float]]) -> None:
    pdf = new()
    typeset(pdf, LONG, columns)
    assert pdf.pages_count > 1
    assert paragraphs(pdf) == LONG


def test_columns_that_are_drawn_line_by_line_are_columns() -> None:
    pdf = new()
    pdf.add_page()
    sides = [[line for text in some for line in wrapped(pdf, text, 80)] for some in (STORY[:3], STORY[3:])]
    for number, pair in enumerate(zip(*sides, strict=False)):
        for (left, _), line in zip(TWO, pair, strict=True):
            put(pdf, left, TOP + STEP * number, line)
    n_lines = min(map(len, sides))
    assert read(pdf).text == "\n\n".join("\n".join(side[:n_lines]) for side in sides)


def test_a_title_stands_over_columns_and_a_heading_between_them() -> None:
    pdf = new()
    pdf.add_page()
    put(pdf, 20, 25, "Une coopération qui dure depuis vingt ans", 22)
    typeset(pdf, STORY, TWO, foot=TOP + 19 * STEP)
    # Short and at the left, as if it were part of the left column.
    put(pdf, 20, 130, "Au nord", 14)
    typeset(pdf, LONG[:6], TWO, top=140, foot=140 + 20 * STEP)
    assert pdf.pages_count == 1
    assert paragraphs(pdf) == ["Une coopération qui dure depuis vingt ans", *STORY, "Au nord", *LONG[:6]]


HEADS = [
    ("- {} -", 105),
    ("{}", 20),
    ("Page {} sur 12", 90),
    ("{}/12", 185),
    ("Lettre n° 12 - juin 2021 | {}", 80),
    ("p. {}", 180),
]


@pytest.mark.parametrize(("foot", "left"), HEADS)
def test_running_heads_and_page_numbers_go(foot: str, left: float) -> None:
    pdf = new()
    typeset(pdf, LONG, TWO)
    assert pdf.pages_count == 3
    for page in range(1, 4):
        pdf.page = page
        put(pdf, 20, 14, "Hôpitaux sans frontières", 8)
        put(pdf, 160, 14, "Été 2021", 8)
        put(pdf, left, 285, foot.format(page), 8)
    assert paragraphs(pdf) == LONG


def test_the_first_head_stays_where_it_is_the_title() -> None:
    pdf = new(title="Hôpitaux sans frontières")
    typeset(pdf, LONG, TWO)
    for page in range(1, 4):
        pdf.page = page
        put(pdf, 20, 14, "Hôpitaux sans frontières", 8)
    assert paragraphs(pdf) == ["Hôpitaux sans frontières", *LONG]


def test_numbers_and_repeated_lines_in_the_body_stay() -> None:
    pdf = new()
    text = ["Naissances", "2019", "Contact", "- 3 -", "Page 3"]
    for _ in range(3):
        pdf.add_page()
        for number, line in enumerate(text):
            put(pdf, 20, 80 + 12 * number, line)
    assert paragraphs(pdf) == text * 3


def test_a_number_at_the_edge_that_counts_no_pages_stays() -> None:
    pdf = new()
    for year in ("2014", "2019", "2021"):
        pdf.add_page()
        put(pdf, 20, 150, f"Bilan de {year}")
        put(pdf, 20, 285, year)
    assert paragraphs(pdf) == ["Bilan de 2014", "2014", "Bilan de 2019", "2019", "Bilan de 2021", "2021"]


def test_a_number_that_says_what_it_is_needs_no_other() -> None:
    pdf = new()
    for foot in ("12/40", "- 31 -"):
        pdf.add_page()
        put(pdf, 20, 150, "Un bilan")
        put(pdf, 100, 285, foot)
    assert paragraphs(pdf) == ["Un bilan", "Un bilan"]


def test_divided_words_are_joined_and_compounds_kept() -> None:
    pdf = new()
    pdf.add_page()
    lines = (
        "Une aide régulière et ancienne vient favori-",
        "ser les échanges avec l'hôpital de Saint-",
        "Étienne, où la douleur post-",
        "opératoire est étudiée de 2015-",
        "2019 par trois équipes.",
    )
    for number, line in enumerate(lines):
        put(pdf, 20, TOP + STEP * number, line)
    assert read(pdf).text == "\n".join(lines)
    joined = (
        "Une aide régulière et ancienne vient favoriser les échanges avec l'hôpital de Saint-Étienne, où la "
        "douleur post-opératoire est étudiée de 2015-2019 par trois équipes."
    )
    assert paragraphs(pdf) == [joined]


def test_a_sentence_flows_over_columns_and_pages_without_a_blank_line() -> None:
    pdf = new()
    typeset(pdf, [" ".join(STORY)], TWO, foot=TOP + 6 * STEP)
    assert pdf.pages_count == 3
    text = read(pdf).text
    assert text.count("\n\n") < 3
    assert paragraphs(pdf) == [" ".join(STORY)]


@pytest.mark.parametrize("size", [7, 8.5])
def test_a_caption_in_the_middle_of_a_sentence_comes_after_it(size: float) -> None:
    pdf = new()
    pdf.add_page()
    lines = wrapped(pdf, STORY[0], 80)
    for number, line in enumerate(lines):
        # A picture of 4 cm with its caption stands below the second line.
        put(pdf, 20, TOP + STEP * number + (50 if number > 1 else 0), line)
    put(pdf, 20, TOP + 48, "Les stagiaires avec Lise Morel", size)
    typeset(pdf, STORY[1:4], TWO[1:])
    text = "\n".join(lines)
    assert read(pdf).text.startswith(f"{text}\n\nLes stagiaires avec Lise Morel\n\n")
    assert paragraphs(pdf) == [STORY[0], "Les stagiaires avec Lise Morel", *STORY[1:4]]


def test_a_box_at_the_foot_of_a_page_comes_after_the_sentence() -> None:
    pdf = new()
    typeset(pdf, [" ".join(STORY)], ONE, foot=TOP + 5 * STEP)
    assert pdf.pages_count == 3
    pdf.page = 1
    put(pdf, 20, 200, "À noter : un dossier sur la formation", 8)
    assert paragraphs(pdf) == [" ".join(STORY), "À noter : un dossier sur la formation"]


def test_a_drop_cap_begins_its_word() -> None:
    pdf = new()
    pdf.add_page()
    put(pdf, 20, TOP + 2 * STEP, "D", 40)
    lines = wrapped(pdf, STORY[0][1:], 70)
    for number, line in enumerate(lines):
        put(pdf, 31 if number < 3 else 20, TOP + STEP * number, line)
    assert paragraphs(pdf) == [STORY[0]]


def test_indented_paragraphs_are_apart() -> None:
    pdf = new()
    pdf.add_page()
    y = TOP
    for text in STORY:
        first, *rest = wrapped(pdf, f"xxx {text}", 80)
        put(pdf, 26, y, first.removeprefix("xxx "))
        for number, line in enumerate(rest, 1):
            put(pdf, 20, y + STEP * number, line)
        y += STEP * (len(rest) + 1)
    assert paragraphs(pdf) == STORY


def test_a_table_is_read_row_by_row() -> None:
    pdf = new()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    cells = [("Pays", "Projet", "Début"), ("Bénin", "Maternité", "2019"), ("Togo", "Chirurgie", "2020")]
    cells.append(("Mali", "Urgences", "2021"))
    with pdf.table() as table:
        for row in cells:
            table.row(row)
    assert (
        read(pdf).text == "Pays Projet Début\nBénin Maternité 2019\nTogo Chirurgie 2020\nMali Urgences 2021"
    )


def test_columns_of_the_library_itself() -> None:
    pdf = new()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    with pdf.text_columns(text="\n\n".join(LONG[:12]), ncols=2, gutter=8, text_align="JUSTIFY"):
        pass
    assert paragraphs(pdf) == LONG[:12]


def test_bullets_stand_before_their_items() -> None:
    pdf = new()
    pdf.add_page()
    for number, text in enumerate(("un logement en ville", "un cours de français", "un repas")):
        put(pdf, 20, TOP + STEP * number, "-")
        put(pdf, 30, TOP + STEP * number, text)
    assert read(pdf).text == "- un logement en ville\n- un cours de français\n- un repas"


def test_bullets_that_are_drawn_first_are_no_column() -> None:
    pdf = new()
    pdf.add_page()
    items = ("un logement en ville", "un cours de français", "un repas", "un vélo")
    for left, texts in ((20, ["-"] * len(items)), (30, items)):
        for number, text in enumerate(texts):
            put(pdf, left, TOP + STEP * number, text)
    assert read(pdf).text == "\n".join(f"- {item}" for item in items)


def test_what_is_drawn_twice_or_outside_of_the_page_is_not_read_twice_or_at_all() -> None:
    pdf = new()
    pdf.add_page()
    for left in (20, 20.1):
        put(pdf, left, 90, "Deux hôpitaux")
    put(pdf, 20, -20, "lettre.indd 12/05/2021")
    assert read(pdf).text == "Deux hôpitaux"


def test_turned_text_is_a_block_of_its_own() -> None:
    pdf = new()
    typeset(pdf, STORY, ONE)
    with pdf.rotation(90, 10, 150):
        put(pdf, 10, 150, "Photos : hôpital de Vannes", 7)
    assert paragraphs(pdf) == [*STORY, "Photos : hôpital de Vannes"]


def test_a_page_that_is_turned_as_a_whole_is_read() -> None:
    pdf = new()
    pdf.add_page()
    with pdf.rotation(90, 105, 148):
        for number, line in enumerate(wrapped(pdf, STORY[0], 80)):
            put(pdf, 20, 100 + STEP * number, line)
    assert paragraphs(pdf) == [STORY[0]]
