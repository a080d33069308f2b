"""SPECIALTY: disciplines, their practitioners and the adjectives that name them, with their codes.

A base (`cardiologie`, `chirurgiens`) is found by the vocabulary, then takes what may follow it: modifiers
(`pédiatrique`), and in an ellipse the further adjectives of its head (`chirurgie maxillo-faciale et
orthopédique`: one span, two codes).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.errors import RuleError
from pipeline.extract.view import Candidate, View
from pipeline.records import SpecialtyValue
from pipeline.text import INCLUSIVE, fold, plain
from pipeline.vocabulary import Hit, Lexicon, read_table, split_cell

_JOIN = re.compile(r"(?:,? et |,? ou |, |/| / )(?:de |d'|de la |du )?")
_PARTS = 4
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary; `head` is its head noun where it may be followed by an ellipse."""

    manner: str
    codes: tuple[str, ...]
    written: str
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Modifier:
    """What a modifier does to the code of its base: `changes` maps it, `adds` goes with any other."""

    changes: Mapping[str, str]
    adds: str | None


@dataclass(frozen=True, slots=True)
class Specialties:
    """What this concept loads once. `ellipses`: folded adjective → head → codes; `labels`: known codes."""

    lexicon: Lexicon[Term]
    modifiers: Lexicon[Modifier]
    ellipses: Mapping[str, Lexicon[tuple[str, ...]]]
    heads: frozenset[str]
    labels: frozenset[str]


def read_codes(folder: Path) -> list[dict[str, str]]:
    """Return the rows of `specialties/codes.csv`: code, label_fr, label_en, parent."""
    return read_table(folder / "specialties" / "codes.csv", ("code", "label_fr", "label_en", "parent"))


def load(folder: Path) -> Specialties:
    """Load `specialties/*.csv` below `folder`; raises RuleError on an unknown code."""
    base = folder / "specialties"
    known = frozenset(row["code"] for row in read_codes(folder))

    def codes(path: Path, term: str, cell: str) -> tuple[str, ...]:
        found = tuple(code.strip() for code in cell.split(",") if code.strip())
        for code in found:
            if code not in known:
                raise RuleError(path, f"term {term!r}", f"code {code!r} is not in codes.csv")
        return found

    terms: list[tuple[str, Term]] = []
    for name in ("disciplines", "practitioners", "adjectives"):
        path = base / f"{name}.csv"
        for row in read_table(path, ("term", "forms", "code", "source")):
            for form in (row["term"], *split_cell(row["forms"])):
                term = Term(f"specialty-{name[:-1]}", codes(path, row["term"], row["code"]), form)
                terms.append((form, term))
    # A head that is a practitioner is inflected as its row says (`chirurgienne maxillo-faciale`).
    inflected = {
        row["term"]: (row["term"], *split_cell(row["forms"]))
        for row in read_table(base / "practitioners.csv", ("term", "forms", "code", "source"))
    }
    ellipses: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    path = base / "ellipses.csv"
    for row in read_table(path, ("head", "adjective", "forms", "code"), optional=("source",)):
        found = codes(path, row["head"], row["code"])
        for head in (form for part in split_cell(row["head"]) for form in inflected.get(part, (part,))):
            for adjective in (row["adjective"], *split_cell(row["forms"])):
                ellipses.setdefault(fold(head), []).append((adjective, found))
                term = Term("specialty-ellipse", found, f"{head} {adjective}", fold(head))
                terms.append((f"{head} {adjective}", term))
    modifiers = [
        (form, _modifier(base / "modifiers.csv", row, known))
        for row in read_table(base / "modifiers.csv", ("modifier", "forms", "effect", "source"))
        for form in (row["modifier"], *split_cell(row["forms"]))
    ]
    heads = {
        fold(form)
        for row in read_table(base / "heads.csv", ("noun", "forms", "source"))
        for form in (row["noun"], *split_cell(row["forms"]))
    }
    return Specialties(
        Lexicon(terms),
        Lexicon(modifiers),
        {head: Lexicon(adjectives) for head, adjectives in ellipses.items()},
        frozenset(heads),
        known,
    )


def _modifier(path: Path, row: Mapping[str, str], known: frozenset[str]) -> Modifier:
    changes: dict[str, str] = {}
    adds = None
    for effect in filter(None, (part.strip() for part in row["effect"].split(";"))):
        base, _, new = effect.partition(">")
        if base == "*":
            adds = new.lstrip("+")
        changes[base] = new.lstrip("+")
        if new.lstrip("+") not in known or (base != "*" and base not in known):
            raise RuleError(path, f"modifier {row['modifier']!r}", f"effect {effect!r} has an unknown code")
    changes.pop("*", None)
    return Modifier(changes, adds)


