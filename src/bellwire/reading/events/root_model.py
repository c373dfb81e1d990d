"""The learned PLOVER root: a linear model over a sentence's main predicate and what the rules read in it.

The rules' answer is among its features (stacking). Weights are a table of whole numbers per feature name
(data/root_model.json), learned by scripts/train_roots.py; deterministic, no library needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import msgspec

#: The roots of PLOVER v0.8 with YIELD in one.
ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip


class RootWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as stored: per feature one weight a root, in thousandths."""

    trained_on: str
    features: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest root of a sentence: its score (about 1 is sure, below 0 is doubt), the three features that weighed
    most for it, and the scores of all roots."""

    root: str
    score: float
    reasons: tuple[str, ...]
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RootModel:
    """A loaded model."""

    weights: Mapping[str, Sequence[int]]

    @staticmethod
    def of(stored: bytes) -> RootModel:
        """Out of the stored JSON. Raises msgspec.ValidationError where it does not fit."""
        return RootModel(msgspec.json.decode(stored, type=RootWeights).features)

    def knows(self, feature: str) -> bool:
        """Whether the feature stood in enough sentences to weigh anything."""
        return feature in self.weights

    def guess(self, features: Sequence[str]) -> Guess | None:
        """The likeliest root of a sentence with these features; None where it knows none of them."""
        known = [f for f in features if f in self.weights]
        if not known:
            return None
        length = 1000 * sqrt(len(known))
        sums = [sum(self.weights[f][column] for f in known) / length for column in range(len(ROOTS))]
        best = max(range(len(ROOTS)), key=lambda column: sums[column])
        reasons = sorted(known, key=lambda f: -self.weights[f][best])[:3]
        return Guess(ROOTS[best], round(sums[best], 3), tuple(reasons), dict(zip(ROOTS, sums, strict=True)))
