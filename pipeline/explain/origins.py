"""Where a mention comes from: the rule, vocabulary, model or grammar behind the name in its `rule`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.kit import Kit
from pipeline.records import Mention
from pipeline.rules import Rule

Kind = Literal["rule", "vocabulary", "model", "grammar"]
_COORDINATED = "-coordinated"

# What is no rule of `rules/`: the manners of finding that the code itself names.
_MANNERS: Mapping[str, tuple[Kind, str, str]] = {
    "country-name": ("vocabulary", "The name of a country or territory.", "countries/names.csv"),
    "country-demonym": ("vocabulary", "The adjective or people of a country.", "countries/demonyms.csv"),
    "country-compound": ("vocabulary", "Two countries in one adjective.", "countries/prefixes.csv"),
    "specialty-discipline": ("vocabulary", "The name of a discipline.", "specialties/disciplines.csv"),
    "specialty-practitioner": (
        "vocabulary",
        "Who practises a discipline.",
        "specialties/practitioners.csv",
    ),
    "specialty-adjective": (
        "vocabulary",
        "An adjective of a discipline behind a noun of care.",
        "specialties/adjectives.csv",
    ),
    "specialty-ellipse": (
        "vocabulary",
        "A head noun with the adjectives that it takes.",
        "specialties/ellipses.csv",
    ),
    "vocabulary-alias": ("vocabulary", "A name of a known institution.", "institutions/vocabulary"),
    "vocabulary-acronym": ("vocabulary", "The acronym of a known institution.", "institutions/vocabulary"),
    "vocabulary-short": (
        "vocabulary",
        "The short name of a known institution, which the article names in full or says the service of.",
        "institutions/vocabulary",
    ),
    "foreign": ("grammar", "A name in another language or word order.", "institutions/foreign.csv"),
    "apposition": ("grammar", "A phrase in capitals that a noun explains.", "institutions/cues.csv"),
    "learned": (
        "model",
        "A name that the tagger, learned from annotated articles, tells by the words around it.",
        "institutions/tagger.crfsuite",
    ),
    "defined": ("grammar", "A phrase in capitals with its initials in brackets.", ""),
    "acronym-introduced": ("grammar", "An acronym that the article introduces beside its long form.", ""),
    "acronym-initials": ("grammar", "A sigle whose letters begin the words of a name of the article.", ""),
    "short-form": ("grammar", "A part of a name that the article gives in full elsewhere.", ""),
}
_MODEL = "An entity of the statistical model that a noun introduces or explains."


@dataclass(frozen=True, slots=True)
class Origin:
    """Kind of source, why it exists, and `place`: the file below `rules/` to look into, if there is one."""

    kind: Kind
    why: str
    place: str = ""


class Origins:
    """Answers for the rules and vocabularies of a kit."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        by_label: Mapping[str, tuple[Rule, ...]] = {
            "DATE": tuple(rule for rule, *_ in kit.dates.rules),
            "COUNT": kit.counts.rules,
            "INSTITUTION": kit.institutions.grammar.rules,
        }
        self._rules = {(label, rule.id): rule for label, rules in by_label.items() for rule in rules}

    def of(self, mention: Mention) -> Origin:
        """Return the origin of a mention or of what was proposed as one."""
        if found := self._rules.get((mention.label, mention.rule)):
            return Origin("rule", found.why, self.place(found))
        if found := self._rules.get((mention.label, mention.rule.removesuffix(_COORDINATED))):
            return Origin("rule", f"Coordinated, shares the head noun of: {found.why}", self.place(found))
        if mention.rule.startswith("model-"):
            return Origin("model", _MODEL)
        kind, why, place = _MANNERS.get(mention.rule, ("grammar", "", ""))
        if place == "institutions/vocabulary":
            place = self._rows(mention.text) or place
        return Origin(kind, why, place)

    def place(self, rule: Rule) -> str:
        """Return the file of a rule, seen from the folder of the rules."""
        return _below(rule.file, self._kit.folder)

    def _rows(self, text: str) -> str:
        """Return the files and lines of the vocabulary that hold this form."""
        forms = self._kit.institutions.known.lexicon.get(text)
        rows = dict.fromkeys(form.entry.row for form in forms)
        pairs = (row.rpartition(":") for row in rows)
        return ", ".join(f"institutions/vocabulary/{file}.csv line {line}" for file, _, line in pairs)


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
