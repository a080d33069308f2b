"""The kind of an institution that the vocabulary does not know: by its head noun, or by what it treats."""

import re

from pipeline.extract.institutions.found import Found
from pipeline.text import fold

# What institutes treat: they are hospitals.
_INSTITUTE = re.compile(
    r"\b(?:cardiologi[ea]|cœur|coeur|cancer|cancerologie|oncologie|ophtalmologie|psychiatrie|psychiatrique|readaptation"
    r"|reeducation|imagerie|radiotherapie|institut medical|sante pour|mere|enfants?|ophtalmique|dialyse)\b"
)
# A centre for these is a place of care.
_CLINICAL = re.compile(
    r"^centre (?:\w+ ){0,4}(?:\w+')?(?:diabet|malade|enfant|mere\b|brul|drepano|readapt|reeduc|dialyse|"
    r"cancer|oncol|cardio|soins|chirurg|tubercul|psych|appareill|traumat|urgence|matern|neuro|dermat|ophtalm)"
)
_BARE_CENTRE = frozenset(("centre ", "centre de ", "centre d'", "centre du "))
# Unions of people, unlike those of hospitals and firms, are associations.
_UNION = re.compile(r"union (?!.*(?:hospital|industri|entreprise|syndic|mutual))")
# What the State does through a centre or an institute.
_PUBLIC = re.compile(
    r"\b(?:transfusion|urgence|vaccination|securite|promotion|veille sanitaire|lutte contre les maladies"
    r"|gouvernemental)\b"
)
_DISCIPLINE = r"(?:\w*(?:logie|iatrie|nomie)|chirurgie)\b"
_PRACTITIONERS = r"(?:\w*(?:logues|iatres|nomes)|chirurgiens)"
_OF_COUNTRY = r"(?!franco)\w+(?:aise|ienne|aine|oise|eenne)"
# The association of a discipline in a country is a learned society: `Association tunisienne de gériatrie`.
_SOCIETY = re.compile(
    rf"association (?:{_OF_COUNTRY} (?:de |d'|des )(?:{_DISCIPLINE}|{_PRACTITIONERS}\b)"
    rf"|des {_PRACTITIONERS} \w+(?:ais|iens|ains|ois|eens)$)"
)


def kind_of(item: Found) -> str:
    """Return the kind."""
    name = fold(item.name)
    if item.kind == "university" and re.search(
        r"\binstitut (?:\w+ )*(?:du |de )?(?:cancer|cancerologie)\b", name
    ):
        return "hospital"
    if item.kind == "research":
        if _INSTITUTE.search(name) and not name.startswith("laboratoire"):
            return "hospital" if "recherche" not in name else "research"
        # `centre Louis-Pierquin`, `centre d'Astana`: named after somebody or its town alone, it treats.
        own = fold(item.core or item.place or "")
        if own and name.removesuffix(own) in _BARE_CENTRE:
            return "hospital"
        # `laboratoire Biosoleil`: no place, no topic, one word that is its own.
        if item.core and name == f"laboratoire {fold(item.core)}" and " " not in item.core:
            return "company"
        if re.search(r"\b(?:formation|universitaire|sciences|ecole)\b", name) and "recherche" not in name:
            return "university"
        if _PUBLIC.search(name):
            return "government"
        if re.search(r"\bcentre (?:medical|de sante|anti|hospitalier)", name) or _CLINICAL.search(name):
            return "hospital"
    # `école Saint-Irénée`: without a topic it is one for children.
    if item.family == "faculty" and item.core and name == f"ecole {fold(item.core)}":
        return item.kind if item.core.split()[0].isupper() else "other"
    if item.kind == "network" and _UNION.match(name):
        return "ngo"
    if item.kind == "ngo" and _SOCIETY.match(name):
        return "network"
    return item.kind
