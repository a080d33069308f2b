"""Parses names from their head noun on: how far a name reaches, and whether it is one."""

import re
from dataclasses import replace
from functools import partial

from pipeline.extract.institutions.associations import friends, opened, own_name
from pipeline.extract.institutions.complement import complement, purpose
from pipeline.extract.institutions.grammar import match_head, match_phrase, match_place
from pipeline.extract.institutions.named import Name, is_named
from pipeline.extract.institutions.placed import field, gentile, place, seat
from pipeline.extract.institutions.scene import DETERMINERS, ROMAN, Scene
from pipeline.extract.institutions.sigles import with_sigle

_PURPOSE = frozenset(("en", "pour", "contre", "sur", "aux", "a"))
_ORDINALS = frozenset(
    ["premier", "premiere", "deuxieme", "second", "seconde", "troisieme", "quatrieme", "cinquieme", "sixieme"]
)
# Families that any common noun may name.
_COMMON = frozenset(("association", "faculty", "network", "organisation", "agency", "institute"))
# Titles of persons that hospitals are named after, though they begin no other name.
_TITLES = frozenset(("Docteur", "Professeur", "Dr", "Pr", "President", "Presidente"))
# Digits of the number of a hospital of an army, and the words that may follow one.
_ARMY_DIGITS = 3
_AFTER_NUMBER = frozenset(("de", "d'", "du", "et", "a", "en", "au", "est", "recoit", "accueille"))
# Adjectives of science in the plural: `hépato-biliaires`, `neurologiques`
_LEARNED = re.compile(r"[a-z -]{4,}(?:aires|iques|ales|orielles)")
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
            *((self._topic, self._open, partial(field, self.scene)) if "topic" in takes else ()),
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

    def _topic(self, name: Name) -> Name | None:
        i = name.last
        words = self.scene.grammar.words["topic"]
        if name.proper and name.place is not None:
            # `Association des femmes du Mali pour la lutte contre la faim`
            common = name.head.family.rule == "association" and name.topic and name.own is None
            end = purpose(self.scene, i) if common else i
            return replace(name, last=end) if end > i else None
        if name.topic and self.scene.folded(i) == "," and (end := self._enumerated(i)):
            return replace(name, last=end)
        # `Institut de recherche et d’enseignement`: the head noun holds the first of them.
        inside = i == name.core > name.first + 1 and match_phrase(words, self.scene.tokens, i - 1) == 1
        if (
            (name.topic or inside)
            and self.scene.folded(i) in ("et", ",")
            and (self.scene.folded(i) == "et" or name.head.family.list)
        ):
            behind = self.scene.after_preposition(i + 1)
            article = i + 1 + (self.scene.folded(i + 1) in DETERMINERS)
            start = behind if behind is not None else article
            n = match_phrase(words, self.scene.tokens, start)
            # `le ministère de la Santé et des professionnels …`: two that are told of.
            if (
                name.head.family.rule == "ministry"
                and self.scene.folded(start) in self.scene.grammar.words["people"]
            ):
                return None
            # `Ministère des Affaires Étrangères, des chirurgiens`: what follows in small letters is no part.
            shown = any(token.capital for token in self.scene.tokens[name.core : i])
            if n and shown and self.scene.folded(i) == "," and not self.scene.tokens[start].capital:
                return None
            # `Ministère de la Santé, Hygiène et Prévention`
            listed = shown and self.scene.tokens[start].capital
            if n and (behind is not None or self.scene.folded(i) == "et" or listed):
                return replace(name, last=start + n, topic=True)
            return None
        # `association Lalla Salma contre le cancer`
        against = self.scene.folded(i) == "contre" and name.own is not None and name.own[1] == i
        if self.scene.folded(i) in _PURPOSE and (against or not name.proper):
            start = i + (2 if self.scene.folded(i + 1) in DETERMINERS else 1)
        else:
            behind = self.scene.after_preposition(i)
            if behind is None:
                return None
            start = behind
        n = match_phrase(words, self.scene.tokens, start)
        if not n or self._of_partnership(name):
            return None
        end = start + n
        extra = match_phrase(self.scene.grammar.words["national"], self.scene.tokens, end)
        extra = extra or match_phrase(self.scene.grammar.words["adjective"], self.scene.tokens, end)
        # `hôpital des forces armées djiboutiennes`
        extra = extra or (self.scene.folded(end - 1) == "armees" and self.scene.is_demonym(end))
        # `Institut des maladies hépato-biliaires`
        if (
            not extra
            and self.scene.folded(end - 1).endswith("s")
            and _LEARNED.fullmatch(self.scene.folded(end))
        ):
            extra = 1
        return replace(name, last=end + extra, topic=True)

    def _enumerated(self, i: int) -> int:
        """Return the token behind `, radiothérapie et imagerie médicale` at the comma `i`, or 0.

        Only `et` shows that the topics of one name are listed.
        """
        words = self.scene.grammar.words["topic"]
        while (mark := self.scene.folded(i)) in (",", "et"):
            behind = self.scene.after_preposition(i + 1)
            start = i + 1 if behind is None else behind
            n = match_phrase(words, self.scene.tokens, start)
            if not n:
                return 0
            i = start + n
            if mark == "et":
                return i
        return 0

    def _of_partnership(self, name: Name) -> bool:
        """Tell `aider la Croix-Rouge espagnole en cardiologie` from `association d'étudiants en médecine`."""
        i = name.last
        # `Réseau en santé`, but `Établissement français du sang`, a whole name already
        noun = i == name.core == name.first + 1 and name.head.family.kind != "hospital"
        if self.scene.folded(i) != "en" or noun:
            return False
        return self.scene.folded(i - 1) not in self.scene.grammar.words["learning"]

    def _open(self, name: Name) -> Name | None:
        """Take `des hémophiles`, `d'aide aux veuves`: nouns that no list has, of a name in capitals."""
        family, first = name.head.family, self.scene.tokens[name.first]
        if family.rule not in _COMMON or name.proper or name.head.plural:
            return None
        # `La Fédération des …` may open a sentence, `Fédération` alone says nothing.
        before = self.scene.tokens[name.first - 1] if name.first else first
        inside = before.word and (not before.capital or before.folded in DETERMINERS) and first.gap != "\n"
        written = first.capital and not first.shouted and before is not first and inside
        # `un Centre de traitement` is any; `le Centre national de greffe` is one.
        # `l'École nationale de statistique`, but any `École de commerce`
        if not name.national and (not written or family.rule in ("faculty", "institute")):
            return None
        end = complement(self.scene, name.last, opened=name.topic)
        return replace(name, last=end, topic=True, national=name.national + 1) if end > name.last else None

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
