"""What rules, vocabularies and the model read in an article, but their own concept did not propose.

A concept settles its own overlaps before it proposes anything: `21 octobre 2022` inside of `du 10 au 21
octobre 2022` is read, too, and never gets as far as `choose`. Reading again shows what there was.
"""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.counts.found import Scene
from pipeline.extract.counts.readers import READERS
from pipeline.extract.institutions.known import find_known
from pipeline.extract.institutions.names import find_names
from pipeline.extract.view import Candidate, View
from pipeline.kit import Kit
from pipeline.records import DateValue, InstitutionValue

# A number without its noun is read in the light of the other counts, and cannot be read alone.
_NEEDS_OTHERS = "ellipsis"


def set_aside(view: View, kit: Kit, proposed: Iterable[Candidate]) -> list[Candidate]:
    """Return the readings that are none of the candidates `proposed`, by offset, each span and rule once."""
    known = {_place(one) for one in proposed}
    found: dict[tuple[str, int, int, str], Candidate] = {}
    for one in (*_dates(view, kit), *_counts(view, kit), *_institutions(view, kit, known)):
        if _place(one) not in known:
            found.setdefault(_place(one), one)
    return sorted(found.values(), key=lambda one: (one.start, -one.end, one.rule))


def _place(one: Candidate) -> tuple[str, int, int, str]:
    return (one.label, one.start, one.end, one.rule)


def _dates(view: View, kit: Kit) -> Iterator[Candidate]:
    for rule, pattern, reader in kit.dates.rules:
        group = "span" if "span" in pattern.groupindex else 0
        for match in pattern.finditer(view.plain):
            reading = reader(match, rule.set)
            if reading is not None:
                value = DateValue(reading.type, reading.value, reading.mod)
                yield Candidate("DATE", match.start(group), match.end(group), rule.id, value)


def _counts(view: View, kit: Kit) -> Iterator[Candidate]:
    scene = Scene(view.plain, view.text, kit.counts.people)
    for rule in kit.counts.rules:
        if rule.pattern is None or rule.reads == _NEEDS_OTHERS:
            continue
        for match in rule.pattern.finditer(view.plain):
            found = READERS[rule.reads](match, scene, rule)
            if found is not None:
                yield found.candidate


def _institutions(view: View, kit: Kit, known: set[tuple[str, int, int, str]]) -> Iterator[Candidate]:
    grammar, gazetteer = kit.institutions.grammar, kit.gazetteer
    sure, short = find_known(view, kit.institutions.known)
    for found in (*find_names(view, grammar, gazetteer), *sure, *short):
        value = InstitutionValue(found.kind, found.country, found.name, found.name)
        yield Candidate("INSTITUTION", found.start, found.end, found.rule, value)
    taken: Sequence[tuple[int, int]] = [(start, end) for label, start, end, _ in known]
    for entity in view.entities_in(view.sentences):
        # Inside of what another concept or a better name took, the model's opinion explains nothing.
        free = all(entity.end <= start or end <= entity.start for start, end in taken)
        if entity.label == "ORG" and free:
            text = view.text[entity.start : entity.end]
            value = InstitutionValue("other", None, text, text)
            yield Candidate("INSTITUTION", entity.start, entity.end, "model-org", value)
