"""Partnerships over a run: pairs, years, stories, and people that no two articles count twice."""

from typing import Any

from pipeline.tables.partnerships import partnerships

Row = dict[str, Any]


def article(name: str, published: str | None, story: str | None = None) -> Row:
    return {"article_id": name, "published": published, "story_id": story or name}


def count(name: str, least: int | None, most: int | None, role: str = "staff") -> Row:
    return {"mention_id": name, "min": least, "max": most, "role": role}


COUNTRY = {"rennes": "FR", "lyon": "FR", "bamako": "ML", "oms": "ZZ"}


class Run:
    """Rows of the tables that partnerships are made from."""

    def __init__(self, *articles: Row) -> None:
        names = ("cooperations", "cooperation_institutions", "cooperation_specialties", "cooperation_counts")
        self.rows: dict[str, list[Row]] = {name: [] for name in names}
        self.rows["articles"] = list(articles)
        self.rows["counts"] = []

    def cooperation(  # noqa: D102 - its arguments say it all
        self, name: str, told_in: str, homes: str, partners: str, *, start: str | None = None, **more: Any
    ) -> None:
        end = more.get("end")
        self.rows["cooperations"].append(
            {"cooperation_id": name, "article_id": told_in, "start": start, "end": end}
        )
        self.rows["cooperation_institutions"] += [
            {"cooperation_id": name, "institution_id": one, "side": side}
            for side, ones in (("home", homes), ("partner", partners), ("funder", more.get("funders", "")))
            for one in ones.split()
        ]
        self.rows["cooperation_specialties"] += [
            {"cooperation_id": name, "specialty": code} for code in more.get("specialties", "").split()
        ]
        for direction, row in more.get("people", ()):
            self.rows["counts"].append(row)
            self.rows["cooperation_counts"].append(
                {"cooperation_id": name, "mention_id": row["mention_id"], "direction": direction}
            )


def test_cooperations_are_grouped_by_pair_over_the_run() -> None:
    run = Run(article("a", "2019-05-02"), article("b", "2021"))
    run.cooperation("1", "a", "rennes", "bamako", start="2012-03", specialties="cardiology paediatrics")
    run.cooperation("2", "b", "rennes lyon", "bamako oms", end="2024", specialties="cardiology")
    run.cooperation("3", "b", "", "bamako", funders="lyon")
    found = partnerships([run.rows], COUNTRY)
    told = {
        (row["home_id"], row["partner_id"]): (
            row["country"], row["first_year"], row["last_year"], row["n_cooperations"], row["n_stories"],
        )
        for row in found["partnerships"]
    }  # fmt: skip
    assert told == {
        ("rennes", "bamako"): ("ML", 2012, 2024, 2, 2),
        ("rennes", "oms"): (None, 2021, 2024, 1, 1),
        ("lyon", "bamako"): ("ML", 2021, 2024, 1, 1),
        ("lyon", "oms"): (None, 2021, 2024, 1, 1),
    }
    ids = {row["partnership_id"]: (row["home_id"], row["partner_id"]) for row in found["partnerships"]}
    assert sorted(
        row["specialty"]
        for row in found["partnership_specialties"]
        if ids[row["partnership_id"]] == ("rennes", "bamako")
    ) == ["cardiology", "paediatrics"]
    assert len(found["partnership_cooperations"]) == 5


def test_nothing_is_told_of_years_that_no_article_gives() -> None:
    run = Run(article("a", None))
    run.cooperation("1", "a", "rennes", "bamako")
    (row,) = partnerships([run.rows], COUNTRY)["partnerships"]
    assert (row["first_year"], row["last_year"]) == (None, None)


def test_decades_count_from_their_first_year() -> None:
    run = Run(article("a", "2001"))
    run.cooperation("1", "a", "rennes", "bamako", start="198X")
    (row,) = partnerships([run.rows], COUNTRY)["partnerships"]
    assert (row["first_year"], row["last_year"]) == (1980, 2001)


def people(run: Run) -> tuple[int, int]:
    (row,) = partnerships([run.rows], COUNTRY)["partnerships"]
    return row["n_inbound"], row["n_outbound"]


def test_two_articles_about_one_mission_do_not_count_its_people_twice() -> None:
    run = Run(article("a", "2019-05-02"), article("b", "2019-06"), article("c", "2020"))
    for name in "abc":
        run.cooperation(name, name, "rennes", "bamako", people=[("outbound", count(f"{name}1", 3, 3))])
    assert people(run) == (0, 6)


def test_an_article_that_counts_as_many_twice_tells_of_two_groups() -> None:
    run = Run(article("a", "2019"), article("b", "2019"))
    both = [("inbound", count("a1", 2, 2)), ("inbound", count("a2", 2, 2))]
    run.cooperation("1", "a", "rennes", "bamako", people=both)
    run.cooperation("2", "b", "rennes", "bamako", people=[("inbound", count("b1", 2, 2))])
    assert people(run) == (4, 0)


def test_people_are_counted_by_their_least_number_and_groups_are_not() -> None:
    run = Run(article("a", "2019"))
    told = [
        ("inbound", count("a1", 15, 20)),
        ("inbound", count("a2", None, 6)),
        ("outbound", count("a3", 2, 2, "group")),
        ("outbound", count("a4", 40, None, "patient")),
        (None, count("a5", 7, 7)),
    ]
    run.cooperation("1", "a", "rennes", "bamako", people=told)
    assert people(run) == (21, 40)
