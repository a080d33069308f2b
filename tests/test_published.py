"""Dates of publication as metadata give them."""

from datetime import date, datetime

import pytest

from pipeline.published import published_in_url, published_value

VALUES = [
    ("2024-06-03T10:00:00+02:00", "2024-06-03"),
    ("2024-06-03 10:00:00", "2024-06-03"),
    ("2024-06-03", "2024-06-03"),
    ("20240603", "2024-06-03"),
    ("2024-06", "2024-06"),
    ("2024", "2024"),
    (20240603, "2024-06-03"),
    (date(2024, 6, 3), "2024-06-03"),
    (datetime(2024, 6, 3, 10), "2024-06-03"),
    ("04/11/2024", "2024-11-04"),
    ("04.11.24", "2024-11-04"),
    ("Publié le 4 novembre 2024 à 11:47", "2024-11-04"),
    ("06/13/2024", "2024-06-13"),
    ("1.13.99", "1999-01-13"),
    ("31/02/2024", None),
    ("32/01/24", None),
    ("31 février 2024", None),
    ("novembre 2024", "2024-11"),
    ("Mon, 03 Jun 2024 10:00:00 +0200", "2024-06-03"),
    ("2024-13-03", None),
    ("2024-02-30", None),
    ("0001-01-01", None),
    ("hier", None),
    ("", None),
    (None, None),
    (True, None),
    (3.5, None),
]


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_a_date_of_metadata_is_read_day_first(value: object, expected: str | None) -> None:
    assert published_value(value) == expected


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://exemple.fr/2024/03/un-jumelage", "2024-03"),
        ("https://exemple.fr/actus/2015/10/26/jumelage_777.html", "2015-10-26"),
        ("https://exemple.fr/2018-06-21/jumelage", "2018-06-21"),
        ("https://exemple.fr/2019/14/un-jumelage", None),
        ("https://exemple.fr/rapport-2019/12-pages", None),
        ("https://exemple.fr/2024/03", None),
        ("https://exemple.fr/jumelage?date=2024/03/12/x", None),
    ],
)
def test_the_date_in_the_path_of_an_address(url: str, published: str | None) -> None:
    assert published_in_url(url) == published
