"""One article in every format: what the tests of reading are made from, and what it must come out as."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from odfdo import Document as Odf
from odfdo import Element

from pipeline.kit import Kit
from pipeline.read import Options, read
from pipeline.records import Article, Document, Reject
from pipeline.run import extract, prepare

TITLE = "Rouen et Cotonou soignent le cœur ensemble"
URL = "https://www.chu-rouen.fr/actualites/cotonou"
AUTHOR, SITE = "Claire Vasseur", "CHU de Rouen"
PUBLISHED = "2024-06-03"
BYLINE = "Publié le 3 juin 2024"
SIGNED = (
    "Le CHU de Rouen et le Centre national hospitalier universitaire de Cotonou, au Bénin, ont signé le "
    "3 juin 2024 une convention de jumelage. Elle prévoit l’échange de médecins et d’infirmières en "
    "cardiologie, et l’Agence française de développement (AFD) y consacre 45\u00a0000\u00a0€ sur trois ans."
)
VISIT = (
    "En octobre dernier déjà, deux cardiologues béninois étaient venus à Rouen pour un stage de six "
    "semaines. «\u00a0Nos équipes se connaissent et se font confiance\u00a0», explique la "
    "coordinatrice du projet à l’hôpital normand."
)
LEAD = "Le programme comprend trois volets\u00a0:"
ITEMS = (
    "l’accueil de quatre infirmières béninoises en réanimation",
    "une mission de chirurgie cardiaque à Cotonou en octobre 2024",
    "le don d’un échographe par le CHU de Rouen",
)
ROWS = (("Lieu", "Pays", "Visites"), ("Cotonou", "Bénin", "novembre 2024"), ("Lomé", "Togo", "mars 2025"))
END = (
    "Une équipe du CHU de Lomé, au Togo, suivra la formation à distance. Les partenaires feront le point en "
    "juin 2025."
)


def article(*, bullet: str = "- ", cell: str = " | ", byline: bool = True, head: bool = True) -> str:
    """Return the article as text; `bullet` and `cell` are what a format writes for lists and tables."""
    items = "\n".join(f"{bullet}{item}" for item in ITEMS)
    rows = "\n".join(cell.join(row) for row in ROWS)
    top = [TITLE] * head + [BYLINE] * byline
    return "\n\n".join([*top, SIGNED, VISIT, LEAD, items, rows, END])


def shown(text: str) -> str:
    """Return a text as cleaning leaves it: spaces are spaces."""
    return text.replace("\u00a0", " ")


def text_only() -> str:
    """Return the article as the field of a record: without its title and its date."""
    return article(byline=False, head=False)


def record(name: str, **more: object) -> dict[str, object]:
    """Return the article as a record; `name` is its id, so that no two are equal."""
    fields = {"title": TITLE, "text": text_only(), "date": PUBLISHED, "url": URL, "author": AUTHOR}
    return {"id": name, **fields, "sitename": SITE, **more}


def markup(*, byline: bool = True) -> str:
    """Return the article as HTML, without a page around it."""
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    head, *body = ("".join(f"<td>{cell}</td>" for cell in row) for row in ROWS)
    rows = f"<thead><tr>{head.replace('td>', 'th>')}</tr></thead>" + "".join(
        f"<tr>{row}</tr>" for row in body
    )
    date = f"<p>{BYLINE}</p>" if byline else ""
    return (
        f"<h1>{TITLE}</h1>\n{date}<p>{SIGNED}</p>\n<p>{VISIT}</p>\n<p>{LEAD}</p>\n<ul>{items}</ul>\n"
        f"<table>{rows}</table>\n<p>{END}</p>"
    )


_META = (
    f'<meta property="og:site_name" content="{SITE}"><meta name="author" content="{AUTHOR}">'
    f'<link rel="canonical" href="{URL}">'
)
DATE_IN_META = '<meta property="article:published_time" content="2024-06-03T09:30:00+02:00">'
DATE_IN_JSON_LD = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
    f'"headline": "{TITLE}", "datePublished": "2024-06-03T09:30:00+02:00", '
    '"dateModified": "2024-06-10T18:00:00+02:00"}</script>'
)
_FURNITURE = """<div id="cookie-banner" class="cookie-consent"><p>Nous utilisons des cookies pour mesurer
l’audience de ce site. Vous pouvez les refuser.</p><button>Tout accepter</button></div>
<header><nav><ul><li><a href="/">Accueil</a></li><li><a href="/soins">Nos soins</a></li>
<li><a href="/agenda">Agenda</a></li></ul></nav></header>"""
_SHARE = """<div class="share-buttons"><a href="https://www.facebook.com/sharer">Facebook</a>
<a href="https://www.linkedin.com/share">LinkedIn</a></div>"""
_FOOT = """<aside class="related-posts"><h2>À lire aussi</h2><ul>
<li><a href="/dakar">Douze sages-femmes sénégalaises en visite à Dieppe en mai 2019</a></li>
<li><a href="/hanoi">Trois chirurgiens du Vietnam au bloc</a></li></ul></aside>
<footer><p>© 2026 CHU de Rouen – 1 rue de Germont – Mentions légales</p></footer>"""


def web_page(
    *, charset: str = "utf-8", date: str = DATE_IN_META, head: str = "", byline: bool = False
) -> str:
    """Return the article as a web page with all that stands around one; `charset` is what it declares."""
    return f"""<!DOCTYPE html>
