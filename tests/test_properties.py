"""What holds for any text: no stage raises, offsets match, an article does not depend on its neighbours."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.kit import Kit
from pipeline.records import Article, Document, InstitutionValue, Mention
from pipeline.relate import relate
from pipeline.run import extract
from pipeline.split import split

# Pieces that the grammars look for, put together without sense: what real texts never hold, bad ones do.
_PIECES = (
    "CHU de", "les CHU", "hôpital", "« Espoir »", "(", ")", "(HCY)", "l’", "d’", "des", "et", ",",
    "ministère", "de la Santé", "djiboutien", "ambassade de France", "à", "Rennes", "Côte d’Ivoire",
    "franco-", "malgache", "chirurgie", "maxillo-faciale", "et orthopédique", "pédiatrique", "le 31",
    "février", "2023", "du 10 au", "12/13/2024", "31/02/2020", "fin", "mi-", "il y a", "ans",
    "trois fois par an", "une trentaine de", "médecins", "1 200", "plus de", "deux ou trois", "un",
    "Samu", "974", "N°2", "HÔPITAL", "\n", "\n\n", "• ", " : ", ". ", "-\n", "financé par", "depuis",
    "Dr", "œ", "\u00a0", "\u00ad", "ﬁ", "😀", "ǆ", "İ",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
)
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def mentions(kit: Kit, text: str) -> tuple[Mention, ...]:
    return next(extract([Article("any", 0, text, published="2024-06-03")], kit))[1].mentions


@SLOW
@given(TEXTS)
def test_no_stage_raises_and_offsets_match(kit: Kit, text: str) -> None:
    document = Document("any.txt", text, "text/plain", "", 0)
    articles = split(document, clean(text, kit.cleaning))
    for article, extraction in extract(articles, kit):
        for mention in extraction.mentions:
            assert article.text[mention.start : mention.end] == mention.text
            assert mention.text == mention.text.strip() != ""
            assert any(s.start <= mention.start < s.end for s in extraction.sentences)
        keys = {m.value.key for m in extraction.mentions if isinstance(m.value, InstitutionValue)}
        for cooperation in relate(article, extraction, kit.relations):
            assert {*cooperation.home, *cooperation.partner, *cooperation.funders} <= keys


@SLOW
@given(TEXTS)
def test_only_a_count_overlaps_another_mention(kit: Kit, text: str) -> None:
    found = mentions(kit, text)
    for a, b in ((a, b) for k, a in enumerate(found) for b in found[k + 1 :] if b.start < a.end):
        assert {a.label, b.label} in ({"COUNT", "SPECIALTY"}, {"COUNT", "COUNTRY"})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_an_article_does_not_depend_on_its_neighbours(kit: Kit, texts: list[str]) -> None:
    together = extract([Article("any", n, text) for n, text in enumerate(texts)], kit)
    alone = (next(extract([Article("any", n, text)], kit)) for n, text in enumerate(texts))
    assert list(together) == list(alone)
