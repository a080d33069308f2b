"""Every column once: name, Arrow type, meaning, unit and closed values."""

import pyarrow as pa

from pipeline.records import KINDS, LABELS, ROLES, STEPS
from pipeline.tables.schema import Column

_TEXT, _INT, _NUMBER, _DATE = pa.string(), pa.int64(), pa.float64(), pa.date32()

DOCUMENT_ID = Column("document_id", _TEXT, "Key of a document: hash of its source and its bytes.")
ARTICLE_ID = Column("article_id", _TEXT, "Key of an article: hash of its document and its position there.")
MENTION_ID = Column("mention_id", _TEXT, "Key of a mention: hash of its article, label and offsets.")
INSTITUTION_ID = Column(
    "institution_id", _TEXT, "Key of an institution: hash of its normalised name and country."
)
COOPERATION_ID = Column("cooperation_id", _TEXT, "Key of a cooperation: hash of its article and contents.")

SOURCE = Column("source", _TEXT, "Path of the input relative to what was given on the command line.")
MEDIA_TYPE = Column("media_type", _TEXT, "Internet media type of the input, as recognised.")
SHA256 = Column("sha256", _TEXT, "SHA-256 of the bytes of the input, in hexadecimal.")
N_BYTES = Column("n_bytes", _INT, "Size of the input.", unit="bytes")
TITLE = Column("title", _TEXT, "Title, as metadata or headings give it.")
LANGUAGE = Column("language", _TEXT, "ISO 639-1 code of the language of the text.")
PUBLISHED = Column("published", _TEXT, "Date of publication, an EDTF level 1 string.")
PUBLISHED_FROM = Column(
    "published_from",
    _TEXT,
    "Where the date of publication comes from: sidecar file, metadata of the input, its text, its name.",
    values=("sidecar", "metadata", "text", "name"),
)
AUTHOR = Column("author", _TEXT, "Author, as metadata give it.")
SITE = Column("site", _TEXT, "Name of the site or paper, as metadata give it.")
URL = Column("url", _TEXT, "Address of the page, as sidecar or metadata give it.")
SAME_AS = Column(
    "same_as", _TEXT, "document_id of a document with the same bytes, whose articles stand for both."
)
REMOVED_RULE = Column(
    "rule",
    _TEXT,
    "Id of the cleaning rule; `language` for passages not in French, `front-matter` for cover, contents "
    "and editorial of what has several articles.",
)
N_REMOVED = Column(
    "n_removed",
    _INT,
    "How often the rule removed something; code points for `language` and `front-matter`.",
    unit="places",
)
STORY_ID = Column(
    "story_id",
    _TEXT,
    "Key of a story: article_id of the first, by source, of the articles that are copies of one text.",
)
N_ARTICLES = Column("n_articles", _INT, "Number of articles found in the document.", unit="articles")
POSITION = Column("position", _INT, "Place in the order of what it belongs to, from 0.")
ARTICLE_TEXT = Column("text", _TEXT, "Cleaned text of the article, Unicode NFC.")
N_CHARS = Column("n_chars", _INT, "Length of the cleaned text.", unit="code points")

LABEL = Column("label", _TEXT, "What kind of thing is mentioned.", values=LABELS)
START = Column("start", _INT, "Offset of the first character in articles.text.", unit="code points")
END = Column("end", _INT, "Offset behind the last character in articles.text.", unit="code points")
MENTION_TEXT = Column("text", _TEXT, "The mention as it stands in the article.")
SENTENCE_START = Column(
    "sentence_start", _INT, "Offset of the sentence around it in articles.text.", unit="code points"
)
SENTENCE_END = Column("sentence_end", _INT, "Offset behind that sentence.", unit="code points")
RULE = Column("rule", _TEXT, "Id of the rule, vocabulary or model that found the mention.")

COUNTRY = Column("country", _TEXT, "ISO 3166-1 alpha-2 code; XK for Kosovo.")
SEAT = Column("country", _TEXT, "ISO 3166-1 alpha-2 code of the seat, ZZ for international organisations.")
ORIGIN = Column("country", _TEXT, "ISO 3166-1 alpha-2 code of where the people come from, when said.")
SPECIALTY = Column("specialty", _TEXT, "Code of a specialty.")

