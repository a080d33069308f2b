"""What terminal and page show of an explanation: all of it, and nothing that a text could order."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO

from rich.console import Console

from pipeline.explain.gather import Explained, Item, Loss, Proposal, Told, explain_articles
from pipeline.explain.origins import Origin
from pipeline.explain.page import page
from pipeline.explain.terminal import show
from pipeline.kit import Kit
from pipeline.records import Article

TEXT = (
    "L’ambassade de France au Togo soutient deux cardiologues maliens du CHU de Nantes. "
    "Les cours se donnent en portugais du 10 au 21 octobre 2022."
)


def tell(kit: Kit, text: str) -> Explained:
    (told,) = explain_articles([Article("t.txt", 0, text)], kit)
    return told


def printed(told: Explained, **options: object) -> str:
    console = Console(file=StringIO(), highlight=False, **options)  # type: ignore[arg-type]
    show([told], console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_terminal_is_readable_without_colour(kit: Kit) -> None:
    out = printed(tell(kit, TEXT))
    assert (
        "L’[ambassade de France au Togo]¹ soutient [deux [cardiologues]³]² [maliens]⁴ du [CHU de Nantes]⁵. "
        "Les cours se donnent en {portugais}⁶ [du 10 au 21 octobre 2022]⁷.\n"
    ) in out
    assert (
        "      beaten  COUNTRY “Togo” iso TG, country-name (vocabulary, countries/names.csv); "
        "beaten by embassy: the longer candidate wins\n"
    ) in out
    assert "  no mention  excluded by language-en (exclusions/countries.toml): " in out
    assert "       value  type DATE · value 2022-10-10/2022-10-21\n" in out
    assert "\x1b" not in out


def test_the_terminal_has_colours_and_takes_no_orders_from_a_text(kit: Kit) -> None:
    out = printed(tell(kit, "Au Togo\x1b[2J, [bold red]le[/] CHU de Nantes."), force_terminal=True, width=70)
    assert "\x1b[1;32mTogo\x1b[0m" in out
    assert "\x1b[2J" not in out
    assert ", [bold red]le[/] " in out


VOID = frozenset(("meta", "input", "br"))


class WellFormed(HTMLParser):
    """Checks that tags nest; collects texts, tags, and the addresses that a browser would fetch or follow."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens, and where it leads."""
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "srcset", "action", "data", "poster", "background", "style"):
                self.addresses.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that what closes was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)


HOSTILE = (
    '<script>alert(1)</script> Le CHU de Nantes</details> & le CHU "Togo" <img src=https://example.org/x> '
    "ont reçu trois chirurgiens pédiatriques togolais le 3 mai 2021, voir https://example.org/a?b=1&c=2 ."
)


def test_the_page_escapes_fetches_nothing_and_is_well_formed(kit: Kit) -> None:
    article = Article(
        "<b>a</b>.txt", 0, HOSTILE, title='<script>"t"</script></details>', published="2021-06-01"
    )
    told = explain_articles([article, replace(article, position=1)], kit)
    source = page(told)
    parsed = WellFormed(source)
    assert not {"script", "img", "link", "iframe"} & set(parsed.tags)
    assert "<script" not in source
    assert "<b>a" not in source
    assert source.count("</details>") == parsed.tags.count("details")
    assert "".join(parsed.texts).count(HOSTILE[:25]) == 2
    # Links lead to places of the page alone, and each place is there once.
    assert all(re.fullmatch(r"#[\w-]+", address) for address in parsed.addresses)
    assert {address[1:] for address in parsed.addresses} <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert not re.search(r"url\(|@import", source)
    assert "default-src 'none'" in source


def test_the_page_escapes_every_field() -> None:
    evil = "<i>'\"&</i>"
    value = ((evil, evil),)
    origin = Origin("rule", evil, evil)
    shown = Proposal(
        "DATE", 0, len(evil), evil, evil, origin, value, Loss("excluded", evil, evil, place=evil)
    )
    beaten = replace(shown, loss=Loss("beaten", evil, evil))
    read = replace(shown, loss=Loss("set aside", evil))
    told = Told(((evil, (evil,)),), (1,))
    article = Article(evil, 0, evil, title=evil, published=evil)
    source = page([Explained(article, (Item(1, shown, (shown, beaten, read)),), (told,))])
    parsed = WellFormed(source)
    assert "i" not in parsed.tags
    assert "".join(parsed.texts).count(evil) == source.count("&lt;i&gt;&#x27;&quot;&amp;&lt;/i&gt;") - 2
    assert source.count('title="DATE: &lt;i&gt;&#x27;&quot;&amp;&lt;/i&gt; ') == 1


def test_the_page_marks_and_tells_all(kit: Kit) -> None:
    source = page([tell(kit, TEXT)])
    for piece in (
        'title="INSTITUTION: kind government · country FR · name ambassade de France au Togo"',
        "beaten by embassy: the longer candidate wins",
        "excluded by language-en (exclusions/countries.toml): ",
        '<mark class="COUNTRY lost">',
        "<summary>also read (4)</summary>",
        "@media (prefers-color-scheme: dark)",
    ):
        assert piece in source
