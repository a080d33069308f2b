"""One article as text, record, web page and letter, and files of them: what tests of reading are made of."""

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

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
