"""When `un` and `une` count: only where the text enumerates the people who took part."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.extract.counts.found import SENTENCE_END, Found

_REACH = 130
# Between two members of a list: complements of the first, then a comma, `et` … and a preposition at most.
_GAP = re.compile(
    r"(?P<words>(?:[^.:!?;\n]|\n(?=[ \t]*[a-z0-9(])|\.(?=[a-z])){0,120}?)"
    r"(?:,|;|/|(?<= )-(?= )|\+|&|\bet|\bpuis|\bainsi qu[e']|\bplus|\bdont|\bou encore|"
    r"\baccompagnee?s? (?:par|d[e']))"
    r"(?:\s+enfin)?\s*(?:\b(?:de|a|par|avec|pour|chez|dont|et)\s+|\bd'|\bqu')?$",
    re.IGNORECASE,
)
# A finite verb or a relative pronoun: the second person then stands in a clause of its own.
_CLAUSE = re.compile(
    r"\b(?:est|sont|ont|etait|etaient|avait|avaient|sera|seront|peut|peuvent|doit|doivent|va|vont|qui|que|afin|car|mais|"
    r"lorsqu'?e?|quand|comme|chez|fait|font|vient|viennent|c'est|il|elle|ils|elles|on|nous|vous|je|son|sa|ses)\b|\b(?:qu'|s'|n')",
    re.IGNORECASE,
)
_COMMA_CLAUSE = re.compile(r",(?!\s*(?:de|d'|des|et)\b)", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*(?:[-•*◦▪☐☑✔✓>○·➢→⟶]|\d{1,2}\s?[.)])[ \t]*(?:d'|de )?")
# What announces the members of a team: `une équipe composée d'un…`, `Mission spécialisée : un…`
_TEAM = re.compile(
    r"\b(?:equipes?|missions?|delegations?|participants?|composition|effectifs?|mobilites?|binome|trinome|trio|duo|"
    r"a bord|volontaires|groupe|personnel|intervenants|encadrement|mouvements?)\b[^.:\n]{0,40}:\s*$"
    r"|\b(?:composee?s?|constituee?s?|formee?s?|comprenant|compos[ae]it|comprenait|comprend|"
    r"comptait|reunissait|rassemblait) (?:d'|:)? ?$",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"\bdont (?:au moins )?$", re.IGNORECASE)
_NOT_A_TEAM = re.compile(
    r"\b(?:entre|comme|chaque|est|etait|fut|etre|reste|devenue?|soit|tant qu'|a la fois|aussi|d'abord) ?$",
    re.IGNORECASE,
)


def enumerated(text: str, singles: Sequence[Found], counts: Sequence[Found]) -> list[Found]:
    """Return the singles that stand in a list of people, beside a count or beside one another."""
    singles = [single for single in singles if single.value.role != "group"]
    wanted = {single.start for single in singles}
    members = sorted([*singles, *counts], key=lambda found: found.start)
    accepted = {
        single.start for single in singles if _announced(text, single) and not _parallel_verb(text, single)
    }
    for chain in _chains(text, members):
        ones = [member for member in chain if member.start in wanted]
        if len(ones) < len(chain) or _is_team(text, ones):
            accepted.update(one.start for one in ones)
    for one in singles:
        # Both are without overlaps and in the order of the text: only what stands near is looked at.
        before = bisect_right(counts, one.start, key=lambda count: count.end)
        if (
            before
            and _OF_WHICH.search(text[max(0, one.start - 30) : one.start])
            and SENTENCE_END.search(text, counts[before - 1].end, one.start) is None
        ):
            accepted.add(one.start)
        first = bisect_left(counts, one.start - _REACH, key=lambda count: count.end)
        last = bisect_right(counts, one.end + _REACH, key=lambda count: count.start)
        if any(_same_in_sentence(text, one, count) for count in counts[first:last]):
            accepted.add(one.start)
    return [single for single in singles if single.start in accepted]


def _chains(text: str, members: Sequence[Found]) -> Iterable[list[Found]]:
    chain: list[Found] = []
    for member in members:
        if chain and not _joined(text, chain[-1], member):
            yield chain
            chain = []
        chain.append(member)
    if chain:
        yield chain


def _joined(text: str, first: Found, second: Found) -> bool:
    between = text[first.end : second.start]
    if (
        len(between) <= _REACH
        and (gap := _GAP.fullmatch(between))
        and not _CLAUSE.search(_outside_brackets(gap["words"]))
    ):
        return True
    # Two items of one list: each begins its line, and no paragraph stands between them.
    return bool(
        len(between) <= 3 * _REACH
        and (_BULLET.match(text, text.rfind("\n", 0, second.start) + 1) or "\n\n" not in between)
        and _begins_item(text, first)
        and _begins_item(text, second)
        and len([line for line in between.split("\n") if line.strip()]) <= 4
    )


def _outside_brackets(words: str) -> str:
    return re.sub(r"\([^)]*\)", "", words)


def _begins_item(text: str, found: Found) -> bool:
    line = text.rfind("\n", 0, found.start) + 1
    return line == found.start or _BULLET.fullmatch(text, line, found.start) is not None


def _is_team(text: str, ones: Sequence[Found]) -> bool:
    """Tell whether several singles took part, unlike in `le lien entre un patient et un soignant`."""
    if len(ones) < 2 or _NOT_A_TEAM.search(text[max(0, ones[0].start - 14) : ones[0].start]):
        return False
    return all(one.value.role == "staff" for one in ones)


def _announced(text: str, one: Found) -> bool:
    return _TEAM.search(text[max(0, one.start - 70) : one.start]) is not None


def _parallel_verb(text: str, one: Found) -> bool:
    return re.match(r"\s+(?:est|a|peut|doit|qui)\b", text[one.end : one.end + 12], re.IGNORECASE) is not None


def _same_in_sentence(text: str, one: Found, count: Found) -> bool:
    """`une étudiante est partie, cinq étudiants sont venus`: the same noun, counted in the next clause."""
    first, second = sorted((one, count), key=lambda found: found.start)
    between = text[first.end : second.start]
    return (
        one.value.noun == count.value.noun
        and 0 < len(between) <= _REACH
        and re.search(r"[.!?\n]", between) is None
        and re.search(r"(?:,|;|\bet|\bpuis|\bcontre) ?$", between) is not None
    )
