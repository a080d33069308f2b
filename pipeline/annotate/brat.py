"""A folder that brat opens, and back: NAME.txt and NAME.ann, with the configuration of the project.

Cooperations are events. Attributes with closed values are attributes; all others are in the note of a span,
since brat offers no free text elsewhere. Gold has them all as attributes, which is read too.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.annotate.check import CHOICES
from pipeline.annotate.marks import CANON, COOPERATION, MISSING, ROLES, Arc, Marked, Span
from pipeline.annotate.notes import changed, read_note, written
from pipeline.brat import (
    GoldArticle,
    read_json,
    read_lines,
    read_span,
    read_text,
    reason,
    span_line,
    write_lines,
    write_text,
)
from pipeline.errors import GoldError
from pipeline.records import LABELS

_COLOURS = {
    "INSTITUTION": "#9ecbff",
    "COUNTRY": "#a8e6a1",
    "SPECIALTY": "#ffd591",
    "DATE": "#d6c6ff",
    "COUNT": "#ffb3ba",
    COOPERATION: "#fff07a",
}


def write(folder: Path, articles: Iterable[Marked]) -> None:
    """Write articles, and the configuration by which brat shows them, into a folder."""
    write_lines(folder / "annotation.conf", _annotation_conf())
    write_lines(folder / "visual.conf", _visual_conf())
    for marked in articles:
        write_text(folder, GoldArticle(marked.name, marked.text, (), (), dict(marked.meta)))
        write_lines(folder / f"{marked.name}.ann", _lines(marked))


def read(folder: Path, problems: list[str]) -> list[Marked]:
    """Read the articles of a folder; an article that is no brat standoff is named in `problems` instead."""
    paths = sorted(folder.glob("*.ann"))
    if not paths:
        raise GoldError(f"{folder}: holds no .ann file; give the folder that brat has written to")
    articles = []
    for path in paths:
        try:
            articles.append(_Reader(path).marked())
        except GoldError as error:
            problems.append(str(error))
    return articles


def _annotation_conf() -> list[str]:
    roles = ", ".join(f"{role}*:{'|'.join(about.labels)}" for role, about in ROLES.items())
    values: dict[str, tuple[list[str], list[str]]] = {}
    for (label, key), choices in CHOICES.items():
        labels, known = values.setdefault(key, ([], []))
        labels.append(label)
        known += [choice for choice in choices if choice not in known]
    attributes = (f"{k}\tArg:{'|'.join(labels)}, Value:{'|'.join(v)}" for k, (labels, v) in values.items())
    return [
        *("[entities]", *LABELS, ""),
        *("[relations]", "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>", ""),
        *("[events]", f"{COOPERATION}\t{roles}", ""),
        *("[attributes]", *attributes),
    ]


def _visual_conf() -> list[str]:
    drawn = (f"{label}\tbgColor:{colour}" for label, colour in _COLOURS.items())
    return ["[labels]", *(f"{label} | {label.title()}" for label in _COLOURS), "", "[drawing]", *drawn]


def _lines(marked: Marked) -> list[str]:
    """Return the lines of the .ann file of an article."""
    lines: list[str] = []
    n_attributes = n_notes = 0
    names: dict[str, str] = {}
    for number, span in enumerate(marked.spans, start=1):
        target = names[span.key] = f"T{number}"
        lines.append(span_line(target, span.label, span.start, span.end, marked.text))
        if span.label == COOPERATION:
            target, trigger = f"E{number}", target
            lines.append(f"{target}\t{COOPERATION}:{trigger}{_arguments(span, marked.arcs, names)}")
        for key in span.attributes:
            if (span.label, key) in CHOICES:
                n_attributes += 1
                lines.append(f"A{n_attributes}\t{key} {target} {span.value(key)}")
        free = {key: v for key, v in span.attributes.items() if (span.label, key) not in CHOICES}
        if free:
            n_notes += 1
            lines.append(f"#{n_notes}\tAnnotatorNotes {target}\t{written(free)}")
    return lines


def _arguments(span: Span, arcs: Iterable[Arc], names: dict[str, str]) -> str:
    """Return the arguments of an event: the second of a role has a 2 behind it, as brat wants it."""
    seen: dict[str, int] = {}
    found = []
    for arc in arcs:
        if arc.source == span.key:
            number = seen[arc.role] = seen.get(arc.role, 0) + 1
            found.append(f" {arc.role}{number if number > 1 else ''}:{names[arc.target]}")
    return "".join(found)


class _Reader:
    """Reads one .ann file; every GoldError names the line."""

    def __init__(self, path: Path) -> None:
        if path.with_suffix(".coop.json").exists():
            raise GoldError(
                f"{path}: is gold already, with a .coop.json; export it before annotating it in brat"
            )
        self._path = path
        self._text = read_text(path.with_suffix(".txt"))
        self._spans: dict[str, tuple[str, int, int, str]] = {}
        self._attributes: dict[str, dict[str, tuple[str, ...]]] = {}
        self._events: dict[str, str] = {}
        self._arcs: list[tuple[str, str, str, str]] = []

    def marked(self) -> Marked:
        """Return the article of the file."""
        lines = list(read_lines(self._path))
        # What a line speaks of may stand below it.
        for kinds in ("T", "E", "ANMR*", "#"):
            for number, line in lines:
                if line[0] in kinds or (kinds == "#" and line[0] not in "TEANMR*"):
                    self._read(number, line)
        triggers = {trigger: event for event, trigger in self._events.items()}
        spans = []
        for key, (label, start, end, place) in self._spans.items():
            if (label == COOPERATION) != (key in triggers):
                why = "has no event" if label == COOPERATION else f"is the trigger of {triggers[key]}"
                raise GoldError(
                    f"{place}: {key} {label} {why}; mark {COOPERATION}, and nothing else, as an event"
                )
            own = self._attributes.get(triggers.get(key, key), {})
            spans.append(Span(triggers.get(key, key), label, start, end, own, place))
        arcs = tuple(Arc(source, target, role, place) for source, target, role, place in self._arcs)
        meta: dict[str, Any] = read_json(self._path.with_suffix(".meta.json"), {})
        return Marked(self._path.stem, self._text, tuple(spans), arcs, meta, str(self._path))

    def _read(self, number: int, line: str) -> None:
        place = f"{self._path}: line {number}"
        try:
            self._line(line.split("\t"), place)
        except (ValueError, KeyError, IndexError) as error:
            raise GoldError(f"{place}: {line!r}: {reason(error)}") from error

    def _line(self, cells: list[str], place: str) -> None:
        key = cells[0]
        match key[0]:
            case "T":
                self._spans[_new(key, self._spans)] = (*read_span(cells, self._text), place)
            case "E":
                self._event(key, cells[1].split(), place)
            case "A":
                name, target, value = cells[1].split(" ", 2)
                self._of(target).update({name: (value,)} if value != MISSING else {})
            case "N":
                self._of(cells[1].split(" ", 2)[1])[CANON] = (cells[2],)
            case "#":
                kind, target = cells[1].split(" ", 1)
                own = self._of(target)
                if kind == "AnnotatorNotes":
                    self._attributes[target] = changed(own, read_note(cells[2]))
            case _:
                raise ValueError(f"is no T, E, A, N or # line; say it by the roles of a {COOPERATION}")

    def _event(self, key: str, cells: list[str], place: str) -> None:
        (label, trigger), *arguments = (cell.split(":") for cell in cells)
        if self._spans[trigger][0] != label:
            raise ValueError(f"{trigger} is no {label}")
        self._events[_new(key, self._events)] = trigger
        for role, target in arguments:
            self._arcs.append((key, target, re.sub(r"\d+$", "", role), place))

    def _of(self, target: str) -> dict[str, tuple[str, ...]]:
        if target not in self._spans and target not in self._events:
            raise KeyError(target)
        return self._attributes.setdefault(target, {})


def _new(key: str, known: Iterable[str]) -> str:
    if key in known:
        raise ValueError(f"there is a second {key}")
    return key
