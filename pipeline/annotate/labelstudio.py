"""Tasks and labelling interface for Label Studio, and back.

What the system found are predictions, which a submitted annotation takes over; gold becomes annotations.
Offsets are code points, as Label Studio has counted them in `Text` since 2022. What an older one has saved is
told by the words that it gives with them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.annotate.check import CHOICES
from pipeline.annotate.doccano import OURS, digest
from pipeline.annotate.marks import COOPERATION, KEYS, ROLES, SINGLE, Arc, Marked, Span
from pipeline.brat import read_text, write_lines
from pipeline.errors import GoldError

_LABEL, _TEXT = "label", "text"
# The label and the attribute that a control of the interface is for.
_Control = tuple[str, str]
_COLOURS = ("#2f6fb3", "#2e7d32", "#b26a00", "#6a4fb3", "#b3354b", "#8a7a00")


def write(folder: Path, articles: Iterable[Marked], *, found: bool) -> None:
    """Write tasks.json and config.xml into a folder; what was `found` by the system are predictions."""
    write_lines(folder / "config.xml", [config()])
    with (folder / "tasks.json").open("w", encoding="utf-8", newline="\n") as file:
        for number, marked in enumerate(articles):
            file.write(
                ("[\n" if number == 0 else ",\n") + json.dumps(_task(marked, found), ensure_ascii=False)
            )
        file.write("\n]\n")


def read(source: Path, problems: list[str]) -> list[Marked]:
    """Read a JSON export of Label Studio, or a folder of them; what is none is named in `problems`.

    A task without a submitted annotation is a problem too: what nobody has looked at is no gold.
    """
    paths = sorted(source.glob("*.json")) if source.is_dir() else [source]
    if not paths:
        raise GoldError(f"{source}: holds no .json file; export the project as JSON")
    articles = []
    for path in paths:
        try:
            tasks = json.loads(read_text(path))
        except ValueError as error:
            raise GoldError(f"{path}: is not JSON ({error}); export the project as JSON") from error
        if not isinstance(tasks, list):
            raise GoldError(f"{path}: is no list of tasks; export the project as JSON")
        for number, task in enumerate(tasks, start=1):
            try:
                articles.append(_marked(task, f"{path}: task {_id(task, number)}"))
            except GoldError as error:
                problems.append(str(error))
    return articles


def config() -> str:
    """Return the labelling interface: labels, roles of cooperations, and a form for each label."""
    view = ET.Element("View")
    # Without it, white space is trimmed from what is marked.
    ET.SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
    ET.SubElement(view, "Header", value="$title")
    labels = ET.SubElement(view, "Labels", name=_LABEL, toName=_TEXT)
    for label, colour in zip(KEYS, _COLOURS, strict=True):
        ET.SubElement(labels, "Label", value=label, background=colour)
    relations = ET.SubElement(view, "Relations")
    for role in ROLES:
        ET.SubElement(relations, "Relation", value=role)
    ET.SubElement(view, "Text", name=_TEXT, value="$text", granularity="symbol")
    for label, keys in KEYS.items():
        shown = {"visibleWhen": "region-selected", "whenTagName": _LABEL, "whenLabelValue": label}
        form = ET.SubElement(view, "View", shown)
        for key in keys:
            ET.SubElement(form, "Header", value=key, size="6")
            _control(form, label, key)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode")


def _control(form: ET.Element, label: str, key: str) -> None:
    common = {"name": _name(label, key), "toName": _TEXT, "perRegion": "true"}
    if choices := CHOICES.get((label, key)):
        control = ET.SubElement(form, "Choices", {**common, "choice": "single", "showInline": "true"})
        for choice in choices:
            ET.SubElement(control, "Choice", value=choice)
        return
    several = label == COOPERATION and key not in SINGLE
    most = {} if several else {"maxSubmissions": "1"}
    ET.SubElement(form, "TextArea", {**common, "editable": "true", **most})


def _name(label: str, key: str) -> str:
    return f"{label.lower()}_{key}"


# The controls of the interface, by name.
_CONTROLS = {_name(label, key): (label, key) for label, keys in KEYS.items() for key in keys}


def _task(marked: Marked, found: bool) -> dict[str, Any]:
    result = [*_regions(marked), *_relations(marked)]
    ours = {"name": marked.name, "sha256": digest(marked.text), "meta": marked.meta}
    title = str(marked.meta.get("title") or marked.name)
    data = {_TEXT: marked.text, "title": title, OURS: ours}
    if found:
        return {"data": data, "predictions": [{"model_version": "jumelage", "result": result}]}
    return {"data": data, "annotations": [{"result": result}]}


def _regions(marked: Marked) -> Iterable[dict[str, Any]]:
    for span in marked.spans:
        place = {"start": span.start, "end": span.end}
        about = {"id": span.key, "to_name": _TEXT}
        words = marked.text[span.start : span.end]
        value = {**place, _TEXT: words, "labels": [span.label]}
        yield {**about, "from_name": _LABEL, "type": "labels", "value": value}
        for key, values in span.attributes.items():
            kind = "choices" if (span.label, key) in CHOICES else "textarea"
            said = {**place, "text" if kind == "textarea" else "choices": list(values)}
            yield {**about, "from_name": _name(span.label, key), "type": kind, "value": said}


def _relations(marked: Marked) -> Iterable[dict[str, Any]]:
    for arc in marked.arcs:
        ends = {"from_id": arc.source, "to_id": arc.target}
        yield {**ends, "type": "relation", "direction": "right", "labels": [arc.role]}


def _id(task: Any, number: int) -> object:
    return task.get("id", number) if isinstance(task, dict) else number


def _marked(task: Any, place: str) -> Marked:
    try:
        text, ours = task["data"][_TEXT], task["data"][OURS]
        if digest(text) != ours["sha256"]:
            raise GoldError(f"{place}: the text of {ours['name']} has changed; export it again")
        result = _submitted(task, place)
        spans, arcs = _spans(result, text, place), _arcs(result, place)
        return Marked(ours["name"], text, spans, arcs, ours["meta"], place)
    except KeyError as error:
        why = f"has no {error}; export the project as JSON (not JSON-MIN), made of what jumelage exported"
        raise GoldError(f"{place}: {why}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise GoldError(f"{place}: is no task that Label Studio has exported ({error})") from error


def _submitted(task: Mapping[str, Any], place: str) -> list[Mapping[str, Any]]:
    """Return the regions and relations of the annotation that counts: the only one, or the ground truth."""
    there = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    chosen = [one for one in there if one.get("ground_truth")] if len(there) > 1 else there
    if len(chosen) != 1:
        number = f"{len(there)} annotations" if there else "no submitted annotation"
        remedy = "mark one as ground truth" if there else "submit it, or leave the task out of the export"
        raise GoldError(f"{place}: has {number}; {remedy}")
    result: list[Mapping[str, Any]] = chosen[0]["result"]
    return result


def _spans(result: Iterable[Mapping[str, Any]], text: str, place: str) -> tuple[Span, ...]:
    regions: dict[str, tuple[str, int, int]] = {}
    attributes: dict[str, dict[_Control, tuple[str, ...]]] = {}
    for one in result:
        if one["type"] == "relation":
            continue
        key, value, where = one["id"], one["value"], f"{place}: region {one['id']}"
        if one["from_name"] == _LABEL:
            (label,) = _only(value["labels"], f"{where}: has {len(value['labels'])} labels; keep one")
            start, end = int(value["start"]), int(value["end"])
            if _bare(value.get(_TEXT, text[start:end])) != _bare(text[start:end]):
                why = "older versions count emoji as two; use a newer Label Studio"
                raise GoldError(f"{where}: {value[_TEXT]!r} is not what stands at {start}: {why}")
            regions[key] = (label, start, end)
        else:
            attributes.setdefault(key, {}).update(_attribute(one, where))
    for key, found in attributes.items():
        if key not in regions:
            raise GoldError(
                f"{place}: region {key}: has {', '.join(k for _, k in found)} but no label; give one"
            )
    return tuple(
        Span(key, *region, _own(region[0], attributes.get(key, {})), f"{place}: region {key}")
        for key, region in regions.items()
    )


def _attribute(one: Mapping[str, Any], where: str) -> dict[_Control, tuple[str, ...]]:
    if one["from_name"] not in _CONTROLS:
        raise GoldError(
            f"{where}: {one['from_name']} is not of the interface that jumelage exported; use that"
        )
    values = one["value"]["choices" if one["type"] == "choices" else "text"]
    said = (value.strip() for value in ([values] if isinstance(values, str) else values))
    return {_CONTROLS[one["from_name"]]: tuple(value for value in said if value not in ("", "-"))}


def _own(label: str, found: Mapping[_Control, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the attributes of the label that a region has now; those of one that it had before are gone."""
    return {key: values for (of, key), values in found.items() if of == label and values}


def _arcs(result: Iterable[Mapping[str, Any]], place: str) -> tuple[Arc, ...]:
    arcs = []
    for one in result:
        if one["type"] == "relation":
            where = f"{place}: relation from {one['from_id']} to {one['to_id']}"
            labels = one.get("labels") or []
            (role,) = _only(labels, f"{where}: has {len(labels)} labels; give it one")
            arcs.append(Arc(one["from_id"], one["to_id"], role, where))
    return tuple(arcs)


def _only(labels: Sequence[str], problem: str) -> Sequence[str]:
    if len(labels) != 1:
        raise GoldError(problem)
    return labels


def _bare(words: str) -> str:
    """Return words without white space, as which a line break may come back written out."""
    return "".join(words.replace("\\n", " ").split())
