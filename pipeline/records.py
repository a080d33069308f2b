"""What flows between the stages: frozen records, one small value type per label.

Offsets are Unicode code points into the text of the article. A missing value is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Label = Literal["INSTITUTION", "COUNTRY", "SPECIALTY", "DATE", "COUNT"]
LABELS: tuple[Label, ...] = ("INSTITUTION", "COUNTRY", "SPECIALTY", "DATE", "COUNT")

KINDS = (
    "hospital",
    "university",
    "government",
    "ngo",
    "international",
    "research",
    "network",
    "company",
    "other",
)
ROLES = ("staff", "patient", "group", "population")


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it was read, before cleaning; dates are EDTF strings.

    `published` is what sidecar or metadata state; `created` is when the file was made.
    """

    source: str
    text: str
    media_type: str
    sha256: str
    n_bytes: int
    title: str | None = None
    url: str | None = None
    published: str | None = None
    published_from: str | None = None
    author: str | None = None
    site: str | None = None
    created: str | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """A document that was read, and what became of it.

    `language` is that of its text; `removed` counts what cleaning took out, by the rule that did.
    """

    document: Document
    n_articles: int
    language: str = "fr"
    removed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a document: cleaned text, NFC; `publisher` is the site or the author that it states."""

    source: str
    position: int
    text: str
    title: str | None = None
    published: str | None = None
    published_from: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class InstitutionValue:
    """`kind` as in the guideline; `country` ISO 3166-1 alpha-2, ZZ or None; `key` names the identity.

    `key` is the same for all mentions of one organisation in the article; `name` is its fullest form.
    `host` is the country that an embassy is in; `row` the row of the vocabulary, if it is one, and `placed`
    says that only its country or town told which one.
    """

    kind: str
    country: str | None
    key: str
    name: str
    acronym: str | None = None
    city: str | None = None
    host: str | None = None
    row: str | None = None
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Institution:
    """A distinct institution of the run.

    `institution_id` is a hash of normalised name, country and town; `forms` are the names that articles use.
    """

    institution_id: str
    name: str
    acronym: str | None
    kind: str
    country: str | None
    city: str | None
    forms: tuple[str, ...] = ()
    ror: str | None = None
    finess: str | None = None
    wikidata: str | None = None


# How an institution of an article was linked to one of the run, the surest first.
Step = Literal["vocabulary", "place", "name", "acronym", "fuzzy", "new"]
STEPS: tuple[Step, ...] = get_args(Step)


@dataclass(frozen=True, slots=True)
class Links:
    """The institution of every value of a run, and the step by which it was linked."""

    institutions: Mapping[InstitutionValue, Institution]
    steps: Mapping[InstitutionValue, Step]


@dataclass(frozen=True, slots=True)
class CountryValue:
    """ISO 3166-1 alpha-2 codes in the order of the text."""

    iso: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpecialtyValue:
    """Codes of `rules/specialties/codes.tsv`."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateValue:
    """TIMEX3 type, EDTF level 1 string (DATE) or ISO 8601 duration (else), TimeML modifier."""

    type: str
    edtf: str | None
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class CountValue:
    """Bounds of a number of people; `noun` is the lemma counted, `country` where they come from."""

    min: int | None
    max: int | None
    mod: str | None
    role: str
    noun: str | None = None
    country: str | None = None


Value = InstitutionValue | CountryValue | SpecialtyValue | DateValue | CountValue


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the article's text with its label, its value and the rule that found it."""

    label: Label
    start: int
    end: int
    text: str
    rule: str
    value: Value


@dataclass(frozen=True, slots=True)
class Sentence:
    """Code point bounds of a sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that `extract` knows of an article; `publisher` is the known institution that published it."""

    mentions: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]
    publisher: InstitutionValue | None = None

    def institutions(self) -> dict[str, InstitutionValue]:
        """Return the institutions that cooperations may name, by key: those mentioned, and the publisher."""
        values = [m.value for m in self.mentions if isinstance(m.value, InstitutionValue)]
        return {value.key: value for value in (*values, self.publisher) if value is not None}


@dataclass(frozen=True, slots=True)
class Cooperation:
    """A partnership that an article reports; institutions are keys, counts and evidence are mentions.

    `status` is active, announced, ended or None; `confidence` the probability, 0 to 1, that the record is
    right by half at least.
    """

    home: tuple[str, ...]
    partner: tuple[str, ...]
    countries: tuple[str, ...]
    specialties: tuple[str, ...]
    start: str | None
    end: str | None
    funders: tuple[str, ...]
    participants: tuple[tuple[Mention, str | None], ...]
    evidence: tuple[Mention, ...] = field(default=())
    status: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be read or processed."""

    source: str
    stage: str
    error: str
    detail: str
