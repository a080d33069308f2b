"""The weights of learned decisions, and what they make of features: `weights.csv` of a folder of rules."""

import math
from collections.abc import Collection, Mapping
from pathlib import Path

from pipeline.errors import RuleError
from pipeline.vocabulary import read_table

FILE = "weights.csv"
# What speaks for and against something, by name.
Features = dict[str, float]
Weights = Mapping[str, Mapping[str, float]]


def load_weights(folder: Path, decisions: Collection[str]) -> Weights:
    """Return decision → feature → weight; raises RuleError for a weight that is no number."""
    path = folder / FILE
    weights: dict[str, dict[str, float]] = {name: {} for name in decisions}
    for row in read_table(path, ("decision", "feature", "weight")):
        decision, feature = row["decision"], row["feature"]
        if decision not in weights:
            raise RuleError(path, f"decision {decision!r}", f"is none of {', '.join(decisions)}")
        try:
            weights[decision][feature] = float(row["weight"])
        except ValueError:
            raise RuleError(path, f"{decision}, {feature}", f"{row['weight']!r} is no number") from None
    return weights


def probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the logistic function of the weighted sum; a feature without a weight says nothing."""
    score = 0.0
    weight_of = weights.get
    for feature, value in features.items():
        weight = weight_of(feature)
        if weight is not None:
            score += weight * value
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def crossed(features: Features, told: Mapping[str, bool]) -> Features:
    """Return features, and each once more for every name in `told` that holds, to weigh otherwise then."""
    names = [name for name, is_so in told.items() if is_so]
    return features | {f"{name}: {feature}": weight for name in names for feature, weight in features.items()}
