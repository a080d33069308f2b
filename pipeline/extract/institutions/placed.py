"""What a name takes of places: its town or region, the town's adjective, its seat, where it works."""

from collections.abc import Callable
from dataclasses import replace

from pipeline.extract.institutions.complement import adjectives
from pipeline.extract.institutions.grammar import Head, match_head, match_place
from pipeline.extract.institutions.named import Name
from pipeline.extract.institutions.scene import ROMAN, Scene

NameAt = Callable[[int], Name | None]
_REGION_NOUNS = frozenset(
    (
        "province", "region", "ville", "commune", "wilaya", "prefecture", "principaute", "departement",
        "capitale", "metropole", "localite", "cite", "daira", "arrondissement", "cercle", "district",
        "ile", "etat", "village",
    )
)  # fmt: skip
_SEAT = frozenset(("en", "au", "aux", "a"))
_CONTINENTS = frozenset(("Afrique", "Asie", "Europe"))
_RIVERSIDE = frozenset(("sur", "sous", "les", "lez", "pres"))
_SAINTS = frozenset(("saint", "sainte", "st", "ste"))
# Families whose names may hold the adjective of a town: there is one of them in a town.
_OF_TOWNS = frozenset(("hospital-sigle", "hospital-centre", "hospital", "authority", "town-hall"))
# Families whose names may tell the country that they work in.
_WORKING = frozenset(("association", "network", "organisation"))
# Kinds of organisations that a hospital is named after.
_OWNERS = frozenset(("government", "network", "ngo", "other", "university"))


def field(scene: Scene, name: Name) -> Name | None:
    """Take `au Cambodge` of `association pour la formation médicale au Cambodge`: where it works."""
    i = name.last
    if name.head.family.rule not in _WORKING or not name.topic or name.place is not None:
        return None
    if name.head.plural or scene.folded(i) not in _SEAT or not scene.starts_name(i + 1):
        return None
    n = 1 if scene.tokens[i + 1].plain in _CONTINENTS else scene.country(i + 1)
    return replace(name, last=i + 1 + n, proper=True) if n else None


def place(scene: Scene, name: Name, name_at: NameAt) -> Name | None:
    """Take `de Rennes`, `de la province du Shanxi`, `du Sénégal`, `de l’université de Lorraine`."""
    family = name.head.family
    i = scene.after_preposition(name.last)
    if i is None:
        return None
    # `conseil municipal de la ville de Saint-Étienne`
    council = scene.folded(name.first) == "conseil"
    if scene.folded(i) in _REGION_NOUNS and (council or family.rule != "authority"):
        # `de la Commune VI`
        if scene.tokens[i].capital and (number := scene.token(i + 1)) and number.plain in ROMAN:
            return replace(name, last=i + 2, proper=True, place=(i, i + 2))
        # `de la région italienne d'Imperia`, `service de santé de la ville de Hanoï`
        behind = scene.after_preposition(i + 1 + scene.is_demonym(i + 1))
        if behind is None or not scene.starts_name(behind):
            return None
        end = scene.sequence(behind)
        return replace(name, last=end, proper=True, place=(behind, end))
    nested = match_head(scene.grammar, scene.tokens, i)
    if nested is not None and not name.proper and (end := _of_red_cross(scene, name, i, nested, name_at)):
        return replace(name, last=end, proper=True, own=(i, end))
    if nested is not None and family.rule == "hospital" and not name.proper and not name.head.plural:
        return _dedicated(scene, name, i, name_at)
    if nested is not None and not name.proper and family.rule == "faculty":
        inner = name_at(i)
        if inner is not None and inner.proper:
            return replace(name, last=inner.last, proper=True, place=inner.place or (i, inner.last))
    if nested is not None:
        return None
    if not scene.starts_name(i):
        return None
    n = match_place(scene.gazetteer, scene.tokens, i)
    is_country = bool(n) and scene.text(i, i + n) in scene.gazetteer.names
    # `l'histoire commune du Liban et de la France`
    if is_country and scene.folded(name.first) == "commune":
        return None
    # `le deuxième CHU de France` is one of many.
    if (
        is_country
        and family.rule == "hospital-sigle"
        and not name.proper
        and scene.text(i, i + n) == "france"
    ):
        return None
    if is_country and name.proper and "country" not in family.takes:
        return None
    if is_country and "place" not in family.takes and name.place is not None:
        return None
    if name.proper and not n:
        # `hôpital Charles de Gaulle`: the own name goes on; what is no own name has ended.
        named = family.kind == "hospital" or family.rule in ("association", "care-home")
        if name.own is None or name.own[1] != name.last or not named:
            return None
        end = scene.sequence(i)
        return replace(name, last=end, own=(name.own[0], end))
    # `COMITE DE PILOTAGE`: in a line of capitals any noun is written like a name.
    if not n and scene.shouts(i) and family.kind in ("ngo", "network"):
        return None
    # `maternité du CHBS`: a part of a hospital, named by the hospital's sigle.
    if not n and family.rule == "hospital" and scene.tokens[i].shouted and not scene.shouts(i):
        return None
    end = max(scene.sequence(i), i + n) if not is_country else i + n
    # `Hôpital provincial de Pursat Cambodge`: what follows a town situates it.
    if n and not is_country and scene.text(i + n, end) in scene.gazetteer.names:
        end = i + n
    # `Association des Gueules cassées`
    if not n and family.rule in ("association", "network") and scene.folded(end - 1).endswith("s"):
        end = adjectives(scene, end)
    end = _twin_town(scene, _riverside(scene, i, end))
    return replace(name, last=end, proper=True, place=(i, end))


