"""The country of an institution that the vocabulary does not know."""

import re
from collections.abc import Sequence

from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.places import Places
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold

_NEAR = re.compile(
    r"^[\s,»\")]*(?:\(\s*|,?\s*(?:a|au|en|aux)\s+(?:la\s+)?|,?\s*(?:situe|base|implante|installe)e?s?\s+(?:a|au|en)\s+"
    r"|,?\s*(?:dont le siege est|qui a son siege|ayant son siege)\s+(?:a|au|en)\s+"
    r"|,\s+(?:de la |de l'|du |des |de |d')|,\s*)"
)
_BRACKETS = re.compile(r"\s?\(([A-Z][\w-]{1,12})\)")
# Words of foreign names that are also towns somewhere.
_NO_TOWN = frozenset(
    ("university", "college", "hospital", "nacional", "central", "general", "santa", "medical")
)
# `World Federation of Hemophilia`, `European Academic University Network`
_WORLDWIDE = re.compile(
    r"(?:world|european|international|global"
    r"|(?:alliance|coalition|college|conference|confederation|conseil|federation|ligue|observatoire"
    r"|reseau|societe|union) (?:mondiale?|internationale?|europeen(?:ne)?|africaine?|arabe|maghrebine?"
    r"|panafricaine?|mediterraneen(?:ne)?)) "
)
# `Amicale des Burkinabè de la Somme`: people of a country who live elsewhere, in France mostly.
_DIASPORA = re.compile(r"\b(?:des|les) ([\w ]+?) (?:du |de la |de l'|de |d'|en )(?!\w+ et )")
_OF_FRANCE = re.compile(r"(?<!alliance )(?<!guyane )(?<!polynesie )\bfranc(?:e|ais|aise|o)\b")
_CLUB = re.compile(r"(?:rotary|lions|kiwanis)\b")
_PLACE_WORDS = 5
# Kinds of organisations that are in the country that they work in.
_LOCAL = frozenset(("hospital", "research", "university"))
_NEAR_WORDS = 4
_SAMU = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
_FOREIGN_AFFAIRS = re.compile(r"\baffaires etrangeres\b")
_DEPARTMENT = re.compile(r"conseil (?:general|departemental) ")
_COMMUNE = re.compile(r"-(?:sur|sous|en|l[eèé]s|lez|aux)-[A-ZÀ-Þ]")
# What only French law knows, whatever the article is about.
_FRENCH = re.compile(
    r"\b(?:ifsi|ifas|chru|epsm|ehpad|ght|hia|sdis|ccas|cpam|cgss|crmr|cmrr|centre hospitalier intercommunal"
    r"|centre (?:de reference maladies rares|memoire de ressources)"
    r"|hopita(?:l|ux) d'instruction des armees|soins infirmiers|centre communal d'action sociale)\b"
)
# What bears the name of a country, or of its people, and is neither.
_NO_COUNTRY = re.compile(r"(?i)\b(?:océan indien|ordre (?:souverain )?de malte)\b")


def country_of(view: View, items: Sequence[Found], places: Places, gazetteer: Gazetteer) -> str | None:
    """Return the country that the name tells, its place, or what stands right behind it; else None."""
    if items[0].country is not None:
        return items[0].country
    name = fold(items[0].name)
    if items[0].family == "samu" and not any(item.place for item in items):
        return _SAMU.get(items[0].name.split()[-1], "FR")
    for item in items:
        # The words of a foreign name are towns of several countries: `Universidad de Cadiz`.
        section = places.section(item.start) if item.rule == "foreign" else None
        inside = section or _inside(item, places, gazetteer)
        # `Hospital San Lucas`: a saint has towns in countries that the article does not tell of.
        elsewhere = item.rule == "foreign" and places.elsewhere and not places.likeliest([inside or ""])
        if inside and not elsewhere:
            return inside
    for item in items:
        behind = _behind(view, item, gazetteer)
        if behind:
            return behind
    if _FRENCH.search(name):
        return "FR"
    if items[0].kind not in _LOCAL and _WORLDWIDE.match(name):
        return "ZZ"
    # `ministère des Affaires étrangères`: that of France, wherever the article is from.
    if items[0].family == "ministry" and _FOREIGN_AFFAIRS.search(name):
        return "FR"
    if items[0].family == "authority" and _DEPARTMENT.match(name):
        return "FR"
    if spoken := items[0].spoken:
        return places.likeliest(spoken) or (spoken[0] if len(spoken) == 1 else None)
    # `Cambodge : …`: where a hospital is that stands under its heading; an association may be from elsewhere.
    sections = (places.section(item.start) for item in items if item.kind in _LOCAL)
    return next((iso for iso in sections if iso and iso != "FR"), None)


def host_of(view: View, items: Sequence[Found], places: Places, gazetteer: Gazetteer) -> str | None:
    """Return the country that an embassy or a consulate is in, from its name or else from its sentence."""
    if items[0].family != "embassy":
        return None
    for item in items:
        behind = re.split(r" (?:en|au|aux|à|auprès de la|auprès du) ", item.name)[1:]
        words = behind[0].removeprefix("la ").removeprefix("l’").removeprefix("l'") if behind else ""
        if words and (country := gazetteer.country_of(words)):
            return country
    for item in items:
        country = places.section(item.start) or _sentence_country(view, item, places)
        if country and country != items[0].country:
            return country
    return places.dateline or places.abroad


