r"""Attributes in a line of text, for tools that offer annotators no more: `canon = OMS; country = ZZ`.

Several values of an attribute are separated by `|`. `\` stands before a `;`, `|` or `\` of a value. `-` alone
takes an attribute away. A text without `=` is a remark, which is not read.
"""

import re
from collections.abc import Mapping

from pipeline.annotate.marks import MISSING

Attributes = Mapping[str, tuple[str, ...]]
_SPECIAL = re.compile(r"[\\;|]")
_BETWEEN = re.compile(r"(?:\\.|[^\\;])+")
_VALUES = re.compile(r"(?:\\.|[^\\|])+")
_ESCAPED = re.compile(r"\\(.)")


def written(attributes: Attributes) -> str:
    """Return attributes as a note."""
    return "; ".join(
        f"{key} = {' | '.join(_SPECIAL.sub(lambda found: chr(92) + found[0], value) for value in values)}"
        for key, values in attributes.items()
    )


def read_note(note: str) -> dict[str, tuple[str, ...]]:
    """Return what a note says, an attribute that it takes away without values; nothing for a remark.

    Raises ValueError for a note that is half of one.
    """
    if "=" not in note:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for part in _BETWEEN.findall(note):
        key, equals, values = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not equals or not key or not values:
            raise ValueError(
                f"note {note!r} cannot be read at {part.strip()!r}; write key = value; key = value"
            )
        if key in found:
            raise ValueError(f"note {note!r} says {key} twice; keep one, with | between several values")
        read = (_ESCAPED.sub(r"\1", value.strip()) for value in _VALUES.findall(values))
        found[key] = tuple(value for value in read if value not in ("", MISSING))
    return found


def changed(attributes: Attributes, note: Attributes) -> dict[str, tuple[str, ...]]:
    """Return attributes as a note changes them."""
    return {key: values for key, values in {**attributes, **note}.items() if values}
