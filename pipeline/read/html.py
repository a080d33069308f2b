"""Web pages: main text, title, date, author and site, through trafilatura."""

import re
from urllib.parse import urlsplit

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document as Extracted

from pipeline.errors import ReadError
from pipeline.published import published_value
from pipeline.read.page import Page, titled
from pipeline.read.text import decode

_CHARSET = re.compile(
    rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{1,40})"
)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
# The address that a browser writes into a page that it saves.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_ITEM = re.compile(r"\s*(?:- |\d{1,2}\. )")
# The rule that trafilatura draws under the head of a table.
_RULE = re.compile(r"\s*\|(?:-+\|)+\s*")
# A title ends with the name of its site, which is none of its words.
_SITE_TAIL = re.compile(r"\s+[|–—·-]\s+(?P<site>[^|–—·]+)$")


def read_html(data: bytes, charset: str | None = None, url: str | None = None) -> Page:
    """Read a web page; `charset` and `url` are what the mail or archive around it says. Raises ReadError.

    Paragraphs and headings are set apart by blank lines, items and table rows are lines of their own.
    """
    head = data[: 2**14]
    found = _CHARSET.search(head)
    declared = (found[1] or found[2]).decode("ascii") if found else charset
    return html_page(decode(data, declared), url)


def html_page(source: str, url: str | None = None) -> Page:
    """Return the page of HTML that is a string already. Raises ReadError."""
    # libxml2 refuses a declared encoding in what is decoded already.
    source = _XML_HEAD.sub("", source, count=1)
    tree = trafilatura.load_html(source)
    if tree is None or not isinstance(tree, HtmlElement):
        raise ReadError("is no web page that can be parsed; save the article as text")
    found = trafilatura.bare_extraction(
        tree,
        url=url,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        favor_recall=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"},
    )
    if not isinstance(found, Extracted) or not found.text or not found.text.strip():
        raise ReadError("the web page holds no article text; save the article as text")
    saved = _SAVED_FROM.search(source[:2000])
    address = found.url or url or (saved[1] if saved else None)
    site = found.sitename or (urlsplit(address).hostname if address else None)
    page = Page(
        text=_spaced(found.text),
        title=_title(found.title, site),
        author=found.author,
        site=site,
        url=address,
        published=published_value(found.date),
    )
    return titled(page)


def _spaced(text: str) -> str:
    """Return the lines of trafilatura as paragraphs: items of a list and rows of a table stay together."""
    pieces: list[str] = []
    before = ""
    for line in text.split("\n"):
        if not line.strip() or _RULE.fullmatch(line):
            continue
        is_row = line.lstrip().startswith("| ")
        kind = "row" if is_row else "item" if _ITEM.match(line) else ""
        if pieces:
            pieces.append("\n" if kind and kind == before else "\n\n")
        pieces.append(line.strip("| ") if is_row else line.strip())
        before = kind
    return "".join(pieces)


def _title(title: str | None, site: str | None) -> str | None:
    if title and (tail := _SITE_TAIL.search(title)) and site and tail["site"].casefold() in site.casefold():
        title = title[: tail.start()]
    return " ".join(title.split()) or None if title else None
