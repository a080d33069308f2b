"""What `benchmarks.fuzz` throws at the readers: valid files of each format, and how they are broken."""

import csv
import gzip
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from fpdf import FPDF

Make = Callable[[Random], bytes]

TEXT = (
    "Coopération à l’hôpital\n\nLe CHU de Vannes reçoit deux internes béninois, le 12 mai 2022.\n\n"
    "La convention prévoit l’envoi d’un échographe à Porto-Novo ; une équipe partira en novembre.\n"
)
_PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))
HTML = (
    '<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>Coopération | CHU</title>'
    '<meta property="article:published_time" content="2022-05-12T08:00:00Z"><base href="http://a.example/">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "A. B."}}</script>'
    f"</head><body><nav><a href='/'>Accueil</a></nav><article><h1>Coopération</h1>{_PARAGRAPHS}"
    "<ul><li>un</li><li>deux</li></ul><table><tr><td>a</td><td>b</td></tr></table></article></body></html>"
).encode()
RECORD = {
    "id": "a/1",
    "texte": TEXT,
    "date": "2022-05-12",
    "titre": "Coopération",
    "n": [1, None, {"a": 2.5}],
}
# What can be taken out or for another without breaking all that is around it.
_QUOTED = re.compile(rb"(?<=\")[^\"<>]{0,300}(?=\")")
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*(?:/>|>[^<>]*</\1>)")
# What parsers give a meaning to, put where it has none.
_TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"1e999", b"-1", b'"',
    b"<", b"&#0;", b"&#xD800;", b"]]>", b"<![CDATA[", b"<!--", b"<!DOCTYPE a [<!ENTITY b 'c'>]>&b;", b"\n\n",
    b"\r", b"\t", b";", b"{", b"[", b"../", b"charset=undefined", b"charset=idna", b"charset=unicode_escape",
    b"=?utf-8?b?/w==?=", b"=?x?q?=ff?=", b"Content-Type: multipart/mixed; boundary=a\n\n--a\n",
    b"Content-Transfer-Encoding: base64\n", b"filename*=utf-8''%ff", b"Date: 31 Feb 99999 99:99:99 +9999\n",
    b"http://[", b"//[::1", b"9999999999999", b"\xff" * 8, b"PK\x03\x04", b"\x1f\x8b\x08", b"WARC/1.0\r\n",
    b"Content-Length: -5\r\n", b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n", b"%PDF-1.7",
    b"obj", b"stream", b"/Kids [1 0 R]",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: the name that its inputs bear, valid files, and ways to pack what is broken before."""

    name: str
    seeds: tuple[bytes, ...]
    packs: tuple[Make, ...] = ()


def _mutated(rng: Random, data: bytes, others: list[bytes], changes: range = range(10)) -> bytes:
    broken = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(broken) + 1)
        match rng.choice(changes):
            case 0 if at < len(broken):
                broken[at] ^= 1 << rng.randrange(8)
            case 1 if at < len(broken):
                broken[at] = rng.randrange(256)
            case 2:
                del broken[at:]
            case 3:
                del broken[at : at + rng.randrange(64)]
            case 4:
                broken[at:at] = rng.randbytes(rng.randrange(32))
            case 5:
                broken[at:at] = broken[at : at + rng.randrange(200)] * rng.choice((1, 2, 50))
            case 6:
                other = rng.choice(others)
                broken[at:] = other[rng.randrange(len(other)) :]
            # Strict formats end at the first broken bracket: these two leave the brackets whole.
            case 7 if spans := [m.span() for m in _QUOTED.finditer(broken)]:
                (start, end), (first, last) = rng.choice(spans), rng.choice(spans)
                broken[start:end] = broken[first:last]
            case 8 if spans := [m.span() for m in _ELEMENT.finditer(broken)]:
                (start, end), (first, last) = rng.choice(spans), rng.choice(spans)
                broken[start:end] = broken[first:last] * rng.choice((0, 1, 2))
            case _:
                broken[at:at] = rng.choice(_TOKENS) * rng.choice((1, 1, 1, 300))
    return bytes(broken)


def _zipped(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED)
    return packed.getvalue()


def _tarred(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def _repacked(
    members: Mapping[str, bytes], pack: Callable[[Mapping[str, bytes]], bytes], others: list[bytes]
) -> Make:
    """Return what breaks one member and packs them all."""

    def make(rng: Random) -> bytes:
        name = rng.choice(list(members))
        changes = rng.choice((range(10), range(7, 9)))
        return pack({**members, name: _mutated(rng, members[name], others, changes)})

    return make


def _docx() -> dict[str, bytes]:
    kind = "http://schemas.openxmlformats.org/%s"
    word, links = kind % "wordprocessingml/2006/main", kind % "officeDocument/2006/relationships"
    about = kind % "package/2006/relationships/metadata/core-properties"
    media = "application/vnd.openxmlformats-%s+xml"
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{media % name}"/>'
        for part, name in (
            ("word/document.xml", "officedocument.wordprocessingml.document.main"),
            ("word/styles.xml", "officedocument.wordprocessingml.styles"),
            ("docProps/core.xml", "package.core-properties"),
        )
    )
    lines = "".join(
        f"<w:p><w:r><w:t>{line}</w:t><w:br/><w:t>x</w:t></w:r></w:p>" for line in TEXT.split("\n")
    )
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    item = '<w:p><w:pPr><w:pStyle w:val="L"/><w:numPr/></w:pPr><w:r><w:tab/><w:t>un</w:t></w:r></w:p>'
    table = f"<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
    head = f'<Relationships xmlns="{kind % "package/2006/relationships"}">'
    core = kind.replace("officeDocument", "package") % "package/2006/metadata/core-properties"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kind % "package/2006/content-types"}">'
        f'<Default Extension="rels" ContentType="{media % "package.relationships"}"/>{types}</Types>',
        "_rels/.rels": f'{head}<Relationship Id="a" Type="{links}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="b" Type="{about}" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationship Id="a" Type="{links}/styles" '
        f'Target="styles.xml"/><Relationship Id="b" Type="{links}/image" Target="http://a.example/" '
        'TargetMode="External"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{lines}{item}{table}</w:body>'
        "</w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{word}"><w:style w:type="paragraph" w:styleId="L">'
        '<w:name w:val="List Bullet"/></w:style></w:styles>',
        "docProps/core.xml": f'<c:coreProperties xmlns:c="{core}" xmlns:d="http://purl.org/dc/elements/1.1/" '
        'xmlns:t="http://purl.org/dc/terms/"><d:title>Coopération</d:title>'
        "<t:created>2022-05-12T08:00:00Z</t:created></c:coreProperties>",
    }
    return {name: part.encode() for name, part in parts.items()}


def _odt() -> dict[str, bytes]:
    kind = "application/vnd.oasis.opendocument.text"
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "meta", "manifest")
    )
    body = f"<text:h>Coopération</text:h>{''.join(f'<text:p>{line}</text:p>' for line in TEXT.splitlines())}"
    body += "<text:list><text:list-item><text:p>un</text:p></text:list-item></text:list>"
    body += "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
    body += "</table:table-row></table:table>"
    parts = {
        "content.xml": f"<office:document-content{spaces}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>",
        "meta.xml": f"<office:document-meta{spaces}><office:meta><meta:creation-date>2022-05-12T08:00:00"
        "</meta:creation-date></office:meta></office:document-meta>",
        "META-INF/manifest.xml": f'<manifest:manifest{spaces}><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>',
    }
    return {"mimetype": kind.encode(), **{name: part.encode() for name, part in parts.items()}}


def _pdf() -> tuple[bytes, bytes]:
    files = []
    for is_packed in (False, True):
        pdf = FPDF()
        pdf.set_compression(is_packed)
        pdf.set_title("Coopération")
        for _ in range(2):
            pdf.add_page()
            pdf.set_font("Helvetica", size=11)
            pdf.multi_cell(0, 5, TEXT.replace("’", "'"))
        files.append(bytes(pdf.output()))
    return files[0], files[1]


def _parquet() -> tuple[bytes, ...]:
    table = pa.table(
        {
            "id": ["a", "b"], "texte": [TEXT, None], "tags": [["x"], []], "n": [{"k": 1}, None],
            "date": pa.array([0, 1], pa.timestamp("us", "Europe/Paris")),
        }
    )  # fmt: skip
    files = []
    for compression in ("none", "snappy", "zstd"):
        saved = io.BytesIO()
        pq.write_table(table, saved, compression=compression)
        files.append(saved.getvalue())
    return tuple(files)


def _warc(page: bytes = HTML) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    head += b"WARC-Target-URI: http://a.example/1\r\nContent-Type: application/http; msgtype=response\r\n"
    return (head + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n") * 2


def _mail(pdf: bytes) -> tuple[bytes, ...]:
    from email.message import EmailMessage  # noqa: PLC0415

    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Lise Morel <l@a.example>", "Coopération à l’hôpital"
    letter["Date"], letter["Message-ID"] = "Thu, 12 May 2022 08:00:00 +0200", "<1@a.example>"
    plain = (
        letter.as_bytes().removesuffix(b"\n") + b"Content-Type: text/plain; charset=utf-8\n\n" + TEXT.encode()
    )
    letter.set_content(TEXT)
    letter.add_alternative(HTML.decode(), subtype="html")
    letter.add_attachment(pdf, maintype="application", subtype="pdf", filename="été.pdf")
    letter.set_boundary("==1")
    page = b"From: a\nMIME-Version: 1.0\nSnapshot-Content-Location: http://a.example/1\n"
    page += b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n' + HTML
    return plain, letter.as_bytes(), page + b"\n--b--\n"


def _csv() -> bytes:
    rows = io.StringIO()
    csv.writer(rows).writerows([["id", "texte", "date"], ["1", TEXT, "2022"], ["2", 'Un "mot", ici', "x"]])
    return rows.getvalue().encode()


def targets() -> dict[str, Target]:
    """Return what is thrown inputs at, with valid files of its format."""
    pdf, word, odt, parquet, table = _pdf(), _docx(), _odt(), _parquet(), _csv()
    one = json.dumps(RECORD, ensure_ascii=False).encode()
    lines = b"\n".join((one, json.dumps({"text": HTML.decode()}).encode(), one))
    text, mail = TEXT.encode(), _mail(pdf[1])
    members = {"a.txt": text, "b/b.html": HTML, "c.jsonl": lines, "d.csv": table}
    others = [
        text,
        HTML,
        mail[1],
        pdf[0],
        pdf[1],
        _zipped(word),
        _zipped(odt),
        one,
        table,
        parquet[0],
        _warc(),
    ]
    packed = zstandard.ZstdCompressor(write_checksum=True).compress
    return {
        "text": Target("a.txt", (text, TEXT.encode("cp1252"), TEXT.encode("utf-16"))),
        "markdown": Target("a.md", (b"# " + text,)),
        "html": Target("a.html", (HTML, HTML.replace(b"utf-8", b"cp1252"))),
        "mail": Target("a.eml", mail),
        "pdf": Target("a.pdf", pdf),
        "docx": Target("a.docx", (_zipped(word),), (_repacked(word, _zipped, others),) * 3),
        "odt": Target("a.odt", (_zipped(odt),), (_repacked(odt, _zipped, others),) * 3),
        "jsonl": Target("a.jsonl", (lines,)),
        "json": Target("a.json", (one, b'{"articles": [' + one + b"]}", b"[" + one + b"," + one + b"]")),
        "csv": Target("a.csv", (table, table.decode().replace(",", ";").encode("cp1252"))),
        "parquet": Target("a.parquet", parquet),
        "zip": Target("a.zip", (_zipped(members),), (_repacked(members, _zipped, others),)),
        "tar": Target("a.tar", (_tarred(members),), (_repacked(members, _tarred, others),)),
        "gzip": Target(
            "a.txt.gz",
            (gzip.compress(text, mtime=0),),
            (lambda rng: gzip.compress(_mutated(rng, _tarred(members), others), 1, mtime=0),),
        ),
        "zstd": Target(
            "a.jsonl.zst", (packed(lines),), (lambda rng: packed(_mutated(rng, lines, others)),)
        ),
        "warc": Target("a.warc", (_warc(),), (lambda rng: _warc(_mutated(rng, HTML, others)),)),
        "sniff": Target("a", tuple(others)),
    }  # fmt: skip


def broken(target: Target, others: list[bytes], rng: Random) -> bytes:
    """Return an input for a reader: random bytes, a broken file of its format, or one of broken parts."""
    kind = rng.randrange(8)
    if kind == 0:
        head = rng.choice(target.seeds)[: rng.choice((0, 4, 64))]
        return head + rng.randbytes(rng.randrange(2000))
    if kind < 4 and target.packs:
        return rng.choice(target.packs)(rng)
    return _mutated(rng, rng.choice(target.seeds), others)