<html lang="fr"><head>{head}<meta charset="{charset}"><title>{TITLE} | {SITE}</title>{_META}{date}</head>
<body>{_FURNITURE}<main><article>{markup(byline=byline)}{_SHARE}</article></main>{_FOOT}</body></html>
"""


def mhtml(page: str, charset: str = "utf-8", encoding: str = "quoted-printable") -> bytes:
    """Return a web page as a browser saves it, with a picture."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = URL
    message["Subject"] = "=?utf-8?Q?une_page?="
    message["Date"] = "Tue, 14 Jan 2025 08:00:00 -0000"
    message.set_content(page, subtype="html", charset=charset, cte=encoding)
    del message["Content-Location"]
    message["Content-Location"] = URL
    message.make_related()
    message.add_related(
        b"\x89PNG\r\n\x1a\n", "image", "png", headers=["Content-Location: https://x.fr/a.png"]
    )
    return message.as_bytes()


def letter(subject: str = TITLE, **more: str) -> EmailMessage:
    """Return the head of a letter; what it says is to be set."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = f"{AUTHOR} <presse@chu-rouen.fr>"
    message["To"] = "redaction@exemple.org"
    message["Date"] = "Mon, 03 Jun 2024 09:30:00 +0200"
    for name, value in more.items():
        message[name] = value
    return message


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


class Found(NamedTuple):
    """A document that was read, its article, and what was found there: label, text and value."""

    document: Document
    article: Article
    mentions: frozenset[tuple[str, str, object]]


def zipped(members: Mapping[str, bytes], **attributes: int) -> bytes:
    """Return a ZIP of files; the attributes of some say what else they are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = attributes.get(name, 0)
            archive.writestr(entry, data)
    return made.getvalue()


def write_all(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write files, text as UTF-8, and return their folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def read_only(folder: Path) -> dict[str, Document | Reject]:
    """Return what is read of each document in a folder, by its source."""
    return {one.source: one for one in read([folder])}


def read_back(folder: Path, kit: Kit, options: Options | None = None) -> dict[str, Found | Reject]:
    """Return what the pipeline makes of each document in a folder, by its source, in its order.

    Documents of one content are not left out as `run` does, and each must be one article.
    """
    read_in = list(read([folder], options))
    found: dict[str, Found | Reject] = {one.source: one for one in read_in if isinstance(one, Reject)}
    documents = {one.source: one for one in read_in if isinstance(one, Document)}
    rejects: list[Reject] = []
    prepared = [article for one in documents.values() for article in prepare(one, kit, rejects)[1]]
    for article, extraction in extract(prepared, kit):
        assert article.source not in found
        mentions = frozenset((one.label, one.text, one.value) for one in extraction.mentions)
        found[article.source] = Found(documents[article.source], article, mentions)
    assert rejects == []
    return {one.source: found[one.source] for one in read_in}
