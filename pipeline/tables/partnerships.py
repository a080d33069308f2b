"""Partnerships: the cooperations of a whole run, grouped by the pair of institutions that cooperate."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from pipeline.tables.keys import key

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]
# Roles of counts that are people; delegations and teams are not, inhabitants do not travel.
_PEOPLE = frozenset(("staff", "patient"))


def partnerships(rows: Rows) -> dict[str, list[Row]]:
    """Return the rows of `partnerships` and of the tables that hang on it, from those of the other tables."""
    articles = {row["article_id"]: row for row in rows["articles"]}
    cooperations = {row["cooperation_id"]: row for row in rows["cooperations"]}
    country = {row["institution_id"]: row["country"] for row in rows["institutions"]}
    sides = _by_cooperation(rows["cooperation_institutions"])
    specialties = _by_cooperation(rows["cooperation_specialties"])
    people = _by_cooperation(rows["cooperation_counts"])
    counts = {row["mention_id"]: row for row in rows["counts"]}
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cooperation_id in sorted(cooperations):
        named = sides[cooperation_id]
        of_side = {s: [r["institution_id"] for r in named if r["side"] == s] for s in ("home", "partner")}
        for pair in product(of_side["home"], of_side["partner"]):
            pairs[pair].append(cooperation_id)
    found: dict[str, list[Row]] = defaultdict(list)
    for (home, partner), ids in pairs.items():
        partnership_id = key(home, partner)
        told = [cooperations[i] for i in ids]
        years = sorted({year for one in told for year in _years(one, articles[one["article_id"]])})
        travelled = _travelled(told, articles, people, counts)
        found["partnerships"].append(
            {
                "partnership_id": partnership_id,
                "home_id": home,
                "partner_id": partner,
                "country": None if country[partner] == "ZZ" else country[partner],
                "first_year": years[0] if years else None,
                "last_year": years[-1] if years else None,
                "n_cooperations": len(ids),
                "n_stories": len({articles[one["article_id"]]["story_id"] for one in told}),
                "n_inbound": travelled["inbound"],
                "n_outbound": travelled["outbound"],
            }
        )
        found["partnership_cooperations"] += [
            {"partnership_id": partnership_id, "cooperation_id": i} for i in ids
        ]
        codes = {row["specialty"] for i in ids for row in specialties[i]}
        found["partnership_specialties"] += [
            {"partnership_id": partnership_id, "specialty": code} for code in sorted(codes)
        ]
    return found


def _by_cooperation(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["cooperation_id"]].append(row)
    return found


def _years(cooperation: Row, article: Row) -> list[int]:
    """Return the years in which a record attests a partnership: its start, its end, its publication."""
    told = (cooperation["start"], cooperation["end"], article["published"])
    return [year for edtf in told if (year := year_of(edtf)) is not None]


def year_of(edtf: str | None) -> int | None:
    """Return the first year that an EDTF string names (of `199X`, 1990), None where it begins with none."""
    return int(edtf[:4].replace("X", "0")) if edtf and edtf[:3].isdigit() else None


def _travelled(
    told: Sequence[Row],
    articles: Mapping[str, Row],
    people: Mapping[str, Sequence[Row]],
    counts: Mapping[str, Row],
) -> Counter[str]:
    """Return how many people came (inbound) and left (outbound), by their least numbers.

    Two articles of one year that tell of as many people in the same role and direction tell of one mission;
    the copies of one story are read once.
    """
    seen: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for one in told:
        article = articles[one["article_id"]]
        for row in people[one["cooperation_id"]]:
            count = counts[row["mention_id"]]
            if row["direction"] and count["role"] in _PEOPLE:
                year = (article["published"] or "")[:4]
                what = (row["direction"], count["role"], count["min"], count["max"], year)
                seen[what][article["article_id"]] += 1
    total: Counter[str] = Counter()
    for (direction, _, least, most, _), articles_that_tell in seen.items():
        number = least if isinstance(least, int) else most
        assert isinstance(direction, str)
        assert isinstance(number, int)
        total[direction] += number * max(articles_that_tell.values())
    return total
