"""Word processors: DOCX and ODT. Macros, fields and embedded objects are neither run nor read."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO, Literal
from xml.etree.ElementTree import ParseError

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree
from odfdo import Document as Odf

from pipeline.errors import ReadError
from pipeline.read.limits import MAX_DOCUMENT
from pipeline.read.page import Page

_BROKEN = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError,
    ParseError, etree.LxmlError, NotImplementedError, RecursionError,
)  # fmt: skip
# A text box stands twice in the file: once for Word as it is, once (in Fallback) for Word as it was.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = (qn("w:del"), qn("w:moveFrom"), _FALLBACK)
_IN_WORD = {qn("w:br"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
_NOTES = ("/footnotes", "/endnotes")

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _DRAW = f"{{{_ODF}text:1.0}}", f"{{{_ODF}table:1.0}}", f"{{{_ODF}drawing:1.0}}"
_ANNOTATION = f"{{{_ODF}office:1.0}}annotation"
_IN_ODF = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
# What stands inside of a paragraph and is none of its words: notes and frames are read behind it.
_APART = (f"{_TEXT}note", f"{_DRAW}frame", f"{_DRAW}custom-shape", _ANNOTATION)
_NO_TEXT = (f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls", f"{_ODF}office:1.0}}forms", _ANNOTATION)

# A line, and what it is: lines of one list and rows of one table are not set apart.
_Line = tuple[str, Literal["paragraph", "item", "row"]]


def office_kind(stream: BinaryIO) -> str | None:
    """Return `docx` or `odt` for a ZIP, None for any other archive; raises ReadError.

    Sheets, slides and books are ZIPs too and no archives of articles: they are refused.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except _BROKEN as error:
        raise ReadError(f"is a damaged ZIP or document: {error}") from error
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if kind.startswith((b"application/vnd.oasis", b"application/epub")):
        name = kind.decode("ascii", "replace")
        raise ReadError(f"format not supported: {name}; save it as text or PDF")
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return "docx"
        raise ReadError("format not supported: an Office file that is no text; save it as PDF or CSV")
    return None


def read_docx(data: bytes) -> Page:
    """Read a Word file: paragraphs set apart by blank lines, items and rows as lines. Raises ReadError."""
    _check_expanded(data)
    try:
        document = docx.Document(io.BytesIO(data))
        text = _joined(_word_lines(document))
        about = document.core_properties
        title, author, made = about.title, about.author, about.created
    except _BROKEN as error:
        raise ReadError(f"is a damaged Word file: {error}") from error
    return _page(text, title, author, made)


def read_odt(data: bytes) -> Page:
    """Read an OpenDocument text, as `read_docx` does. Raises ReadError."""
    _check_expanded(data)
    try:
        document = Odf(io.BytesIO(data))
        if any("encryption-data" in line for line in _manifest(data)):
            raise ReadError("the document has a password; save it without one")
        text = _joined(_odf_lines(data))
        about = document.meta
        title, author, made = about.get_title(), about.get_creator(), about.get_creation_date()
    except _BROKEN as error:
        raise ReadError(f"is a damaged OpenDocument file: {error}") from error
    return _page(text, title, author, made)


