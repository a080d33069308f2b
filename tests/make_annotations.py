"""Annotated articles of any shape, hard for tools on purpose, and what tools do to what they are given."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from pipeline.annotate.check import CHOICES
from pipeline.annotate.exchange import import_from
from pipeline.brat import GoldArticle, GoldMention
from pipeline.errors import GoldError
from pipeline.records import LABELS

# Line ends of all kinds, emoji of several code points, combining marks, writing from right to left.
GAPS = st.sampled_from(
    [
        " ",
        "\n",
        "\r\n",
        "\t",
        "\u2028",
        "\x85",
        " \u202eמרפאה ",
        " e\u0301te\u0301 ",
        " 👩🏽‍⚕️ ",
        "🇲🇱",
        "\xa0",
        ", ",
    ]
)
WORD = st.text(st.characters(exclude_categories=("Cs", "Zs", "Zl", "Zp", "Cc")), min_size=1, max_size=5)
NAMES = ("CHU de Brest", "CHU; de | Gao", r"hôpital \ A = B", "OMS", "cliniqué 👩🏽‍⚕️", "a:b #1", "« מרפאה »")
COUNTRIES = ("ML", "SN", "RE", "VN")
CODES = ("cardiology", "surgery", "paediatrics")
DATES = ("2019", "2019-03", "2019-03-02", "2016/2022", "../2020", "197X", "2020-22")
BOUNDS = st.sampled_from((None, 0, 3, 250))


def _choice(label: str, key: str) -> st.SearchStrategy[str]:
    return st.sampled_from(CHOICES[label, key])


@st.composite
def _value(draw: st.DrawFn, label: str) -> dict[str, str]:
    found: dict[str, str | None] = {}
    match label:
        case "INSTITUTION":
            found = {"kind": draw(_choice(label, "kind"))}
            found["country"] = draw(st.none() | st.sampled_from(("FR", "ZZ", "FR,CA", *COUNTRIES)))
        case "COUNTRY":
            found = {
                "iso": ",".join(draw(st.lists(st.sampled_from(("FR", *COUNTRIES)), min_size=1, max_size=2)))
            }
        case "SPECIALTY":
            found = {
                "code": ",".join(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True)))
            }
        case "DATE":
            kind = draw(_choice(label, "type"))
            values = DATES if kind == "DATE" else ("P2W", "P6M/P2Y", "PT48H")
            found = {"type": kind, "value": draw(st.none() | st.sampled_from(values))}
            found["mod"] = draw(st.none() | _choice(label, "mod"))
        case "COUNT":
            low, high = draw(BOUNDS), draw(BOUNDS)
            if low is not None and high is not None:
                low, high = sorted((low, high))
            found = {key: None if n is None else str(n) for key, n in (("min", low), ("max", high))}
            found |= {"mod": draw(st.none() | _choice(label, "mod")), "role": draw(_choice(label, "role"))}
    return {key: value for key, value in found.items() if value is not None}


@st.composite
def _record(draw: st.DrawFn) -> dict[str, Any]:
    def some(of: tuple[str, ...]) -> list[str]:
        # Nobody takes part twice.
        return draw(st.lists(st.sampled_from(of), max_size=3, unique=True))

    people = st.fixed_dictionaries(
        {
            "min": BOUNDS,
            "max": st.none(),
            "role": st.sampled_from(CHOICES["COUNT", "role"]),
            "direction": st.sampled_from(("inbound", "outbound", "-")),
        }
    )
    return {
        "home": some(NAMES),
        "partner": some(NAMES),
        "countries": some(COUNTRIES),
        "specialties": some(CODES),
        "start": draw(st.none() | st.sampled_from(DATES)),
        "end": draw(st.none() | st.sampled_from(DATES)),
        "funders": some(NAMES),
        "participants": draw(st.lists(people, max_size=3)),
    }


@st.composite
def articles(draw: st.DrawFn, name: str = "article") -> GoldArticle:
    """Draw an article with mentions, of which a count may hold a specialty, and with cooperations."""
    text = draw(GAPS)
    mentions: list[GoldMention] = []
    for label in draw(st.lists(st.sampled_from(("", "NESTED", *LABELS)), min_size=3, max_size=9)):
        words = draw(st.lists(WORD, min_size=1, max_size=3))
        start = last = len(text)
        text += words[0]
        for word in words[1:]:
            text += draw(GAPS)
            last = len(text)
            text += word
        if label == "NESTED":
            mentions.append(GoldMention("COUNT", start, len(text), "", draw(_value("COUNT"))))
            mentions.append(GoldMention("SPECIALTY", last, len(text), "", draw(_value("SPECIALTY"))))
        elif label:
            canon = draw(st.sampled_from(NAMES)) if label == "INSTITUTION" else ""
            mentions.append(GoldMention(label, start, len(text), "", draw(_value(label)), canon))
        text += draw(GAPS)
    for mention in mentions:
        mention.text = text[mention.start : mention.end]
    records = draw(st.lists(_record(), max_size=3))
    title = {"title": draw(st.sampled_from(NAMES)), "published": "2024-06"} if draw(st.booleans()) else {}
    return GoldArticle(name, text, tuple(mentions), tuple(records), title)


TEXT = (
    "👩🏽‍⚕️ Trois cardiologues du CHU de Brest vont au Mali.\nLe Mali les attend en 2024 à l’hôpital\nde Gao."
)
RECORD = {
    "home": ["CHU de Brest"],
    "partner": ["hôpital de Gao", "Point G"],
    "countries": ["ML"],
    "specialties": ["cardiology"],
    "start": "2024",
    "end": None,
    "funders": [],
    "participants": [{"min": 3, "max": 3, "role": "staff", "direction": "outbound"}],
}


def _mention(label: str, words: str, canon: str = "", **attributes: str) -> GoldMention:
    start = TEXT.index(words)
    return GoldMention(label, start, start + len(words), words, attributes, canon)


ARTICLE = GoldArticle(
    "gao",
    TEXT,
    (
        _mention("COUNT", "Trois cardiologues", min="3", max="3", role="staff"),
        _mention("SPECIALTY", "cardiologues", code="cardiology"),
        _mention("INSTITUTION", "CHU de Brest", "CHU de Brest", kind="hospital", country="FR"),
        _mention("COUNTRY", "Mali", iso="ML"),
        _mention("DATE", "2024", type="DATE", value="2024"),
        _mention("INSTITUTION", "hôpital\nde Gao", "hôpital de Gao", kind="hospital", country="ML"),
    ),
    (RECORD,),
    {"published": "2024-06-03", "title": "À Gao"},
)


def saved_by_doccano(folder: Path) -> Path:
    """Do to what was exported what doccano does: new ids, spans by id, comments, its own key order."""
    lines = []
    for number, line in enumerate((folder / "articles.jsonl").read_bytes().decode().split("\n")[:-1]):
        record = json.loads(line)
        new = {entity["id"]: 1000 * number + 7 * entity["id"] for entity in record["entities"]}
        entities = [{**entity, "id": new[entity["id"]]} for entity in record.pop("entities")]
        relations = [
            {**one, "id": one["id"] + 50, "from_id": new[one["from_id"]], "to_id": new[one["to_id"]]}
            for one in record.pop("relations")
        ]
        extra = {"entities": entities, "relations": relations, "Comments": []}
        lines.append(json.dumps({"id": number + 1, **record, **extra}, ensure_ascii=False))
    path = folder / "all.jsonl"
    path.write_bytes("\n".join(lines).encode())
    (folder / "articles.jsonl").unlink()
    return path


def submitted_in_label_studio(folder: Path) -> Path:
    """Do what Label Studio does when predictions are submitted as they are."""
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    for number, task in enumerate(tasks, start=1):
        task["id"] = number
        if "predictions" in task:
            result = [{"origin": "prediction", **one} for one in task["predictions"][0]["result"]]
            task["annotations"] = [{"id": 9, "was_cancelled": False, "ground_truth": False, "result": result}]
    path = folder / "project-1-at-2026.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


SAVED: dict[str, Callable[[Path], Path]] = {
    "brat": lambda folder: folder,
    "doccano": saved_by_doccano,
    "labelstudio": submitted_in_label_studio,
}

Change = Callable[[dict[str, Any]], object]


def refused(tool: Any, saved: Path, folder: Path) -> list[str]:
    """Return the lines that tell why an import is refused, without the folder."""
    with pytest.raises(GoldError) as caught:
        import_from(saved, tool, folder / "gold")
    assert not (folder / "gold").exists()
    assert not list(folder.glob(".*")), "nothing half-written is left"
    return str(caught.value).replace(f"{saved.parent}/", "").split("\n")
