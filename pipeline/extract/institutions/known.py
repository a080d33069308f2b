"""The vocabularies of known institutions: `rules/institutions/vocabulary/*.csv`."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.extract.institutions.found import Entry, Found
from pipeline.extract.institutions.scene import in_street, is_titled
from pipeline.extract.view import View
from pipeline.records import KINDS
from pipeline.text import fold, plain
from pipeline.vocabulary import Hit, Lexicon, read_table, split_cell

# An alias may begin with its article, or `ONG`; the mention does not.
_ARTICLE = re.compile(r"(?:la|les?|ong) |l['’]", re.IGNORECASE)
# The article of an acronym that is written as a word, and its fewest letters.
_BEHIND_ARTICLE = re.compile(r"\b(?:[Ll]es? |[Ll]a |[Ll]'|[Dd][ue] |[Dd]es |[Dd]'|[Aa]ux? )$")
_SPOKEN = 4
# Kinds whose names are also written in small letters, and the words from which on they are.
_OFFICIAL = frozenset(("government", "international", "network", "research"))
_LONG = 4
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.[- ]?){2,7}(?:[A-Z](?:\.|(?![\w.])))")
_ANY = re.compile(r"\b(?:une?|chaque|aucune?|quelques|plusieurs) $")
COLUMNS = ("name", "aliases", "acronyms", "short", "kind", "country", "city", "source")


@dataclass(frozen=True, slots=True)
class Form:
    """A written form of a row: how it must be written to count (`alias`, `acronym`, `short`)."""

    written: str
    manner: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Known:
    """All forms of all rows."""

    lexicon: Lexicon[Form]


def load_known(folder: Path) -> Known:
    """Load every CSV of `institutions/vocabulary` below `folder`; raises RuleError naming file and line."""
    forms: list[tuple[str, Form]] = []
    for path in sorted((folder / "institutions" / "vocabulary").glob("*.csv")):
        for number, row in enumerate(read_table(path, COLUMNS), start=2):
            if row["kind"] not in KINDS:
                raise RuleError(path, f"line {number}", f"kind {row['kind']!r} is none of {', '.join(KINDS)}")
            if not row["name"]:
                raise RuleError(path, f"line {number}", "has no name")
            acronyms = split_cell(row["acronyms"])
            entry = Entry(
                row=f"{path.stem}:{number}",
                name=row["name"],
                acronym=acronyms[0] if acronyms else None,
                kind=row["kind"],
                country=row["country"] or None,
                city=row["city"] or None,
            )
            written = {
                "alias": (row["name"], *split_cell(row["aliases"])),
                "acronym": acronyms,
                "short": split_cell(row["short"]),
            }
            forms += [(form, Form(form, manner, entry)) for manner, all_ in written.items() for form in all_]
    return Known(Lexicon(forms))


def find_known(view: View, known: Known) -> tuple[list[Found], list[Found]]:
    """Return the names that count wherever they stand, and the short forms that need a context."""
    sure: list[Found] = []
    short: list[Found] = []
    for hit in known.lexicon.all_hits(view.folded):
        text = view.text[hit.start : hit.end]
        # A name may run over a line break, but not from a heading into the next line.
        if re.search(r"\n(?![a-z])", view.plain[hit.start : hit.end]) or not _is_name(view, hit, text):
            continue
        if is_titled(view, hit.start) or in_street(view, hit.start) or _is_any(view, hit, text):
            continue
        written = view.plain[hit.start : hit.end].replace("-", " ")
        manners: dict[str, list[Entry]] = {}
        for form in hit.entries:
            if form.manner != "alias" and not (
                _as_written(written, form.written)
                or (form.manner == "acronym" and _spoken(view, hit.start, written, form.written))
            ):
                continue
            manners.setdefault(form.manner, []).append(form.entry)
        if (
            "short" in manners
            and _is_title(text)
            and manners["short"][0].kind not in ("hospital", "university")
        ):
            manners["acronym"] = manners.pop("short")
        for manner in ("alias", "acronym", "short"):
            if manner in manners:
                # A row may have two forms that differ by accents or capitals alone.
                entries = tuple(dict.fromkeys(manners[manner]))
                start = hit.start + _without_article(text, entries[0])
                end = _before_town(hit, text, entries[0])
                found = Found(start, end, f"vocabulary-{manner}", entries[0].kind, entries[0].name, entries)
                (short if manner == "short" else sure).append(found)
                break
    return [*sure, *_dotted(view, known)], short


def _dotted(view: View, known: Known) -> list[Found]:
    """Return the known acronyms that are written with dots: `A.F.D.`, `A.P.-H.P.`."""
    found = []
    for match in _DOTTED.finditer(view.plain):
        forms = known.lexicon.get(re.sub(r"[. ]", "", match[0]))
        entries = tuple(dict.fromkeys(form.entry for form in forms if form.manner == "acronym"))
        if entries:
            one = entries[0]
            found.append(Found(*match.span(), "vocabulary-acronym", one.kind, one.name, entries))
    return found


def _without_article(text: str, entry: Entry) -> int:
    """Return where the mention of a form begins: behind its article, but not that of `Le Mans`, `L’Oréal`."""
    article = _ARTICLE.match(text)
    town = fold(entry.city or "\n")
    if article is None or fold(text).startswith(town) or (entry.kind == "company" and article[0][-1] in "'’"):
        return 0
    return article.end()


def _is_name(view: View, hit: Hit[Form], text: str) -> bool:
    """Return whether a form stands as a name: with a capital, or as papers write `la chaîne de l'espoir`."""
    if any(map(str.isupper, text)):
        return True
    kinds = {form.entry.kind for form in hit.entries if form.manner == "alias"}
    article = view.folded[max(0, hit.start - 3) : hit.start] == "la "
    # `le fonds européen de développement régional`: so long a name is no chance.
    long = len(text.split()) >= _LONG and not kinds.isdisjoint(_OFFICIAL)
    return long or ("ngo" in kinds and article and len(text.split()) > 2)


def _is_any(view: View, hit: Hit[Form], text: str) -> bool:
    """Return whether a hospital is told of as any of its town: `un hôpital de Kampot`."""
    hospital = any(form.entry.kind == "hospital" for form in hit.entries)
    return (
        hospital
        and text[0].islower()
        and _ANY.search(view.folded, max(0, hit.start - 10), hit.start) is not None
    )


def _before_town(hit: Hit[Form], text: str, entry: Entry) -> int:
    """Return where the name ends: the town of `hôpital de la Sainte-Famille à Bethléem` only situates it."""
    name, situates, town = text.rpartition(" à ")
    is_town = situates and entry.kind == "hospital" and fold(town) == fold(entry.city or "")
    return hit.start + len(name) if is_town else hit.end


def _is_title(text: str) -> bool:
    """Return whether several words all begin with a capital: `Santé Sud` is no common noun."""
    words = text.split()
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _spoken(view: View, start: int, written: str, acronym: str) -> bool:
    """Return whether an acronym is written as the word that it is spoken as: `le Chuv`, `l'Ansm`."""
    word = acronym.isalpha() and len(acronym) >= _SPOKEN and written == plain(acronym).capitalize()
    return word and _BEHIND_ARTICLE.search(view.plain, max(0, start - 7), start) is not None


def _as_written(written: str, form: str) -> bool:
    """Return whether an acronym or a short name stands as the vocabulary writes it, accents aside."""
    return written == plain(form).replace("-", " ") or (len(form) > 5 and written == plain(form).upper())
