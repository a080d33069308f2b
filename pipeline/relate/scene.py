"""What an article names, by organisation, country, specialty, date and count, and the units that name it."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.finder import Finder
from pipeline.gazetteer import OVERSEAS, Gazetteer
from pipeline.records import (
    Article,
    CountryValue,
    CountValue,
    DateValue,
    Extraction,
    InstitutionValue,
    Mention,
    SpecialtyValue,
)
from pipeline.relate.units import Unit, units_of
from pipeline.rules import Rule

Place = tuple[Unit, Mention]
# More than so many of one thing are many.
_MANY = 8
_LONG = 60
# The share of items among its clauses from which on an article is one of lists.
_LISTING = 0.05
# The noun by which an article speaks again of the last organisation of a kind.
_AGAIN = re.compile(
    r"\b(?:(?P<university>la faculte|l'universite|notre universite)"
    r"|(?P<hospital>le chu|le chru|le ch\b|l'hopital|l'etablissement|notre (?:chu|hopital|etablissement)"
    r"|le centre hospitalier|la clinique)"
    r"|(?P<ngo>l'association|la fondation|l'ong)"
    r"|(?P<both_hospital>les deux (?:hopitaux|etablissements|chu))"
    r"|(?P<both_university>les deux (?:universites|facultes))"
    r"|(?P<both_any>les deux (?:partenaires|parties)))\b"
)


@dataclass(slots=True, eq=False)
class Organisation:
    """An institution of the article.

    `side` says where it stands to the home country: home, mainland (seen from overseas), overseas (seen
    from the mainland), abroad, world or unknown; `units` are those that name it or speak of it again.
    """

    value: InstitutionValue
    side: str
    places: list[Place] = field(default_factory=list)
    units: list[int] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key of its value."""
        return self.value.key


@dataclass(frozen=True, slots=True)
class There:
    """How many institutions of a country an article names, hospitals and authorities among them.

    `places` and `most` are how often all of them are named, and the one that is named most; `told` is how
    often the country is, `title` whether first of all.
    """

    institutions: int
    hospitals: int
    government: int
    places: int
    most: int
    told: int
    title: bool


@dataclass(slots=True, eq=False)
class Scene:
    """An article as its cooperations are told: units, and what they name, in the order of the text."""

    article: Article
    units: list[Unit]
    home: str
    organisations: dict[str, Organisation]
    countries: dict[str, list[Place]]
    specialties: dict[str, list[Place]]
    dates: list[Place]
    counts: list[Place]
    publisher: InstitutionValue | None = None
    _days: list[str] | None = field(default=None, init=False)
    _kept: dict[tuple[str, int, int], dict[str, float]] = field(default_factory=dict, init=False)
    _there: dict[str | None, There] = field(default_factory=dict, init=False)
    _size: dict[str, float] | None = field(default=None, init=False)

    @property
    def days(self) -> list[str]:
        """The first days of all dates, in their order."""
        if self._days is None:
            self._days = days_of(self.dates)
        return self._days

    @property
    def disciplines(self) -> int:
        """How often specialties are named."""
        return sum(map(len, self.specialties.values()))

    @property
    def elsewhere(self) -> int:
        """How often other countries than the home country and France are named."""
        return sum(len(found) for iso, found in self.countries.items() if iso not in ("FR", self.home))

    @property
    def size(self) -> dict[str, float]:
        """How much an article names, as features: with many homes and towns it tells of several things."""
        if self._size is None:
            abroad = self.of("abroad")
            numbers = {
                "homes": len(self.of("home", "mainland")),
                "abroad": len(abroad),
                "towns abroad": len({one.value.city for one in abroad if one.value.city}),
                "countries abroad": len(self.countries) - ("FR" in self.countries),
                "specialties": len(self.specialties),
            }
            self._size = {
                f"article: {what}": math.log1p(min(number, _MANY)) for what, number in numbers.items()
            }
            self._size["article: clauses"] = math.log1p(min(len(self.units), _LONG))
            self._size["article: items"] = sum(unit.item for unit in self.units) / max(1, len(self.units))
        return self._size

    @property
    def homeless(self) -> bool:
        """Whether no institution of the home side is named: who is told of is rather a partner then."""
        return not self.of("home", "mainland")

    @property
    def listing(self) -> bool:
        """Whether some of the article are items of lists."""
        return self.size["article: items"] > _LISTING

    def there(self, country: str | None) -> There:
        """Return what the article names of a country, worked out once."""
        if country not in self._there:
            named = [one for one in self.organisations.values() if one.value.country == country]
            places = self.countries.get(country or "", [])
            self._there[country] = There(
                institutions=len(named),
                hospitals=sum(one.value.kind == "hospital" for one in named),
                government=sum(one.value.kind == "government" for one in named),
                places=sum(len(one.places) for one in named),
                most=max((len(one.places) for one in named), default=0),
                told=len(places),
                title=bool(places) and places[0][0].index == 0,
            )
        return self._there[country]

    def kept(self, what: str, place: Place, make: Callable[[], dict[str, float]]) -> Mapping[str, float]:
        """Return features of a place that are the same for every topic: made once."""
        key = what, place[1].start, place[1].end
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def side(self, country: str | None) -> str:
        """Return where a country stands to the home country."""
        return side(country, self.home)

    def of(self, *sides: str) -> list[Organisation]:
        """Return the organisations of these sides."""
        return [one for one in self.organisations.values() if one.side in sides]


