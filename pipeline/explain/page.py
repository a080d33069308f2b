"""The explanation as one HTML page without scripts, that fetches nothing.

Marks in the text link to their entries in the list beside it and back, so that both are reached by
keyboard; boxes at the top hide a label, by style sheet alone.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.explain.gather import Explained, Item, Proposal, Told
from pipeline.explain.marks import loss_text, segments, source_text, value_text
from pipeline.explain.style import style_sheet
from pipeline.records import LABELS

# Nothing may be fetched or run, whatever an article holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_page(articles: Sequence[Explained], path: Path) -> None:
    """Write the page to `path`; raises OutputError where that cannot be done."""
    try:
        path.write_text(page(articles), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}; name a file") from error


def page(articles: Sequence[Explained]) -> str:
    """Return the page; every text of an article is escaped."""
    source = articles[0].article.source if articles else ""
    boxes = "".join(
        f'<label class="{label}"><input type="checkbox" id="show-{label}" checked> {label}</label>'
        for label in LABELS
    )
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(source)}, explained</title>\n<style>{style_sheet()}</style>\n</head>\n<body>\n",
        f'<header><p class="soft">What was found in <code>{escape(source)}</code>, by what, ',
        "and what it beat. A mark leads to its explanation, <span aria-hidden='true'>↩</span> leads back; ",
        "dotted marks are proposals that are no mentions.</p></header>\n",
        f"<fieldset><legend>Show</legend>{boxes}</fieldset>\n<main>\n",
        *(_article(number, one) for number, one in enumerate(articles, start=1)),
        "</main>\n</body>\n</html>\n",
    ]
    return "".join(parts)


def _article(number: int, explained: Explained) -> str:
    article, prefix = explained.article, f"a{number}"
    title = article.title or f"{article.source}, article {number}"
    published = f"published {article.published}" if article.published else "date of publication not known"
    cooperations = "".join(
        _cooperation(place, one, prefix) for place, one in enumerate(explained.cooperations, start=1)
    )
    items = "".join(_item(item, prefix) for item in explained.items)
    return (
        f'<article class="article"><header><h1 lang="fr">{escape(title)}</h1>'
        f'<p class="soft">{escape(published)} · <a href="#{prefix}-list">list of mentions</a> · '
        f'<a href="#{prefix}-cooperations">cooperations</a></p></header>\n'
        f'<div><div class="text" lang="fr">{_marked(article.text, explained.items, prefix)}</div>\n'
        f'<section id="{prefix}-cooperations"><h2>Cooperations</h2>\n'
        f"{cooperations or '<p>None was related.</p>'}</section></div>\n"
        f'<section class="side" id="{prefix}-list" tabindex="0" aria-label="Mentions">'
        "<h2>Mentions</h2>"
        f'<ol class="items">\n{items}</ol></section></article>\n'
    )


def _marked(text: str, items: Sequence[Item], prefix: str) -> str:
    """Return the text with its marks; of marks that overlap, the shortest is drawn and linked to."""
    parts = []
    for segment in segments(text, items):
        if not segment.covering:
            parts.append(escape(segment.text))
            continue
        item = segment.covering[-1]
        numbers = "".join(_number(one, item, prefix) for one in segment.closing)
        # The way back leads to where a mark begins, which other marks may share.
        anchors = "".join(f'<span id="{prefix}-t{one.number}"></span>' for one in segment.opening)
        hint = escape(f"{item.shown.label}: {value_text(item.shown.value)}")
        parts.append(
            f'<mark class="{_classes(item.shown)}">{anchors}<a href="#{prefix}-m{item.number}" '
            f'title="{hint}">{escape(segment.text)}</a>{numbers}</mark>'
        )
    return "".join(parts)


def _number(item: Item, drawn: Item, prefix: str) -> str:
    """Return the number at the end of a mark; it is a link where the mark is hidden by a shorter one."""
    link = f'<a href="#{prefix}-m{item.number}">{item.number}</a>' if item is not drawn else str(item.number)
    return f'<sup class="{item.shown.label}">{link}</sup>'


def _classes(shown: Proposal) -> str:
    return shown.label if shown.loss is None else f"{shown.label} lost"


def _item(item: Item, prefix: str) -> str:
    shown, number = item.shown, item.number
    rows = [_row(name, escape(fact)) for name, fact in shown.value]
    why = f'<br><span class="soft">{escape(shown.origin.why)}</span>' if shown.origin.why else ""
    rows.append(_row("found by", escape(source_text(shown)) + why))
    if shown.loss is not None:
        rows.append(_row("no mention", escape(loss_text(shown))))
    rows += [
        _row(one.loss.how, _beaten(one))
        for one in item.beaten
        if one.loss is not None and one.loss.how != "set aside"
    ]
    return (
        f'<li class="{_classes(shown)}" id="{prefix}-m{number}">'
        f'<div class="head"><span class="soft">{number}</span>'
        f'<strong lang="fr">{escape(shown.text)}</strong><span class="tag">{shown.label}</span>'
        f'<a class="back" href="#{prefix}-t{number}" aria-label="back to {number} in the text">↩</a></div>'
        f"<dl>{''.join(rows)}</dl>{_set_aside(item)}</li>\n"
    )


def _row(name: str, fact: str) -> str:
    """Return a row of a list of facts; `fact` is escaped already."""
    return f"<dt>{escape(name)}</dt><dd>{fact}</dd>"


def _beaten(one: Proposal) -> str:
    return (
        f'<span class="tag {one.label}">{one.label}</span> <b lang="fr">{escape(one.text)}</b> '
        f"{escape(value_text(one.value))}<br>{escape(source_text(one))}<br>"
        f'<span class="soft">{escape(loss_text(one))}</span>'
    )


def _set_aside(item: Item) -> str:
    """Return what the concept itself read and did not propose: seldom the answer, so it is folded away."""
    rows = [
        f'<li><b lang="fr">{escape(one.text)}</b> by {escape(source_text(one))}</li>'
        for one in item.beaten
        if one.loss is not None and one.loss.how == "set aside"
    ]
    if not rows:
        return ""
    return f"<details><summary>also read ({len(rows)})</summary><ul>{''.join(rows)}</ul></details>"


def _cooperation(number: int, told: Told, prefix: str) -> str:
    rows = "".join(_row(name, "<br>".join(map(escape, facts)) or "–") for name, facts in told.fields)
    links = " ".join(f'<a href="#{prefix}-m{place}">{place}</a>' for place in told.evidence)
    return (
        f'<div class="cooperation"><p class="soft">{number}</p><dl>{rows}</dl>'
        f"<details><summary>mentions that it rests on</summary><p>{links}</p></details></div>\n"
    )
