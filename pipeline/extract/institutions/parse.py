"""Parses names from their head noun on: how far a name reaches, and whether it is one."""

from dataclasses import replace

from pipeline.extract.institutions.complement import complement
from pipeline.extract.institutions.grammar import match_head, match_phrase, match_place
from pipeline.extract.institutions.named import Name, is_named
from pipeline.extract.institutions.scene import DETERMINERS, ROMAN, Scene
from pipeline.extract.institutions.sigles import with_sigle

_REGION_NOUNS = frozenset(
    (
        "province", "region", "ville", "commune", "wilaya", "prefecture", "principaute", "departement",
        "capitale", "metropole", "localite", "cite", "daira", "arrondissement", "cercle", "district",
        "ile",
    )
)  # fmt: skip
_PURPOSE = frozenset(("en", "pour", "contre", "sur", "aux", "a"))
_SEAT = frozenset(("en", "au", "aux", "a"))
_CONTINENTS = frozenset(("Afrique", "Asie", "Europe"))
_RIVERSIDE = frozenset(("sur", "sous", "les", "lez", "pres"))
_SAINTS = frozenset(("saint", "sainte", "st", "ste"))
_ORDINALS = frozenset(
    ["premier", "premiere", "deuxieme", "second", "seconde", "troisieme", "quatrieme", "cinquieme", "sixieme"]
)
# Families whose names may hold the adjective of a town: there is one of them in a town.
_OF_TOWNS = frozenset(("hospital-sigle", "hospital-centre", "hospital", "authority", "town-hall"))
# Families whose names may tell the country that they work in.
_WORKING = frozenset(("association", "network", "organisation"))
# Families that any common noun may name.
_COMMON = _WORKING | {"agency", "institute"}
# Kinds of organisations that a hospital is named after.
_OWNERS = frozenset(("government", "network", "ngo", "other"))
# Titles of persons that hospitals are named after, though they begin no other name.
_TITLES = frozenset(("Docteur", "Professeur", "Dr", "Pr", "President", "Presidente"))
# Digits of the number of a hospital of an army, and the words that may follow one.
_ARMY_DIGITS = 3
_AFTER_NUMBER = frozenset(("de", "d'", "du", "et", "a", "en", "au", "est", "recoit", "accueille"))
_QUOTES = {"«": "»", '"': '"'}
_LONGEST_QUOTE = 8
_SHORTEST_NOUN = 3


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
        # `Second Hôpital populaire de Changzhi`
        ordinal = self.scene.folded(i - 1) in _ORDINALS and self.scene.tokens[i - 1].capital
        return replace(name, first=i - 1) if ordinal and self.scene.tokens[i].gap == " " else name

    def _extend(self, name: Name) -> Name:
        takes = name.head.family.takes
        steps = (
            self._sigle,
            *((self._adjective,) if "adjective" in takes else ()),
            *((self._demonym,) if "country" in takes else ()),
            *((self._number,) if "number" in takes else ()),
            *((self._topic, self._open, self._field) if "topic" in takes else ()),
            *((self._place, self._gentile) if takes & {"place", "country"} else ()),
            *((self._seat,) if "seat" in takes else ()),
            *((self._quoted,) if "quote" in takes else ()),
            *((self._direct,) if "name" in takes else ()),
        )
        while name.last < len(self.scene.tokens) and self.scene.tokens[name.last].gap != "\n":
            for step in steps:
                longer = step(name)
                if longer is not None:
                    name = longer
                    break
            else:
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
            single = name.head.family.rule == "hospital" and not name.head.plural
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
        directly = name.head.family.sigle or name.proper
        short = token.plain.isdigit() and len(token.plain) <= (3 if name.head.family.sigle else 2)
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
            return None
        if (
            name.topic
            and self.scene.folded(i) in ("et", ",")
            and (self.scene.folded(i) == "et" or name.head.family.list)
        ):
            behind = self.scene.after_preposition(i + 1)
            article = i + 1 + (self.scene.folded(i + 1) in DETERMINERS)
            start = behind if behind is not None else article
            n = match_phrase(words, self.scene.tokens, start)
            if n and (behind is not None or self.scene.folded(i) == "et"):
                return replace(name, last=start + n)
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
        if not n:
            return None
        end = start + n
        extra = match_phrase(self.scene.grammar.words["national"], self.scene.tokens, end)
        extra = extra or match_phrase(self.scene.grammar.words["adjective"], self.scene.tokens, end)
        return replace(name, last=end + extra, topic=True)

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
        if not name.national and (not written or family.rule == "institute"):
            return None
        end = complement(self.scene, name.last, opened=name.topic)
        return replace(name, last=end, topic=True, national=name.national + 1) if end > name.last else None

    def _field(self, name: Name) -> Name | None:
        """Take `au Cambodge` of `association pour la formation médicale au Cambodge`: where it works."""
        i = name.last
        if name.head.family.rule not in _WORKING or not name.topic or name.place is not None:
            return None
        if name.head.plural or self.scene.folded(i) not in _SEAT or not self.scene.starts_name(i + 1):
            return None
        if self.scene.tokens[i + 1].plain in _CONTINENTS:
            return replace(name, last=i + 2, proper=True)
        if not self.scene.is_country(i + 1):
            return None
        n = match_place(self.scene.gazetteer, self.scene.tokens, i + 1)
        return replace(name, last=i + 1 + n, proper=True)

    def _place(self, name: Name) -> Name | None:
        """Take `de Rennes`, `de la province du Shanxi`, `du Sénégal`, `de l’université de Lorraine`."""
        family = name.head.family
        i = self.scene.after_preposition(name.last)
        if i is None:
            return None
        if self.scene.folded(i) in _REGION_NOUNS and family.rule != "authority":
            # `de la région italienne d'Imperia`, `service de santé de la ville de Hanoï`
            behind = self.scene.after_preposition(i + 1 + self.scene.is_demonym(i + 1))
            if behind is None or not self.scene.starts_name(behind):
                return None
            end = self.scene.sequence(behind)
            return replace(name, last=end, proper=True, place=(behind, end))
        nested = match_head(self.scene.grammar, self.scene.tokens, i)
        if nested is not None and family.rule == "hospital" and not name.proper and not name.head.plural:
            return self._dedicated(name, i)
        if nested is not None and not name.proper and family.rule == "faculty":
            inner = self.name_at(i)
            if inner is not None and inner.proper:
                return replace(name, last=inner.last, proper=True, place=inner.place or (i, inner.last))
        if nested is not None:
            return None
        if not self.scene.starts_name(i):
            return None
        n = match_place(self.scene.gazetteer, self.scene.tokens, i)
        is_country = bool(n) and self.scene.text(i, i + n) in self.scene.gazetteer.names
        # `le deuxième CHU de France` is one of many.
        if (
            is_country
            and family.rule == "hospital-sigle"
            and not name.proper
            and self.scene.text(i, i + n) == "france"
        ):
            return None
        if is_country and name.proper and "country" not in family.takes:
            return None
        if is_country and "place" not in family.takes and name.place is not None:
            return None
        if name.proper and not n:
            # `hôpital Charles de Gaulle`: the own name goes on; what is no own name has ended.
            named = family.kind == "hospital" or family.rule == "association"
            if name.own is None or name.own[1] != name.last or not named:
                return None
            end = self.scene.sequence(i)
            return replace(name, last=end, own=(name.own[0], end))
        # `COMITE DE PILOTAGE`: in a line of capitals any noun is written like a name.
        if not n and self.scene.shouts(i) and family.kind in ("ngo", "network"):
            return None
        # `maternité du CHBS`: a part of a hospital, named by the hospital's sigle.
        if not n and family.rule == "hospital" and self.scene.tokens[i].shouted and not self.scene.shouts(i):
            return None
        end = max(self.scene.sequence(i), i + n) if not is_country else i + n
        # `Hôpital provincial de Pursat Cambodge`: what follows a town situates it.
        if n and not is_country and self.scene.text(i + n, end) in self.scene.gazetteer.names:
            end = i + n
        end = self._riverside(i, end)
        return replace(name, last=end, proper=True, place=(i, end))

    def _dedicated(self, name: Name, i: int) -> Name | None:
        """Take `de l'Ordre de Malte`, `de la Communauté haïtienne`: whose hospital it is."""
        if not self.scene.tokens[i].capital or self.scene.shouts(i):
            return None
        inner = self.name_at(i)
        if inner is None or inner.head.family.kind not in _OWNERS:
            return None
        return replace(name, last=inner.last, proper=True, own=(i, inner.last))

    def _gentile(self, name: Name) -> Name | None:
        """Take `stéphanois` of `CHU stéphanois`: the adjective of a town stands for its name."""
        i = name.last
        if name.proper or name.topic or name.head.plural or name.head.family.rule not in _OF_TOWNS:
            return None
        if self.scene.folded(i) not in self.scene.gazetteer.gentiles:
            return None
        return replace(name, last=i + 1, proper=True, place=(i, i + 1))

    def _riverside(self, start: int, end: int) -> int:
        """Take `sur Marne` of `Châlons sur Marne`, `lès Nancy`, and `de Dieu` of `Saint-Jean de Dieu`."""
        tokens = self.scene.tokens
        further = self.scene.token(end + 1)
        if further is None or not further.capital or further.gap == "\n" or tokens[end].gap == "\n":
            return end
        size = 1 if " " in tokens[start].folded else 2
        saint = tokens[start].folded.partition(" ")[0] in _SAINTS and end == start + size
        if tokens[end].folded in _RIVERSIDE or (saint and tokens[end].folded in ("de", "d'", "du")):
            return end + 2
        return end

    def _seat(self, name: Name) -> Name | None:
        i = name.last
        if not name.proper or self.scene.folded(i) not in _SEAT or not self.scene.starts_name(i + 1):
            return None
        n = match_place(self.scene.gazetteer, self.scene.tokens, i + 1)
        end = i + 1 + n if n else self.scene.sequence(i + 1)
        return replace(name, last=end)

    def _direct(self, name: Name) -> Name | None:
        """Take a proper name that follows directly."""
        i = name.last
        # `association les Amis du Bénin`
        article = self.scene.folded(i) in DETERMINERS and not self.scene.tokens[i].capital
        if name.head.family.rule == "association" and article and i == name.core:
            i += 1
        if name.proper or i >= len(self.scene.tokens):
            return None
        # `centre hospitalier Docteur Benbadis`
        person = name.head.family.kind == "hospital" and self.scene.tokens[i].plain in _TITLES
        if not self.scene.starts_name(i) and not (person and self.scene.starts_name(i + 1)):
            return None
        # In a line of capitals any word may follow; only a place is surely a name there.
        saint = self.scene.tokens[i].folded.startswith(("saint ", "sainte "))
        if self.scene.shouts(i) and not saint and not match_place(self.scene.gazetteer, self.scene.tokens, i):
            return None
        end = self.scene.sequence(i + 1 if person else i)
        if name.head.family.rule == "association":
            end = self._association(i, end)
        if (
            name.head.family.kind in ("company", "network")
            and self.scene.text(i, end) in self.scene.gazetteer.names
        ):
            return None
        return replace(name, last=end, proper=True, own=(i, end))

    def _association(self, start: int, end: int) -> int:
        """Take `Anjou` of `association TEO Anjou`, and `du monde` of `association Les Crocos du monde`."""
        if end == start + 1 and self.scene.tokens[start].shouted and not self.scene.shouts(start):
            further = self.scene.token(end)
            if further and further.gap == " " and self.scene.starts_name(end) and not further.shouted:
                end = self.scene.sequence(end)
        tail = match_phrase(self.scene.grammar.words["tail"], self.scene.tokens, end)
        # `association Terre d'azur`
        of = self.scene.folded(end) in ("d'", "du") and end == start + 1
        noun = self.scene.token(end + 1) if of and not tail else None
        if noun and noun.word and not noun.capital and len(noun.plain) > _SHORTEST_NOUN and noun.gap != "\n":
            return end + 2
        return end + tail

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
                return replace(name, last=j + 1, proper=True, own=(i + 1, j))
        return None