def _inside(item: Found, places: Places, gazetteer: Gazetteer) -> str | None:
    place = item.place
    diaspora = _DIASPORA.search(fold(item.name)) if item.kind in ("ngo", "network") else None
    if diaspora and diaspora[1] in gazetteer.demonyms:
        return (place and _of_place(place, places, gazetteer)) or "FR"
    if item.kind in ("ngo", "network") and _OF_FRANCE.search(fold(item.name)):
        return "FR"
    if place and (country := _of_place(place, places, gazetteer)):
        return country
    words = re.split(r"[\s'’(),]+", _NO_COUNTRY.sub("", item.name))
    for word in words[1:]:
        demonym = gazetteer.demonyms.get(fold(word), ())
        if not demonym and item.kind == "other":
            # A `lycée franco-libanais` is in the country that is not France.
            demonym = gazetteer.demonyms.get(fold(word).removeprefix("franco "), ())
        if demonym:
            return max(demonym, key=places.named)
    # `Action Santé Arménie`: an association is named after where it helps, `Chambéry-Ouahigouya` after its
    # French town first.
    if item.kind == "ngo" and item.rule != "foreign":
        capitals = [word for word in re.split(r"[\s'’-]+", item.name) if word[:1].isupper()]
        named = [gazetteer.country_of(word) for word in capitals]
        if _CLUB.match(fold(item.name)):
            return next(filter(None, named[1:]), None)
        return "FR" if "FR" in named else None
    return None if place else _named_place(" ".join(words[1:]), gazetteer, foreign=item.rule == "foreign")


def _of_place(place: str, places: Places, gazetteer: Gazetteer) -> str | None:
    """Return the country of the town, village or region that is part of a name."""
    countries = gazetteer.all_countries_of(place)
    listed = gazetteer.listed(place)
    if countries and not listed:
        # What is a town in one country may be a village in another.
        countries = tuple(dict.fromkeys((*countries, *gazetteer.villages.get(fold(place), ()))))
    # `Grenade`, `Tripoli`: the country that the article names, else France, else the first.
    if countries:
        best = max(countries, key=lambda iso: (places.named(iso) if iso != "FR" else 0, iso == "FR"))
        # `le dispensaire du village de Bala, au Sénégal`: villages have the names of towns elsewhere.
        if best == "FR" or listed or places.likeliest([best]):
            return best
    # `Dannemarie-sur-Crête`: so only villages of France are named.
    if _COMMUNE.search(place):
        return "FR"
    return _village(place, places, gazetteer) or _named_place(place, gazetteer, foreign=False)


def _village(place: str, places: Places, gazetteer: Gazetteer) -> str | None:
    """Return the country of a small town: one that the article tells of, else France.

    The only one that has such a village is sure where the article tells of no other country abroad: `Tamba`
    is a town of Japan, and short for one of Senegal.
    """
    countries = gazetteer.villages.get(fold(place), ())
    told = places.likeliest([iso for iso in countries if iso != "FR"])
    if told or "FR" in countries:
        return told or "FR"
    return countries[0] if len(countries) == 1 and not places.elsewhere else None


def _named_place(text: str, gazetteer: Gazetteer, *, foreign: bool) -> str | None:
    """Return the one country of the longest place named in `text`; foreign names may use any language."""
    words = re.split(r"[\s'’-]+" if not foreign else r"[\s]+", text)
    if foreign and (known := _named_place(text, gazetteer, foreign=False)):
        return known
    for size in range(min(_PLACE_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            if len(part) <= 3 or not part[0].isupper() or fold(part) in _NO_TOWN:
                continue
            if foreign and fold(part) in gazetteer.exonyms:
                return gazetteer.exonyms[fold(part)]
            if (foreign or gazetteer.listed(part)) and (one := gazetteer.country_of(part)):
                return one
    return None


def _behind(view: View, item: Found, gazetteer: Gazetteer) -> str | None:
    """Return the country of `(Sénégal)`, `à Djibouti`, `, à Douala` right behind the name."""
    rest = view.plain[item.end : item.end + 80].split("\n\n")[0]
    # An acronym in brackets may stand between the name and its place: `(APHC) à Calais`, but `(Togo)`.
    sigle = _BRACKETS.match(rest)
    if sigle and gazetteer.country_of(sigle[1]) is None:
        rest = rest[sigle.end() :]
    folded = fold(rest)
    match = _NEAR.match(folded)
    if not match:
        return None
    words = re.findall(r"[\w'-]+", rest[match.end() :])[:_NEAR_WORDS]
    for size in range(len(words), 0, -1):
        candidate = " ".join(words[:size])
        if candidate[:1].isupper() and gazetteer.listed(candidate):
            return gazetteer.country_of(candidate)
    if words and words[0][:1].isupper():
        return gazetteer.country_of(words[0])
    return None


def _sentence_country(view: View, item: Found, places: Places) -> str | None:
    """Return the one foreign country, or country of a town, that the sentence names, else its paragraph."""
    sentence = view.sentence_at(item.start)
    if sentence is None:
        return None
    line = view.text.rfind("\n", 0, sentence.start) + 1
    return places.one_abroad(sentence.start, sentence.end) or places.one_abroad(line, sentence.end)
