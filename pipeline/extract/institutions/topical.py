"""What a name takes of common nouns: the topics that organisations are for, listed ones and any others."""

import re
from dataclasses import replace

from pipeline.extract.institutions.complement import complement, purpose
from pipeline.extract.institutions.grammar import match_phrase
from pipeline.extract.institutions.named import Name
from pipeline.extract.institutions.scene import DETERMINERS, Scene

_PURPOSE = frozenset(("en", "pour", "contre", "sur", "aux", "a"))
# Families that any common noun may name.
_COMMON = frozenset(("association", "faculty", "network", "organisation", "agency", "institute"))
# Adjectives of science in the plural: `hépato-biliaires`, `neurologiques`
_LEARNED = re.compile(r"[a-z -]{4,}(?:aires|iques|ales|orielles)")


def topic(scene: Scene, name: Name) -> Name | None:
    """Take `de la Santé`, `pour la lutte contre le cancer`, `, radiothérapie et imagerie`: what it is for."""
    i = name.last
    words = scene.grammar.words["topic"]
    if name.proper and name.place is not None:
        # `Association des femmes du Mali pour la lutte contre la faim`
        common = name.head.family.rule == "association" and name.topic and name.own is None
        end = purpose(scene, i) if common else i
        return replace(name, last=end) if end > i else None
    if name.topic and scene.folded(i) == "," and (end := _enumerated(scene, i)):
        return replace(name, last=end)
    # `Institut de recherche et d’enseignement`: the head noun holds the first of them.
    inside = i == name.core > name.first + 1 and match_phrase(words, scene.tokens, i - 1) == 1
    if (name.topic or inside) and scene.folded(i) in (("et", ",") if name.head.family.list else ("et",)):
        return _another(scene, name)
    # `association Lalla Salma contre le cancer`
    against = scene.folded(i) == "contre" and name.own is not None and name.own[1] == i
    if scene.folded(i) in _PURPOSE and (against or not name.proper):
        start = i + (2 if scene.folded(i + 1) in DETERMINERS else 1)
    else:
        behind = scene.after_preposition(i)
        if behind is None:
            return None
        start = behind
    n = match_phrase(words, scene.tokens, start)
    if not n or _of_partnership(scene, name):
        return None
    end = start + n
    extra = match_phrase(scene.grammar.words["national"], scene.tokens, end)
    extra = extra or match_phrase(scene.grammar.words["adjective"], scene.tokens, end)
    # `hôpital des forces armées djiboutiennes`
    extra = extra or (scene.folded(end - 1) == "armees" and scene.is_demonym(end))
    # `Institut des maladies hépato-biliaires`
    if not extra and scene.folded(end - 1).endswith("s") and _LEARNED.fullmatch(scene.folded(end)):
        extra = 1
    return replace(name, last=end + extra, topic=True)


def _another(scene: Scene, name: Name) -> Name | None:
    """Take `et de la Prévention` behind a topic, and `, Hygiène` where a family lists its topics."""
    i = name.last
    behind = scene.after_preposition(i + 1)
    start = behind if behind is not None else i + 1 + (scene.folded(i + 1) in DETERMINERS)
    # `le ministère de la Santé et des professionnels …`: two that are told of.
    if name.head.family.rule == "ministry" and scene.folded(start) in scene.grammar.words["people"]:
        return None
    # `Ministère des Affaires Étrangères, des chirurgiens`: what follows in small letters is no part.
    n = match_phrase(scene.grammar.words["topic"], scene.tokens, start)
    shown = any(token.capital for token in scene.tokens[name.core : i])
    if n and shown and scene.folded(i) == "," and not scene.tokens[start].capital:
        return None
    # `Ministère de la Santé, Hygiène et Prévention`
    listed = shown and scene.tokens[start].capital
    if n and (behind is not None or scene.folded(i) == "et" or listed):
        return replace(name, last=start + n, topic=True)
    return None


def _enumerated(scene: Scene, i: int) -> int:
    """Return the token behind `, radiothérapie et imagerie médicale` at the comma `i`, or 0.

    Only `et` shows that the topics of one name are listed.
    """
    words = scene.grammar.words["topic"]
    while (mark := scene.folded(i)) in (",", "et"):
        behind = scene.after_preposition(i + 1)
        start = i + 1 if behind is None else behind
        n = match_phrase(words, scene.tokens, start)
        if not n:
            return 0
        i = start + n
        if mark == "et":
            return i
    return 0


def _of_partnership(scene: Scene, name: Name) -> bool:
    """Tell `aider la Croix-Rouge espagnole en cardiologie` from `association d'étudiants en médecine`."""
    i = name.last
    # `Réseau en santé`, but `Établissement français du sang`, a whole name already
    noun = i == name.core == name.first + 1 and name.head.family.kind != "hospital"
    if scene.folded(i) != "en" or noun:
        return False
    return scene.folded(i - 1) not in scene.grammar.words["learning"]


def opened_by(scene: Scene, name: Name) -> Name | None:
    """Take `des hémophiles`, `d'aide aux veuves`: nouns that no list has, of a name in capitals."""
    family = name.head.family
    if family.rule not in _COMMON or name.proper or name.head.plural:
        return None
    # `un Centre de traitement` is any; `le Centre national de greffe` is one.
    # `l'École nationale de statistique`, but any `École de commerce`
    written = scene.is_written_as_name(name.first) and family.rule not in ("faculty", "institute")
    if not name.national and not written:
        return None
    end = complement(scene, name.last, opened=name.topic)
    return replace(name, last=end, topic=True, national=name.national + 1) if end > name.last else None
