"""A linear model over named features: fitted by scikit-learn, asked as the reader asks it, stored as the reader's."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

#: Texts in which a feature must stand.
LEAST_TEXTS = 3
#: Weights below this are left out.
FAINT = 0.03


class Matrix:
    """Features of enough texts as columns."""

    def __init__(self, texts: Iterable[Iterable[Iterable[str]]], least: int = LEAST_TEXTS) -> None:
        counts = Counter(name for rows in texts for name in {name for row in rows for name in row})
        self.names = sorted(name for name, n in counts.items() if n >= least)
        self.columns = {name: at for at, name in enumerate(self.names)}

    def rows(self, rows: Iterable[Iterable[str]]) -> csr_matrix:
        """Rows of ones where features are there."""
        at, ends = list[int](), [0]
        for row in rows:
            at.extend(self.columns[name] for name in row if name in self.columns)
            ends.append(len(at))
        return csr_matrix((np.ones(len(at), dtype=np.float32), at, ends), shape=(len(ends) - 1, len(self.names)))


@dataclass
class Model:
    """A fitted linear model over named features; `even` as in Table."""

    columns: list[str]
    matrix: Matrix
    weights: np.ndarray
    start: np.ndarray
    even: float = 0.0

    def scores(self, rows: Iterable[Iterable[str]]) -> np.ndarray:
        """One score per row and column."""
        there = self.matrix.rows(rows)
        total = there @ self.weights
        if self.even:
            total *= (self.even / np.sqrt(np.maximum(1, np.diff(there.indptr))))[:, None]
        return np.asarray(total + self.start)

    def stored(self) -> dict[str, Any]:
        """As TableData."""
        step = float(np.abs(self.weights).max()) / 127
        bytes_ = np.rint(self.weights / step).astype(np.int8)
        keep = np.flatnonzero(np.abs(self.weights).max(axis=1) >= FAINT)
        names = [self.matrix.names[at] for at in keep]
        return {
            "columns": self.columns, "step": step, "start": [round(float(x), 4) for x in self.start],
            "features": names, "weights": b64encode(bytes_[keep].tobytes()).decode(), "even": self.even,
        }  # fmt: skip


def softmax(
    rows: Any, answers: np.ndarray, size: int, free: float, worth: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Weights of rows by columns, and where each of `size` columns starts; one that no row answers is out of reach."""
    fitted = LogisticRegression(C=free, max_iter=60, tol=1e-3).fit(rows, answers, sample_weight=worth)
    weights, start = np.zeros((rows.shape[1], size)), np.full(size, -20.0)
    weights[:, fitted.classes_] = fitted.coef_.T
    start[fitted.classes_] = fitted.intercept_
    return weights, start
