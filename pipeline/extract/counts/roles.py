"""The role of the people counted, where the noun alone does not tell: words around it decide."""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.extract.counts.found import SENTENCE_END, Found
from pipeline.extract.counts.people import Person
from pipeline.records import ROLES
from pipeline.text import plain
from pipeline.vocabulary import read_table

_REACHES = (60, 200)
_BEHIND_FIRST = 20
_NEAR = 250
_MANY = 10_000
_DOZENS = 60
_PARTNER = re.compile(r"[ -](?:partenaire|expert|ressource|formateur)", re.IGNORECASE)
# `64 soignants (41 femmes et 23 hommes)`, `douze internes, dont cinq femmes`
_OF_WHICH = re.compile(r"(?:\(|\bdont )(?:[^().]{0,30}\b(?:et|,) ?)?$", re.IGNORECASE)

# `neuf volontaires ont opéré …`: they are those who do it.
_ACTIVE = re.compile(r"\b(?:ont|avaient|auront|a|avait)\s+(?!ete)(?:[a-z]+\s+)?$", re.IGNORECASE)

# `Parmi eux, trois Comoriens`: of those counted before, in whatever sentence.
_AMONG = re.compile(
    r"\b(?:parmi (?:eux|elles|ces|les|lesquel)|d'entre (?:eux|elles))[^.]{0,20}$", re.IGNORECASE
)
_SHARES = re.compile(r"[^.]{0,45}(?:[:,(;]|\bet|\bdont|\bsoit) ?", re.IGNORECASE)

_INFINITIVE = re.compile(r"[a-z]{0,3}er\b", re.IGNORECASE)


class Roles:
    """The stems of `counts/roles.csv`, each with the role that it shows."""

    def __init__(self, folder: Path) -> None:
        path = folder / "counts" / "roles.csv"
        self._roles: dict[str, str] = {}
        self._only_before: set[str] = set()
        for row in read_table(path, ("stem", "role", "side", "source")):
            if row["side"] not in ("", "before"):
                raise RuleError(path, f"stem {row['stem']!r}", "`side` must be empty or `before`")
            if row["role"] not in ROLES:
                raise RuleError(path, f"stem {row['stem']!r}", f"has the role {row['role']!r}")
            stem = plain(row["stem"]).lower()
            self._roles[stem] = row["role"]
            if row["side"] == "before":
                self._only_before.add(stem)
        stems = "|".join(map(re.escape, sorted(self._roles, key=len, reverse=True)))
        self._stem = re.compile(rf"\b(?:{stems})", re.IGNORECASE)

    def of(self, text: str, person: Person, start: int, least: int | None, found: Sequence[Found]) -> str:
        """Return the role of a `person` whose number begins at `start`.

        `least` is the lower bound, `found` are the counts before it, by offset.
        """
        previous = found[-1] if found else None
        last = previous if previous and not SENTENCE_END.search(text, previous.end, start) else None
        noun = person.noun
        if noun.role == "patient" and _PARTNER.match(text, person.end):
            return "staff"
        if not noun.by_context:
            return noun.role
        # Tens of thousands of a country's people are no staff and no patients of an article.
        if noun.inhabitant and least is not None and least >= _MANY:
            return "population"
        before = text[max(0, start - 40) : start]
        if previous and _AMONG.search(before):
            return previous.value.role
        if last and (_OF_WHICH.search(before) or (noun.inhabitant and _shares_out(text[last.end : start]))):
            return last.value.role
        for reach in _REACHES:
            if shown := self._shown(text, person, start, reach):
                return shown
            if last and last.value.role in noun.by_context:
                return last.value.role
        if (
            noun.inhabitant
            and previous
            and start - previous.end <= _NEAR
            and previous.value.role in noun.by_context
        ):
            return previous.value.role
        # In hospital news, people by the dozen of whom nothing else is told are those who are treated.
        if noun.lemma == "personne" and least is not None and least >= _DOZENS:
            return "population" if least >= _MANY else "patient"
        return noun.role

    def _shown(self, text: str, person: Person, start: int, reach: int) -> str | None:
        """Return the role that the nearest stem of the sentence shows."""
        behind = SENTENCE_END.split(text[person.end : person.end + reach])[0]
        before = SENTENCE_END.split(text[max(0, start - reach) : start])[-1]
        hits = [
            (hit.start(), hit[0])
            for hit in self._stem.finditer(behind)
            if hit[0].lower() not in self._only_before
            and not _ACTIVE.search(behind[: hit.start()])
            and not _INFINITIVE.match(behind, hit.end() - 2)
        ]
        # What stands behind the noun says more of it than what stands before.
        hits += [(len(before) - hit.end() + _BEHIND_FIRST, hit[0]) for hit in self._stem.finditer(before)]
        roles = [(distance, self._roles[stem.lower()]) for distance, stem in hits]
        shown = [(distance, role) for distance, role in roles if role in person.noun.by_context]
        # Words for a population say nothing of people far from them.
        near = [(distance, role) for distance, role in shown if role != "population" or reach == _REACHES[0]]
        return min(near)[1] if near else None


def _shares_out(between: str) -> bool:
    """Tell whether a count goes on where another ended: `neuf malades : six Grecs, trois Turcs`."""
    return _SHARES.fullmatch(between) is not None
