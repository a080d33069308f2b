"""Stories: the articles of a run that are copies of one text, so that it can be counted once.

Precision over recall: what MinHash proposes is checked against the words themselves.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from zlib import crc32

import numpy as np

from pipeline.text import name_key

_WORDS = 5  # words in a row that are compared
_SAME = 0.7  # share of these in common, counted
_FEWEST = 40  # words: shorter texts are agenda lines and captions, alike without being copies
# A text is proposed as the copy of another when they agree in a band of hashes: half of the pairs that share
# 0.47 of their shingles do, 98 in 100 of those that share 0.7.
_BANDS, _ROWS = 14, 4
# In each band a text is compared with so many before it, so that the work grows with the copies, not with
# their square; what is a copy of a copy is one story with both.
_BEFORE = 8
# Multiply-shift hashing, as in Dietzfelbinger et al. 1997; this generator gives the same numbers for ever.
_FACTORS, _SHIFTS = np.random.RandomState(1).randint(0, 2**63, (2, _BANDS * _ROWS, 1)).astype(
    np.uint64
) | np.uint64(1)
_STORED = np.dtype("<u4")
# Texts whose shingles are kept while pairs are compared.
_KEPT = 1024


def signature(text: str) -> bytes | None:
    """Return the MinHash of a cleaned text, None where it is too short to have copies."""
    shingles = _shingles(text)
    if not shingles:
        return None
    hashes = np.fromiter((crc32(shingle.encode()) for shingle in shingles), np.uint64, len(shingles))
    least: bytes = ((hashes * _FACTORS + _SHIFTS) >> np.uint64(32)).min(axis=1).astype(_STORED).tobytes()
    return least


def stories(
    signatures: Mapping[str, bytes],
    rank: Callable[[str], tuple[str, int]],
    texts: Callable[[Collection[str]], Mapping[str, str]],
) -> dict[str, str]:
    """Return for each article that is a copy, by its id, the id of the first article that tells its story.

    `signatures` are those of all articles, `rank` says which article comes before which, and `texts` gives
    the cleaned texts of the articles that have to be compared.
    """
    pairs = _proposed(signatures)
    found = texts({one for pair in pairs for one in pair})

    @lru_cache(_KEPT)
    def shingles(article: str) -> frozenset[str]:
        return _shingles(found[article])

    story: dict[str, str] = {}

    def root(article: str) -> str:
        while article in story:
            article = story[article]
        return article

    for one, other in pairs:
        if root(one) != root(other) and _are_copies(shingles(one), shingles(other)):
            first, second = sorted((root(one), root(other)), key=rank)
            story[second] = first
    return {article: root(article) for article in story}


def _proposed(signatures: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return the pairs of articles that may be copies, each in the order of their ids."""
    ids = sorted(signatures)
    rows = np.frombuffer(b"".join(signatures[i] for i in ids), _STORED).reshape(len(ids), _BANDS * _ROWS)
    pairs: set[tuple[int, int]] = set()
    for band in np.split(rows, _BANDS, axis=1):
        # Equal bands come to stand beside each other, those of one kind in the order of their ids.
        order = np.lexsort(band.T)
        kind = np.cumsum(np.any(np.diff(band[order], axis=0, prepend=band[order[:1]]) != 0, axis=1))
        for before in range(1, _BEFORE + 1):
            alike = np.flatnonzero(kind[before:] == kind[:-before])
            pairs.update(zip(order[alike].tolist(), order[alike + before].tolist(), strict=True))
    return [(ids[one], ids[other]) for one, other in sorted(pairs)]


def _are_copies(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common >= _SAME * (len(one) + len(other) - common)


def _shingles(text: str) -> frozenset[str]:
    words = name_key(text).split()
    if len(words) < _FEWEST:
        return frozenset()
    return frozenset(" ".join(words[i : i + _WORDS]) for i in range(len(words) - _WORDS + 1))
