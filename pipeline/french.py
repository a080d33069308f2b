"""Language: the French part of an article, or the language that it is in instead.

A well-kept detector (py3langid) judges each line that is long enough; French function words in a line
overrule it, so that a list of foreign hospitals is not taken for prose in their language.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipeline.text import fold

# What news about hospitals is written in, or translated into beside French.
_LANGUAGES = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hr",
    "hu", "hy", "it", "ja", "ka", "km", "ko", "lo", "mg", "mn", "nl", "no", "oc", "pl",
    "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
_LONG = 60  # letters: shorter lines are names and headings, of which nobody knows the language
_SURE = 0.995
_FEWEST = 200  # letters of French that make an article beside a text in another language
_FUNCTION_WORDS = frozenset(
    [
        "le",
        "les",
        "des",
        "du",
        "et",
        "est",
        "un",
        "une",
        "dans",
        "pour",
        "avec",
        "sur",
        "qui",
        "que",
        "au",
        "aux",
        "par",
        "ce",
        "cette",
        "ont",
        "sont",
        "son",
        "ses",
        "plus",
        "ainsi",
    ]
)
_FEWEST_FUNCTION_WORDS = 2
_BEGIN = 160  # characters
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """The French part of a text; `language` is that of most of the text (ISO 639-1).

    `text` is empty where the text is not French. `n_removed` counts the code points taken out of a mixed one.
    """

    text: str
    language: str
    n_removed: int


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LANGUAGES))
    return identifier


def french_part(text: str) -> Part:
    """Return the lines of a text that are French, with the short lines that stand among them."""
    lines = text.split("\n")
    languages = [_language(line) for line in lines]
    if set(languages) <= {"fr", None}:
        return Part(text, "fr", 0)
    letters: Counter[str] = Counter()
    for line, language in zip(lines, languages, strict=True):
        if language:
            letters[language] += _letters(line)
    main = letters.most_common(1)[0][0]
    # What is too short to make an article of its own is a title or a caption of the foreign text.
    if letters["fr"] < _FEWEST and main != "fr":
        return Part("", main, len(text))
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(_french_lines(lines, languages))).strip("\n")
    return Part(kept, "fr", len(text) - len(kept))


def _french_lines(lines: list[str], languages: list[str | None]) -> Iterator[str]:
    """Yield the lines to keep: a short one goes with the long lines on both its sides."""
    before = next((language for language in languages if language), "fr")
    for place, (line, language) in enumerate(zip(lines, languages, strict=True)):
        if language:
            before = language
        behind = language or next((one for one in languages[place:] if one), before)
        if language in (None, "fr") and "fr" in (before, behind):
            yield line


def _letters(line: str) -> int:
    return sum(map(str.isalpha, line))


def _n_function_words(line: str) -> int:
    return sum(word in _FUNCTION_WORDS for word in _WORD.findall(fold(line)))


def _language(line: str) -> str | None:
    """Return the language of a line, None where it is too short to tell."""
    if len(line) < _LONG:
        return None
    # Its beginning nearly always tells, and costs the same of a line of any length.
    begin = line[:_BEGIN].rpartition(" ")[0]
    if _letters(begin) < _LONG and _letters(line) < _LONG:
        return None
    if any(_n_function_words(part) >= _FEWEST_FUNCTION_WORDS for part in (begin, line)):
        return "fr"
    # Capitals are not what the detector was trained on.
    language, confidence = _identifier().classify(line.lower() if line.isupper() else line)
    return str(language) if language != "fr" and confidence >= _SURE else "fr"
