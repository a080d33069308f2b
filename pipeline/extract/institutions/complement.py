"""How far the common nouns reach that name an association or an agency: `des hémophiles et malades rares`.

What such a name may hold no list can tell. But French says where it ends: behind a noun stand only its
adjective, which agrees with it, and what a preposition joins.
"""

import re

from pipeline.extract.institutions.grammar import match_head, match_phrase, match_place
from pipeline.extract.institutions.scene import DETERMINERS, PREPOSITIONS, Scene

# Beside `de`, what the first noun may be joined by.
_OPENING = PREPOSITIONS | {"pour", "contre"}
# `d'aide aux veuves`, `de soutien à la recherche`, behind a noun of the class `giving`
_TO = frozenset(("a", "aux", "au", "contre"))
_NOUN = re.compile(r"[a-z]{2}[a-z' ]*[a-z]")
# Behind a noun in the plural any word in the plural is its adjective: verbs behind it end otherwise.
_ADJECTIVE = re.compile(
    r"[a-z ]{2,}(?:ale?|aire|ique|if|ive|ien|ienne|aise?|oise?|ois|aine?|eux|euse|elle?|iere?|able|ole|oire)"
)
# `de contrôler`: an infinitive, unless a word of the class `noun` that ends as one does.
_INFINITIVE = re.compile(r"[a-z]{2,}(?:[^i]er|[^o]ir)")
_PLURAL = re.compile(r"[a-z ]{3,}[sx]")
_MOST = 4


def complement(scene: Scene, i: int, *, opened: bool = False) -> int:
    """Return the token behind the common nouns that are joined from token `i` on; `i` where there are none.

    `opened` says that the first of them stand before `i`.
    """
    end = _joined(scene, i, PREPOSITIONS if opened else _OPENING)
    if end == i:
        return i
    for _ in range(_MOST):
        giving = scene.folded(end - 1) in scene.grammar.words["giving"]
        further = _joined(scene, end, _TO if giving else PREPOSITIONS)
        if further == end and scene.folded(end) == "et":
            further = _coordinated(scene, i, end)
        if further == end:
            break
        end = further
    return end


def purpose(scene: Scene, i: int) -> int:
    """Return the token behind `pour le développement rural` from token `i` on; `i` where nothing is meant so.

    What is given is thanked for: `pour l'aide apportée`, but `pour l'aide aux veuves`.
    """
    words = scene.grammar.words
    if scene.folded(i) != "pour" or scene.folded(i + 1) not in DETERMINERS:
        return i
    size = match_phrase(words["topic"], scene.tokens, i + 2)
    given = scene.folded(i + 2) in words["giving"] and size == 1 and scene.folded(i + 3) not in _TO
    return complement(scene, i) if size and not given else i


def _joined(scene: Scene, i: int, by: frozenset[str]) -> int:
    """Return the token behind a preposition of `by`, its article, a noun and its adjectives."""
    if scene.folded(i) not in by or _breaks(scene, i):
        return i
    noun = i + 1 + (scene.folded(i + 1) in DETERMINERS)
    return phrase(scene, noun) or i


def _coordinated(scene: Scene, i: int, at: int) -> int:
    """Return the token behind `et des orphelins`, `et insuffisants rénaux` at the `et` of token `at`."""
    if _breaks(scene, at):
        return at
    again = _joined(scene, at + 1, PREPOSITIONS | _TO)
    if again > at + 1:
        return again
    # Without its own preposition, a noun stands in the plural as the one before it, or has an article.
    article = scene.folded(at + 1) in DETERMINERS and scene.folded(i) in ("pour", "contre")
    plural = scene.folded(i) == "des" and _is_plural(scene.folded(at + 1))
    if article or plural:
        return phrase(scene, at + 1 + article) or at
    return at


def phrase(scene: Scene, i: int) -> int:
    """Return the token behind a noun at `i` and its adjectives, 0 where there is no noun."""
    if not _is_noun(scene, i):
        return 0
    return adjectives(scene, i + 1)


def adjectives(scene: Scene, i: int) -> int:
    """Return the token behind the adjectives at `i` of the noun before it."""
    plural = _is_plural(scene.folded(i - 1))
    while _is_adjective(scene, i, plural=plural):
        i += 1
    return i


def _is_noun(scene: Scene, i: int) -> bool:
    token = scene.token(i)
    if token is None or token.gap == "\n" or token.capital or not token.word:
        return False
    return (
        _NOUN.fullmatch(token.folded) is not None
        and (_INFINITIVE.fullmatch(token.folded) is None or token.folded in scene.grammar.words["noun"])
        and token.folded not in scene.grammar.words["closing"]
        and not _is_head(scene, i)
        and not match_place(scene.gazetteer, scene.tokens, i, listed=True)
    )


def _is_head(scene: Scene, i: int) -> bool:
    """Return whether another name may begin; `associations` of a federation are none."""
    found = match_head(scene.grammar, scene.tokens, i)
    return found is not None and not found[1].plural


def _is_adjective(scene: Scene, i: int, *, plural: bool) -> bool:
    token = scene.token(i)
    if token is None or token.gap != " " or token.capital or token.folded in scene.grammar.words["closing"]:
        return False
    if plural:
        return _PLURAL.fullmatch(token.folded) is not None
    agrees = not _is_plural(token.folded) or token.folded.endswith(("ais", "ois", "eux"))
    return agrees and (scene.is_adjective(i) or _ADJECTIVE.fullmatch(token.folded) is not None)


def _is_plural(word: str) -> bool:
    return word.endswith(("s", "x"))


def _breaks(scene: Scene, i: int) -> bool:
    token = scene.token(i)
    return token is None or token.gap == "\n"
