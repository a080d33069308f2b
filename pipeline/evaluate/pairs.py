"""Identity across documents: pairs of names, each in its sentence, that one institution bears or two do."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.kit import Kit
from pipeline.link import link
from pipeline.records import Article, Institution, InstitutionValue, Mention
from pipeline.run import extract
from pipeline.vocabulary import read_table

FILE = "identity.csv"
_COLUMNS = ("left", "right", "same", "why")
_SIDES = ("left", "right")


def read_pairs(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of pairs; raises RuleError.

    `left` and `right` are sentences with the name in angle brackets, `same` is yes or no.
    """
    rows = list(read_table(path, _COLUMNS))
    for row in rows:
        place = f"pair {row['left']!r}"
        if row["same"] not in ("yes", "no"):
            raise RuleError(path, place, f"`same` is {row['same']!r}; write yes or no")
        for side in _SIDES:
            if not row[side].count("<") == row[side].count(">") == 1:
                raise RuleError(path, place, f"`{side}` needs one name in angle brackets")
    return rows


def score_pairs(rows: Sequence[Mapping[str, str]], kit: Kit) -> dict[str, int]:
    """Return how many pairs are different and of these merged, how many the same and of these joined.

    All sentences are linked in one run.
    """
    texts = [row[side] for row in rows for side in _SIDES]
    spans = [(text.index("<"), text.index(">") - 1) for text in texts]
    articles = [Article(str(n), 0, text.replace("<", "").replace(">", "")) for n, text in enumerate(texts)]
    found = [extraction.mentions for _, extraction in extract(articles, kit)]
    values = {m.value for mentions in found for m in mentions if isinstance(m.value, InstitutionValue)}
    linked = link(values, cache(kit.gazetteer.words_of)).institutions
    ids = [_institution(mentions, *span, linked) for mentions, span in zip(found, spans, strict=True)]
    scores = {"different": 0, "merged": 0, "same": 0, "joined": 0}
    for row, left, right in zip(rows, ids[::2], ids[1::2], strict=True):
        one = left is not None and left == right
        scores["same" if row["same"] == "yes" else "different"] += 1
        scores["joined" if row["same"] == "yes" else "merged"] += one
    return scores


def _institution(
    mentions: Sequence[Mention], start: int, end: int, linked: Mapping[InstitutionValue, Institution]
) -> str | None:
    """Return the id of what was found where the name stands, None for nothing."""
    over = [m for m in mentions if m.label == "INSTITUTION" and m.start < end and start < m.end]
    best = max(over, key=lambda m: min(m.end, end) - max(m.start, start), default=None)
    return linked[best.value].institution_id if best and isinstance(best.value, InstitutionValue) else None
