"""Splitting and dates of publication. All texts are written for these tests."""

from collections import Counter

import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.kit import Kit
from pipeline.published import published_in_name, published_in_text
from pipeline.records import Article, Document
from pipeline.split import split

RAW = SHARED / "corpus" / "raw" / "brochure-chu-2023.txt"
BODY = (
    "Les équipes se rendent deux fois l’an chez leurs partenaires, et les accueillent en retour."  # 15 words
)
LONG = " ".join([BODY] * 6)
SHORT = " ".join([BODY] * 5)  # 75 words, too few for an article


def document(source: str = "a.txt", **known: str) -> Document:
    return Document(source, "", "text/plain", "", 0, **known)


def shown(text: str, source: str = "a.txt") -> list[tuple[str | None, str]]:
    return [(article.title, article.text) for article in split(document(source), text)]


def test_a_brochure_has_one_article_for_each_hospital_and_none_for_its_editorial() -> None:
    edito = f"Édito\n{LONG}"
    vannes = f"CHU DE VANNES\nUn jumelage avec Lomé\n{LONG}\nDES RETOURS POSITIFS\n{BODY}"
    pau = f"CENTRE HOSPITALIER DE PAU\n\nDeux sages-femmes\nà Cotonou\n{LONG}"
    dole = f"AP-HD\n{LONG}"
    gap = f"HÔPITAUX DE GAP\n\n{LONG}"
    text = "\n\n".join([edito, vannes, pau, dole, gap])
    assert shown(text) == [
        ("CHU DE VANNES – Un jumelage avec Lomé", vannes),
        ("CENTRE HOSPITALIER DE PAU – Deux sages-femmes à Cotonou", f"{pau}\n\n{dole}"),
        ("HÔPITAUX DE GAP", gap),
    ]


def test_titles_at_the_foot_and_at_the_top_of_a_page_are_no_articles() -> None:
    page = f"CHU DE VANNES\n{SHORT}"
    vannes = f"{page}\n\n12\n{page}"
    pau = f"CHU DE PAU\n{LONG}\n\nCHU DE VANNES\nUn jumelage avec Lomé\n{LONG}"
    gap = f"CHU DE GAP\n{LONG}\n\n57\n\n6\n\n4\nCHU DE GAP"
    assert shown("\n".join([vannes, pau, gap])) == [
        ("CHU DE VANNES", vannes),
        ("CHU DE PAU", pau),
        ("CHU DE GAP", gap),
    ]


def test_a_table_of_contents_opens_no_article() -> None:
    contents = "CHU DE VANNES\n3\nCHU DE PAU\n5\nCHU DE GAP\n7\nCHU DE DOLE\n9"
    parts = [f"CHU DE {town}\n{LONG}" for town in ("VANNES", "PAU", "GAP", "DOLE")]
    before = f"{contents}\n\nÉdito\n{LONG}"
    assert [part for _, part in shown("\n\n".join([before, *parts]))] == parts


def test_each_dated_title_of_a_press_review_is_an_article() -> None:
    dates = {
        "Trois internes à Lomé": "3 juin 2024",
        "Un scanner pour Pau": "12/03/2023",
        "À Dole": "5 mai 2022",
    }
    parts = [f"{title}\nPublié le {date}\n{LONG}" for title, date in dates.items()]
    text = "Revue de presse\n\n" + "\n\n".join(parts)
    known = document(published="2025", published_from="metadata")
    assert split(known, text) == [
        Article("a.txt", 0, parts[0], "Trois internes à Lomé", "2024-06-03", "text"),
        Article("a.txt", 1, parts[1], "Un scanner pour Pau", "2023-03-12", "text"),
        Article("a.txt", 2, parts[2], "À Dole", "2022-05-05", "text"),
    ]
    assert len(split(known, "\n\n".join(parts[:2]))) == 1
    assert len(split(known, f"{text}\nBrève\nPublié le 4 mai 2021\n{BODY}")) == 1


def test_each_heading_of_the_highest_level_of_a_markdown_file_is_an_article() -> None:
    parts = [f"## {title}\n\n{LONG}\n\n### Suite\n\n**{LONG}**" for title in ("Lomé", "Pau", "Dole")]
    text = "# La lettre\n\n" + "\n\n".join(parts)
    plain = [f"{title}\n\n{LONG}\n\nSuite\n\n{LONG}" for title in ("Lomé", "Pau", "Dole")]
    marked = Document("a.md", "", "text/markdown", "", 0)
    found = [(article.title, article.text) for article in split(marked, text)]
    assert found == list(zip(("Lomé", "Pau", "Dole"), plain, strict=True))
    assert [article.text for article in split(document(), text)] == [text]


