"""Names in another word order or language: `Fann University Hospital`, `Hospital Clínic`."""

from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.grammar import Grammar
from pipeline.extract.institutions.scene import is_titled
from pipeline.extract.institutions.tokens import Token, written
from pipeline.extract.view import View

_LOWER_TAILS = frozenset(("medical", "university", "general", "center", "centre", "hospital", "clinic"))
_ABBREVIATED = frozenset(("Dr", "Pr", "Prof", "St", "Sta", "Sto", "Mons", "Gral"))
_SERVICES = frozenset(
    (
        "trauma",
        "stroke",
        "burn",
        "simulation",
        "data",
        "call",
        "training",
        "business",
        "learning",
        "day",
        "care",
    )
)
_INTRODUCING = frozenset(("ong", "association", "societe", "reseau"))
_SHORT_SIGLE = 3
# `German Cancer Research Center`, `Fiji Centre for Disease Control`
_RESEARCH = frozenset(("research", "control"))
# Words that open a sentence and no name: `Du Massachusetts General Hospital`.
_LEADING = frozenset(("de", "du", "des", "au", "aux", "le", "la", "les", "a", "en"))


def foreign_name(view: View, tokens: list[Token], i: int, grammar: Grammar) -> Found | None:
    """Return a name in another word order or language: `Fann University Hospital`, `Hospital Clínic`."""
    token = tokens[i]
    lower_head = not token.capital and token.folded in grammar.foreign.before
    # `Interfaith medical center`
    lower_tail = token.folded in _LOWER_TAILS and i > 0 and tokens[i - 1].folded in _LOWER_TAILS
    follows = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.shouted or not (
        token.capital or lower_tail or (lower_head and follows is not None and follows.capital)
    ):
        return None
    kind = grammar.foreign.before.get(token.folded)
    first = _left_capitals(tokens, i, grammar)
    if first < i:
        kind = grammar.foreign.after.get(token.folded, kind)
    if kind is None:
        return None
    last = _right_capitals(tokens, i + 1, grammar)
    if last - first < 2 or is_titled(view, tokens[first].start):
        return None
    # `le « Trauma Center » de l'HEGP` is a service.
    if last - first == 2 and _SERVICES.intersection((tokens[first].folded, tokens[last - 1].folded)):
        return None
    if any(tokens[k].folded == "hospital" for k in range(first, last)):
        kind = "hospital"
    elif kind == "hospital" and any(tokens[k].folded in _RESEARCH for k in range(first, last)):
        kind = "research"
    return Found(
        tokens[first].start,
        tokens[last - 1].end,
        "foreign",
        kind,
        written(view, tokens, first, last),
        family="foreign",
        spoken=next(filter(None, (grammar.foreign.spoken.get(t.folded) for t in tokens[first:last])), ()),
    )


def _left_capitals(tokens: list[Token], i: int, grammar: Grammar) -> int:
    first = i
    while first and tokens[first].gap == " ":
        before = tokens[first - 1]
        # `St. Joseph Hospital`
        if before.plain == "." and first > 1 and tokens[first - 2].plain in _ABBREVIATED:
            first -= 2
            continue
        joined = before.folded in _LOWER_TAILS or before.folded in ("of", "and")
        noun = before.folded in _INTRODUCING
        # `INDE Hôpital de THANH`: a heading is none of the name.
        heading = before.shouted and len(before.plain) > _SHORT_SIGLE and not tokens[i].shouted
        if (
            not before.word
            or noun
            or heading
            or before.plain in grammar.stops
            or not (before.capital or joined)
        ):
            break
        first -= 1
    while first < i and (
        tokens[first].plain in grammar.stops
        or not tokens[first].capital
        or (tokens[first].folded in _LEADING and tokens[first].gap != " ")
    ):
        first += 1
    return first


def _right_capitals(tokens: list[Token], last: int, grammar: Grammar) -> int:
    while last < len(tokens) and tokens[last].gap == " ":
        j = last
        while j < len(tokens) and tokens[j].folded in grammar.foreign.particles and j - last < 3:
            j += 1
        token = tokens[j] if j < len(tokens) else None
        # `Hospital Universitario Dr. José Eleuterio González`
        title = token is not None and token.plain in _ABBREVIATED
        if title and j + 2 < len(tokens) and tokens[j + 1].plain == "." and tokens[j + 2].capital:
            last = j + 3
            continue
        if token is None or token.gap == "\n" or not token.word or not token.capital:
            break
        if token.plain in grammar.stops:
            break
        last = j + 1
    return last