def find(view: View, grammar: Specialties) -> list[Candidate]:
    """Return the specialties that an article names, each with its codes."""
    folded = view.folded
    candidates = []
    for hit in _bases(view, grammar):
        term = hit.entries[0]
        if term.manner == "specialty-adjective" and not _names_discipline(folded, hit, grammar):
            continue
        end, codes = _extend(view, hit, term, grammar)
        # `un·e chirurgien·ne`
        if term.manner == "specialty-practitioner" and (ending := INCLUSIVE.match(view.plain, end)):
            end = ending.end()
        candidates.append(
            Candidate("SPECIALTY", hit.start, end, term.manner, SpecialtyValue(tuple(dict.fromkeys(codes))))
        )
    return candidates


def _bases(view: View, grammar: Specialties) -> list[Hit[Term]]:
    """Return the longest terms; a term of capitals must stand in capitals, none runs over a line."""
    hits: list[Hit[Term]] = []
    for hit in grammar.lexicon.longest_hits(view.folded):
        text = view.plain[hit.start : hit.end]
        entries = tuple(
            term for term in hit.entries if not _sigle(term.written) or text == plain(term.written)
        )
        if entries and "\n" not in text:
            ranked = sorted(entries, key=lambda term: term.manner == "specialty-adjective")
            hits.append(Hit(hit.start, hit.end, tuple(ranked)))
    return hits


def _sigle(written: str) -> bool:
    return written.isupper() and len(written) <= 6


def _names_discipline(folded: str, hit: Hit[Term], grammar: Specialties) -> bool:
    """Return whether a noun of care stands before an adjective, or before what `de` joins to it."""
    text = folded[max(0, hit.start - 40) : hit.start]
    joined = next((link for link in (" d'", " de ") if text.endswith(link)), " ")
    before = re.findall(r"[^\W_]+(?:'|\b)", text.removesuffix(joined))
    if not before or not text.endswith(joined):
        return False
    last = before[-1]
    two = " ".join(before[-2:])
    three = " ".join(before[-3:])
    return last in grammar.heads or two in grammar.heads or three in grammar.heads


def _extend(view: View, hit: Hit[Term], term: Term, grammar: Specialties) -> tuple[int, list[str]]:
    """Return where the phrase ends and its codes, after modifiers and ellipses."""
    end, codes = hit.end, list(term.codes)
    head = term.head or (fold(term.written) if fold(term.written) in grammar.ellipses else None)
    for _ in range(_PARTS):
        alone = term.head is None and end == hit.end
        longer = _ellipsis(view, end, codes, grammar, head, alone=alone) if head is not None else None
        longer = longer or _modified(view, end, codes, grammar)
        if longer is None:
            break
        end, codes = longer
    return end, codes


def _at(lexicon: Lexicon[T], folded: str, start: int) -> tuple[int, T] | None:
    """Return the longest term of `lexicon` that starts at `start`: its end and what it stands for."""
    window = folded[start : start + 60]
    best = max((hit for hit in lexicon.all_hits(window) if hit.start == 0), key=lambda h: h.end, default=None)
    if best is None or (start + best.end < len(folded) and folded[start + best.end].isalnum()):
        return None
    return start + best.end, best.entries[0]


def _modified(view: View, end: int, codes: list[str], grammar: Specialties) -> tuple[int, list[str]] | None:
    if view.plain[end : end + 1] != " ":
        return None
    start = end + 1
    joined = view.folded.startswith("et ", start)
    found = _at(grammar.modifiers, view.folded, start + (3 if joined else 0))
    if found is None:
        return None
    new_end, modifier = found
    changed = [modifier.changes.get(code, code) for code in codes]
    if joined and changed != codes:
        changed = [*codes, *changed]
    elif changed == codes and modifier.adds and modifier.adds not in codes and not joined:
        changed = [*codes, modifier.adds]
    return new_end, changed


def _ellipsis(
    view: View, end: int, codes: list[str], grammar: Specialties, head: str, *, alone: bool
) -> tuple[int, list[str]] | None:
    join = _JOIN.match(view.plain, end)
    if join is None:
        return None
    found = _at(grammar.ellipses[head], view.folded, join.end())
    if found is None:
        return None
    # `oncologues, chirurgiens`: a noun behind a comma, or behind a noun alone, is the next of a list.
    listed = "," in join[0] or alone
    noun = _at(grammar.lexicon, view.folded, join.end()) if listed else None
    if noun and noun[1].manner in ("specialty-practitioner", "specialty-discipline"):
        return None
    new_end, added = found
    return new_end, [*codes, *added]
