"""One article in every format of documents, and what each of these files must give."""

from email.message import EmailMessage
from typing import NamedTuple

from make_files import (
    AUTHOR,
    DATE_IN_JSON_LD,
    ROWS,
    SITE,
    TITLE,
    URL,
    article,
    letter,
    markup,
    mhtml,
    shown,
    text_only,
    web_page,
)
from make_office import BOX, NOTE, odt, pdf, word


class Case(NamedTuple):
    """A file, the cleaned text it must give, and what its metadata say."""

    data: bytes
    text: str
    media_type: str = "text/plain"
    published_from: str = "text"
    title: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None


TEXT = article()
# What a typewriter can do: ISO 8859-15 has no ’, and Latin-1 neither œ nor €.
STRAIGHT = TEXT.replace("’", "'")
LATIN = STRAIGHT.replace("œ", "oe").replace("€", "euros")
# Formats that keep the date apart do not repeat it; word processors and PDF have bullets of their own.
UNDATED, BULLETS = shown(article(byline=False)), shown(article(bullet="• "))
BEHIND = "\n\n".join((*BOX, NOTE))


def plain_texts() -> dict[str, Case]:
    encoded = {
        "utf-8.txt": TEXT.encode(),
        "marked.txt": TEXT.encode("utf-8-sig"),
        "lines.txt": TEXT.replace("\n", "\r\n").encode(),
        "cp1252.txt": TEXT.encode("cp1252"),
        "iso-8859-15.txt": STRAIGHT.encode("iso-8859-15"),
        "latin-1.txt": LATIN.encode("latin-1"),
        "macintosh.txt": TEXT.encode("mac_roman"),
        "utf-16.txt": TEXT.encode("utf-16"),
        "utf-16-le.txt": TEXT.encode("utf-16-le"),
        "utf-16-be.txt": TEXT.encode("utf-16-be"),
        "mojibake.txt": TEXT.encode().decode("cp1252").encode(),
        "mojibake-of-windows.txt": TEXT.encode().decode("cp1252").encode("cp1252"),
        "without-suffix": TEXT.encode(),
    }
    texts = {"iso-8859-15.txt": STRAIGHT, "latin-1.txt": LATIN}
    cases = {name: Case(data, shown(texts.get(name, TEXT))) for name, data in encoded.items()}
    return cases | {"article.md": Case(TEXT.encode(), shown(TEXT), "text/markdown")}


def web_pages() -> dict[str, Case]:
    page = Case(b"", UNDATED, "text/html", "metadata", TITLE, AUTHOR, SITE, URL)
    windows = web_page(charset="windows-1252")
    saved = f"<!-- saved from url=(0043){URL} -->\n"
    bare = f"<html><head><title>{TITLE}</title></head><body>{markup()}</body></html>"
    cases = {
        "article.html": page._replace(data=web_page().encode()),
        "json-ld.html": page._replace(data=web_page(date=DATE_IN_JSON_LD).encode()),
        "windows.html": page._replace(data=windows.encode("cp1252")),
        # Pages that were converted, but not what they say of themselves.
        "says-windows.html": page._replace(data=windows.encode()),
        "says-utf-8.html": page._replace(data=web_page().encode("cp1252")),
        "latin-9.html": page._replace(
            data=web_page(charset="iso-8859-15").replace("’", "'").replace("–", "-").encode("iso-8859-15"),
            text=UNDATED.replace("’", "'"),
        ),
        "site-in-title.html": page._replace(
            data=web_page(head=f'<meta property="og:title" content="{TITLE} – {SITE}">').encode()
        ),
        "article.xhtml": page._replace(
            data=f'<?xml version="1.0" encoding="windows-1252"?>\n{web_page(charset="")}'.encode("cp1252")
        ),
        "web-page": page._replace(data=web_page().encode()),
        "byline.html": page._replace(
            data=web_page(date="", byline=True).encode(),
            text=shown(TEXT),
            published_from="text",
        ),
        "saved.htm": Case(
            (saved + bare).encode(),
            shown(TEXT),
            "text/html",
            title=TITLE,
            site="www.chu-rouen.fr",
            url=URL,
        ),
    }
    mail = page._replace(media_type="message/rfc822")
    return cases | {
        "article.mhtml": mail._replace(data=mhtml(web_page())),
        "windows.mht": mail._replace(data=mhtml(windows, "windows-1252", "base64")),
    }


def set_html(message: EmailMessage) -> EmailMessage:
    message.set_content(f"<html><body>{markup(byline=False)}</body></html>", subtype="html")
    return message


def letters() -> dict[str, Case]:
    made: dict[str, EmailMessage] = {}
    for name, charset, encoding in (
        ("plain", "utf-8", "8bit"),
        ("windows", "windows-1252", "quoted-printable"),
        ("encoded", "utf-8", "base64"),
    ):
        made[name] = letter()
        made[name].set_content(text_only(), charset=charset, cte=encoding)
    made["forwarded"] = letter(f"TR: Re : {TITLE}")
    made["forwarded"].set_content(text_only())
    made["html"] = set_html(letter())
    made["both"] = letter()
    made["both"].set_content(text_only())
    made["both"].add_alternative(f"<html><body>{markup(byline=False)}</body></html>", subtype="html")
    made["with-logo"] = set_html(letter())
    made["with-logo"].add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>")
    made["with-files"] = letter()
    made["with-files"].set_content(text_only())
    made["with-files"].add_attachment(pdf(), "application", "pdf", filename="communiqué.pdf")
    made["with-files"].add_attachment(b"BEGIN:VCARD", "text", "vcard", filename="lise.vcf")
    made["with-files"].add_attachment(b"\xff\xd8\xff", "image", "jpeg", filename="photo.jpg")
    made["with-files"].add_attachment(word(), "application", "octet-stream", filename="texte.docx")
    inner = letter("Une lettre dans la lettre")
    inner.set_content(TEXT)
    made["with-files"].add_attachment(inner)
    sent = Case(b"", UNDATED, "message/rfc822", "metadata", TITLE, AUTHOR)
    cases = {f"{name}.eml": sent._replace(data=bytes(one)) for name, one in made.items()}
    attached = {f"with-files.eml/{name}": case for name, case in office().items()}
    return cases | {
        "with-files.eml/communiqué.pdf": attached["with-files.eml/article.pdf"]._replace(data=b""),
        "with-files.eml/texte.docx": attached["with-files.eml/article.docx"]._replace(data=b""),
        "with-files.eml/attachment-5": sent._replace(
            text=f"Une lettre dans la lettre\n\n{shown(TEXT)}", title="Une lettre dans la lettre"
        ),
    }


def office() -> dict[str, Case]:
    docx_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    odt_type = "application/vnd.oasis.opendocument.text"
    rows = "\n".join(" ".join(row) for row in ROWS)
    printed = BULLETS.replace("\n".join(" | ".join(row) for row in ROWS), rows)
    text = f"{BULLETS}\n\n{BEHIND}"
    return {
        "article.docx": Case(word(), text, docx_type, author=AUTHOR),
        "article.odt": Case(odt(), text, odt_type, author=AUTHOR),
        "article.pdf": Case(pdf(), printed, "application/pdf", author=AUTHOR),
    }


CASES = plain_texts() | web_pages() | letters() | office()
