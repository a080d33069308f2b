"""What a reader of one format finds in the bytes of one document, before it is known where they came from."""

from dataclasses import dataclass, replace

from pipeline.text import name_key

# A title that stands among the first lines of its text is not put before it once more.
_HEAD_LINES = 8


@dataclass(frozen=True, slots=True)
class Page:
    """Text and metadata of one document; dates are EDTF strings.

    `published` is what the publisher states. `created` is when the file was made, which is all that some
    formats know; it dates the article only where nothing else does.
    """

    text: str
    title: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    published: str | None = None
    created: str | None = None


def titled(page: Page) -> Page:
    """Return a page whose text begins with its title: for formats that keep the title apart from the text."""
    if not page.title:
        return page
    head = name_key(" ".join(page.text.split("\n", _HEAD_LINES)[:_HEAD_LINES]))
    return page if name_key(page.title) in head else replace(page, text=f"{page.title}\n\n{page.text}")
