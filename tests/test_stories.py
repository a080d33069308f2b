"""Stories: copies of one text are one story, and nothing else is."""

from conftest import CORPUS

from pipeline.stories import signature, stories

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
RELEASE = TEXTS[3]


def told(texts: dict[str, str]) -> dict[str, str]:
    """Return the story of each text, from signatures as a draft keeps them."""
    signatures = {key: found for key, text in texts.items() if (found := signature(text))}
    copies = stories(signatures, lambda key: (key, 0), lambda ids: {key: texts[key] for key in ids})
    return {key: copies.get(key, key) for key in texts}


def test_articles_of_their_own_are_stories_of_their_own() -> None:
    texts = {f"{place:03}": text for place, text in enumerate(TEXTS)}
    assert told(texts) == {key: key for key in texts}


def test_a_press_release_is_one_story_in_every_paper() -> None:
    words = RELEASE.split(" ")
    shortened = " ".join(words[: int(len(words) * 0.9)])
    framed = f"De notre correspondant\n\n{RELEASE.upper()}\n\nLire aussi : d’autres nouvelles de la région"
    texts = {"d": RELEASE, "b": shortened, "c": framed, "a": TEXTS[5]}
    assert told(texts) == {"d": "b", "b": "b", "c": "b", "a": "a"}


def test_half_a_text_is_another_story() -> None:
    words = RELEASE.split(" ")
    half = " ".join(words[: len(words) // 2])
    assert told({"a": RELEASE, "b": half}) == {"a": "a", "b": "b"}


def test_short_texts_are_never_copies() -> None:
    assert told({"a": "Réunion lundi à 9 h.", "b": "Réunion lundi à 9 h."}) == {"a": "a", "b": "b"}


def test_a_chain_of_copies_is_one_story_whatever_its_order() -> None:
    words = RELEASE.split(" ")
    n = len(words)
    first, last = " ".join(words[: int(n * 0.85)]), " ".join(words[int(n * 0.15) :])
    assert told({"x": first, "m": RELEASE, "a": last}) == {"x": "a", "m": "a", "a": "a"}
    assert told({"a": last, "m": RELEASE, "x": first}) == {"x": "a", "m": "a", "a": "a"}
