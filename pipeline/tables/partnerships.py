"""Partnerships: the cooperations of a whole run, grouped by the pair of institutions that cooperate."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from pipeline.tables.keys import key

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]
# Roles of counts that are people; delegations and teams are not, inhabitants do not travel.
PEOPLE = frozenset(("staff", "patient"))


class _Told(NamedTuple):
    """What one cooperation tells of each pair in it; `people` are what `_counted` gives."""

    cooperation_id: str
    article_id: str
    story_id: str
    years: tuple[int, ...]
    specialties: tuple[str, ...]
    people: tuple[tuple[object, ...], ...]


def partnerships(groups: Iterable[Rows], country: Mapping[str, str | None]) -> dict[str, list[Row]]:
    """Return the rows of `partnerships` and of the tables that hang on it.

    `groups` are rows of the tables of cooperations, of `articles` and of `counts`, some articles a group;
    `country` gives the country of each institution.
    """
    pairs: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    for rows in groups:
        _add(pairs, rows)
    found: dict[str, list[Row]] = defaultdict(list)
    for (home, partner), told in pairs.items():
        partnership_id = key(home, partner)
        years = {year for one in told for year in one.years}
        travelled = _travelled(told)
        found["partnerships"].append(
            {
                "partnership_id": partnership_id,
                "home_id": home,
                "partner_id": partner,
                "country": None if country[partner] == "ZZ" else country[partner],
                "first_year": min(years, default=None),
                "last_year": max(years, default=None),
                "n_cooperations": len(told),
                "n_stories": len({one.story_id for one in told}),
                "n_inbound": travelled["inbound"],
                "n_outbound": travelled["outbound"],
            }
        )
        found["partnership_cooperations"] += [
            {"partnership_id": partnership_id, "cooperation_id": one.cooperation_id} for one in told
        ]
        found["partnership_specialties"] += [
            {"partnership_id": partnership_id, "specialty": code}
            for code in sorted({code for one in told for code in one.specialties})
        ]
    return found


def _add(pairs: Mapping[tuple[str, str], list[_Told]], rows: Rows) -> None:
    """Add what some articles tell to the pairs that they tell of."""
    articles = {row["article_id"]: row for row in rows["articles"]}
    sides = _by_cooperation(rows["cooperation_institutions"])
    specialties = _by_cooperation(rows["cooperation_specialties"])
    people = _by_cooperation(rows["cooperation_counts"])
    counts = {row["mention_id"]: row for row in rows["counts"]}
    for one in rows["cooperations"]:
        cooperation_id, article = one["cooperation_id"], articles[one["article_id"]]
        told = _Told(
            cooperation_id,
            article["article_id"],
            article["story_id"],
            _years(one, article),
            tuple(row["specialty"] for row in specialties[cooperation_id]),
            tuple(
                _counted(row["direction"], count, article)
                for row in people[cooperation_id]
                for count in [counts[row["mention_id"]]]
                if row["direction"] and count["role"] in PEOPLE
            ),
        )
        homes, partners = (
            [row["institution_id"] for row in sides[cooperation_id] if row["side"] == side]
            for side in ("home", "partner")
        )
        for pair in product(homes, partners):
            pairs[pair].append(told)


def _by_cooperation(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["cooperation_id"]].append(row)
    return found


def _years(cooperation: Row, article: Row) -> tuple[int, ...]:
    """Return the years in which a record attests a partnership: its start, its end, its publication."""
    told = (cooperation["start"], cooperation["end"], article["published"])
    return tuple(year for edtf in told if (year := year_of(edtf)) is not None)


def year_of(edtf: str | None) -> int | None:
    """Return the first year that an EDTF string names (of `199X`, 1990), None where it begins with none."""
    return int(edtf[:4].replace("X", "0")) if edtf and edtf[:3].isdigit() else None


def _counted(direction: str, count: Row, article: Row) -> tuple[object, ...]:
    return direction, count["role"], count["min"], count["max"], (article["published"] or "")[:4]


def _travelled(told: Sequence[_Told]) -> Counter[str]:
    """Return how many people came (inbound) and left (outbound), by their least numbers.

    Two articles of one year that tell of as many people in the same role and direction tell of one mission;
    the copies of one story are read once.
    """
    seen: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for one in told:
        for what in one.people:
            seen[what][one.article_id] += 1
    total: Counter[str] = Counter()
    for (direction, _, least, most, _), articles_that_tell in seen.items():
        number = least if isinstance(least, int) else most
        assert isinstance(direction, str)
        assert isinstance(number, int)
        total[direction] += number * max(articles_that_tell.values())
    return total
