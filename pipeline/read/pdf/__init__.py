"""PDF → text in reading order and what the file says of itself, with pdfium."""

import re
from contextlib import closing
from datetime import date

import pypdfium2
from pypdfium2 import raw

from pipeline.errors import ReadError
from pipeline.read.page import Page
from pipeline.read.pdf.blocks import layout
from pipeline.read.pdf.furniture import without_furniture
from pipeline.read.pdf.words import read_sheets

_MOST_PAGES = 5_000
_LONGEST = 300
# There was no PDF before.
_FIRST_YEAR = 1993
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_FILE = (
    r"\.(?:docx?|odt|pdf|indd|qxd|qxp|pub|pptx?|odp|rtf|html?|xlsx?|ods|ai|psd|eps|txt|wpd|cdr|jpe?g|tiff?)"
)
_JUNK_TITLE = re.compile(
    rf"microsoft \w+ - .*|.*{_FILE}|[^\s_]*_\S*|\W*|none|null|"
    r"(?:sans[ -]titre|untitled|sans nom|document|pr[ée]sentation(?: powerpoint)?|powerpoint presentation|"
    r"classeur|diapositive|slide|mise en page|layout|page|print|titre|title)(?:[ -]?\d+)?",
    re.IGNORECASE,
)
_NO_PAGES = re.compile(rb"/Kids\s*\[\s*\]")
_JUNK_AUTHOR = re.compile(
    r"utilisateur\w*|(?:(?:windows|microsoft) )?user|admin\w*|unknown|anonymous|auteur|\W*", re.IGNORECASE
)
_BROKEN = "is a damaged or incomplete PDF: {}; fetch it again, or save it anew from a PDF viewer"


def read_pdf(data: bytes) -> Page:
    """Return text, title, author and `created` of a PDF; text as one printed line a line, blocks apart.

    Raises ReadError (password, damaged, no pages, too many pages, no text layer), without the source's name.
    """
    with closing(_open(data)) as document:
        n_pages = len(document)
        if n_pages > _MOST_PAGES:
            raise ReadError(f"has {n_pages:,} pages, more than {_MOST_PAGES:,}; split it")
        sheets, n_failed, n_drawn = read_sheets(document, n_pages)
        title = _stated(document, "Title", _JUNK_TITLE)
        author = _stated(document, "Author", _JUNK_AUTHOR)
        created = _created(_meta(document, "CreationDate"))
    if not any(letter.isalnum() for sheet in sheets for run in sheet.runs for letter in run.text):
        pages = f"{n_pages} page{'s' if n_pages > 1 else ''}"
        if n_failed:
            raise ReadError(_BROKEN.format(f"{n_failed} of {pages} cannot be opened"))
        if not n_drawn:
            raise ReadError(_BROKEN.format(f"nothing stands on its {pages}"))
        raise ReadError(f"holds no text in {pages}, only images, as a scan does; run OCR on it first")
    # A file of nothing but equal pages would lose them all.
    text = layout(without_furniture(sheets, title)) or layout(sheet.runs for sheet in sheets)
    # Characters beyond U+FFFF may come in halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Page(text=text, title=title, author=author, created=created)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ReadError("is locked with a password; save a copy without one") from error
        if error.err_code == raw.FPDF_ERR_SECURITY:
            raise ReadError("is encrypted in a way that is not known; save a copy that is not") from error
        # pdfium does not open what has no pages.
        problem = "it has no pages" if _NO_PAGES.search(data) else "it cannot be opened"
        raise ReadError(_BROKEN.format(problem)) from error


def _meta(document: pypdfium2.PdfDocument, key: str) -> str:
    try:
        value = document.get_metadata_value(key)
    except UnicodeDecodeError:
        return ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())


def _stated(document: pypdfium2.PdfDocument, key: str, junk: re.Pattern[str]) -> str | None:
    """Return a title or an author unless a program has put it there."""
    value = _meta(document, key)
    return None if junk.fullmatch(value) or "\ufffd" in value or len(value) > _LONGEST else value


def _created(value: str) -> str | None:
    """Return the day of `D:20210315102233+01'00'` as `2021-03-15`."""
    found = _DATE.match(value)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day.isoformat() if day and day.year >= _FIRST_YEAR else None