def _check_expanded(data: bytes) -> None:
    """Raise ReadError for a file whose XML is enormous: the libraries read it whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except _BROKEN as error:
        raise ReadError(f"is a damaged ZIP or document: {error}") from error
    if size > MAX_DOCUMENT:
        raise ReadError(f"is larger than {MAX_DOCUMENT // 2**20} MiB when expanded, as an archive bomb is")


def _manifest(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "META-INF/manifest.xml" in archive.namelist():
            yield archive.read("META-INF/manifest.xml").decode("utf-8", "replace")


def _page(text: str, title: str | None, author: str | None, made: datetime | None) -> Page:
    if not any(character.isalnum() for character in text):
        raise ReadError("holds no text: there is no letter and no digit in it")
    # A file that a library made from its template bears the template's author, title and day.
    if author == "python-docx":
        title, author, made = None, None, None
    title = title if title and title.strip() not in ("Word Document", "Document") else None
    return Page(
        text=text,
        title=" ".join(title.split()) or None if title else None,
        author=author or None,
        created=made.strftime("%Y-%m-%d") if isinstance(made, datetime) and made.year > 1980 else None,
    )


def _joined(lines: Iterator[_Line]) -> str:
    """Return lines as text: blank lines between paragraphs, none between items of a list or rows."""
    pieces: list[str] = []
    before = "paragraph"
    for line, kind in lines:
        if not line.strip():
            continue
        if pieces:
            pieces.append("\n" if kind == before != "paragraph" else "\n\n")
        pieces.append(f"• {line.strip()}" if kind == "item" else line.strip())
        before = kind
    return "".join(pieces)


def _word_lines(document: Word) -> Iterator[_Line]:
    """Yield the lines of the body, then those of the notes."""
    yield from _word_children(document.element.body, document)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES):
            for note in parse_xml(relation.target_part.blob):
                # Separators are notes too, of a type.
                if note.get(qn("w:type")) is None:
                    yield from _word_children(note, document)


def _word_children(element: Any, parent: Any) -> Iterator[_Line]:
    for child in element.iterchildren():
        if child.tag == qn("w:p"):
            yield from _word_paragraph(Paragraph(child, parent))
        elif child.tag == qn("w:tbl"):
            yield from _word_rows(Table(child, parent))
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")):
            # A field of a form, or what a template lets be filled in.
            yield from _word_children(child, parent)


def _word_paragraph(paragraph: Paragraph) -> Iterator[_Line]:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    properties = paragraph._p.pPr
    is_item = "List" in style or "Liste" in style
    is_item = is_item or (properties is not None and properties.numPr is not None)
    yield _word_text(paragraph._p), "item" if is_item else "paragraph"
    for box in paragraph._p.iter(qn("w:txbxContent")):
        if _is_shown(box, paragraph._p):
            yield from _word_children(box, paragraph)


def _word_rows(table: Table) -> Iterator[_Line]:
    for row in table.rows:
        # A merged cell comes once for each column that it spans.
        cells: list[_Cell] = []
        for cell in row.cells:
            if not cells or cells[-1]._tc is not cell._tc:
                cells.append(cell)
        if len(cells) == 1:
            yield from _word_children(cells[0]._tc, cells[0])
        else:
            texts = (" ".join(_word_text(one) for one in cell._tc.iter(qn("w:p"))) for cell in cells)
            yield _row(texts), "row"


def _word_text(paragraph: Any) -> str:
    """Return the text of a paragraph as it is shown: insertions and links count, deletions do not."""
    nodes = (node for node in paragraph.iter(qn("w:t"), *_IN_WORD) if _is_shown(node, paragraph))
    return "".join(_IN_WORD.get(node.tag) or node.text or "" for node in nodes)


def _is_shown(node: Any, paragraph: Any) -> bool:
    """Return whether a node is of this paragraph, not of one in a text box inside of it, and not deleted."""
    inside = next(node.iterancestors(qn("w:p"))) is paragraph
    return inside and next(node.iterancestors(*_GONE), None) is None


def _row(cells: Iterable[str]) -> str:
    return " | ".join(text for cell in cells if (text := " ".join(cell.split())))


def _odf_lines(data: bytes) -> Iterator[_Line]:
    """Yield the lines of the body, then those of the notes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("content.xml"), parser)
    for body in root.iter(f"{{{_ODF}office:1.0}}text"):
        yield from _odf_children(body, in_list=False)
        for note in body.iter(f"{_TEXT}note-body"):
            yield from _odf_children(note, in_list=False)


def _odf_children(element: Any, *, in_list: bool) -> Iterator[_Line]:
    for child in element.iterchildren(tag=etree.Element):
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield _odf_text(child), "item" if in_list else "paragraph"
            for box in child.iter(f"{_DRAW}text-box"):
                if next(box.iterancestors(f"{_TEXT}p", f"{_TEXT}h")) is child:
                    yield from _odf_children(box, in_list=False)
        elif child.tag == f"{_TABLE}table":
            yield from _odf_rows(child)
        elif child.tag not in _NO_TEXT:
            yield from _odf_children(child, in_list=in_list or child.tag == f"{_TEXT}list")


def _odf_rows(element: Any) -> Iterator[_Line]:
    for child in element.iterchildren(tag=etree.Element):
        if child.tag != f"{_TABLE}table-row":
            yield from _odf_rows(child)
            continue
        cells = list(child.iterchildren(f"{_TABLE}table-cell"))
        if len(cells) == 1:
            yield from _odf_children(cells[0], in_list=False)
        else:
            found = (cell.iter(f"{_TEXT}p", f"{_TEXT}h") for cell in cells)
            yield _row(" ".join(map(_odf_text, paragraphs)) for paragraphs in found), "row"


def _odf_text(element: Any) -> str:
    """Return the text of a paragraph as it is shown, without its notes, comments and frames."""
    pieces = [element.text or ""]
    for child in element.iterchildren():
        if child.tag in _IN_ODF:
            pieces.append(_IN_ODF[child.tag])
        elif child.tag not in _APART and isinstance(child.tag, str):
            pieces.append(_odf_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
