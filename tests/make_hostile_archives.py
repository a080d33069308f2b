"""Hostile and broken archives, made for the tests, and what is to be found of each."""

import gzip
import tarfile
import zlib
from random import Random

import zstandard
from make_files import zipped
from make_hostile import (
    HTML,
    IMAGE,
    LINES,
    PNG,
    TEXT,
    TWO,
    Case,
    cut_gzip,
    cut_zstd,
    encrypted,
    regular,
    tarred,
    warc,
)

ZEROS = gzip.compress(bytes(10 * 2**20)) * 30
BOMB = "expands to more than 200 times its size, as an archive bomb does"
LEAVES = "its path leaves the archive; archives made for reading have no such paths"
LINK = "is a link or device, which archives may not bring"
CUT = "is damaged or ends in the middle: "
CUT_GZIP = CUT + "Compressed file ended before the end-of-stream marker was reached"
CUT_TAR = "is a damaged tar or ends in the middle: "
CUT_WARC = "is a damaged web archive or ends in the middle: "
PAGE = ("text/html", HTML.encode())
UNSAFE = ("../a.txt", "/b.txt", "C:\\c.txt", "C:d.txt", "..\\e.txt", "f/../../g.txt")

ARCHIVES: dict[str, Case] = {
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
}
