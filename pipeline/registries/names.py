"""The form in which names of institutions are compared with those of a registry."""

import re
from functools import lru_cache

from pipeline.text import name_key

# What directories shorten, FINESS above all (its short name has 38 characters). Written out on both sides,
# so that a wrong reading of a word (CH as Switzerland) is the same on both.
_ABBREVIATIONS = {
    "assoc": "association",
    "ch": "centre hospitalier",
    "chi": "centre hospitalier intercommunal",
    "chr": "centre hospitalier regional",
    "chru": "centre hospitalier regional universitaire",
    "chs": "centre hospitalier specialise",
    "chu": "centre hospitalier universitaire",
    "clcc": "centre de lutte contre le cancer",
    "clin": "clinique",
    "ctre": "centre",
    "dr": "docteur",
    "epsm": "etablissement public de sante mentale",
    "fond": "fondation",
    "gh": "groupe hospitalier",
    "ghu": "groupe hospitalier universitaire",
    "hia": "hopital d instruction des armees",
    "hl": "hopital local",
    "hop": "hopital",
    "hopit": "hopital",
    "hosp": "hospitalier",
    "inst": "institut",
    "pr": "professeur",
    "polyclin": "polyclinique",
    "st": "saint",
    "ste": "sainte",
}
# Names of nothing in particular: alone they name no institution.
_GENERIC = frozenset(
    name_key(
        "au aux centre central centrale centres civil civils clinique d de departemental des district du "
        "en et etablissement faculte fondation general generale groupe hopital hopitaux hospitalier "
        "hospitaliers hospitaliere intercommunal intercommunale l la le les local locale maternite "
        "medecine medical medicale national nationale polyclinique prive privee public publique regional "
        "regionale sante specialise universitaire universitaires universite"
    ).split()
)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?")
_BRACKETS = re.compile(r"\s*\(([^()]+)\)")
# A CHU or CHR is always that of a city, so `CHU ANGERS` is `CHU d'Angers`. Of other hospitals it is not so:
# the `hopital Saint-Denis` of Paris is not the `hopital de Saint-Denis`.
_OF_CITY = re.compile(
    r"^(centre hospitalier (?:regional |regional et )?universitaire|centre hospitalier regional) "
    r"(?:de |d |du |des )?(?:la |le |les |l )?"
)
_LONGEST_ACRONYM = 10


@lru_cache(maxsize=8192)
def registry_key(name: str) -> str:
    """Return `name_key` of a name with its usual abbreviations written out.

    `C.H.U. d'Angers`, `CHU ANGERS` and `Centre hospitalier universitaire (CHU) d’Angers` give
    `centre hospitalier universitaire angers`.
    """
    plain = _BRACKETS.sub(_without_sigle, _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", name))
    words = " ".join(_ABBREVIATIONS.get(word, word) for word in name_key(plain).split())
    return _OF_CITY.sub(r"\1 ", words)


def _without_sigle(found: re.Match[str]) -> str:
    return " " if name_key(found[1]) in _ABBREVIATIONS else found[0]


def is_weak(form: str) -> bool:
    """Return whether a written form does not name an institution by itself: an acronym, or generic words."""
    key = registry_key(form)
    acronym = not any(map(str.islower, form)) and " " not in form and len(form) <= _LONGEST_ACRONYM
    return acronym or all(word in _GENERIC for word in key.split())
