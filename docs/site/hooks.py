"""What the site has beyond the pages of docs/: the changelog, the diagram, the language of a page."""

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from pipeline.tables.catalogue import TABLES
from pipeline.tables.diagram import diagram

ROOT = Path(__file__).parents[2]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the changelog."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace("](docs/", "](")
    files.append(File.generated(config, "changelog.md", content=changelog))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Draw the diagram above the tables."""
    if page.file.src_uri == "tables.md":
        head, mark, tables = markdown.partition("\n## ")
        legend = "Keys are bold, references italic; the dot is where many rows refer to one.\n"
        markdown = f'{head}\n{legend}\n<div class="er-frame">\n{diagram(TABLES)}\n</div>\n{mark}{tables}'
    return markdown


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object) -> dict[str, Any]:
    """Give the pages below fr/ the interface, and the `lang`, of French."""
    config.theme["language"] = "fr" if page.file.src_uri.startswith("fr/") else "en"
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Give the dialog of the search the name that the theme leaves out, for those who hear the page."""
    name = "Rechercher" if config.theme["language"] == "fr" else "Search"
    dialog = 'data-md-component="search" role="dialog"'
    return output.replace(dialog, f'{dialog} aria-label="{name}"')
