"""Parses names from their head noun on: how far a name reaches, and whether it is one."""

from dataclasses import replace
from functools import partial

from pipeline.extract.institutions.associations import friends, opened, own_name
from pipeline.extract.institutions.grammar import match_head, match_phrase, match_place
from pipeline.extract.institutions.named import Name, is_named
from pipeline.extract.institutions.placed import field, gentile, place, seat
from pipeline.extract.institutions.scene import DETERMINERS, ROMAN, Scene
from pipeline.extract.institutions.sigles import with_sigle
from pipeline.extract.institutions.topical import opened_by, topic

_ORDINALS = frozenset(
    ["premier", "premiere", "deuxieme", "second", "seconde", "troisieme", "quatrieme", "cinquieme", "sixieme"]
)
# Titles of persons that hospitals are named after, though they begin no other name.
_TITLES = frozenset(("Docteur", "Professeur", "Dr", "Pr", "President", "Presidente"))
# Digits of the number of a hospital of an army, and the words that may follow one.
_ARMY_DIGITS = 3
_AFTER_NUMBER = frozenset(("de", "d'", "du", "et", "a", "en", "au", "est", "recoit", "accueille"))
_QUOTES = {"«": "»", '"': '"'}
_CLOSING = frozenset(_QUOTES.values())
_LONGEST_QUOTE = 12


