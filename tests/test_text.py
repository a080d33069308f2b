"""Foldings keep the length of a text, and treat a character the same way wherever it stands."""

import sys

from pipeline.clean.characters import tidy_characters
from pipeline.text import fold, low, name_key, plain

# All but ASCII, which `plain` leaves as it is in a text of nothing else.
EVERY = "".join(map(chr, range(0x80, sys.maxunicode + 1)))


def test_a_character_is_folded_the_same_way_among_few_others_and_among_all() -> None:
    alone = "".join(map(plain, EVERY))
    assert len(alone) == len(EVERY)
    assert plain(EVERY) == alone
    # What one character becomes may be one that changes itself: the grave of Greek, the accent of Latin 1.
    assert plain("\u1fef`\u1ffd\xb4é") == "`'\xb4'e"


def test_a_text_is_tidied_the_same_way_among_few_others_and_among_all() -> None:
    text = "Un\u00a0h\u00f4pital\u2011\u00ad de l\u2019o\ufb03ce\u200b\tfin\u2028suite"
    assert tidy_characters(text) == "Un hôpital- de l’office fin\nsuite"
    assert tidy_characters(text + EVERY).startswith(tidy_characters(text))


def test_folding_by_steps() -> None:
    text = "Hôtel-Dieu d’Évreux – İstanbul\nCœur"
    assert low(plain(text)) == fold(text) == "hotel dieu d'evreux   istanbul cœur"


def test_a_key_of_a_name_holds_letters_and_digits_alone() -> None:
    assert name_key("CHU « Hôtel-Dieu » n° 2_b, Cœur d’Été") == "chu hotel dieu n 2 b coeur d ete"