TIMEX_TYPE = Column(
    "type", _TEXT, "TIMEX3 type of a temporal expression.", values=("DATE", "DURATION", "SET")
)
EDTF = Column("edtf", _TEXT, "EDTF level 1 string for a DATE, ISO 8601 duration for DURATION and SET.")
DATE_MOD = Column(
    "mod",
    _TEXT,
    "TimeML modifier of a temporal expression.",
    values=("START", "MID", "END", "APPROX", "MORE_THAN", "LESS_THAN"),
)
FIRST_DAY = Column("first_day", _DATE, "First day of a DATE.")
LAST_DAY = Column("last_day", _DATE, "Last day of a DATE.")

MIN = Column("min", _INT, "Least number of people (or groups) meant.", unit="people")
MAX = Column("max", _INT, "Greatest number of people (or groups) meant.", unit="people")
COUNT_MOD = Column("mod", _TEXT, "Modifier of a count.", values=("APPROX", "MORE_THAN", "LESS_THAN"))
ROLE = Column("role", _TEXT, "In what role people are counted.", values=ROLES)
NOUN = Column("noun", _TEXT, "Lemma of the noun that is counted.")

NAME = Column("name", _TEXT, "Fullest name.")
ACRONYM = Column("acronym", _TEXT, "Acronym in use.")
KIND = Column(
    "kind",
    _TEXT,
    "Kind of organisation.",
    values=KINDS,
)
CITY = Column("city", _TEXT, "Town of the seat.")
LINKED_BY = Column(
    "linked_by",
    _TEXT,
    "Step that linked the mention: a row of the vocabulary, of which town or country told which (place); the "
    "same name and country; an acronym; nearly the same words (fuzzy); or nothing before it (new).",
    values=STEPS,
)
ROR = Column("ror", _TEXT, "Identifier in the Research Organization Registry, when certain.")
FINESS = Column("finess", _TEXT, "Identifier in the French registry FINESS, when certain.")
WIKIDATA = Column("wikidata", _TEXT, "Wikidata item, when certain.")

ALPHA3 = Column("alpha3", _TEXT, "ISO 3166-1 alpha-3 code; XKX for Kosovo.")
NAME_FR = Column("name_fr", _TEXT, "French name, from CLDR.")
NAME_EN = Column("name_en", _TEXT, "English name, from CLDR.")
REGION = Column("region", _TEXT, "Name of the UN M49 sub-region.")
LABEL_FR = Column("label_fr", _TEXT, "French name.")
LABEL_EN = Column("label_en", _TEXT, "English name.")
PARENT = Column("parent", _TEXT, "Code of the wider specialty.")

COOPERATION_START = Column("start", _TEXT, "Earliest start that the article states, EDTF.")
COOPERATION_END = Column("end", _TEXT, "End that the article states, EDTF.")
STATUS = Column(
    "status",
    _TEXT,
    "Whether the partnership runs, is announced or is over; null where the article does not tell.",
    values=("active", "announced", "ended"),
)
CONFIDENCE = Column(
    "confidence",
    _NUMBER,
    "Probability, 0 to 1, that at least half of what the record says is right.",
)
SIDE = Column("side", _TEXT, "Part that the institution plays.", values=("home", "partner", "funder"))
DIRECTION = Column(
    "direction",
    _TEXT,
    "inbound: people come to France; outbound: they leave it.",
    values=("inbound", "outbound"),
)

PARTNERSHIP_ID = Column(
    "partnership_id", _TEXT, "Key of a partnership: hash of the two institutions that cooperate."
)
HOME_ID = Column("home_id", _TEXT, "The institution of the side in France.")
PARTNER_ID = Column("partner_id", _TEXT, "The institution of the side abroad.")
FIRST_YEAR = Column("first_year", _INT, "First year told: of a start, an end or a publication.", unit="year")
LAST_YEAR = Column("last_year", _INT, "Last year told: of a start, an end or a publication.", unit="year")
N_COOPERATIONS = Column("n_cooperations", _INT, "How many cooperations tell of the pair.")
N_STORIES = Column("n_stories", _INT, "How many stories do, copies of a text counted once.")
N_INBOUND = Column("n_inbound", _INT, "How many people came to France, by the least numbers.", unit="people")
N_OUTBOUND = Column("n_outbound", _INT, "How many people left it, by the least numbers.", unit="people")

STAGE = Column(
    "stage",
    _TEXT,
    "Stage at which the input failed.",
    values=("read", "clean", "split", "language", "extract", "relate"),
)
ERROR = Column("error", _TEXT, "Class of the error.")
DETAIL = Column("detail", _TEXT, "What is wrong, in a sentence.")
