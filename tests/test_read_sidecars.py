"""Reading: what a sidecar states goes before what its document says of itself."""

import json
from pathlib import Path

from make_files import PUBLISHED, URL, web_page, write_all
from make_formats import CASES
from reading import read_back

from pipeline.kit import Kit


def test_a_sidecar_goes_before_what_the_document_says(kit: Kit, tmp_path: Path) -> None:
    stated = {"published": "2024-06-05", "title": "Un jumelage", "url": "https://exemple.org/jumelage"}
    names = ("article.html", "article.docx", "plain.eml")
    files: dict[str, bytes | str] = {name: CASES[name].data for name in names}
    files |= {f"{name.split('.')[0]}.meta.json": json.dumps(stated) for name in names}
    found = read_back(write_all(tmp_path, files), kit)
    for name in names:
        document, one, _ = found[name]
        assert (document.title, document.url) == (stated["title"], stated["url"])
        assert (document.author, document.site) == (CASES[name].author, CASES[name].site)
        assert (one.title, one.published, one.published_from) == ("Un jumelage", "2024-06-05", "sidecar")
        assert one.text == CASES[name].text


def test_a_sidecar_says_only_what_it_says(kit: Kit, tmp_path: Path) -> None:
    files = {"a.html": web_page(), "a.meta.json": '{"title": "Un jumelage"}'}
    found = read_back(write_all(tmp_path, files), kit)["a.html"]
    assert (found.document.title, found.document.url) == ("Un jumelage", URL)
    assert (found.article.published, found.article.published_from) == (PUBLISHED, "metadata")


def test_the_sidecar_of_a_letter_says_nothing_of_its_attachments(kit: Kit, tmp_path: Path) -> None:
    name = "with-files.eml"
    meta = '{"title": "Un jumelage", "published": "2020-01-01"}'
    found = read_back(write_all(tmp_path, {name: CASES[name].data, "with-files.meta.json": meta}), kit)
    dates = {source: (one.article.published, one.article.published_from) for source, one in found.items()}
    assert dates == {
        name: ("2020-01-01", "sidecar"),
        f"{name}/communiqué.pdf": (PUBLISHED, "text"),
        f"{name}/texte.docx": (PUBLISHED, "text"),
        f"{name}/attachment-5": (PUBLISHED, "metadata"),
    }