def test_markdown_loses_its_marks_and_no_word() -> None:
    text = "# Une *mission* à Lomé\n\n"
    text += "Le [CHU de **Pau**](https://x.fr/a_b) et ![le bloc](a.png) : 2 * 3\n\n* un\n* deux"
    plain = "Une mission à Lomé\n\nLe CHU de Pau et le bloc : 2 * 3\n\n* un\n* deux"
    (article,) = split(Document("a.md", "", "text/markdown", "", 0), text)
    assert (article.title, article.text) == ("Une mission à Lomé", plain)


def test_what_stands_before_the_first_article_is_counted_though_it_names_it() -> None:
    before = f"CHU DE VANNES\n3\nCHU DE PAU\n5\nCHU DE GAP\n7\nCHU DE DOLE\n9\n\nÉdito\n{LONG}\n\n"
    parts = [f"CHU DE {town}\n{LONG}" for town in ("VANNES", "PAU", "GAP", "DOLE")]
    removed: Counter[str] = Counter()
    split(document(), before + "\n\n".join(parts), removed)
    assert removed == {"front-matter": len(before)}


@pytest.mark.parametrize(
    "text",
    [
        f"CHU DE VANNES\n{LONG}\nCHU DE PAU\n{LONG}",
        f"CHU DE VANNES\n{LONG}\nCHU DE PAU\n{LONG}\nCHU DE GAP\n{SHORT}",
        f"CHU DE VANNES\n{LONG}\nCHU DE PAU\n{LONG}\nCHU DE VANNES\n{LONG}",
        f"TROIS MISSIONS\n{LONG}\nUN BILAN\n{LONG}\nET APRÈS ?\n{LONG}\nLE CHUCHOTEUR\n{LONG}",
        f"CHU de Vannes\n{LONG}\nCHU de Pau\n{LONG}\nCHU de Gap\n{LONG}",
        f"CHU DE VANNES : UN BILAN\n{LONG}\nCHU DE PAU : UN BILAN\n{LONG}\nCHU DE GAP.\n{LONG}",
        f"CHU\n{LONG}\nHÔPITAL\n{LONG}\nCLINIQUE\n{LONG}",
        "",
    ],
)
def test_anything_else_is_one_article(text: str) -> None:
    assert [article.text for article in split(document(), text)] == [text]


def test_the_title_of_a_single_article() -> None:
    text = f"Publié le 3 juin 2024\nDeux internes à Lomé\n{LONG}"
    assert split(document("x.txt"), text) == [
        Article("x.txt", 0, text, "Deux internes à Lomé", "2024-06-03", "text")
    ]
    known = document("x.txt", title="Un titre", published="2024-07", published_from="sidecar")
    assert split(known, text) == [Article("x.txt", 0, text, "Un titre", "2024-07", "sidecar")]
    assert split(document(), f"{LONG}\n{LONG}")[0].title is None


def test_the_date_of_an_address_stands_in_for_one_in_the_text() -> None:
    url = "https://exemple.fr/2023/05/12/jumelage"
    for text, published in ((LONG, "2023-05-12"), (f"Publié le 3 juin 2024\n{LONG}", "2024-06-03")):
        (article,) = split(document("2001-02-03.txt", url=url), text)
        assert article.published == published
    assert split(document(url=url), LONG)[0].published_from == "metadata"


