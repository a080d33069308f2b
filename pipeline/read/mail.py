"""Letters (EML) and saved web pages (MHTML): both are MIME messages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parseaddr

from pipeline.errors import ReadError
from pipeline.published import published_value
from pipeline.read.html import read_html
from pipeline.read.page import Page, titled
from pipeline.read.text import decode

# Attached files that are no part of the letter: pictures, calendars, signatures, the marks of a newsletter.
_IGNORED = re.compile(
    r"image/|video/|audio/|font/|text/(?:css|calendar|x-vcard|vcard|javascript)|application/(?:pgp|pkcs7|x-pkcs7|javascript|x-javascript|ms-tnef)"
)
_REPLY = re.compile(r"(?i)^(?:(?:re|ref|fwd?|tr)\s*:\s*)+")


def read_mail(data: bytes) -> Page:
    """Read the body of a letter or the page of an MHTML file. Raises ReadError."""
    message = _message(data)
    if _is_saved_page(message):
        return _saved_page(message)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise ReadError("the letter has no body of text")
    page = _part_page(body)
    name, address = parseaddr(_header(message, "From"))
    letter = replace(
        page,
        title=_REPLY.sub("", _header(message, "Subject")) or page.title,
        author=name or address or None,
        # A letter is published on the day it is sent.
        published=published_value(_header(message, "Date")),
    )
    return titled(letter)


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the files attached to a letter; nothing for a saved web page."""
    message = _message(data)
    if _is_saved_page(message):
        return
    for number, part in enumerate(message.iter_attachments(), 1):
        if _IGNORED.match(part.get_content_type()):
            continue
        is_letter = part.get_content_type() == "message/rfc822"
        payload = _attached_letter(part) if is_letter else part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            yield part.get_filename() or f"attachment-{number}", payload


def _message(data: bytes) -> EmailMessage:
    try:
        message = message_from_bytes(data, policy=policy.default)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise ReadError(f"is no letter that can be parsed: {error}") from error
    if not isinstance(message, EmailMessage):
        raise ReadError("is no letter that can be parsed")
    return message


def _attached_letter(part: Message) -> bytes | None:
    letters = part.get_payload()
    letter = letters[0] if isinstance(letters, list) and letters else None
    try:
        return letter.as_bytes() if isinstance(letter, Message) else None
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _is_saved_page(message: EmailMessage) -> bool:
    """Return whether a message is a page that was saved: letters with pictures are `related` too."""
    if message["Snapshot-Content-Location"] or message["Content-Location"]:
        return True
    sender = _header(message, "From")
    is_sent = sender and not sender.lower().startswith("<saved by")
    return message.get_content_type() == "multipart/related" and not is_sent


def _saved_page(message: EmailMessage) -> Page:
    location = message["Snapshot-Content-Location"] or message["Content-Location"]
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(
            part, EmailMessage
        ):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                url = str(location or part["Content-Location"] or "") or None
                charset = part.get_content_charset()
                return read_html(payload, charset, url if url and url.startswith("http") else None)
    raise ReadError("the saved web page holds no HTML")


def _part_page(part: Message) -> Page:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise ReadError("the letter has no body of text")
    if part.get_content_type() == "text/html":
        return read_html(payload, part.get_content_charset())
    return Page(decode(payload, part.get_content_charset()))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, LookupError, AttributeError, IndexError, TypeError, OverflowError):
        # The parser of the standard library stumbles over some malformed headers when they are read.
        return ""
