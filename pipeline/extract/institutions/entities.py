"""Organisations that only the statistical model or an apposition knows."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache

from pipeline.cover import Cover
from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.letters import initials
from pipeline.extract.institutions.scene import is_titled
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.records import Sentence

_BEFORE = 45
_ARTICLE = re.compile(r"(?:Les?|La|Une?|Des|Ce|Cette|Notre|Nos) |L['’]")
_CUE = re.compile(r"\b([a-z]+(?: [a-z]+)?)(?: [a-z]+){0,2} (?:[«\"]\s?)?$")
# `Horizons Sahel, association humanitaire`: the noun may follow the name.
_APPOSITION = re.compile(r"^\s?[»\"]?\s?(?:\([^)]{2,12}\)\s?)?, (?:une |l')?([a-z]+(?: [a-z]+)?)\b")
_OWN_NAME = re.compile(r"[a-z]+ (?:[«\"] ?)?[A-Z]")
_LINK = r"(?:(?:de|des|du|et|pour|sans|la|les|of|and|for|the) |d')"
_NAME = re.compile(rf"(?<![\w'-])[A-Z][\w&'-]+(?: {_LINK}?[A-Z][\w&'-]+){{1,5}}")
# `Servei Andorrà d'Atenció Sanitària (SAAS)`: its initials in brackets make a phrase of capitals a name,
# unless it is a programme, a project, a device …
_BRACKETED = r"\(\s?([A-Z]{3,10})\s?[),]"
_DASHED = r"(?<![\w-])([A-Z]{3,10})\s?[-:]\s"
_DEFINED = re.compile(rf"\s?{_BRACKETED}")
_DEFINED_BEFORE = re.compile(rf"{_DASHED}$")
_ANY_BRACKETED, _ANY_DASHED = re.compile(_BRACKETED), re.compile(_DASHED)
_WORD = re.compile(r"[^\W\d_]+")
# The longest that `_APPOSITION` reads before its comma.
_TO_COMMA = 18
_PROGRAMME = re.compile(
    r"(?:programme|projet|initiative|plan|etude|essai|outil|logiciel|label|diplome|registre|consortium|"
    r"plateforme|prix|bourse|appel|formation|dispositif|congres|journees?|forum)s?(?: [a-z']+){0,2} "
    r"(?:«\s?)?$"
)


def find_entities(view: View, covered: Cover, gazetteer: Gazetteer, cues: Mapping[str, str]) -> list[Found]:
    """Return the model's entities that a cue noun introduces, and names that a cue noun explains.

    `cues` are the nouns with the kind that they tell; `covered` is what is something else; what is found is
    covered too.
    """
    found: list[Found] = []
    entities = view.entities_in(telling(view, covered, cues))
    spans = [(e.start, e.end, f"model-{e.label.lower()}") for e in entities if e.label not in _NO_NAMES]
    spans += [(match.start(), match.end(), "apposition") for match in _NAME.finditer(view.plain)]
    for start, end, rule in spans:
        text = view.text[start:end]
        if "\n" in text or not text[:1].isupper() or len(text) < 3 or _ARTICLE.match(text):
            continue
        # `le Pr Zorn, l'association`: a title begins the name of a person.
        person = is_titled(view, start + len(text.partition(" ")[0]) + 1)
        if person or gazetteer.countries_of(text) or covered.touches(start, end):
            continue
        kind = _apposed(view, end, cues) or (
            _introduced(view, start, cues) if rule.startswith("model") else None
        )
        if kind is None and _defined(view, start, end):
            kind, rule = "other", "defined"  # noqa: PLW2901
        if kind is not None:
            found.append(Found(start, end, rule, kind, text))
            covered.add(start, end)
    return found


# Persons; and of the places that the model sees none was an organisation.
_NO_NAMES = frozenset(("PER", "LOC"))
# What a text abbreviates without being an organisation: `Tanzania Comprehensive Cancer Project (TCCP)`.
_NO_ORGANISATION = re.compile(
    r"\b(?:accord|appel|apprentissage|atelier|cellule|certificat|commission|congres|convention|diplome|direction|dossier|enseignement|fonction|formation|forum|journal|journees?|licence|loi|maladie|master"
    r"|memorandum|plan|pole|prix|programm?e?|project|projet|protocole|reglement|registre|registry|semaine|service|study|syndrome|systeme|system"
    r"|trial|unite)\b"
)


def _introduced(view: View, start: int, cues: Mapping[str, str]) -> str | None:
    match = _CUE.search(view.folded[max(0, start - _BEFORE) : start])
    if match is None:
        return None
    words = match[0].strip(' «"').split()[-3:]
    return next((cues[word] for word in reversed(words) if word in cues), None)


def _apposed(view: View, end: int, cues: Mapping[str, str]) -> str | None:
    match = _APPOSITION.match(view.folded[end : end + 60])
    # `Marie Zorn, l'association France Humanitaire`: the noun has a name of its own.
    if match is None or _OWN_NAME.match(view.plain, end + match.start(1)):
        return None
    return cues.get(match[1]) or cues.get(match[1].split()[0])


def _defined(view: View, start: int, end: int) -> bool:
    if _NO_ORGANISATION.search(view.folded, start, end):
        return False
    match = _DEFINED.match(view.plain, end) or _DEFINED_BEFORE.search(view.plain, max(0, start - 20), start)
    if match is None or _PROGRAMME.search(view.folded[max(0, start - _BEFORE) : start]):
        return False
    return match[1] == initials(view.text[start:end])


def telling(view: View, covered: Cover, cues: Mapping[str, str]) -> list[Sentence]:
    """Return the sentences in which an entity could be used, in order: the model need read no other."""
    found = {view.sentence_at(place) for place in _places(view, covered, cues)}
    return sorted((one for one in found if one is not None), key=lambda one: one.start)


def _places(view: View, covered: Cover, cues: Mapping[str, str]) -> Iterator[int]:
    """Yield, of every entity that could be used, one of its characters, and maybe more."""
    cue, apposition = _cue_patterns(tuple(cues))
    for match in cue.finditer(view.folded):
        for start in range(match.end(), min(match.end() + _BEFORE, len(view.text))):
            free = view.text[start].isupper() and not covered.touches(start, start + 1)
            if free and _introduced(view, start, cues):
                yield start
    for match in apposition.finditer(view.folded):
        for end in range(max(1, match.start() - _TO_COMMA), match.start() + 1):
            if not covered.touches(end - 1, end) and _apposed(view, end, cues):
                yield end - 1
    yield from _spelled(view, covered)


def _spelled(view: View, covered: Cover) -> Iterator[int]:
    """Yield where words begin whose initials stand in brackets behind them, or before a dash."""
    known: dict[Sentence | None, tuple[list[int], str]] = {}

    def initials_at(place: int) -> tuple[list[int], str]:
        sentence = view.sentence_at(place)
        if sentence not in known:
            known[sentence] = _initials(view, sentence)
        return known[sentence]

    sigles = [(match, True) for match in _ANY_BRACKETED.finditer(view.plain)]
    sigles += [(match, False) for match in _ANY_DASHED.finditer(view.plain)]
    for match, behind in sigles:
        # Between the two there may be a line break, so that they stand in two sentences.
        near = match.start() - 2 if behind else match.end() + 1
        starts, letters = initials_at(near)
        first = (
            bisect_left(starts, match.start()) - len(match[1]) if behind else bisect_left(starts, match.end())
        )
        last = first + len(match[1]) - 1
        if (
            first >= 0
            and letters[first : last + 1] == match[1]
            and not covered.touches(starts[first], starts[last] + 1)
        ):
            yield starts[first]


def _initials(view: View, sentence: Sentence | None) -> tuple[list[int], str]:
    """Return the initials of a sentence as `initials` takes them, and where the word of each begins."""
    if sentence is None:
        return [], ""
    words = [
        (match.start(), letter)
        for match in _WORD.finditer(view.plain, sentence.start, sentence.end)
        for letter in initials(match[0])
    ]
    return [start for start, _ in words], "".join(letter for _, letter in words)


@cache
def _cue_patterns(cues: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns = "|".join(map(re.escape, cues))
    return re.compile(rf"(?:{nouns}) "), re.compile(rf", (?:une |l')?(?:{nouns})(?![a-z])")
