"""The page: template, styles, scripts and data in one HTML file, with a policy that lets nothing else run."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

import vl_convert

from pipeline.errors import OutputError
from pipeline.explore.charts import specs
from pipeline.explore.data.make_world import WORLD
from pipeline.explore.gather import Gathered, gather, read_tables

LANGUAGES = ("fr", "en")
_PARTS = Path(__file__).parent / "page"
_STYLES = ("base.css", "layout.css", "results.css", "evidence.css")
# In the order in which they need each other; together they are one script.
_SCRIPTS = (
    *("text.js", "data.js", "state.js", "filter.js", "charts.js", "facets.js", "matrix.js"),
    *("table.js", "csv.js", "evidence.js", "main.js"),
)
# Articles that are opened together: few enough to be quick, enough to be packed well.
_PACK = 32


def write_explorer(output: str, page: Path) -> int:
    """Write the explorer of a finished run to a file and return its size in bytes.

    Raises OutputError where there is no finished run, or where the file cannot be written.
    """
    built = explorer(gather(read_tables(output))).encode()
    aside = page.with_name(f".{page.name}.tmp")
    try:
        aside.write_bytes(built)
        aside.replace(page)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise OutputError(f"{page}: cannot be written ({error.strerror}); give another -o") from error
    return len(built)


def explorer(gathered: Gathered) -> str:
    """Return the page; equal runs give equal pages."""
    world = json.loads(WORLD.read_text(encoding="utf-8"))
    strings = {language: json.loads(_part(f"strings.{language}.json")) for language in LANGUAGES}
    data = {
        "core": gathered.core | {"pack": _PACK},
        "strings": strings,
        "specs": specs(world),
        "dots": world["dots"],
    }
    library = _library()
    script = _inline("\n".join(("(() => {", '"use strict";', *map(_part, _SCRIPTS), "})();")))
    style = "\n".join(map(_part, _STYLES))
    return Template(_part("index.html")).substitute(
        policy=_policy(library, script, style),
        style=style,
        data="\n".join(_json_block(name, value) for name, value in data.items()),
        library=library,
        script=script,
        packs="\n".join(_packs(gathered.articles)),
    )


@cache
def _library() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as the installed package has them, in one script."""
    return _inline(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _policy(library: str, script: str, style: str) -> str:
    """Return the Content-Security-Policy: these scripts, this style sheet, and nothing from elsewhere."""
    scripts = " ".join(map(_hash, (library, script)))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(inline: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"


def _inline(script: str) -> str:
    """Return a script that cannot end the element it stands in."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _json_block(name: str, value: Any) -> str:
    # Nothing in a text may end the element; `<` stands only in strings, where JSON can write it otherwise.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _packs(articles: Sequence[Any]) -> Iterator[str]:
    """Yield the articles in packs, gzip in base64, which the page inflates when one of them is opened."""
    for number, first in enumerate(range(0, len(articles), _PACK)):
        text = json.dumps(articles[first : first + _PACK], ensure_ascii=False, separators=(",", ":")).encode()
        packed = base64.b64encode(gzip.compress(text, mtime=0)).decode()
        yield f'<script type="text/plain" id="pack-{number}">{packed}</script>'
