"""Hostile and broken inputs, made for the tests, and what is to be found of each."""

import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from fpdf import FPDF
from make_files import zipped
from make_office import odt, pdf, word

TEXT = "Le CHU de Vannes reçoit deux internes béninois."
HTML = f"<!DOCTYPE html><html><body><article><p>{TEXT}</p></article></body></html>"
BEFORE, AFTER = "0.txt", "z.html"
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n"
# What is found of an input: source and text of a document, source, error and message of a reject.
Row = tuple[str, ...]


def tarred(*entries: tuple[str, bytes, bytes]) -> bytes:
    """Return a tar of entries: name, type and bytes, or where a link leads."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, kind, data in entries:
            entry = tarfile.TarInfo(name)
            entry.type = kind
            if kind == tarfile.REGTYPE:
                entry.size = len(data)
            else:
                entry.linkname = data.decode()
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def regular(name: str, data: bytes = TEXT.encode()) -> tuple[str, bytes, bytes]:
    return name, tarfile.REGTYPE, data


def encrypted() -> bytes:
    """Return a ZIP whose first file has the mark of a password."""
    made = bytearray(zipped({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(magic) + place] |= 1
    return bytes(made)


def warc(*pages: tuple[str, bytes]) -> bytes:
    """Return a web archive of pages: media type and bytes."""
    made = b""
    for number, (kind, page) in enumerate(pages, 1):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + page
        made += (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        made += http + b"\r\n\r\n"
    return made


def locked_pdf() -> bytes:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica")
    made.cell(text="Secret")
    made.set_encryption("maître", "élève")
    return bytes(made.output())


def parquet(*, damaged: bool = False) -> bytes:
    """Return a table of two row groups, the second of which may be overwritten."""
    made = io.BytesIO()
    texts = [f"{TEXT} {n}" for n in range(1, 513)]
    pq.write_table(pa.table({"text": texts}), made, row_group_size=256, use_dictionary=False)
    data = bytearray(made.getvalue())
    if damaged:
        start = pq.ParquetFile(made).metadata.row_group(1).column(0).data_page_offset
        data[start : start + 20] = b"\xff" * 20
    return bytes(data)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an office file with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[name] = change(parts[name])
    return zipped(parts)


def cut_gzip(*lines: bytes) -> bytes:
    return gzip.compress(b"".join(lines))[:-9]


def cut_zstd(*lines: bytes) -> bytes:
    """Return JSON Lines as Zstandard, a block each, without the end of the last."""
    packer = zstandard.ZstdCompressor().compressobj()
    blocks = [
        packer.compress(line) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK) for line in (*lines, b" ")
    ]
    return b"".join(blocks[:-1])


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = '<!DOCTYPE {} [<!ENTITY e0 "ha">' + ENTITIES + "]>"


def with_entity(doctype: str) -> Callable[[bytes], bytes]:
    """Return what puts a doctype before an XML file, and its entity into it."""

    def change(data: bytes) -> bytes:
        inner = data.decode().split("?>", 1)[-1].strip()
        root = inner[1:].split(" ", 1)[0]
        return (doctype.format(root) + inner.replace("Cotonou", "Cotonou&e9;")).encode()

    return change


ZEROS = gzip.compress(bytes(10 * 2**20)) * 30
BOMB = "expands to more than 200 times its size, as an archive bomb does"
LEAVES = "its path leaves the archive; archives made for reading have no such paths"
LINK = "is a link or device, which archives may not bring"
CUT = "is damaged or ends in the middle: "
CUT_GZIP = CUT + "Compressed file ended before the end-of-stream marker was reached"
CUT_TAR = "is a damaged tar or ends in the middle: "
CUT_WARC = "is a damaged web archive or ends in the middle: "
CUT_PDF = (
    "is a damaged or incomplete PDF: it cannot be opened; fetch it again, or save it anew from a PDF viewer"
)
NO_TEXT = "holds no text: there is no letter and no digit in it"
OLE = "format not supported: an old Office file or one with a password; save it as DOCX, without a password"
IMAGE = "format not supported: a {} image; run text recognition (OCR) first"
RAGGED = "row {} has {} cells, and the header 2; put texts with line breaks or ',' in quotes"
TWO = [(f"#{n}", f"{TEXT} {n}") for n in (1, 2)]
LINES = [json.dumps({"text": text}).encode() + b"\n" for _, text in TWO]
PAGE = ("text/html", HTML.encode())
UNSAFE = ("../a.txt", "/b.txt", "C:\\c.txt", "C:d.txt", "..\\e.txt", "f/../../g.txt")
LOST = "[" * 5000

# Name and bytes of an input, and what is found of it: what its name is followed by, then the text of a
# document, or error and message; a message that ends in … is that of a library from there on.
HOSTILE: dict[str, tuple[str, bytes | str, list[Row]]] = {
    "gzip bomb": ("h.txt.gz", ZEROS, [("", "ArchiveError", BOMB)]),
    "too deep": (
        "h.zip",
        zipped({"a": zipped({"b": zipped({"c": zipped({"d": TEXT.encode()})}), "e": TEXT.encode()})}),
        [
            ("/a/b/c/d", "ArchiveError", "lies in more than 3 archives, one in another; unpack it first"),
            ("/a/e", TEXT),
        ],
    ),
    "unsafe zip": (
        "h.zip",
        zipped({name: TEXT.encode() for name in (*UNSAFE, "h.txt")}),
        [*((f"/{name}", "ArchiveError", LEAVES) for name in UNSAFE), ("/h.txt", TEXT)],
    ),
    "unsafe tar": (
        "h.tar",
        tarred(*(regular(name) for name in (*UNSAFE, "h.txt"))),
        [*((f"/{name}", "ArchiveError", LEAVES) for name in UNSAFE), ("/h.txt", TEXT)],
    ),
    "links in a tar": (
        "h.tar",
        tarred(
            ("a", tarfile.SYMTYPE, b"/etc/passwd"),
            ("b", tarfile.LNKTYPE, b"a"),
            ("c", tarfile.CHRTYPE, b""),
            ("d", tarfile.FIFOTYPE, b""),
            regular("h.txt"),
        ),
        [*((f"/{name}", "ArchiveError", LINK) for name in "abcd"), ("/h.txt", TEXT)],
    ),
    "holes in a tar": (
        "h.tar",
        tarred(("a", tarfile.GNUTYPE_SPARSE, b""), regular("h.txt")),
        [
            ("/a", "ArchiveError", "has holes, which take no room in the archive"),
            ("/h.txt", TEXT),
        ],
    ),
    "link in a zip": (
        "h.zip",
        zipped({"a.txt": b"/etc/passwd", "h.txt": TEXT.encode()}, **{"a.txt": 0o120777 << 16}),
        [
            ("/a.txt", "ArchiveError", "is a link, and links in archives are not followed"),
            ("/h.txt", TEXT),
        ],
    ),
    "password in a zip": (
        "h.zip",
        encrypted(),
        [("/a.txt", "ReadError", "has a password; unpack it first"), ("/b.txt", TEXT)],
    ),
    "empty zip": ("h.zip", zipped({}), [("", "ReadError", "holds no file that can be read")]),
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
    "cut gzip": ("h.jsonl.gz", cut_gzip(*LINES), [*TWO, ("", "ReadError", CUT_GZIP)]),
    "cut zstd": (
        "h.jsonl.zst",
        cut_zstd(*LINES),
        [*TWO, ("", "ReadError", f"{CUT}the last frame is not whole")],
    ),
    "cut zip": (
        "h.zip",
        zipped({"a.txt": TEXT.encode()})[:60],
        [("", "ReadError", "is a damaged ZIP or document: File is not a zip file")],
    ),
    "damaged file in a zip": (
        "h.zip",
        zipped({"a.txt": TEXT.encode(), "h.txt": b"mot"}).replace(zlib.compress(TEXT.encode())[2:6], b"abcd"),
        [("/a.txt", "ReadError", f"{CUT}…"), ("/h.txt", "mot")],
    ),
    "cut tar": (
        "h.tar",
        tarred(regular("a.txt"), regular("b.txt", bytes(2000)))[:2500],
        [("/a.txt", TEXT), ("", "ReadError", f"{CUT_TAR}unexpected end of data")],
    ),
    "cut head in a tar": (
        "h.tar",
        tarred(regular("a.txt"), regular("b.txt"))[:1500],
        [("/a.txt", TEXT), ("", "ReadError", f"{CUT_TAR}truncated header")],
    ),
    "damaged head in a tar": (
        "h.tar",
        tarred(regular("a.txt"), regular("b.txt")).replace(b"b.txt", b"c.txt"),
        [("/a.txt", TEXT), ("", "ReadError", f"{CUT_TAR}bad checksum")],
    ),
    "cut tgz": (
        "h.tgz",
        gzip.compress(tarred(regular("a.txt"), regular("b.txt", Random(1).randbytes(30_000))))[:-3000],
        [("/a.txt", TEXT), ("/b.txt", "ReadError", CUT_GZIP), ("", "ReadError", CUT_GZIP)],
    ),
    "cut tar.zst": (
        "h.tar.zst",
        zstandard.compress(tarred(regular("a.txt"), regular("b.txt", Random(1).randbytes(300_000))))[:-3000],
        [
            ("/a.txt", TEXT),
            ("/b.txt", "ReadError", f"{CUT}the last frame is not whole"),
            ("", "ReadError", f"{CUT}the last frame is not whole"),
        ],
    ),
    "no name in a zip": (
        "h.zip",
        zipped({"@": TEXT.encode(), "h.txt": TEXT.encode()}).replace(b"@", b"\0"),
        [("/", TEXT), ("/h.txt", TEXT)],
    ),
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
    "cut warc": (
        "h.warc",
        warc(PAGE, PAGE)[:-60],
        [
            ("#http://a.example/1", TEXT),
            ("#http://a.example/2", "ReadError", f"{CUT}it is shorter than it states"),
        ],
    ),
    "cut head in a warc": (
        "h.warc",
        warc(PAGE, PAGE)[:-250],
        [("#http://a.example/1", TEXT), ("", "ReadError", f"{CUT_WARC}the last record has no end")],
    ),
    "head of a warc": (
        "h.warc",
        "WARC/1.0\r\nWARC-Type: response\r\n",
        [("", "ReadError", f"{CUT_WARC}a record has no head")],
    ),
    "image as a page": (
        "h.warc",
        warc(("text/html", PNG), PAGE),
        [("#http://a.example/1", "ReadError", IMAGE.format("PNG")), ("#http://a.example/2", TEXT)],
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
