"""How far the proper name of an association reaches: the words in small letters that are part of it."""

from dataclasses import replace

from pipeline.extract.institutions.complement import complement, phrase, purpose
from pipeline.extract.institutions.grammar import match_phrase
from pipeline.extract.institutions.named import Name
from pipeline.extract.institutions.placed import NameAt
from pipeline.extract.institutions.scene import DETERMINERS, Scene

_SHORTEST_NOUN = 3
_FRIENDS = frozenset(("amis", "amies", "ami", "amie"))
# Articles that open a name: `association Une main pour tous`.
_OPENING = frozenset(("Les", "La", "Le", "Un", "Une", "Des", "Nos"))
_ARTICLES = DETERMINERS | {"un", "une"}


def own_name(scene: Scene, start: int, end: int) -> int:
    """Take `Anjou` of `association TEO Anjou`, and `du monde` of `association Les Crocos du monde`.

    The own name stands from `start` to `end`; the token behind what is part of it is returned.
    """
    if end == start + 1 and scene.tokens[start].shouted and not scene.shouts(start):
        further = scene.token(end)
        if further and further.gap == " " and scene.starts_name(end) and not further.shouted:
            end = scene.sequence(end)
    # `comité de jumelage Yzeure/Kafountine`
    slash, further = scene.token(end), scene.token(end + 1)
    if slash and slash.plain == "/" and not slash.gap and further and further.capital and not further.gap:
        end = scene.sequence(end + 1)
    if tail := match_phrase(scene.grammar.words["tail"], scene.tokens, end):
        return end + tail
    # `association Terre d'azur`, `association Les Amis du malade`
    # but `Fondation TOTAL` du projet
    sigle = scene.tokens[start].shouted and not scene.shouts(start)
    single = end == start + 1 + scene.starts_with_article(start)
    if scene.folded(end) in ("d'", "du") and single and not sigle:
        noun = scene.token(end + 1)
        if noun and noun.word and not noun.capital and len(noun.plain) > _SHORTEST_NOUN and noun.gap != "\n":
            return end + 2
    if scene.folded(end) != "pour" or scene.folded(end + 1) not in _ARTICLES:
        return end
    # `Association Étudiants en santé pour une Solidarité internationale`
    further = scene.token(end + 2)
    if further and further.capital and further.gap != "\n":
        return scene.sequence(end + 2)
    return purpose(scene, end)


def opened(scene: Scene, name: Name) -> int:
    """Return the token behind `Les amis du malade` of `association Les amis du malade`; 0 for none.

    The capital of an article inside a sentence opens a name; what follows in small letters is of it.
    """
    i = name.last
    capital = scene.tokens[i].plain in _OPENING and not scene.tokens[name.first].capital
    end = phrase(scene, i + 1) if capital and i == name.core else 0
    if not end:
        return 0
    place = scene.after_preposition(end)
    if place is not None and scene.starts_name(place):
        return scene.sequence(place)
    tail = match_phrase(scene.grammar.words["tail"], scene.tokens, end)
    return end + tail if tail else complement(scene, end, opened=True)


def friends(scene: Scene, name: Name, name_at: NameAt) -> Name | None:
    """Take `de l'hôpital de Tanguiéta` of the `association des Amis`."""
    behind = scene.after_preposition(name.last)
    if behind is None or scene.folded(name.last - 1) not in _FRIENDS:
        return None
    other = name_at(behind)
    return replace(name, last=other.last, proper=True) if other else None
