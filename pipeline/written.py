"""Names of institutions with their abbreviations written out, so that they compare as equal."""

import re
from functools import lru_cache

from pipeline.text import fold, name_key

# Sigles and shortened words. Both sides of a comparison are written out, so that a wrong reading of a word
# (CH as Switzerland) is the same on both.
_ABBREVIATIONS = {
    "assoc": "association",
    "ch": "centre hospitalier",
    "chd": "centre hospitalier departemental",
    "chi": "centre hospitalier intercommunal",
    "chn": "centre hospitalier national",
    "chnu": "centre hospitalier national universitaire",
    "chr": "centre hospitalier regional",
    "chru": "centre hospitalier regional universitaire",
    "chs": "centre hospitalier specialise",
    "chu": "centre hospitalier universitaire",
    "clcc": "centre de lutte contre le cancer",
    "clin": "clinique",
    "cnhu": "centre national hospitalier universitaire",
    "ctre": "centre",
    "dr": "docteur",
    "ehs": "etablissement hospitalier specialise",
    "ehu": "etablissement hospitalier universitaire",
    "eph": "etablissement public hospitalier",
    "epsm": "etablissement public de sante mentale",
    "fond": "fondation",
    "gh": "groupe hospitalier",
    "ght": "groupement hospitalier de territoire",
    "ghu": "groupe hospitalier universitaire",
    "hia": "hopital d'instruction des armees",
    "hl": "hopital local",
    "hop": "hopital",
    "hopit": "hopital",
    "hosp": "hospitalier",
    "ifas": "institut de formation d'aides soignants",
    "ifsi": "institut de formation en soins infirmiers",
    "inst": "institut",
    "pr": "professeur",
    "polyclin": "polyclinique",
    "st": "saint",
    "ste": "sainte",
}
_ABBREVIATED = re.compile(rf"\b(?:{'|'.join(sorted(_ABBREVIATIONS, key=len, reverse=True))})\b")
# `centre hospitalo-universitaire`, `centre hospitalier et universitaire`, `univesitaire`
_UNIVERSITY = re.compile(r"\bhospitalo universitaire\b|\bhospitalier (regional )?et universitaire\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?")
_BRACKETS = re.compile(r"\s*\(([^()]+)\)")
# Words that tell no name from another.
SMALL = frozenset(name_key("de du des d la le les l en et au aux a").split())


@lru_cache(maxsize=2**14)
def written_out(name: str) -> str:
    """Return a name folded (`text.fold`), with its usual abbreviations written out.

    `C.H.U. d'Angers` and `Centre hospitalo-universitaire (CHU) d’Angers` give
    `centre hospitalier universitaire d'angers`.
    """
    undotted = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", name)
    folded = " ".join(fold(_BRACKETS.sub(_without_sigle, undotted)).split())
    words = _ABBREVIATED.sub(lambda found: _ABBREVIATIONS[found[0]], folded)
    return _UNIVERSITY.sub(lambda found: f"hospitalier {found[1] or ''}universitaire", words)


def written_key(name: str) -> str:
    """Return the key (`text.name_key`) of a name written out."""
    return name_key(written_out(name))


def _without_sigle(found: re.Match[str]) -> str:
    return " " if name_key(found[1]) in _ABBREVIATIONS else found[0]
