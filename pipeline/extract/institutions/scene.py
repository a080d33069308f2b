"""An article as the grammar of names sees it: its tokens, and what stands at each of them."""

import re
from dataclasses import dataclass

from pipeline.cover import Cover
from pipeline.extract.institutions.grammar import Grammar, match_head, match_phrase, match_place
from pipeline.extract.institutions.tokens import Token, shouted_lines, tokenise
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer

DETERMINERS = frozenset(("la", "le", "les", "l'"))
# `Hassan II`, `Jean XXIII`
ROMAN = frozenset(
    (
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
        "X",
        "XI",
        "XII",
        "XIII",
        "XIV",
        "XV",
        "XVI",
        "XXIII",
    )
)
_STREET = re.compile(
    r"\b(?:rue|avenue|av\.|bd|boulevard|quai|impasse|allee|chemin|arret|station|square|parking|stade)"
    r" (?:de |du |de la |de l'|des |d')?\Z"
)
_TITLE = re.compile(
    r"\b(?:Dr|Drs|Dre|Pr|Prof|M|MM|Mme|Mlle|Mgr|[Dd]octeure?|[Pp]rofesseure?|[Mm]on(?:sieur|seigneur)|[Mm]adame)"
    r"\.? \Z"
)
_TITLE_REACH = 12
# Letters from which on a small word in capitals is no sigle.
_SMALL = 4
# Letters of a family name in capitals.
_SURNAME = 6
_STREET_REACH = 20  # code points
PREPOSITIONS = frozenset(("de", "d'", "du", "des"))


