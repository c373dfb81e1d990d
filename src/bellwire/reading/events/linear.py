"""The second opinion's arithmetic: a linear model over the same frames, asked in the same step as the rules.

The rule's answer is one of its features; one decision comes out. Weights are a table of numbers per feature name
(data/opinion.json), learned by scripts/train_opinion.py; deterministic, no library needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

import msgspec

#: The statuses, in the order of the model's columns.
STATUSES = ("happened", "claimed", "planned", "proposed", "threatened", "predicted", "denied", "past")


#: Statuses between which the model may choose: operators do not tell these apart.
TOLD = ("happened", "claimed", "past")
#: By how much (thousandths of log odds) another of them must be likelier.
MARGIN = 1000


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as stored: per feature [real, alert, one weight per status], in thousandths."""

    trained_on: str
    least: float
    least_missed: float
    least_alert: float
    features: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A loaded model."""

    weights: Mapping[str, Sequence[int]]
    least: float
    least_missed: float
    least_alert: float

    @staticmethod
    def of(stored: bytes) -> Opinion:
        """Out of the stored JSON. Raises msgspec.ValidationError where it does not fit."""
        weights = msgspec.json.decode(stored, type=Weights)
        return Opinion(weights.features, weights.least, weights.least_missed, weights.least_alert)

    def real(self, features: Sequence[str]) -> float:
        """How likely a mention tells an event of its kind, 0 to 1."""
        return _squash(self._sum(features, 0))

    def alert(self, features: Sequence[str]) -> float:
        """How likely a desk would want to be told, 0 to 1."""
        return _squash(self._sum(features, 1))

    def status(self, features: Sequence[str], ruled: str) -> str:
        """Happened, claimed or past where that is clearly likelier than what the rules say; all else stands."""
        if ruled not in ("happened", "claimed"):
            return ruled
        weights = {s: self._sum(features, 2 + STATUSES.index(s)) for s in TOLD}
        best = max(TOLD, key=lambda s: weights[s])
        return best if weights[best] - weights[ruled] >= MARGIN else ruled

    def reasons(self, features: Sequence[str]) -> tuple[str, ...]:
        """The three features that weighed most for or against."""
        known = [f for f in features if f in self.weights]
        return tuple(sorted(known, key=lambda f: -abs(self.weights[f][0]))[:3])

    def _sum(self, features: Sequence[str], column: int) -> int:
        weights = self.weights
        return sum(weights[f][column] for f in features if f in weights)


def _squash(thousandths: int) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, thousandths / 1000))))
