"""Stories: the articles of a run that are copies of one text, so that it can be counted once.

Precision over recall: what MinHash proposes is checked against the words themselves.
"""

from collections.abc import Mapping
from typing import TypeVar
from zlib import crc32

from datasketch import MinHash, MinHashLSH

from pipeline.text import name_key

K = TypeVar("K", str, tuple[str, int])

_WORDS = 5  # words in a row that are compared
_HASHES = 64
_PROPOSED = 0.5  # share of these in common, estimated
_SAME = 0.7  # share in common, counted
_FEWEST = 40  # words: shorter texts are agenda lines and captions, alike without being copies


def stories(texts: Mapping[K, str]) -> dict[K, K]:
    """Return for each article, by its key, the least key of the articles that tell its story.

    `texts` are the cleaned texts; an article that has no copy is its own story.
    """
    shingles = {key: found for key, text in sorted(texts.items()) if (found := _shingles(text))}
    index = MinHashLSH(threshold=_PROPOSED, num_perm=_HASHES)
    story = {key: key for key in texts}

    def root(key: K) -> K:
        while story[key] != key:
            key = story[key]
        return key

    for key, own in shingles.items():
        digest = MinHash(num_perm=_HASHES, seed=1, hashfunc=crc32)
        digest.update_batch([shingle.encode() for shingle in own])
        for other in sorted(index.query(digest)):
            common = len(own & shingles[other])
            if common >= _SAME * (len(own) + len(shingles[other]) - common):
                first, second = sorted((root(key), root(other)))
                story[second] = first
        index.insert(key, digest)
    return {key: root(key) for key in texts}


def _shingles(text: str) -> frozenset[str]:
    words = name_key(text).split()
    if len(words) < _FEWEST:
        return frozenset()
    return frozenset(" ".join(words[i : i + _WORDS]) for i in range(len(words) - _WORDS + 1))