def test_articles_of_a_brochure_take_their_own_date_or_that_of_the_brochure() -> None:
    dated = f"CHU DE PAU\nPublié le 12 mars 2021\n{LONG}"
    text = f"Lettre | 5 mai 2022\n\nCHU DE VANNES\n{LONG}\n{dated}\nCHU DE GAP\n{LONG}"
    articles = split(document("2020-01-02.txt"), text)
    assert [(article.title, article.published, article.published_from) for article in articles] == [
        ("CHU DE VANNES", "2022-05-05", "text"),
        ("CHU DE PAU", "2021-03-12", "text"),
        ("CHU DE GAP", "2022-05-05", "text"),
    ]
    assert split(document("2020-01-02.txt"), LONG)[0].published_from == "name"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Publié le 04/11/2024 à 11:47", "2024-11-04"),
        ("Publié le :\n04/11/2024 à 11:47", "2024-11-04"),
        ("Titre\npubliée le vendredi 1er août 2025", "2025-08-01"),
        ("Finistère – Publié le 14 octobre 2019 à 07h15", "2019-10-14"),
        ("Mis à jour le 12/04/2022", "2022-04-12"),
        ("Mise à jour : 25/12/14", "2014-12-25"),
        ("Mis à jour le 12/04/2022\nPublié le 3 mai 2021", "2021-05-03"),
        ("DAKAR, 12 mars 2024 – La mission est arrivée.", "2024-03-12"),
        ("Abidjan, le 8 février 2024 - La mission est arrivée.", "2024-02-08"),
        ("Titre\n\nLundi 3 juin 2024", "2024-06-03"),
        ("Tachkent, le mardi 21 novembre 2023", "2023-11-21"),
        ("Le 05.11.2024 à Bourges", "2024-11-05"),
        ("Vendredi 22 novembre 2013 - 17:51", "2013-11-22"),
        ("BRÈVE | 30.11.17", "2017-11-30"),
        ("18 mai 2016 | Par la rédaction", "2016-05-18"),
        ("LETTRE INTERNE n° 58 – JANVIER 2024", "2024-01"),
        # Dates of something else.
        ("Du 3 au 5 mai 2019, trois médecins partent.", None),
        ("La convention est signée le 3 mai 2019.", None),
        ("Titre\nChapeau\nTexte\nMission à Lomé – Juin 2015", None),
        ("12 mars 2024 – 15 mars 2024", None),
        ("Publié le 31/02/2024", None),
        ("Bilan 2024", None),
        ("Texte\n" * 15 + "Publié le 04/11/2024", None),
    ],
)
def test_the_date_in_the_first_lines(text: str, expected: str | None) -> None:
    assert published_in_text(text) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a/2024-06-03_lome.txt", "2024-06-03"),
        ("lome_20240603.txt", "2024-06-03"),
        ("lettre-2024-06.txt", "2024-06"),
        ("2024-06-03/lome.txt", None),
        ("brochure-2023.txt", None),
        ("2024-02-31.txt", None),
        ("dossier-120240603.txt", None),
        ("salle-202406.txt", None),
    ],
)
def test_the_date_in_the_name(source: str, expected: str | None) -> None:
    assert published_in_name(source) == expected


LINES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(["CHU DE VANNES", "CHU DE PAU", "HOSPICES CIVILS", "AP-HM", "12", "", LONG, BODY]),
        st.sampled_from(["Publié le 3/4/24", "Le 31 mai 2020", "Vannes, le 2 mai 2019 – Bien"]),
    ),
    max_size=20,
).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(LINES, st.text(max_size=20))
def test_splitting_never_raises_and_loses_nothing(text: str, source: str) -> None:
    removed: Counter[str] = Counter()
    articles = split(document(source), text, removed)
    kept = "".join("".join(article.text.split()) for article in articles)
    whole = "".join(text.split())
    # What stands before the first article of a brochure is no article, and is counted.
    assert whole.endswith(kept)
    assert kept == whole or removed["front-matter"] > 0
    assert [article.position for article in articles] == list(range(len(articles)))


@pytest.mark.skipif(not RAW.exists(), reason=f"no real brochure at {RAW}")
def test_each_article_of_the_real_brochure_is_found_once_under_its_hospital(kit: Kit) -> None:
    text = clean(RAW.read_text(encoding="utf-8"), kit.cleaning)
    articles = split(document("brochure-chu-2023.txt"), text)
    towns = "D’AMIENS, D’ANGERS, AP-HM, DE BORDEAUX, DE CLERMONT-FERRAND, DE LILLE, DE MARTINIQUE, "
    towns += "DE MONTPELLIER, DE NANTES, DE NÎMES, DE RENNES, DE SAINT-ÉTIENNE"
    names = [name if name == "AP-HM" else f"CHU {name}" for name in towns.split(", ")]
    assert [(article.title or "").partition(" – ")[0] for article in articles] == names
    assert [article.text.split("\n")[0] for article in articles] == names
