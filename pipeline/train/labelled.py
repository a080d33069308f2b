"""Examples of decisions: features with the answer that an annotation gives."""

from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.weights import Features


@dataclass(slots=True)
class Examples:
    """Features and answers of each decision, in the same order."""

    features: dict[str, list[Features]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))

    def add(self, decision: str, features: Features, answer: bool) -> None:
        """Add one example of a decision."""
        self.features[decision].append(features)
        self.answers[decision].append(answer)

    def extend(self, other: "Examples") -> None:
        """Add all examples of another."""
        for decision, features in other.features.items():
            self.features[decision] += features
            self.answers[decision] += other.answers[decision]
