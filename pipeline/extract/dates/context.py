"""What a date is resolved against: the publication, the dates before it in the text, and the tense."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.extract.dates.points import Point, parse_edtf

Tense = Literal["past", "future"]

_PUBLISHED = re.compile(
    r"(?:publiee?|mise? a jour|mise? en ligne|paru|poste|redige|embargo)[^.\n]{0,15}$", re.I
)
_THIS = re.compile(r"\b[Cc]e $")
_LAW = re.compile(
    r"\b(?:loi|decret|arrete|ordonnance|circulaire|directive|instruction)s?\b[^.;]{0,40}$", re.I
)
_TITLE = 120
_HEAD = 400
_HEAD_LINE = 90
_NEAR = 700

_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n|\n(?=\s*[-•*◦☐✔>–])|\n(?=[A-ZÀ-Þ])")
_CLAUSE_END = re.compile(r"[.!?;,:()«»]|\n\s*\n| - | – ")
# Read in the text with its accents: `opéra` and `considéra` are no futures. A simple past in -ura or -ira is
# rare enough in news to be left aside.
_FUTURE = re.compile(
    r"\b\w*(?:[eidrv]r|rr|aur|saur|pourr|dr|vr)(?:ai|a|ons|ez|ont)\b"
    r"|\b(?:va|vont|allons) (?:\w+ )?\w+(?:er|ir|re)\b"
    r"|\b(?:doit|doivent|devrait|devraient|pourrait|pourraient|compte|comptent) (?:\w+ )?\w+(?:er|ir|re)\b"
    r"|\b(?:prévu|attendu|programmé|planifié|envisagé|fixé|annoncé|promis)e?s?\b"
    r"|\b(?:prochain|prochaine|à venir|rendez-vous|inscriptions?|candidatures?|à pourvoir)\b",
    re.I,
)
_NO_FUTURE = re.compile(r"opera|camera|environs|girons", re.I)
_PAST = re.compile(
    r"\b(?:ai|as|a|avons|avez|ont|avait|avaient|suis|est|sommes|êtes|sont|était|étaient|soient) "
    r"(?:(?:été|pas|déjà|ainsi|aussi|tous|toutes|également|bien|notamment|enfin|ensuite|même|alors) ){0,2}"
    r"(?!prévu|attendu|programmé|planifié|envisagé|fixé|annoncé|promis)"
    r"(?:\w+(?:é|i|u|ée|ie|ue|is|us|és|ées|ies|ues|ise|ises|ert|erte|erts|ertes|int|it|ite)|fait|faite|né|mis)\b"
    r"|\b\w*(?<!r)(?:aient|[cdghlmnstuvyp]ait)\b|\b(?:fut|furent|eut|eurent|vit|prit|était)\b"
    r"|\b(?:\w{2,}[ée]èrent|\w{2,}èrent|vient de|viennent de)\b",
    re.I,
)
_NO_PAST = re.compile(r"^(?:lait|fait|souhait|bienfait|\w*trait|parfait|plaît|sait|connait)$", re.I)
_DONE = re.compile(
    r"(?!(?:prévu|attendu|programmé|planifié|envisagé|fixé|annoncé|reporté|promis))"
    r"\b\w{2,}(?:é|ée|és|ées)\s+(?:en|le|les|du|au|à l['’]|fin|début|depuis)?\s*$"
    r"|\b(?:parue?s?|sortie?s?)\s+(?:en|le)\s+$",
    re.I,
)
_BEFORE_PAST = re.compile(r"\b(?:depuis)\s+(?:le |l['’]|la |les )?$", re.I)
_BEFORE_FUTURE = re.compile(
    r"\b(?:jusqu['’](?:en|au|à|à la|à l['’])|d['’]ici(?: à| au| la| le)?(?: l['’]| la| le)?|"
    r"dès|avant|pour|à partir|à compter|au plus tard|à la|à l['’])(?: de| du| d['’])?\s*(?:le |la |l['’])?$",
    re.I,
)


@dataclass(slots=True)
class Context:
    """The state while the dates of a text are resolved in their order.

    `anchor` is the publication or what stands for it, `dated` says that it is publication or dateline;
    `first` and `last` bound the date mentioned just before; `narrative` is a day mentioned not far before,
    with no other year in between.
    """

    anchor: Point | None
    dated: bool = True
    first: Point | None = None
    last: Point | None = None
    narrative: Point | None = None
    narrative_at: int = 0
    tense: Tense | None = None

    @property
    def now(self) -> Point | None:
        """The point from which `hier`, `jeudi dernier` are told, or None where it is unknown."""
        return self.anchor if self.dated else None

    def note(self, edtf: str, place: int, *, law: bool) -> None:
        """Remember a date of the text, that of a law excepted."""
        if law:
            return
        self.first, self.last = parse_edtf(edtf)
        if self.last.day:
            self.narrative, self.narrative_at = self.first, place
        elif self.narrative and self.narrative.year != self.last.year:
            self.narrative = None

    def at(self, text: str, start: int, end: int) -> None:
        """Move to a mention: read the tense around it, forget a day that is too far back."""
        self.tense = tense_at(text, start, end)
        if self.narrative and start - self.narrative_at > _NEAR:
            self.narrative = None


def is_law(plain: str, start: int) -> bool:
    """Whether the date at `start` is that of a law or a decree, which says nothing of the events told."""
    return bool(_LAW.search(plain[max(0, start - 80) : start]))


def find_anchor(
    published: str | None, plain: str, dated: Sequence[tuple[int, int, str]]
) -> tuple[Point | None, bool]:
    """Return the publication date, else the dateline, else the latest date of the text.

    The second value is False for the last of these, from which nobody tells `hier`.
    `dated` are start, end and EDTF of the mentions that are complete by themselves.
    """
    if published and (point := parse_edtf(published)[0]).year:
        # A report that says only the year in which it came out tells of the year that stands in its title.
        title = parse_edtf(dated[0][2])[0] if dated and dated[0][0] < _TITLE else Point()
        told = title == Point(point.year - 1) and point.month is None if point.year else False
        return (title if told else point), True
    known = [
        (start, end, parse_edtf(edtf)[0], parse_edtf(edtf)[1])
        for start, end, edtf in dated
        if "X" not in edtf and not is_law(plain, start)
    ]
    fine = [entry for entry in known if entry[2].month or entry[2].season]
    for start, _, first, _ in fine:
        # `ce lundi 27 mars 2017`, `ce mois de juillet 2023`: the text itself says when it is told.
        if _THIS.search(plain[max(0, start - 4) : start]):
            return first, True
    for start, end, first, _ in fine:
        if _PUBLISHED.search(plain[max(0, start - 40) : start]) or _heads(plain, start, end):
            return first, True
    for exact in ([entry for entry in fine if entry[3].day], fine):
        if exact:
            return max((entry[3] for entry in exact), key=lambda point: point.date or date.min), False
    return None, False


def _heads(plain: str, start: int, end: int) -> bool:
    """Whether the date at `start` is the dateline: at the edge of a short line at the top of the text."""
    if start > _HEAD:
        return False
    line_start = plain.rfind("\n", 0, start) + 1
    line_end = plain.find("\n", end)
    line_end = len(plain) if line_end < 0 else line_end
    at_edge = start == line_start or not plain[end:line_end].strip(" .-|)")
    return at_edge and line_end - line_start <= _HEAD_LINE


def tense_at(text: str, start: int, end: int) -> Tense | None:
    """Say whether the words around a mention speak of the past or of the future, or neither."""
    before = text[max(0, start - 60) : start]
    done = _DONE.search(before) and not _FUTURE.search(_around(text, start, start, _CLAUSE_END))
    if _BEFORE_PAST.search(before) or done:
        return "past"
    weak: Tense | None = "future" if _BEFORE_FUTURE.search(before) else None
    for boundary in (_CLAUSE_END, _SENTENCE_END):
        words = _around(text, start, end, boundary)
        future = any(not _NO_FUTURE.fullmatch(match[0]) for match in _FUTURE.finditer(words))
        past = any(not _NO_PAST.fullmatch(match[0]) for match in _PAST.finditer(words))
        if future != past:
            return "future" if future else ("past" if weak is None or boundary is _CLAUSE_END else weak)
    return weak


def _around(text: str, start: int, end: int, boundary: re.Pattern[str]) -> str:
    reach = 300
    low = max(0, start - reach)
    begin = low
    for match in boundary.finditer(text, low, start):
        begin = match.end()
    after = boundary.search(text, end, end + reach)
    stop = after.start() if after else min(len(text), end + reach)
    return text[begin:start] + " | " + text[end:stop]
