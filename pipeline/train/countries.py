"""Labelled examples of the countries of institutions whose name does not tell them."""

from collections import Counter

from pipeline.brat import GoldArticle
from pipeline.evaluate.predicted import align
from pipeline.extract import institutions
from pipeline.extract.institutions.identity import surroundings
from pipeline.extract.language import view_of
from pipeline.kit import Kit
from pipeline.records import Article
from pipeline.run import without_institutions
from pipeline.train.labelled import Examples


def country_examples(gold: GoldArticle, article: Article, kit: Kit) -> Examples:
    """Return an example for each country that an organisation of an annotated article may be of.

    What the vocabulary knows is taken as if it did not, since new articles name what it has not.
    """
    examples = Examples()
    view = view_of(article, kit.language)
    _, places, found = institutions.look(view, kit.institutions, without_institutions(view, kit))
    offsets = align(gold.text, article.text)
    annotated = {(m.start, m.end): m.attributes.get("country") for m in gold.mentions if m.canon}
    known = [one.sure for one in found]
    for place, one in enumerate(found):
        spans = [(offsets.get(item.start), offsets.get(item.end - 1)) for item in one.items]
        told = Counter(
            country
            for start, last in spans
            if start is not None
            and last is not None
            and (country := annotated.get((start, last + 1))) is not None
        )
        if one.country is not None or not told:
            continue
        others = [*known[:place], None, *known[place + 1 :]]
        around = surroundings(view, found, others, places, kit.gazetteer)
        for iso, features in around.features(one.items, one.kind).items():
            examples.add("seat", features, iso == told.most_common(1)[0][0])
    return examples
