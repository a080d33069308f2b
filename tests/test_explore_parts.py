"""What the page of the explorer is put together from: its scripts, the words of each language, the map."""

import json
import re
from pathlib import Path
from typing import Any

from pipeline.countries import ALPHA3
from pipeline.explore import page as built
from pipeline.explore.data.make_world import WORLD
from pipeline.records import KINDS, LABELS, ROLES
from pipeline.tables import columns

PARTS = Path(built.__file__).parent / "page"


def test_the_page_builds_markup_from_no_text() -> None:
    for script in PARTS.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|Function\(",
            script.read_text("utf-8"),
        ), script.name


def test_both_languages_have_the_words_that_the_page_asks_for() -> None:
    french, english = (json.loads((PARTS / f"strings.{one}.json").read_text("utf-8")) for one in ("fr", "en"))
    assert list(french) == list(english)

    def blanks(words: Any) -> Any:
        if isinstance(words, dict):
            return {form: blanks(said) for form, said in words.items()}
        return sorted(re.findall(r"\{\d\}", words))

    assert {key: blanks(words) for key, words in french.items()} == {
        key: blanks(words) for key, words in english.items()
    }
    code = "".join(part.read_text("utf-8") for part in PARTS.iterdir() if part.suffix in {".js", ".html"})
    asked = set(re.findall(r"\bt\(\"([\w-]+)\"", code)) | set(re.findall(r'data-t(?:-\w+)?="([\w-]+)"', code))
    assert asked - set(french) == set()
    # The rest is asked for by a value or a name that stands in quotes elsewhere.
    mods = {*(columns.DATE_MOD.values or ()), *(columns.COUNT_MOD.values or ())}
    closed = {
        "label": LABELS,
        "kind": KINDS,
        "role": ROLES,
        "mod": mods,
        "type": columns.TIMEX_TYPE.values or (),
        "status": {*(columns.STATUS.values or ()), "any", "none"},
        "season": {"21", "22", "23", "24"},
        "total": {"cooperations", "countries", "homes", "articles"},
    }
    by_value = {f"{family}-{value}" for family, values in closed.items() for value in values}
    by_value |= set(columns.DIRECTION.values or ())
    assert by_value - set(french) == set()
    quoted = set(re.findall(r"[\"\[ {]([a-z]+)[\":]", code))
    assert {key for key in french if key not in asked | by_value and key not in quoted} == set()


def test_every_country_has_a_place_on_the_map() -> None:
    world = json.loads(WORLD.read_text("utf-8"))
    assert WORLD.stat().st_size < 150_000
    drawn = {shape.get("id") for shape in world["topology"]["objects"]["countries"]["geometries"]}
    # Antarctica and three without a town.
    assert set(ALPHA3) - drawn - set(world["dots"]) == {"AQ", "BV", "HM", "UM"}
    assert drawn & set(world["dots"]) == set()