class Parser:
    """Parses the names of one article."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def name_at(self, i: int) -> Name | None:
        """Return the name whose head noun stands at token `i`, or None when there is no name."""
        found = match_head(self.scene.grammar, self.scene.tokens, i)
        if found is None:
            return None
        size, head = found
        name = self._extend(Name(i, i + size, head, i + size, national=head.national))
        if not is_named(self.scene, name):
            return None
        # `Second Hôpital populaire de Changzhi`, but `Deuxième ville de Libye`
        numbered = head.family.kind == "hospital" and self.scene.folded(i - 1) in _ORDINALS
        ordinal = numbered and self.scene.tokens[i - 1].capital
        return replace(name, first=i - 1) if ordinal and self.scene.tokens[i].gap == " " else name

    def _extend(self, name: Name) -> Name:
        takes = name.head.family.takes
        steps = (
            self._sigle,
            *((self._adjective,) if "adjective" in takes else ()),
            *((self._demonym,) if "country" in takes else ()),
            *((self._number,) if "number" in takes else ()),
            *(
                (partial(topic, self.scene), partial(opened_by, self.scene), partial(field, self.scene))
                if "topic" in takes
                else ()
            ),
            *(
                (partial(place, self.scene, name_at=self.name_at), partial(gentile, self.scene))
                if takes & {"place", "country"}
                else ()
            ),
            *((partial(seat, self.scene),) if "seat" in takes else ()),
            *((self._quoted,) if "quote" in takes else ()),
            *((self._direct,) if "name" in takes else ()),
            *(
                (partial(friends, self.scene, name_at=self.name_at),)
                if name.head.family.rule == "association"
                else ()
            ),
        )
        while name.last < len(self.scene.tokens) and self.scene.tokens[name.last].gap != "\n":
            for step in steps:
                longer = step(name)
                if longer is not None:
                    name = longer
                    break
            else:
                return name
            # `association « Les Crocos » de Brest`: what quotes close is whole.
            if name.head.family.rule == "association" and self.scene.tokens[name.last - 1].plain in _CLOSING:
                return name
        return name

    def _sigle(self, name: Name) -> Name | None:
        return with_sigle(self.scene, name)

    def _adjective(self, name: Name) -> Name | None:
        if name.proper:
            return None
        words = self.scene.grammar.words
        if "-" in self.scene.tokens[name.last].plain and self.scene.is_demonym(name.last):
            # `hôpital franco-vietnamien`: there is one of them.
            single = name.head.family.rule in ("hospital", "secondary-school") and not name.head.plural
            return replace(name, last=name.last + 1, national=name.national + 1, proper=single)
        # `Hôpital français du Levant`, `clinique espagnole de Bata`
        # or `hôpital militaire français Bouffard`
        behind = self.scene.after_preposition(name.last + 1)
        if (
            name.head.family.rule == "hospital"
            and self.scene.is_demonym(name.last)
            and self.scene.starts_name(name.last + 1 if behind is None else behind)
        ):
            return replace(name, last=name.last + 1)
        # `centre hospitalier national mauritanien`
        one_hospital = name.head.family.kind == "hospital" and not name.head.plural
        if name.national and one_hospital and self.scene.is_demonym(name.last):
            return replace(name, last=name.last + 1, proper=True)
        # `l'hôpital protestant`: there is one of them where it is told of.
        if one_hospital and self.scene.folded(name.last) in words["confession"]:
            return replace(name, last=name.last + 1, national=name.national + 2)
        for kind in ("national", "adjective"):
            n = match_phrase(words[kind], self.scene.tokens, name.last)
            if n and kind == "national":
                return replace(name, last=name.last + n, national=name.national + 1)
            if n:
                return replace(name, last=name.last + n)
        # `gynéco-obstétrique et pédiatrique`: an adjective may be joined by `et`.
        if self.scene.folded(name.last) == "et" and name.last > name.core:
            n = match_phrase(words["adjective"], self.scene.tokens, name.last + 1)
            if n:
                return replace(name, last=name.last + 1 + n)
        return None

    def _demonym(self, name: Name) -> Name | None:
        """Take `djiboutien` of a ministry, `française` of a society, `français et ukrainien`."""
        i = name.last
        if not self.scene.is_demonym(i) or name.place is not None:
            return None
        if name.head.family.named == "topic" and not name.topic and i > name.core:
            return None
        i += 1
        if self.scene.folded(i) == "et" and self.scene.folded(i + 1) in self.scene.gazetteer.demonyms:
            i += 2
        return replace(name, last=i, national=name.national + 1)

    def _number(self, name: Name) -> Name | None:
        token = self.scene.tokens[name.last]
        numbered = token.plain[0] in "Nn" and token.plain[1:2] in ("°", "º")
        roman = token.plain in ROMAN
        # `Syndicat départemental d'électricité 22`: départements have numbers.
        numbered_there = "departemental" in self.scene.text(name.first, name.last)
        directly = name.head.family.sigle or name.proper or numbered_there
        # `Samu 2B`, `SDIS 64A`
        digits = token.plain.removesuffix("A").removesuffix("B") if name.head.family.sigle else token.plain
        short = digits.isdigit() and len(digits) <= (3 if name.head.family.sigle else 2)
        # `l'hôpital 115`, as armies number them, but not `un hôpital 300 lits`
        three = token.plain.isdigit() and len(token.plain) == _ARMY_DIGITS and not name.topic
        behind = self.scene.token(name.last + 1)
        if name.head.family.rule == "hospital" and three and not name.proper and not name.head.plural:
            ends = behind is None or not behind.word or behind.gap == "\n"
            if ends or self.scene.folded(name.last + 1) in _AFTER_NUMBER:
                return replace(name, last=name.last + 1, proper=True)
        if numbered or (roman and (name.proper or name.last == name.core)) or (short and directly):
            return replace(name, last=name.last + 1, proper=True)
        return None

    def _direct(self, name: Name) -> Name | None:
        """Take a proper name that follows directly."""
        i = name.last
        # `association les Amis du Bénin`, `hôpital la Renaissance`
        article = self.scene.folded(i) in DETERMINERS and not self.scene.tokens[i].capital
        if name.head.family.rule in ("association", "hospital") and article and i == name.core:
            if name.head.family.rule == "hospital" and match_head(
                self.scene.grammar, self.scene.tokens, i + 1
            ):
                return None
            i += 1
        # `association humanitaire ONG Horizons`: what it is is said twice.
        i += self.scene.folded(i) == "ong" and i > name.core
        if name.proper or i >= len(self.scene.tokens):
            return None
        if name.head.family.rule == "association" and (end := opened(self.scene, name)):
            return replace(name, last=end, proper=True, own=(i, end))
        # `centre hospitalier Docteur Benbadis`
        person = name.head.family.kind == "hospital" and self.scene.tokens[i].plain in _TITLES
        if not self.scene.starts_name(i) and not (person and self.scene.starts_name(i + 1)):
            return None
        # In a line of capitals any word may follow; only a place is surely a name there.
        saint = self.scene.tokens[i].folded.startswith(("saint ", "sainte "))
        if self.scene.shouts(i) and not saint and not match_place(self.scene.gazetteer, self.scene.tokens, i):
            return None
        end = self.scene.sequence(i + 1 if person else i)
        if name.head.family.rule in ("association", "company", "network"):
            end = own_name(self.scene, i, end)
        if (
            name.head.family.kind in ("company", "network")
            and self.scene.text(i, end) in self.scene.gazetteer.names
        ):
            return None
        return replace(name, last=end, proper=True, own=(i, end))

    def _quoted(self, name: Name) -> Name | None:
        """Take `« Espoir »`: a short quotation that begins with a capital."""
        i = name.last
        close = _QUOTES.get(self.scene.tokens[i].plain)
        if close is None or name.proper:
            return None
        for j in range(i + 1, min(i + _LONGEST_QUOTE, len(self.scene.tokens))):
            if self.scene.tokens[j].plain == close:
                if not self.scene.tokens[i + 1].capital or j == i + 1:
                    return None
                # `Association togolaise des potiers « ATDP »`: the sigle of a name that is whole.
                if name.topic and j == i + 2 and self.scene.tokens[i + 1].shouted:
                    return None
                return replace(name, last=j + 1, proper=True, own=(i + 1, j))
        return None
