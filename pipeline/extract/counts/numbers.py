"""What a number in a French text means: digits, words, `-aine` and millions."""

import re
from dataclasses import dataclass

from text_to_num import text2num

_TENS = {
    "huitaine": 8,
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1000,
}
_TWO_DIGITS, _THOUSAND = 10, 1000
_SCALES = {"million": 10**6, "milliard": 10**9}
_TAIL = re.compile(r"(?:\s+d(?:e|')|\s*\(\d+\))?\s*$")
_ROUNDED = re.compile(rf"^(?P<times>.*?)\s*(?P<half>demi[- ])?(?P<ten>{'|'.join(_TENS)})s?$")
_SCALED = re.compile(r"^(?P<times>.+?)\s+(?P<scale>million|milliard)s?(?P<half> et demie?)?$")
_DECIMAL = re.compile(r"(\d+)[,.](\d+)")
_DIGITS = re.compile(r"\d{1,3}(?:[ .']\d{3})+|\d+")
_FILLER = re.compile(r"\b(?:bonne?|petite?|grosse?)\b")


@dataclass(frozen=True, slots=True)
class Number:
    """An integer; `rounded` where the word itself is approximate (`une trentaine`); its factor, if last."""

    value: int
    rounded: bool = False
    factor: int = 1


def read_number(text: str) -> Number | None:
    """Read a number as `text.plain` gives it, with a `de` behind it or not; None if it is no whole number.

    `1 200`, `vingt-quatre`, `1,5 million d'`, `3 millions et demi`, `une demi-douzaine de`, `deux centaines`.
    """
    words = _words(text)
    if match := _ROUNDED.match(words):
        times = _times(match["times"])
        value = None if times is None else times * _TENS[match["ten"]]
        return None if value is None else Number(value // (2 if match["half"] else 1), rounded=True)
    if match := _SCALED.match(words):
        scale = _SCALES[match["scale"]]
        half = scale // 2 if match["half"] else 0
        if decimal := _DECIMAL.fullmatch(match["times"]):
            part = int(decimal[2]) * scale // 10 ** len(decimal[2])
            return Number(int(decimal[1]) * scale + part + half, factor=scale)
        times = _whole(match["times"])
        return None if times is None else Number(times * scale + half, factor=scale)
    value = _whole(words)
    if value is None:
        return None
    last = re.split(r"[ -]", words)[-1]
    return Number(value, factor=100 if last in ("cent", "cents") else 1000 if last == "mille" else 1)


def read_range(low: str, high: str) -> tuple[Number, Number] | None:
    """Read both ends of a range; what scales the second scales the first: `2 à 3 millions`.

    None if either is no number or the first is not the smaller one.
    """
    first, second = read_number(low), read_number(high)
    if first is None and (scaled := _SCALED.match(_words(high))):
        # `entre 1,6 et 1,8 million`
        first = read_number(f"{low} {scaled['scale']}")
    if first is None or second is None:
        return None
    if first.factor == 1 and second.factor > 1 and first.value < second.value // second.factor:
        first = Number(first.value * second.factor, first.rounded, second.factor)
    # `2 à 3000 habitants` are two thousand at least.
    if first.value < _TWO_DIGITS and second.factor == 1 and second.value % _THOUSAND == 0:
        first = Number(first.value * _THOUSAND, first.rounded, 1)
    return (first, second) if 0 < first.value < second.value else None


def _words(text: str) -> str:
    """Return the words of a number, without the `de` or the brackets behind it."""
    return _TAIL.sub("", " ".join(text.lower().split()))


def _times(words: str) -> int | None:
    words = _FILLER.sub("", words).strip()
    return 1 if words in ("", "un", "une") else _whole(words)


def _whole(words: str) -> int | None:
    if _DIGITS.fullmatch(words):
        return int(re.sub(r"[ .']", "", words))
    try:
        return int(text2num(words, "fr"))
    except ValueError:
        return None
