"""`NAME.meta.json` beside an article: what is known about it from elsewhere."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from edtf import EDTFParseException, parse_edtf

from pipeline.errors import SidecarError

# What most sidecars say, and any parser of EDTF accepts: it takes a thousand times as long.
_PLAIN_DATE = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1\d|2[0-8]))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar states; `published` is an EDTF string."""

    published: str | None = None
    url: str | None = None
    title: str | None = None


def read_sidecar(path: Path) -> Sidecar:
    """Read a sidecar, or return an empty one where there is no file. Raises SidecarError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Sidecar()
    except OSError as error:
        raise SidecarError(f"{path.name}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise SidecarError(f"{path.name}: is not JSON in UTF-8 ({error})") from error
    if not isinstance(content, dict):
        raise SidecarError(f"{path.name}: must hold one JSON object, not {type(content).__name__}")
    values = {key: _string(path, content, key) for key in ("published", "url", "title")}
    published = values["published"]
    if published is not None and not _PLAIN_DATE.fullmatch(published):
        try:
            parse_edtf(published)
        except (EDTFParseException, ValueError) as error:
            raise SidecarError(
                f"{path.name}: published {published!r} is no EDTF date; write 2024-06-03, 2024-06 or 2024"
            ) from error
    return Sidecar(published, values["url"], values["title"])


def _string(path: Path, content: dict[str, object], key: str) -> str | None:
    value = content.get(key)
    if value is None or isinstance(value, str):
        # An empty string says as little as a missing key.
        return value.strip() or None if value else None
    raise SidecarError(f"{path.name}: {key} must be a string or null, not {type(value).__name__}")
