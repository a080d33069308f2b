"""B-cubed scores of institution identities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.brat import GoldArticle
from pipeline.evaluate.predicted import Predicted, Span
from pipeline.evaluate.tally import Drawn, Scores, mean_prf


def score_clusters(gold: Sequence[GoldArticle], found: Sequence[Sequence[Predicted]], drawn: Drawn) -> Scores:
    """Return B-cubed scores over the institution mentions whose spans gold and prediction share."""
    articles = []
    for article, mentions in zip(gold, found, strict=True):
        wanted = {(m.start, m.end): m.canon for m in article.mentions if m.label == "INSTITUTION"}
        got = {
            m.span: m.identity
            for m in mentions
            if m.label == "INSTITUTION" and m.span is not None and m.span in wanted
        }
        articles.append(bcubed(wanted, got))
    return mean_prf(articles, drawn)


def bcubed(gold: Mapping[Span, str], predicted: Mapping[Span, str]) -> tuple[float, float, int]:
    """Return the sums of B-cubed precision and recall over the items that both cluster, and their number."""
    items = set(gold) & set(predicted)
    by_gold, by_predicted = defaultdict(set), defaultdict(set)
    for item in items:
        by_gold[gold[item]].add(item)
        by_predicted[predicted[item]].add(item)
    precision = recall = 0.0
    for item in items:
        both = len(by_gold[gold[item]] & by_predicted[predicted[item]])
        precision += both / len(by_predicted[predicted[item]])
        recall += both / len(by_gold[gold[item]])
    return precision, recall, len(items)
