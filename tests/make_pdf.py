"""Sets PDF files line by line from texts written for these tests, and reads them back."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import pytest
from fpdf import FPDF

from pipeline.clean import clean, load
from pipeline.errors import ReadError
from pipeline.read.page import Page
from pipeline.read.pdf import read_pdf
from pipeline.rules import default_folder

CLEANING = load(default_folder())
# Millimetres, as everything that is set.
TOP, FOOT, STEP, GAP = 35.0, 262.0, 4.6, 2.4
TWO = ((20.0, 80.0), (110.0, 80.0))
THREE = ((18.0, 54.0), (78.0, 54.0), (138.0, 54.0))
ONE = ((20.0, 150.0),)

STORY = [
    "Depuis mars 2019, le centre hospitalier de Vannes accueille chaque printemps des sages-femmes venues "
    "du Bénin. Elles restent huit semaines et suivent les gardes de la maternité, que la cadre Lise Morel "
    "organise avec son équipe.",
    "La simulation, l'échographie et la réanimation néonatale occupent les deux premières semaines. Les "
    "stagiaires passent ensuite au bloc, puis en consultation, et tiennent un carnet que les formatrices "
    "relisent avec elles chaque vendredi.",
    "En retour, deux infirmières et un pharmacien partiront en octobre à Porto-Novo. Leur mission, financée "
    "par la région, doit durer trois semaines, et ils formeront vingt soignants à la prise en charge de la "
    "douleur chez le nouveau-né.",
    "La convention signée le 12 mai 2021 prévoit aussi un envoi de matériel : quatre couveuses, un "
    "échographe portable et des lits. Le département a pris en charge le transport de ces colis jusqu'au "
    "port, où une équipe du ministère les attendait.",
    "Un autre projet avance plus au nord. Le service de pédiatrie a reçu une délégation qui a visité les "
    "urgences, le laboratoire et la pharmacie, avant de préparer avec les médecins un protocole commun pour "
    "le paludisme grave des enfants.",
    "Les partenaires se retrouveront au mois de novembre. Les réunions à distance continuent jusque-là, une "
    "fois par mois, avec les équipes de toutes les villes, et chacun peut y proposer un cas à discuter.",
]
LONG = [f"{paragraph} Suite {number}." for number in range(1, 9) for paragraph in STORY]


DAMAGED = "is a damaged or incomplete PDF: {}; fetch it again, or save it anew from a PDF viewer"


def new(**stated: str) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(datetime(2021, 3, 15, tzinfo=UTC))
    if "title" in stated:
        pdf.set_title(stated["title"])
    if "author" in stated:
        pdf.set_author(stated["author"])
    return pdf


def put(pdf: FPDF, x: float, y: float, text: str, size: float = 10) -> None:
    pdf.set_font("Helvetica", size=size)
    pdf.text(x, y, text)


def wrapped(pdf: FPDF, text: str, width: float, size: float = 10) -> list[str]:
    pdf.set_font("Helvetica", size=size)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pdf.get_string_width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def typeset(
    pdf: FPDF,
    paragraphs: Iterable[str],
    columns: Sequence[tuple[float, float]],
    top: float = TOP,
    foot: float = FOOT,
) -> None:
    """Let paragraphs flow through columns (left, width), adding pages."""
    if not pdf.pages:
        pdf.add_page()
    column, y = 0, top
    for paragraph in paragraphs:
        place = 0
        words = paragraph.split()
        while place < len(words):
            if y > foot:
                column, y = column + 1, top
            if column == len(columns):
                pdf.add_page()
                column = 0
            left, width = columns[column]
            line = wrapped(pdf, " ".join(words[place:]), width)[0]
            put(pdf, left, y, line)
            place += len(line.split())
            y += STEP
        y += GAP


def read(pdf: FPDF) -> Page:
    return read_pdf(bytes(pdf.output()))


def paragraphs(pdf: FPDF) -> list[str]:
    return [line for line in clean(read(pdf).text, CLEANING).split("\n") if line]


def rejected(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_pdf(data)
    return str(caught.value)
