"""Catalogues: texts whose lines or headings name the country that what follows is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.records import CountryValue, InstitutionValue, Mention, SpecialtyValue
from pipeline.relate.scene import Scene
from pipeline.relate.topics import Topic
from pipeline.relate.units import Unit

_FEWEST_LINES = 3
_FEWEST_HEADINGS = 2
_FEWEST_BARE = 4
# What above a list of countries makes each a partner.
_TELLING = frozenset(("cooperation", "signing", "outbound"))
_PARTNER_KINDS = frozenset(("hospital", "university", "government", "research", "network", "ngo"))
_HOME_KINDS = frozenset(("hospital", "university", "ngo", "network", "research"))
# An embassy opens doors; it is no partner.
_EMBASSY = re.compile(r"(?:ambassade|consulat)", re.IGNORECASE)
_BEFORE = re.compile(r"[\W\d]*(?:(?:en|au|aux|a|le|la|les) |l')?")
_BEHIND = re.compile(r"\s?(?:\([^)]*\)\s?)?(?:[:.;]|/ |$|- ?\w| - )")
# `2003 : CHILI CHU Conception`: capitals set the country off from what follows.
_CAPITALS_BEHIND = re.compile(r" (?=[A-Z][a-z]|[A-Z]{2,})")
_NEXT = re.compile(r"\s?(?:\([^)]*\))?\s?(?:,|/|&|et|-)?\s?(?:en |au |aux |le |la |les |l')?")
_CLAUSE = re.compile(r", (?=partenariat|cooperation|appui)|ainsi qu|par ailleurs|\) et ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One cooperation of a catalogue: its topic and the mentions of its clause or lines.

    `home`: the keys of the home side, where the entry tells it itself.
    """

    topic: Topic
    mentions: tuple[Mention, ...]
    home: tuple[str, ...] | None = None


def catalogue(scene: Scene) -> list[Entry]:
    """Return the entries of a catalogue, in the order of the text; none where the article is no catalogue."""
    return by_country(scene) or _by_pairs(scene)


def by_country(scene: Scene) -> list[Entry]:
    """Return the entries of lines or headings that open with a country."""
    sections = list(_sections(scene.units))
    headings = sum(section[0].heading and len(section) > 1 for _, section in sections)
    told = sum(len(section) > 1 or _says_more(section[0]) for _, section in sections)
    if len(sections) < _FEWEST_LINES and headings < _FEWEST_HEADINGS:
        return []
    if told * 2 <= len(sections):
        # A list of countries alone tells of as many partnerships, where what stands above it says so.
        sections = [(isos, section) for isos, section in sections if section[0].above & _TELLING]
        if len(sections) < _FEWEST_BARE:
            return []
    entries: list[Entry] = []
    for isos, section in sections:
        for iso in isos:
            if scene.side(iso) in ("abroad", "overseas"):
                entries += _entries(scene, iso, section)
    return entries


def _by_pairs(scene: Scene) -> list[Entry]:
    """Return an entry for each item of a list whose items name a hospital here and one abroad.

    `- CHR de Dori : Centre hospitalier de Langeac`: in such a list an item that names one of them alone tells
    of a partnership too.
    """
    lists = [list(group) for is_item, group in groupby(scene.units, key=lambda unit: unit.item) if is_item]
    items = max(lists, key=len, default=[])
    paired = [unit for unit in items if _partners(scene, unit.mentions) and home_of(scene, unit.mentions)]
    if len(items) < _FEWEST_LINES or len(paired) < max(2, len(items) / 2):
        return []
    entries = []
    for unit in items:
        partners, home = _partners(scene, unit.mentions), tuple(home_of(scene, unit.mentions))
        # `CHU de La Réunion – hôpital El-Maarouf (Comores)`: seen from abroad, overseas is home.
        overseas = tuple(key for key in partners if scene.organisations[key].side == "overseas")
        if not home and 0 < len(overseas) < len(partners):
            home, partners = overseas, tuple(key for key in partners if key not in overseas)
        isos = dict.fromkeys(
            [scene.organisations[key].value.country for key in partners]
            or [iso for m in unit.of(CountryValue) for iso in getattr(m.value, "iso", ())]
        )
        abroad = tuple(iso for iso in isos if iso and scene.side(iso) in ("abroad", "overseas"))
        if partners or abroad:
            topic = Topic(partners, abroad, named={unit.index}, placed={unit.index})
            entries.append(Entry(topic, unit.mentions, home))
    return entries


