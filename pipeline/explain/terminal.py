"""The explanation on a terminal: marked text, then the list of what the marks mean, then cooperations."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.explain.gather import Explained, Item, Proposal
from pipeline.explain.marks import loss_text, segments, source_text, value_text
from pipeline.records import Label
from pipeline.terminal.consoles import output, safe

STYLES: dict[Label, str] = {
    "INSTITUTION": "cyan",
    "COUNTRY": "green",
    "SPECIALTY": "magenta",
    "DATE": "yellow",
    "COUNT": "bright_blue",
}
_LOST = "dim strike"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_KEY = "[mention]ⁿ  {proposal that is no mention}ⁿ  the numbers are those of the list below the text"
_MARGIN = 12  # characters: the longest word in front of an explanation

# What stands in the margin, and what is told beside it.
_Line = tuple[Text, Text]


def show(articles: Sequence[Explained], console: Console | None = None) -> None:
    """Print the explanation of all articles of a file."""
    console = console or output()
    for number, explained in enumerate(articles, start=1):
        article = explained.article
        _print(console, _line("", f"{article.source}, article {number} of {len(articles)}", "bold reverse"))
        for name, fact in (("title", article.title), ("published", article.published)):
            if fact:
                _print(console, _line(name, fact))
        console.print()
        console.print(_marked(article.text, explained.items), soft_wrap=not console.is_terminal)
        console.print(Text(f"\n{_KEY}\n", "dim"), soft_wrap=not console.is_terminal)
        for line in (*_item_lines(explained.items), *_cooperation_lines(explained)):
            _print(console, line)


def _print(console: Console, line: _Line) -> None:
    margin, told = line
    if console.is_terminal:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=_MARGIN, justify="right")
        grid.add_column()
        grid.add_row(margin, told)
        console.print(grid)
    else:
        # What is kept in a file or searched must not be folded: only a terminal has a width.
        margin.pad_left(_MARGIN - len(margin))
        console.print(Text.assemble(margin, "  ", told) if told else "", soft_wrap=True)


def _line(margin: str, told: str, style: str = "", margin_style: str = "dim") -> _Line:
    return Text(margin, margin_style), Text(safe(told), style)


def _style(shown: Proposal) -> str:
    return STYLES[shown.label] if shown.loss is None else _LOST


def _marked(text: str, items: Sequence[Item]) -> Text:
    marked = Text()
    for segment in segments(text, items):
        for item in segment.opening:
            marked.append("[" if item.shown.loss is None else "{", _style(item.shown))
        # Of marks that overlap, the shortest gives the colour: the others are seen around it.
        style = f"bold {_style(segment.covering[-1].shown)}" if segment.covering else ""
        marked.append(safe(segment.text), style)
        for item in segment.closing:
            end = "]" if item.shown.loss is None else "}"
            marked.append(end + str(item.number).translate(_SUPERSCRIPT), _style(item.shown))
    return marked


def _item_lines(items: Sequence[Item]) -> Iterator[_Line]:
    for item in items:
        shown = item.shown
        words = Text.assemble((shown.label, _style(shown)), "  ", (_one_line(shown.text), "bold"))
        yield Text(str(item.number), "bold"), words
        yield _line("value", value_text(shown.value))
        yield _line("found by", ": ".join(filter(None, (source_text(shown), shown.origin.why))))
        if shown.loss is not None:
            yield _line("no mention", loss_text(shown))
        for one in item.beaten:
            if one.loss is not None and one.loss.how != "set aside":
                verdict = f"{one.label} {_quoted(one)} {value_text(one.value)}, {source_text(one)}"
                yield _line(one.loss.how, f"{verdict}; {loss_text(one)}")
        if read := [f"{_quoted(one)} by {one.rule}" for one in item.beaten if _set_aside(one)]:
            yield _line("also read", ", ".join(read))
        yield _line("", "")


def _cooperation_lines(explained: Explained) -> Iterator[_Line]:
    told = explained.cooperations
    if not told:
        yield _line("", "no cooperation related", "bold")
    for number, one in enumerate(told, start=1):
        yield _line("", f"cooperation {number} of {len(told)}", "bold")
        for name, facts in one.fields:
            yield _line(name, "; ".join(map(_one_line, facts)) or "-")
        yield _line("from", " ".join(map(str, one.evidence)))
        yield _line("", "")


def _set_aside(one: Proposal) -> bool:
    return one.loss is not None and one.loss.how == "set aside"


def _quoted(one: Proposal) -> str:
    return f"“{_one_line(one.text)}”"


def _one_line(text: str) -> str:
    return " ".join(safe(text).split())
