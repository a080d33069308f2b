"""Fits the weights: L2-regularised logistic regression for each decision, features scaled to at most 1."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MaxAbsScaler

from pipeline.relate import DECISIONS, Relations, weighed
from pipeline.relate.catalogue import catalogue
from pipeline.relate.scene import scene_of
from pipeline.train.examples import Annotated, examples_told
from pipeline.train.labelled import Examples
from pipeline.weights import Features

# The inverse strength of regularisation, and how many examples a feature must occur in: chosen by held-out
# log loss. A seat is weighed by many words.
_C = 0.1
_C_OF = {
    "country": 0.3, "inbound": 0.2, "outbound": 0.3, "partner": 0.2, "seat": 0.5, "specialty": 0.2,
    "start": 0.2, "together": 0.2,
}  # fmt: skip
_FEWEST = 4
# Weights smaller than this change no decision.
_SMALLEST = 0.005
_FOLDS = 4
Learned = dict[str, dict[str, float]]


def fit(articles: Sequence[Annotated], examples: Sequence[Examples], relations: Relations) -> Learned:
    """Return decision → feature → weight; `examples` are those of `examples_of`, of each article.

    Other weights, which for this purpose have not seen an article, tell of it too: the facts of a cooperation
    are learned from these cooperations as well, and the weights of `record` from them alone.
    """
    told = Examples()
    for fold in range(_FOLDS):
        seen = fit_all([e for n, e in enumerate(examples) if n % _FOLDS != fold])
        partial = replace(relations, weights={**{name: {} for name in DECISIONS}, **seen})
        for one in articles[fold::_FOLDS]:
            scene = scene_of(one.article, one.extraction, relations.cues.clause, relations.gazetteer)
            if not catalogue(scene):
                told.extend(examples_told(one, weighed(scene, partial), relations))
    return fit_all([*examples, told])


def fit_all(examples: Sequence[Examples]) -> Learned:
    """Return decision → feature → weight of the decisions that there are examples of."""
    everything = Examples()
    for one in examples:
        everything.extend(one)
    return {
        decision: _fit(features, everything.answers[decision], _C_OF.get(decision, _C))
        for decision, features in everything.features.items()
    }


def _fit(features: Sequence[Features], answers: Sequence[bool], c: float) -> dict[str, float]:
    often = Counter(name for one in features for name in one)
    kept = [{name: one[name] for name in one if often[name] >= _FEWEST} for one in features]
    vectorizer, scaler = DictVectorizer(), MaxAbsScaler()
    matrix = scaler.fit_transform(vectorizer.fit_transform(kept))
    model = LogisticRegression(C=c, max_iter=5000).fit(matrix, np.asarray(answers))
    weights = dict(zip(vectorizer.feature_names_, model.coef_[0] / scaler.scale_, strict=True))
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    return {name: round(float(w), 3) for name, w in sorted(weights.items()) if abs(w) >= _SMALLEST}
