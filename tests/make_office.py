"""The article of make_files as a Word file, an OpenDocument text and a PDF, with all that such files keep."""

import io
from datetime import UTC, datetime

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from make_files import AUTHOR, BYLINE, END, ITEMS, LEAD, ROWS, SIGNED, TITLE, VISIT
from odfdo import Document as Odf
from odfdo import Element

NOTE = "Source : service de presse."
BOX = ("Pour en savoir plus", "Les équipes racontent leur rencontre dans notre lettre.")
# The sentence in which word processors keep more than words, in three parts.
_BEFORE, _AFTER = SIGNED.split("une convention")
_WORD = nsdecls("w")
_IN_WORD = (
    "<w:del {0} w:id='1'><w:r><w:delText>un accord</w:delText></w:r></w:del>",
    "<w:moveFrom {0} w:id='2'><w:r><w:t>ailleurs</w:t></w:r></w:moveFrom>",
    "<w:ins {0} w:id='3'><w:r><w:t>une </w:t></w:r></w:ins>",
    "<w:hyperlink {0} w:anchor='a'><w:r><w:t>convention</w:t></w:r></w:hyperlink>",
    "<w:r {0}><w:footnoteReference w:id='2'/></w:r>",
)
_TEXT_BOX = (
    '<w:r {0} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    "<wps:txbx>{1}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{1}</v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)
_FOOTNOTES = (
    '<w:footnotes {0}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>______</w:t></w:r></w:p>'
    '</w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def word() -> bytes:
    """Return a Word file with a link, tracked changes, a field, a text box and a footnote."""
    document = docx.Document()
    about = document.core_properties
    about.author, about.created = AUTHOR, datetime(2024, 5, 30, tzinfo=UTC)
    document.add_heading(TITLE, 1)
    document.add_paragraph(BYLINE)
    signed = document.add_paragraph(_BEFORE)
    for piece in _IN_WORD:
        signed._p.append(parse_xml(piece.format(_WORD)))
    signed.add_run(_AFTER)
    document.add_paragraph(VISIT)
    field = parse_xml(f"<w:sdt {_WORD}><w:sdtContent/></w:sdt>")
    document.element.body.insert(-1, field)
    field[0].append(document.add_paragraph(LEAD)._p)
    for item in ITEMS:
        document.add_paragraph(item, style="List Bullet")
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            inserted = f"<w:ins {_WORD} w:id='4'><w:r><w:t>{text}</w:t></w:r></w:ins>"
            cell.paragraphs[0]._p.append(parse_xml(inserted))
    boxed = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in BOX)
    box = f"<w:txbxContent>{boxed}</w:txbxContent>"
    document.add_paragraph(END)._p.insert(0, parse_xml(_TEXT_BOX.format(_WORD, box)))
    notes = _FOOTNOTES.format(_WORD, NOTE).encode()
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), media_type, notes, document.part.package)
    document.part.relate_to(part, f"{RT.OFFICE_DOCUMENT.rpartition('/')[0]}/footnotes")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


_IN_ODT = (
    '<text:change-start text:change-id="c2"/>une <text:change-end text:change-id="c2"/>'
    '<text:change text:change-id="c1"/><text:a xlink:href="https://exemple.org"><text:span>convention'
    '</text:span></text:a><text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    f"<text:note-body><text:p>{NOTE}</text:p></text:note-body></text:note><office:annotation><dc:creator>Lise</dc:creator>"
    "<text:p>À vérifier avec la juriste.</text:p></office:annotation>"
)
_DELETED = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
    "<dc:creator>Lise</dc:creator><dc:date>2024-05-30T10:00:00</dc:date></office:change-info>"
    "<text:p>un accord</text:p></text:deletion></text:changed-region></text:tracked-changes>"
)


def odt() -> bytes:
    """Return an OpenDocument text with all that `word` has, and a comment."""
    items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in ITEMS)
    cells = (
        "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        for row in ROWS
    )
    head, *rows = (f"<table:table-row>{row}</table:table-row>" for row in cells)
    boxed = "".join(f"<text:p>{line}</text:p>" for line in BOX)
    made = Odf("text")
    made.body.clear()
    for piece in (
        _DELETED,
        f'<text:h text:outline-level="1">{TITLE}</text:h>',
        f"<text:p>{BYLINE}</text:p>",
        f"<text:p>{_BEFORE}{_IN_ODT}{_AFTER}</text:p>",
        f"<text:p>{VISIT}</text:p>",
        f'<text:section text:name="s"><text:p>{LEAD}</text:p></text:section>',
        f"<text:list>{items}</text:list>",
        f"<table:table><table:table-header-rows>{head}</table:table-header-rows>{''.join(rows)}</table:table>",
        f"<text:p><draw:frame><draw:text-box>{boxed}</draw:text-box></draw:frame>{END}</text:p>",
    ):
        made.body.append(Element.from_tag(piece))
    made.meta.set_creator(AUTHOR)
    made.meta.set_creation_date(datetime(2024, 5, 30))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf() -> bytes:
    """Return the article as a program prints it."""
    made = FPDF()
    # The standard fonts have the œ and the €, which Latin-1 has not.
    made.core_fonts_encoding = "cp1252"
    made.set_author(AUTHOR)
    made.set_creation_date(datetime(2024, 5, 30, tzinfo=UTC))
    made.add_page()
    made.set_font("Helvetica", size=16)
    made.multi_cell(0, 8, TITLE)
    made.set_font("Helvetica", size=10)
    for text in (BYLINE, SIGNED, VISIT, LEAD, "\n".join(f"• {item}" for item in ITEMS)):
        made.ln(6)
        made.multi_cell(0, 5, text, align="L")
    made.ln(10)
    with made.table() as table:
        for row in ROWS:
            table.row(row)
    made.ln(6)
    made.multi_cell(0, 5, END, align="L")
    return bytes(made.output())