def _sections(units: Sequence[Unit]) -> Iterator[tuple[tuple[str, ...], list[Unit]]]:
    """Yield countries with the units from their line to the next that names a country, or to a heading."""
    isos: tuple[str, ...] = ()
    section: list[Unit] = []
    for _, group in groupby(units, key=lambda unit: unit.line):
        line = list(group)
        opened = _opening(line[0])
        if opened or (line[0].heading and section and not section[0].heading):
            if isos:
                yield isos, section
            isos, section = opened, []
        section += line
    if isos:
        yield isos, section


def _opening(unit: Unit) -> tuple[str, ...]:
    """Return the countries that a line opens with, as `Maroc :`, `• BENIN-`, `Chine (Shanghai), Laos :`."""
    isos: list[str] = []
    at = 0
    for mention in unit.of(CountryValue):
        start = mention.start - unit.start
        between = unit.folded[at:start]
        fits = _NEXT.fullmatch(between) if isos else _BEFORE.fullmatch(unit.text[:start].lower())
        if not fits or not mention.text[:1].isupper() or not isinstance(mention.value, CountryValue):
            break
        isos += mention.value.iso
        at = mention.end - unit.start
    if not isos:
        return ()
    shouts = unit.text[:at].isupper() and unit.item and _CAPITALS_BEHIND.match(unit.text, at)
    return tuple(isos) if shouts or _BEHIND.match(unit.text, at) else ()


def _says_more(unit: Unit) -> bool:
    """Return whether a line holds more than the names of countries."""
    last = max((m.end for m in unit.of(CountryValue)), default=unit.start)
    return len(unit.text[last - unit.start :].strip(" \n:.-")) > 2


def _entries(scene: Scene, iso: str, section: Sequence[Unit]) -> list[Entry]:
    mentions = _mentions(section)
    partners = _partners(scene, mentions)
    # So is an item below a heading.
    items = _items(scene, section) if len(partners) > 1 and section[0].heading else []
    if len(items) > 1:
        return [_entry(scene, iso, item, _mentions(item)) for item in items]
    # A clause with its own partner is a record of its own.
    if len(partners) > 1 and not section[0].heading:
        clauses = [clause for unit in section for clause in _clauses(unit)]
        found = [
            _entry(scene, iso, section, clause)
            for clause in clauses
            if _partners(scene, clause) or (_names(clause, SpecialtyValue) and home_of(scene, clause))
        ]
        if found:
            return found
    return [_entry(scene, iso, section, mentions)]


def _items(scene: Scene, section: Sequence[Unit]) -> list[list[Unit]]:
    """Return the items of a section that name a partner, each with the lines up to the next."""
    items: list[list[Unit]] = []
    for _, group in groupby(section, key=lambda unit: unit.line):
        line = list(group)
        if line[0].item and _partners(scene, _mentions(line)):
            items.append(line)
        elif items:
            items[-1] += line
    return items


def _mentions(units: Sequence[Unit]) -> tuple[Mention, ...]:
    return tuple(mention for unit in units for mention in unit.mentions)


def _clauses(unit: Unit) -> Iterator[tuple[Mention, ...]]:
    cuts = [match.end() for match in _CLAUSE.finditer(unit.folded)]
    for start, end in pairwise([0, *cuts, len(unit.text)]):
        yield tuple(m for m in unit.mentions if start <= m.start - unit.start < end)


def _names(mentions: Sequence[Mention], kind: type) -> bool:
    return any(isinstance(m.value, kind) for m in mentions)


def _entry(scene: Scene, iso: str, section: Sequence[Unit], mentions: tuple[Mention, ...]) -> Entry:
    indices = {unit.index for unit in section}
    return Entry(Topic(_partners(scene, mentions), (iso,), named=indices, placed=indices), mentions)


def _partners(scene: Scene, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the institutions abroad; authorities of a country count where it has no other partner."""
    found = [
        m.value
        for m in mentions
        if isinstance(m.value, InstitutionValue)
        and scene.side(m.value.country) in ("abroad", "overseas", "world")
        and m.value.kind in _PARTNER_KINDS
        and not _EMBASSY.match(m.value.name)
    ]
    others = {value.country for value in found if value.kind != "government"}
    kept = [value.key for value in found if value.kind != "government" or value.country not in others]
    return tuple(dict.fromkeys(kept))


def home_of(scene: Scene, mentions: Sequence[Mention]) -> list[str]:
    """Return the hospitals of the home side among the mentions."""
    values = [m.value for m in mentions if isinstance(m.value, InstitutionValue)]
    here = [v.key for v in values if v.kind == "hospital" and scene.side(v.country) in ("home", "mainland")]
    return list(dict.fromkeys(here))


def first_home(scene: Scene) -> list[str]:
    """Return the first institution of the home side: the one that a catalogue is about."""
    homes = scene.of("home", "mainland")
    return [one.key for one in homes if one.value.kind in _HOME_KINDS][:1]
