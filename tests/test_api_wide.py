"""`cooperations_wide`: one flat row for each cooperation, with names instead of ids."""

from pathlib import Path
from typing import Any

import pytest
from make_run import by_hand, small_run

from pipeline import open_tables
from pipeline.evidence import evidence


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory of a run over ARTICLES."""
    return small_run(tmp_path_factory.mktemp("api"))


def test_a_cooperation_is_one_row(output: Path) -> None:
    t = open_tables(output)
    wide = t.cooperations_wide()
    told = wide.drop(columns=["cooperation_id", "article_id", "story_id", "confidence"])
    assert told.astype(object).where(told.notna(), None).to_dict("records") == [
        {
            "home": "Centre hospitalier universitaire de Rennes",
            "partner": "Centre hospitalier universitaire Gabriel-Touré",
            "funder": "Agence française de développement",
            "countries": "ML",
            "countries_fr": "Mali",
            "countries_en": "Mali",
            "regions": "Western Africa",
            "specialties": "cardiology",
            "specialties_fr": "cardiologie",
            "specialties_en": "cardiology",
            "start": "2012",
            "end": None,
            "status": "active",
            "people_inbound": 3,
            "people_outbound": None,
            "people_undirected": None,
            "evidence": "Le CHU de Rennes au Mali / Depuis 2012, le CHU de Rennes coopère avec l’hôpital "
            "Gabriel-Touré de Bamako (Mali) en cardiologie. […] Trois cardiologues maliens ont été "
            "accueillis à Rennes en 2019. Le partenariat est financé par l’Agence française de "
            "développement.",
            "title": "Le CHU de Rennes au Mali",
            "published": "2020-03-05",
            "source": "bamako.txt",
            "site": None,
            "url": "https://exemple.fr/mali",
        },
        {
            "home": "Centre hospitalier universitaire de Lille",
            "partner": "Hôpital Principal de Dakar",
            "funder": None,
            "countries": "SN",
            "countries_fr": "Sénégal",
            "countries_en": "Senegal",
            "regions": "Western Africa",
            "specialties": "cardiology; emergency_medicine",
            "specialties_fr": "cardiologie; médecine d'urgence, urgences, SAMU",
            "specialties_en": "cardiology; emergency medicine",
            "start": "2018",
            "end": None,
            "status": "active",
            "people_inbound": None,
            "people_outbound": 6,
            "people_undirected": 12,
            "evidence": "Des urgences à Dakar / 👩🏽 Le CHU de Lille et l’hôpital Principal de Dakar "
            "(Sénégal) ont signé une convention de coopération en 2018 en cardiologie et en médecine "
            "d’urgence. Deux infirmiers et quatre médecins lillois sont partis à Dakar en 2019. […] Douze "
            "médecins ont été formés dans le cadre de cette convention.",
            "title": "Des urgences à Dakar",
            "published": None,
            "source": "dakar.txt",
            "site": None,
            "url": None,
        },
    ]
    same = wide.merge(t.cooperations, on=["cooperation_id", "article_id", "confidence"])
    assert len(same) == len(t.cooperations) == 2
    assert wide["story_id"].tolist() == wide["article_id"].tolist()


def institution(name: str) -> dict[str, Any]:
    row = dict.fromkeys(["acronym", "country", "city", "ror", "finess", "wikidata"])
    return row | {"institution_id": name.lower(), "name": name, "kind": "hospital"}


def mention(name: str, start: int, end: int) -> dict[str, Any]:
    """Return the row of a mention that fills its sentence."""
    ends = {"start": start, "end": end, "sentence_start": start, "sentence_end": end}
    return {
        "mention_id": name,
        "article_id": "a",
        "label": "COUNT",
        "text": "x" * (end - start),
        "rule": "r",
    } | ends


def count(name: str, least: int | None, most: int | None, role: str) -> dict[str, Any]:
    row = dict.fromkeys(["mod", "noun", "country"])
    return row | {"mention_id": name, "min": least, "max": most, "role": role}


def test_what_is_several_is_joined_and_what_is_nothing_is_missing(tmp_path: Path) -> None:
    text = "Un.\nDeux.\nTrois. Quatre. Cinq."
    sides = [("B", "home"), ("A", "home"), ("C", "partner"), ("B", "funder")]
    people = {
        "1": ("inbound", (5, 9, "staff")),
        "2": ("inbound", (None, 20, "patient")),  # the greatest number, where no other is told
        "3": ("inbound", (100, 100, "group")),  # groups are no people
        "4": ("outbound", (7, None, "staff")),
    }
    at = {"1": (0, 3), "2": (4, 16), "3": (0, 9), "4": (25, 30)}
    document = dict.fromkeys(["title", "published", "author", "site", "url", "same_as"])
    document |= {"document_id": "d", "source": "s.txt", "media_type": "text/plain", "sha256": "0"}
    document |= {"n_bytes": 1, "language": "fr", "n_articles": 1}
    article = dict.fromkeys(["title", "published", "published_from"])
    article |= {"article_id": "a", "document_id": "d", "position": 0, "n_chars": 30, "story_id": "a"}
    cooperation = {"article_id": "a", "start": None, "end": None, "status": None, "confidence": 0.5}
    region = {"AA": "West", "BB": "East", "CC": "West"}
    t = by_hand(
        tmp_path / "run",
        {
            "documents": [document],
            "articles": [article | {"text": text}],
            "mentions": [mention(name, *ends) for name, ends in at.items()],
            "institutions": [institution(name) for name in "ABC"],
            "countries": [
                {"country": c, "alpha3": c + "X", "name_fr": c + "f", "name_en": c + "e", "region": region[c]}
                for c in region
            ],
            "specialties": [
                {"specialty": s, "label_fr": s + "f, etc", "label_en": s + "e", "parent": None} for s in "tu"
            ],
            "counts": [count(name, *told) for name, (_, told) in people.items()],
            "cooperations": [cooperation | {"cooperation_id": one} for one in ("full", "empty")],
            "cooperation_institutions": [
                {"cooperation_id": "full", "institution_id": name.lower(), "side": side}
                for name, side in sides
            ],
            "cooperation_countries": [
                {"cooperation_id": "full", "country": one} for one in ("CC", "AA", "BB")
            ],
            "cooperation_specialties": [{"cooperation_id": "full", "specialty": one} for one in "ut"],
            "cooperation_counts": [
                {"cooperation_id": "full", "mention_id": name, "direction": direction}
                for name, (direction, _) in people.items()
            ],
            "cooperation_evidence": [{"cooperation_id": "full", "mention_id": name} for name in at],
        },
    )
    wide = t.cooperations_wide().set_index("cooperation_id").astype(object)
    assert wide.index.tolist() == ["full", "empty"]  # what rests on no sentence comes last
    nothing = wide.loc["empty"].dropna().to_dict()
    expected = {"confidence": 0.5, "article_id": "a", "story_id": "a", "source": "s.txt"}
    assert nothing == expected
    assert wide.loc["full"].dropna().to_dict() == expected | {
        "home": "A; B",
        "partner": "C",
        "funder": "B",
        "countries": "AA; BB; CC",
        "countries_fr": "AAf; BBf; CCf",
        "countries_en": "AAe; BBe; CCe",
        "regions": "East; West",
        "specialties": "t; u",
        "specialties_fr": "tf, etc; uf, etc",
        "specialties_en": "te; ue",
        "people_inbound": 25,
        "people_outbound": 7,
        # The sentences of 1, 2 and 3 overlap.
        "evidence": "Un. / Deux. / Trois. […] Cinq.",
    }


def test_the_evidence_is_what_the_command_prints(outputs: Path) -> None:
    def letters(text: str) -> str:
        return "".join(text.replace("/", "").replace("[…]", "").split())

    for row in open_tables(outputs).cooperations_wide().iloc[::10].itertuples():
        quoted = evidence(outputs, row.cooperation_id).quoted
        assert letters(row.evidence) == letters("".join(one.text for one in quoted))
