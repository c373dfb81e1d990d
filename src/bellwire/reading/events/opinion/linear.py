"""The second opinion's arithmetic: a dictionary of weights and a sum.

`Table`: present features → a score per column. `Blend`: figures by name → one score per column. Both are read from the
JSON that scripts/train_opinion.py writes; nothing is learned here.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping
from math import exp

import msgspec
import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]


class TableData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table as stored: `weights` holds a signed byte per feature and column, row by row, in base64; a byte counts
    `step`. `start` is each column's score where no feature is known. `even`, where not 0, makes texts of any length
    weigh alike: sums are multiplied by it and divided by the root of the number of known features."""

    columns: list[str]
    step: float
    start: list[float]
    features: list[str]
    weights: str
    even: float = 0.0


class BlendData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A blend as stored: figure → a weight per column."""

    columns: list[str]
    weights: dict[str, list[float]]


class Table:
    """Weights of features that are there or not."""

    def __init__(self, data: TableData) -> None:
        self.columns = tuple(data.columns)
        self._start = np.array(data.start)
        self._step = data.step
        self._even = data.even
        self._rows = {feature: row for row, feature in enumerate(data.features)}
        stored = np.frombuffer(b64decode(data.weights), dtype=np.int8)
        self._weights = stored.reshape(len(data.features), len(data.columns))

    def __contains__(self, feature: str) -> bool:
        return feature in self._rows

    def scores(self, features: Iterable[str]) -> Scores:
        """One score per column: log odds up to a constant."""
        rows = [self._rows[f] for f in features if f in self._rows]
        step = self._step * (self._even / max(1, len(rows)) ** 0.5 if self._even else 1.0)
        total: Scores = self._weights[rows].sum(axis=0, dtype=np.int64) * step + self._start
        return total

    def reasons(self, features: Iterable[str], column: int, most: int = 3) -> tuple[str, ...]:
        """The features that weighed most for or against a column."""
        known = [f for f in features if f in self._rows]
        return tuple(sorted(known, key=lambda f: -abs(int(self._weights[self._rows[f], column])))[:most])


class Blend:
    """Weights of figures."""

    def __init__(self, data: BlendData) -> None:
        self.columns = tuple(data.columns)
        self._weights = {name: np.array(row) for name, row in data.weights.items()}

    def scores(self, figures: Mapping[str, float]) -> Scores:
        """One score per column; figures without a weight do not count."""
        total: Scores = np.zeros(len(self.columns))
        for name, value in figures.items():
            row = self._weights.get(name)
            if row is not None:
                total += value * row
        return total


def squash(score: float) -> float:
    """Log odds → likelihood, 0 to 1."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))


def shares(scores: Scores) -> Scores:
    """Scores of options that exclude each other → likelihoods that sum to 1."""
    raised = np.exp(scores - scores.max())
    found: Scores = raised / raised.sum()
    return found


def log_odds(shares: Scores) -> Scores:
    """Likelihoods → log odds, within ±20."""
    kept = np.clip(shares, 1e-9, 1 - 1e-9)
    odds: Scores = np.log(kept) - np.log1p(-kept)
    return odds
