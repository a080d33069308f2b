"""Sigles in brackets: those inside a name, and those that tell how far a phrase of common nouns is one."""

from dataclasses import replace

from pipeline.extract.institutions.grammar import match_head, match_place
from pipeline.extract.institutions.letters import abbreviates, in_order
from pipeline.extract.institutions.named import Name
from pipeline.extract.institutions.scene import PREPOSITIONS, Scene

_LONGEST_PHRASE = 24
# Letters up to which a sigle may stand by chance in the words before it.
_SHORT = 3
# Words that may follow those of a sigle before its bracket.
_REST = 7
# Words of a name with a capital up to which the letters of a sigle need be no initials.
_TITLE = 8
# Kinds of organisations whose sigle may leave a word of their name out.
_LONG_NAMES = frozenset(("ngo", "network", "government"))


def abbreviated(scene: Scene, i: int) -> Name | None:
    """Return a phrase of common nouns that an acronym in brackets makes a name.

    `laboratoire d’imagerie expérimentale (LIE)`: the acronym's letters are the initials of its words.
    """
    found = match_head(scene.grammar, scene.tokens, i)
    if found is None:
        return None
    size, head = found
    for j in range(i + size, min(i + _LONGEST_PHRASE, len(scene.tokens) - 2)):
        token = scene.tokens[j]
        if token.plain == "(":
            acronym, _, tail = scene.tokens[j + 1].plain.partition("-")
            # `Faisant fonction d’interne (FFI)`: the list of other sigles says that it is none.
            if acronym in scene.grammar.other_sigles:
                return None
            if len(acronym) < 3 or scene.tokens[j + 2].plain not in (")", ","):
                return None
            words = " ".join(t.folded for t in scene.tokens[i:j] if t.word).split()
            # `(Aimes-Afrique)`: the last word is written out.
            if tail and words[-1] == tail.lower():
                words = words[:-1]
            leap = head.family.kind in _LONG_NAMES
            known = abbreviates(acronym, words, leap=leap)
            if leap and not known and len(acronym) > 3 and acronym.isupper():
                # `association Appui … (AMIS)`: without its noun, and what follows the sigle's words.
                known = any(
                    abbreviates(acronym, words[first:last])
                    for first in (0, 1)
                    for last in range(max(len(acronym), len(words) - _REST), len(words))
                )
            # `l'Institut de formations paramédicales (IFPM)`: a capital inside a sentence and all letters.
            titled = scene.is_written_as_name(i) and not head.plural
            category = match_head(scene.grammar, scene.tokens, j + 1)
            sigle = len(acronym) > _SHORT and acronym.isalpha() and acronym.isupper() and category is None
            if titled and sigle and not known:
                # `à l'Institut Pasteur et au National Cancer Institute (INCI)` names two.
                one = j - i <= _TITLE and {"au", "aux"}.isdisjoint(words)
                known = one and in_order(acronym, " ".join(words))
            return Name(i, j, head, i + size, proper=True) if known else None
        listed = token.plain == "," and head.family.rule == "association"
        if token.gap == "\n" or not (token.word or listed):
            return None
    return None


def with_sigle(scene: Scene, name: Name) -> Name | None:
    """Return a name with `(CHU)` between its long form and its place, or None where that does not follow."""
    i = name.last
    if scene.folded(i) != "(" or scene.folded(i + 2) != ")":
        return None
    if name.proper:
        return None
    if scene.folded(i + 3) not in PREPOSITIONS and not scene.starts_name(i + 3):
        return None
    # `(CHU) de Brest`, but not `Centre de crise (CDCS) du ministère`: the sigle of a category, or one
    # whose letters begin the words so far, before a town.
    category = match_head(scene.grammar, scene.tokens, i + 1)
    sigle = scene.tokens[i + 1].plain
    if category is not None and (category[1].family.sigle or sigle.isupper()):
        return replace(name, last=i + 3)
    place = scene.after_preposition(i + 3)
    # `Comité inter pays (CIP) France-Bénin`, `École normale supérieure (ENS) Paris-Saclay`
    named = place is None and scene.starts_name(i + 3)
    if not named and (place is None or not match_place(scene.gazetteer, scene.tokens, place)):
        return None
    if name.head.family.rule == "hospital-centre" and sum(map(str.isupper, sigle)) > 1:
        return replace(name, last=i + 3)
    words = [word for t in scene.tokens[name.first : i] for word in t.folded.split()]
    # `Centre de traitement de la lèpre et de l'ulcère de Buruli (CDTLUB) de Pobè`
    treats = name.topic or name.head.family.kind == "hospital"
    long = treats and len(sigle) > _SHORT and in_order(sigle, " ".join(words))
    fits = sigle.isupper() and (long or abbreviates(sigle, words))
    return replace(name, last=i + 3) if fits else None
