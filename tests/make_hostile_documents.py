"""Hostile and broken documents and tables, made for the tests, and what is to be found of each."""

from make_hostile import IMAGE, LINES, PNG, TEXT, Case, locked_pdf, parquet, with_entity, with_part
from make_office import odt, pdf, word

OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = '<!DOCTYPE {} [<!ENTITY e0 "ha">' + ENTITIES + "]>"
CUT_PDF = (
    "is a damaged or incomplete PDF: it cannot be opened; fetch it again, or save it anew from a PDF viewer"
)
NO_TEXT = "holds no text: there is no letter and no digit in it"
OLE = "format not supported: an old Office file or one with a password; save it as DOCX, without a password"
RAGGED = "row {} has {} cells, and the header 2; put texts with line breaks or ',' in quotes"
LOST = "[" * 5000

DOCUMENTS: dict[str, Case] = {
    "password in a pdf": (
        "h.pdf",
        locked_pdf(),
        [("", "ReadError", "is locked with a password; save a copy without one")],
    ),
    "password in a docx": ("h.docx", OLE_HEAD + bytes(600), [("", "ReadError", OLE)]),
    "old doc": ("h.doc", OLE_HEAD + TEXT.encode("utf-16-le"), [("", "ReadError", OLE)]),
    "rtf": ("h.rtf", "{\\rtf1 a}", [("", "ReadError", "format not supported: RTF; save it as DOCX or ODT")]),
    "png": ("h.txt", PNG, [("", "ReadError", IMAGE.format("PNG"))]),
    "jpeg": ("h.html", b"\xff\xd8\xff\xe0", [("", "ReadError", IMAGE.format("JPEG"))]),
    "gif": ("h.gif", b"GIF89a", [("", "ReadError", IMAGE.format("GIF"))]),
    "tiff": ("h.tif", b"II*\0", [("", "ReadError", IMAGE.format("TIFF"))]),
    "cut pdf": ("h.pdf", pdf()[:1500], [("", "ReadError", CUT_PDF)]),
    "cut docx": (
        "h.docx",
        word()[:5000],
        [("", "ReadError", "is a damaged ZIP or document: File is not a zip file")],
    ),
    "cut parquet": (
        "h.parquet",
        parquet()[:-100],
        [("", "ReadError", "is a damaged Parquet file: Parquet magic bytes…")],
    ),
    "damaged parquet": (
        "h.parquet",
        parquet(damaged=True),
        [
            *((f"#{n}", f"{TEXT} {n}") for n in range(1, 257)),
            ("", "ReadError", "is a damaged Parquet file after row 256: …"),
        ],
    ),
    "nul": ("h.txt", "ab\0c", [("", "ReadError", "holds no text: NUL at byte 2 shows a binary file")]),
    "nul in a table": (
        "h.csv",
        "id,texte\n1,a\0\n",
        [("", "ReadError", "holds no text: NUL at byte 12 shows a binary file")],
    ),
    "nul in a record": (
        "h.jsonl",
        b'{"text": "ab\0c"}\n' + LINES[1],
        [
            ("#1", "ReadError", "line 1: holds no text: NUL at byte 12 shows a binary file"),
            ("#2", f"{TEXT} 2"),
        ],
    ),
    "lone surrogates": (
        "h.jsonl",
        b'{"text": "a \\ud800 b", "id": "\\udc00"}\n{"\\ud800": 1}\n',
        [
            ("#\ufffd", "a \ufffd b"),
            ("#2", "ReadError", "no column is known to hold the text; name one with --text-column: \ufffd"),
        ],
    ),
    "cut utf-16": (
        "h.txt",
        "été".encode("utf-16")[:-1],
        [("", "ReadError", "begins as UTF-16 and is none from byte 6")],
    ),
    "cut utf-16 without a mark": ("h.txt", "l'été".encode("utf-16-le")[:-1], [("", "l'ét")]),
    "many divs": (
        "h.html",
        f"<html><body>{'<div>' * 100_000}{TEXT}",
        [("", "ReadError", "the web page holds no article text; save the article as text")],
    ),
    "deep json": ("h.json", '{"a":' * 100_000, [("", "ReadError", "is no JSON (maximum recursion depth…")]),
    "deep record": (
        "h.jsonl",
        f'{{"text": "abc", "a": {LOST}{LOST.replace("[", "]")}}}\n'.encode() + LINES[1],
        [("#1", "ReadError", "line 1 is no JSON (maximum recursion depth…"), ("#2", f"{TEXT} 2")],
    ),
    "entities in docx": (
        "h.docx",
        with_part(word(), "word/document.xml", with_entity(LAUGHS)),
        [("", "ReadError", "is a damaged Word file: Maximum entity amplification factor exceeded…")],
    ),
    "entities in odt": (
        "h.odt",
        with_part(odt(), "content.xml", with_entity(LAUGHS)),
        [("", "ReadError", "is a damaged OpenDocument file: Maximum entity amplification factor exceeded…")],
    ),
    "ragged table": (
        "h.csv",
        'id,texte\n1,un\n2,un,deux\n3\n4,"quatre"\n5,"pas\n',
        [
            ("#1", "un"),
            ("#2", "ReadError", RAGGED.format(2, 3)),
            ("#3", "ReadError", RAGGED.format(3, 1)),
            ("#4", "quatre"),
            ("#5", "pas"),
        ],
    ),
    "no json": (
        "h.jsonl",
        b'{"text": \n' + LINES[1],
        [("#1", "ReadError", "line 1 is no JSON (Expecting value…"), ("#2", f"{TEXT} 2")],
    ),
}
