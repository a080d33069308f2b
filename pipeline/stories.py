"""Stories: the articles of a run that are copies of one text, so that it can be counted once.

Precision over recall: what MinHash proposes is checked against the words themselves.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from zlib import crc32

import numpy as np
from datasketch import MinHash, MinHashLSH

from pipeline.text import name_key

_WORDS = 5  # words in a row that are compared
_HASHES = 64
_PROPOSED = 0.5  # share of these in common, estimated
_SAME = 0.7  # share in common, counted
_FEWEST = 40  # words: shorter texts are agenda lines and captions, alike without being copies
_STORED = np.dtype("<u4")  # crc32 gives no greater numbers
_EMPTY = MinHash(num_perm=_HASHES, seed=1, hashfunc=crc32)
# Texts whose shingles are kept while pairs are compared.
_KEPT = 1024


def signature(text: str) -> bytes | None:
    """Return the MinHash of a cleaned text, None where it is too short to have copies."""
    shingles = _shingles(text)
    if not shingles:
        return None
    digest = _EMPTY.copy()
    digest.update_batch([shingle.encode() for shingle in shingles])
    stored: bytes = digest.hashvalues.astype(_STORED).tobytes()
    return stored


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
    index = MinHashLSH(threshold=_PROPOSED, num_perm=_HASHES)
    pairs: list[tuple[str, str]] = []
    for article in sorted(signatures):
        digest = _EMPTY.copy()
        digest.hashvalues[:] = np.frombuffer(signatures[article], _STORED)
        pairs += [(other, article) for other in sorted(index.query(digest))]
        index.insert(article, digest)
    return pairs


def _are_copies(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common >= _SAME * (len(one) + len(other) - common)


def _shingles(text: str) -> frozenset[str]:
    words = name_key(text).split()
    if len(words) < _FEWEST:
        return frozenset()
    return frozenset(" ".join(words[i : i + _WORDS]) for i in range(len(words) - _WORDS + 1))