def scene_of(article: Article, extraction: Extraction, cues: Finder[Rule], gazetteer: Gazetteer) -> Scene:
    """Return the scene of an article; `cues` are those of `units_of`."""
    units = units_of(article, extraction, cues, gazetteer)
    home = _home_country(extraction.mentions)
    publisher = extraction.publisher
    scene = Scene(article, units, home, {}, defaultdict(list), defaultdict(list), [], [], publisher)
    for unit in units:
        for mention in unit.mentions:
            _place(scene, unit, mention)
    _speak_again(scene)
    return scene


def side(country: str | None, home: str) -> str:
    """Return where a country stands to the home country: see Organisation."""
    if country is None:
        return "unknown"
    if country == "ZZ":
        return "world"
    if country == home:
        return "home"
    if country == "FR":
        return "mainland"
    if country in OVERSEAS:
        # Seen from a territory overseas, the other territories are home too.
        return "home" if home in OVERSEAS else "overseas"
    return "abroad"


def edtf_of(mention: Mention) -> str:
    """Return a date as EDTF, empty where it has none."""
    value = mention.value
    return value.edtf if isinstance(value, DateValue) and value.edtf else ""


def days_of(places: Iterable[Place]) -> list[str]:
    """Return the first days of dates, in their order."""
    return sorted(edtf_of(mention).partition("/")[0] for _, mention in places)


def _home_country(mentions: Sequence[Mention]) -> str:
    """Return FR, or the overseas territory whose hospitals the article names most.

    Where mainland hospitals are named too and no other country is, the territory is their partner.
    """
    values = [m.value for m in mentions if isinstance(m.value, InstitutionValue)]
    named = Counter(value.country for value in values if value.kind == "hospital" and value.country)
    overseas = Counter({iso: n for iso, n in named.items() if iso in OVERSEAS})
    if not overseas or overseas.most_common(1)[0][1] <= named["FR"]:
        return "FR"
    isos = {iso for m in mentions if isinstance(m.value, CountryValue) for iso in m.value.iso}
    isos |= {value.country for value in values if value.country and value.country != "ZZ"}
    return "FR" if named["FR"] and isos <= {"FR", *OVERSEAS} else overseas.most_common(1)[0][0]


def _place(scene: Scene, unit: Unit, mention: Mention) -> None:
    match mention.value:
        case InstitutionValue() as value:
            one = scene.organisations.get(value.key)
            if one is None:
                one = scene.organisations[value.key] = Organisation(value, scene.side(value.country))
            one.places.append((unit, mention))
            one.units.append(unit.index)
        case CountryValue(iso=isos):
            for iso in isos:
                scene.countries[iso].append((unit, mention))
        case SpecialtyValue(codes=codes):
            for code in codes:
                scene.specialties[code].append((unit, mention))
        case DateValue(type="DATE", edtf=str()):
            scene.dates.append((unit, mention))
        case CountValue():
            scene.counts.append((unit, mention))


def _speak_again(scene: Scene) -> None:
    """Add to each organisation the units that speak of it as `le CHU`, `l’association`.

    `les deux établissements` are the last hospital here and the last one abroad.
    """
    last: dict[str, str] = {}
    of_side: dict[tuple[str, bool], str] = {}
    for unit in scene.units:
        named = [m for m in unit.mentions if isinstance(m.value, InstitutionValue)]
        spans = [(m.start - unit.start, m.end - unit.start) for m in named]
        events: list[tuple[int, str, str | None]] = [
            (m.start - unit.start, m.value.kind, m.value.key)
            for m in named
            if isinstance(m.value, InstitutionValue)
        ]
        events += [
            (match.start(), match.lastgroup or "", None)
            for match in _AGAIN.finditer(unit.folded)
            if not any(start < match.end() and match.start() < end for start, end in spans)
        ]
        for _, kind, key in sorted(events, key=lambda event: event[0]):
            if key is not None:
                last[kind] = key
                here = scene.organisations[key].side in ("home", "mainland")
                of_side[kind, here] = of_side["any", here] = key
            elif kind.startswith("both_"):
                both = [of_side.get((kind.removeprefix("both_"), here)) for here in (True, False)]
                for one in both if all(both) else ():
                    scene.organisations[one or ""].units.append(unit.index)
            elif kind in last:
                scene.organisations[last[kind]].units.append(unit.index)


# What is French, or said by somebody who may be.
_FRENCH = re.compile(r"\b(?:franc(?:e|ais\w*|aise\w*|o)|nous|notre|nos)\b")


def speaks_of_france(scene: Scene) -> bool:
    """Return whether an article may tell of a French side; hospitals of two other countries have none."""
    if scene.of("home", "mainland") or "FR" in scene.countries or scene.publisher is not None:
        return True
    return any(_FRENCH.search(unit.folded) for unit in scene.units)


# Words by which an institution speaks of itself.
_OURS = re.compile(r"\b(?:notre|nos|nous|l'etablissement|le chu|le chru|le centre hospitalier|l'hopital)\b")


def publisher_as_home(scene: Scene) -> tuple[str, ...]:
    """Return the key of a publisher of the home side whose article says `notre CHU`, `nous`."""
    one = scene.publisher
    if one is None or scene.side(one.country) not in ("home", "mainland"):
        return ()
    return (one.key,) if any(_OURS.search(unit.folded) for unit in scene.units) else ()
