"""The form in which names of institutions are compared with those of a registry."""

import re
from functools import lru_cache

from pipeline.text import name_key
from pipeline.written import written_key

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
# A CHU or CHR is always that of a city, so `CHU ANGERS` is `CHU d'Angers`. Of other hospitals it is not so:
# the `hopital Saint-Denis` of Paris is not the `hopital de Saint-Denis`.
_OF_CITY = re.compile(
    r"^(centre hospitalier (?:regional )?universitaire|centre hospitalier regional) "
    r"(?:de |d |du |des )?(?:la |le |les |l )?"
)
_LONGEST_ACRONYM = 10


@lru_cache(maxsize=8192)
def registry_key(name: str) -> str:
    """Return `name_key` of a name with its usual abbreviations written out.

    `C.H.U. d'Angers`, `CHU ANGERS` and `Centre hospitalier universitaire (CHU) d’Angers` give
    `centre hospitalier universitaire angers`.
    """
    return _OF_CITY.sub(r"\1 ", written_key(name))


def is_weak(form: str) -> bool:
    """Return whether a written form does not name an institution by itself: an acronym, or generic words."""
    key = registry_key(form)
    acronym = not any(map(str.islower, form)) and " " not in form and len(form) <= _LONGEST_ACRONYM
    return acronym or all(word in _GENERIC for word in key.split())