@dataclass(frozen=True, slots=True)
class Scene:
    """The tokens of an article, and which of them stand in lines of capitals."""

    grammar: Grammar
    gazetteer: Gazetteer
    tokens: list[Token]
    shouted: list[bool]

    def token(self, i: int) -> Token | None:
        """Return token `i`, or None behind the last."""
        return self.tokens[i] if i < len(self.tokens) else None

    def folded(self, i: int) -> str:
        """Return token `i` folded, or nothing outside the article."""
        return self.tokens[i].folded if 0 <= i < len(self.tokens) else ""

    def is_demonym(self, i: int) -> bool:
        """Return whether token `i` is a demonym or a compound such as `franco-sénégalais`."""
        folded = self.folded(i)
        return folded in self.gazetteer.demonyms or folded.partition(" ")[0] in self.gazetteer.prefixes

    def country(self, i: int) -> int:
        """Return how many tokens from `i` on name a country; 0 for none."""
        n = match_place(self.gazetteer, self.tokens, i)
        return n if self.text(i, i + n) in self.gazetteer.names else 0

    def is_adjective(self, i: int) -> bool:
        """Return whether token `i` is a demonym or an adjective of words.csv."""
        words = self.grammar.words
        return self.is_demonym(i) or any(
            match_phrase(words[kind], self.tokens, i) == 1 for kind in ("adjective", "national")
        )

    def after_preposition(self, i: int) -> int | None:
        """Return the token behind `de`, `de la`, `d’` … at `i`, or None when there is no preposition."""
        if self.folded(i) not in PREPOSITIONS:
            return None
        i += 1
        token = self.token(i)
        # `La Réunion`, `Le Mans` keep their article as part of the name.
        if token is not None and token.folded in DETERMINERS and not (token.capital and not self.shouts(i)):
            i += 1
        token = self.token(i)
        return i if token is not None and token.word and token.gap != "\n" else None

    def shouts(self, i: int) -> bool:
        """Return whether token `i` stands in a line of capitals."""
        return i < len(self.shouted) and self.shouted[i]

    def starts_name(self, i: int) -> bool:
        """Return whether a proper name may start at token `i`."""
        token = self.token(i)
        if token is None or not token.capital or not token.word or token.gap == "\n":
            return False
        # `LES « CHU DANS LE MONDE »`
        small = len(token.plain) >= _SMALL and token.plain.capitalize() in self.grammar.stops
        stops = small or token.plain in self.grammar.stops
        return not stops or self.starts_with_article(i) or self.shouts(i)

    def is_written_as_name(self, i: int) -> bool:
        """Return whether token `i` has a capital that marks a name: inside a sentence, in no sigle.

        Behind an article that opens the sentence it is inside: `La Fédération des …`.
        """
        token = self.tokens[i]
        before = self.tokens[i - 1] if i else None
        inside = before and before.word and (not before.capital or before.folded in DETERMINERS)
        return bool(inside and token.capital and not token.shouted and token.gap != "\n")

    def starts_with_article(self, i: int) -> bool:
        """Return whether token `i` is the article of a name: `La Réunion`, `Le Mans`."""
        return self.tokens[i].plain in ("La", "Le", "Les", "L'") and bool(
            match_place(self.gazetteer, self.tokens, i)
            or (i + 1 < len(self.tokens) and self.tokens[i + 1].capital)
        )

    def text(self, i: int, j: int) -> str:
        """Return the folded text of the tokens from `i` to `j` (excluded)."""
        return "".join((" " if k and t.gap else "") + t.folded for k, t in enumerate(self.tokens[i:j]))

    def _joins(self, start: int, i: int) -> bool:
        """Return whether the mark at token `i` joins two parts of the name that starts at `start`."""
        mark, behind = self.tokens[i], self.token(i + 1)
        # `Aide Médicale & Caritative`
        if mark.folded == "&":
            return True
        if mark.plain != "-" or behind is None:
            return False
        # `Panthéon- Sorbonne`
        if not mark.gap:
            return behind.gap == " " and behind.capital
        # `association France - Viet Nam`
        return mark.gap == " " and bool(self.country(start) and self.country(i + 1))

    def sequence(self, i: int) -> int:
        """Return the token behind the proper name that starts at `i`: capitals joined by particles."""
        if self.shouts(i):
            return i + (match_place(self.gazetteer, self.tokens, i) or 1)
        start = i
        first = match_place(self.gazetteer, self.tokens, i, listed=True)
        i += max(first, 2 if self.starts_with_article(i) else 1)
        while i < len(self.tokens):
            j = i
            while j < len(self.tokens) and self.tokens[j].plain in self.grammar.particles and j - i < 2:
                if self.tokens[j].folded in (*PREPOSITIONS, "et"):
                    break
                j += 1
            if j == i and self._joins(start, j):
                j += 1
            token = self.token(j)
            if (
                token is None
                or token.gap == "\n"
                or (not token.gap and not self.tokens[j - 1].plain.endswith("'"))
            ):
                return i
            # `Fondation Orange Côte d'Ivoire`, `Région Centre-Val de Loire`: a place of several words.
            wide = match_place(self.gazetteer, self.tokens, j, listed=True) if j == i else 0
            if wide > 1 and token.capital and not token.shouted:
                i = j + wide
                continue
            # `Sin el-Fil`, `Dar al-Hanan`
            arabic = token.plain[:3] in ("el-", "al-") and token.plain[3:4].isupper()
            capital = (token.capital or arabic) and token.word and token.plain not in self.grammar.stops
            # `université de Téhéran TUMS`: a sigle behind a name is a mention of its own.
            roman = token.plain in ROMAN and j == i
            shouted = len(token.plain) > 1 and token.shouted != self.tokens[start].shouted
            # `Robert SCHUMAN`: a family name, too long for a sigle.
            if (
                shouted
                and i == start + 1
                and not first
                and len(token.plain) >= _SURNAME
                and token.plain.isalpha()
            ):
                shouted = False
            if not capital or (shouted and not roman):
                return i
            if match_head(self.grammar, self.tokens, j) and j == i:
                return i
            i = j + 1
        return i


def scene(view: View, grammar: Grammar, gazetteer: Gazetteer) -> Scene:
    """Return the scene of an article."""
    tokens = tokenise(view.plain)
    shouted = [False] * len(tokens)
    if lines := shouted_lines(view.plain):
        capitals = Cover(len(view.plain), lines)
        shouted = [capitals.touches(token.start, token.end) for token in tokens]
    return Scene(grammar, gazetteer, tokens, shouted)


def is_titled(view: View, start: int) -> bool:
    """Return whether a title stands before an offset, so that a person is named there: `le Pr Philips`."""
    return _TITLE.search(view.plain, max(0, start - _TITLE_REACH), start) is not None


def in_street(view: View, start: int) -> bool:
    """Return whether what begins at an offset is the name of a street: `12 rue de l’École de médecine`."""
    return _STREET.search(view.folded, max(0, start - _STREET_REACH), start) is not None