def _of_red_cross(scene: Scene, name: Name, i: int, nested: tuple[int, Head], name_at: NameAt) -> int:
    """Return the token behind `de la Croix-Rouge` of a hospital or a school, 0 where it is another's."""
    size, head = nested
    if head.family.rule != "red-cross" or name.head.family.kind not in ("hospital", "university"):
        return 0
    inner = name_at(i)
    return inner.last if inner else i + size


def _dedicated(scene: Scene, name: Name, i: int, name_at: NameAt) -> Name | None:
    """Take `de l'Ordre de Malte`, `de l'Université de Wuhan`: whose hospital it is."""
    if not scene.tokens[i].capital or scene.shouts(i):
        return None
    inner = name_at(i)
    if inner is None or inner.head.family.kind not in _OWNERS:
        return None
    return replace(name, last=inner.last, proper=True, own=(i, inner.last))


def gentile(scene: Scene, name: Name) -> Name | None:
    """Take `stéphanois` of `CHU stéphanois`: the adjective of a town stands for its name."""
    i = name.last
    if name.proper or name.topic or name.head.plural or name.head.family.rule not in _OF_TOWNS:
        return None
    if scene.folded(i) not in scene.gazetteer.gentiles:
        return None
    return replace(name, last=i + 1, proper=True, place=(i, i + 1))


def _riverside(scene: Scene, start: int, end: int) -> int:
    """Take `sur Marne` of `Châlons sur Marne`, `lès Nancy`, and `de Dieu` of `Saint-Jean de Dieu`."""
    tokens = scene.tokens
    further = scene.token(end + 1)
    if further is None or not further.capital or further.gap == "\n" or tokens[end].gap == "\n":
        return end
    size = 1 if " " in tokens[start].folded else 2
    saint = tokens[start].folded.partition(" ")[0] in _SAINTS and end == start + size
    if tokens[end].folded in _RIVERSIDE or (saint and tokens[end].folded in ("de", "d'", "du")):
        return end + 2
    return end


def _twin_town(scene: Scene, end: int) -> int:
    """Take `/Saint-Avold` of `hôpital de Forbach/Saint-Avold`."""
    slash, further = scene.token(end), scene.token(end + 1)
    if slash is None or further is None or slash.plain != "/" or slash.gap or further.gap:
        return end
    n = match_place(scene.gazetteer, scene.tokens, end + 1, listed=True) if further.capital else 0
    return end + 1 + n if n else end


def seat(scene: Scene, name: Name) -> Name | None:
    """Take `en Égypte` of `ambassade de France en Égypte`, `à Alger`."""
    i = name.last
    if not name.proper or scene.folded(i) not in _SEAT or not scene.starts_name(i + 1):
        return None
    n = match_place(scene.gazetteer, scene.tokens, i + 1)
    end = i + 1 + n if n else scene.sequence(i + 1)
    return replace(name, last=end)
