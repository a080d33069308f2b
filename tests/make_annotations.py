"""Annotated articles of any shape: what is hard for a tool is in them on purpose."""

from typing import Any

from hypothesis import strategies as st

from pipeline.annotate.check import CHOICES
from pipeline.brat import GoldArticle, GoldMention
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
BOUNDS = st.none() | st.integers(0, 300)


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
