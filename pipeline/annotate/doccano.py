"""JSON Lines for a doccano project with relations and overlapping spans, and back.

doccano knows no attributes. They travel in the column `jumelage`, which doccano keeps as metadata, by the
label and the place of their span, since doccano numbers spans anew. A comment on an article changes them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.annotate.marks import KEYS, ROLES, Arc, Marked, Span
from pipeline.annotate.notes import Attributes, changed, read_note
from pipeline.brat import read_text, write_lines
from pipeline.errors import GoldError

OURS = "jumelage"
_COLOURS = ("#2f6fb3", "#2e7d32", "#b26a00", "#6a4fb3", "#b3354b", "#8a7a00")
# Where a span stood, with its label.
_Place = tuple[str, int, int]


def write(folder: Path, articles: Iterable[Marked]) -> None:
    """Write articles.jsonl, and the labels of spans and relations that doccano imports, into a folder."""
    write_lines(folder / "span_labels.json", [_labels(tuple(KEYS))])
    write_lines(folder / "relation_labels.json", [_labels(tuple(ROLES))])
    with (folder / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for marked in articles:
            file.write(json.dumps(_record(marked), ensure_ascii=False) + "\n")


def read(source: Path, problems: list[str]) -> list[Marked]:
    """Read a file that doccano has exported, or a folder of them; what is none is named in `problems`."""
    paths = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    if not paths:
        raise GoldError(f"{source}: holds no .jsonl file; unpack what doccano has exported")
    articles = []
    for path in paths:
        for number, line in enumerate(read_text(path).split("\n"), start=1):
            if line.strip():
                try:
                    articles.append(_marked(line, f"{path}: line {number}"))
                except GoldError as error:
                    problems.append(str(error))
    return articles


def digest(text: str) -> str:
    """Return what tells whether a text has changed on its way."""
    return hashlib.sha256(text.encode()).hexdigest()


def _labels(names: Sequence[str]) -> str:
    colours = (_COLOURS[n % len(_COLOURS)] for n in range(len(names)))
    found = [
        {"text": name, "background_color": colour, "text_color": "#ffffff"}
        for name, colour in zip(names, colours, strict=True)
    ]
    return json.dumps(found, indent=1)


def _record(marked: Marked) -> dict[str, Any]:
    numbers = {span.key: number for number, span in enumerate(marked.spans, start=1)}
    return {
        "text": marked.text,
        "name": marked.name,
        "entities": [
            {"id": numbers[s.key], "label": s.label, "start_offset": s.start, "end_offset": s.end}
            for s in marked.spans
        ],
        "relations": [
            {"id": n, "from_id": numbers[arc.source], "to_id": numbers[arc.target], "type": arc.role}
            for n, arc in enumerate(marked.arcs, start=1)
        ],
        OURS: {
            "name": marked.name,
            "sha256": digest(marked.text),
            "meta": marked.meta,
            "attributes": [[s.label, s.start, s.end, s.attributes] for s in marked.spans if s.attributes],
        },
    }


def _marked(line: str, place: str) -> Marked:
    try:
        record = json.loads(line)
        text, ours = record["text"], record[OURS]
        if digest(text) != ours["sha256"]:
            raise GoldError(f"{place}: the text of {ours['name']} has changed; export it again")
        known = {(label, start, end): _tuples(values) for label, start, end, values in ours["attributes"]}
        entities = [
            (str(e["id"]), (e["label"], e["start_offset"], e["end_offset"])) for e in record["entities"]
        ]
        arcs = tuple(
            Arc(str(r["from_id"]), str(r["to_id"]), r["type"], f"{place}: relation {r.get('id', n)}")
            for n, r in enumerate(record["relations"], start=1)
        )
        _check_types(text, entities)
        own = _moved(known, [where for _, where in entities])
        spans = [Span(key, *where, own.get(where, {}), f"{place}: entity {key}") for key, where in entities]
        marked = Marked(ours["name"], text, tuple(spans), arcs, ours["meta"], place)
        return _commented(marked, record.get("Comments") or record.get("comments") or ())
    except KeyError as error:
        why = f"has no {error}; export JSONL of a project with relations, made of what jumelage exported"
        raise GoldError(f"{place}: {why}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise GoldError(f"{place}: is no record that doccano has exported ({error})") from error


def _tuples(values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(items) for key, items in values.items()}


def _check_types(text: object, entities: Iterable[tuple[str, tuple[object, ...]]]) -> None:
    for key, (label, start, end) in entities:
        if not (isinstance(label, str) and type(start) is int and type(end) is int):
            raise TypeError(f"entity {key} has a label that is no text, or offsets that are no whole numbers")
    if not isinstance(text, str):
        raise TypeError("text is none")


def _moved(known: Mapping[_Place, Attributes], there: Sequence[_Place]) -> dict[_Place, Attributes]:
    """Return the attributes of spans: a span whose bounds were corrected keeps what it said.

    That is one that is new, where the one of its label that it overlaps is gone, and no other does.
    """
    own = {where: known[where] for where in there if where in known}
    gone = [where for where in known if where not in own]
    new = [where for where in there if where not in known]
    for where in new:
        before = [old for old in gone if _overlap(old, where)]
        if len(before) == 1 and sum(_overlap(before[0], other) for other in new) == 1:
            own[where] = known[before[0]]
    return own


def _overlap(a: _Place, b: _Place) -> bool:
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]


def _commented(marked: Marked, comments: Iterable[Any]) -> Marked:
    """Return an article as its comments change it: `Mali: iso = ML` is for all spans with these words."""
    spans = list(marked.spans)
    for comment in comments:
        said = comment if isinstance(comment, str) else comment.get("comment") or comment.get("text") or ""
        head, _, _ = said.partition("=")
        words, colon, key = head.rpartition(":")
        note = read_note(key + said[len(head) :])
        if not note:
            continue
        meant = [n for n, span in enumerate(spans) if _says(marked, span, words, colon, note)]
        if not meant:
            known = f"no span {words.strip()!r} may have {', '.join(note)}"
            raise GoldError(f"{marked.place}: comment {said!r}: {known}; write WORDS: key = value")
        for n in meant:
            span = spans[n]
            attributes = changed(span.attributes, note)
            spans[n] = Span(span.key, span.label, span.start, span.end, attributes, span.place)
    return Marked(marked.name, marked.text, tuple(spans), marked.arcs, marked.meta, marked.place)


def _says(marked: Marked, span: Span, words: str, colon: str, note: Attributes) -> bool:
    """Return whether a comment on some words, or on none, speaks of a span."""
    there = marked.text[span.start : span.end].split()
    return bool(colon) and there == words.split() and set(note) <= set(KEYS.get(span.label, ()))
