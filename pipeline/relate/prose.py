"""Which partnerships an article in prose tells of: its topics, by weighed features."""

import re
from collections.abc import Mapping
from itertools import combinations

from pipeline.relate.alone import country_features
from pipeline.relate.pairs import pair_features
from pipeline.relate.scene import Organisation, Scene
from pipeline.relate.topics import Topic, Topics, topics_of
from pipeline.weights import Features, Weights, probability

# Probabilities from which on a candidate counts: chosen on the annotated articles by held-out scores.
PARTNER = 0.4
TOGETHER = 0.45
COUNTRY = 0.35
_WAR = re.compile(
    r"(?:invasion|frappes?|armees?|forces|troupes|attaques?|agression|offensive|bombardements?|missiles?|soldats?"
    r"|occupation|guerre (?:\w+ )?(?:par|contre)|envahi\w* par) (?:de |par )?(?:la |l'|le )?$"
)
# An article that names more candidates than this is a directory, and pairs grow with their square.
_MOST = 60


def told(scene: Scene, sides: Mapping[str, Features], weights: Weights) -> tuple[Topics, dict[str, float]]:
    """Return the topics of an article, and the probability of each partner (key) and country (ISO code).

    `sides` are the features of `sides_of`.
    """
    sure: dict[str, float] = {}
    partners: list[Organisation] = []
    for one in scene.of("abroad", "overseas", "mainland", "world", "unknown")[:_MOST]:
        p = probability(weights["partner"], sides[one.key])
        if p >= PARTNER:
            partners.append(one)
            sure[one.key] = p
    found: list[tuple[list[str], list[str]]] = []
    for group in _together(scene, partners, weights):
        isos = [one.value.country for one in group if one.side in ("abroad", "overseas")]
        found.append(([one.key for one in group], list(dict.fromkeys(iso for iso in isos if iso))))
    covered = {iso for _, isos in found for iso in isos}
    named = [Topic(tuple(keys), tuple(isos)) for keys, isos in found]
    alone: list[str] = []
    for iso in list(scene.countries)[:_MOST]:
        if iso in ("FR", scene.home) or iso in covered or _attacks(scene, iso):
            continue
        p = probability(weights["country"], country_features(scene, iso, named))
        if p >= COUNTRY:
            sure[iso] = p
            alone.append(iso)
    if alone and not found and _listed_together(scene, alone):
        return topics_of(scene, [([], alone)], sides), sure
    return topics_of(scene, [*found, *(([], [iso]) for iso in alone)], sides), sure


def _attacks(scene: Scene, iso: str) -> bool:
    """Return whether a country is named for its war alone: `depuis l'invasion russe`."""
    return all(_WAR.search(unit.before(mention)) for unit, mention in scene.countries[iso])


def _listed_together(scene: Scene, isos: list[str]) -> bool:
    """Return whether one clause names all the countries: they share a partnership then."""
    named = [{unit.index for unit, _ in scene.countries[iso]} for iso in isos]
    return bool(set.intersection(*named))


def _together(scene: Scene, partners: list[Organisation], weights: Weights) -> list[list[Organisation]]:
    """Return the partners in groups: the two groups of the highest mean probability are joined, and so on."""
    groups = [[one] for one in partners]
    p: dict[tuple[str, str], float] = {}
    for one, other in combinations(partners, 2):
        value = probability(weights["together"], pair_features(scene, one, other))
        # A partnership has one country.
        if one.side == other.side == "abroad" and one.value.country != other.value.country:
            value = -1.0
        p[one.key, other.key] = p[other.key, one.key] = value
    while True:
        means = [
            (
                sum(p[a.key, b.key] for a in groups[i] for b in groups[j])
                / (len(groups[i]) * len(groups[j])),
                i,
                j,
            )
            for i, j in combinations(range(len(groups)), 2)
        ]
        best = max(means, default=(0.0, 0, 0))
        if best[0] < TOGETHER:
            break
        _, i, j = best
        groups[i] += groups.pop(j)
    for group in groups:
        group.sort(key=lambda one: one.units[0])
    return groups
