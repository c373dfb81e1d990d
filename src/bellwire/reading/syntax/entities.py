"""Who and what is named: what the pipeline's own recogniser decides, by a few products of matrices.

spaCy asks at every word of every label whether it may begin there, and takes Python's lock for each answer: more than
half of the recogniser's time. Outside of an entity its scores are a matter of the word alone, so that those of all
words are found at once; only within one they are found word by word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bellwire.reading.syntax.vectors import Floats, vectors_of

#: The pipeline's component, and the words that its model looks at: this one, the entity's first, the one before.
NAME, LOOKS = "ner", 3
OUTSIDE = "O"
#: What makes its words' vectors one table of fewer columns.
NARROWED = ["list2array", "linear"]


class Entities:
    """A recogniser's vectors of words, and the two layers that score its moves: Begin, In, Last, Unit, Out."""

    def __init__(self, recogniser: Any) -> None:
        model = recogniser.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._vectors = _vectors(model.get_ref("tok2vec"))
        looks, hidden, pieces, width = lower.get_param("W").shape
        self._shape = (-1, looks, hidden, pieces)
        self._lower = np.ascontiguousarray(lower.get_param("W").reshape(-1, width).T)
        self._bias = lower.get_param("b")
        self._nothing = lower.get_param("pad")[0, 1:].sum(axis=0) + self._bias
        moves = [recogniser.moves.get_class_name(n).partition("-") for n in range(recogniser.moves.n_moves)]
        self._outside = [n for n, (move, _, label) in enumerate(moves) if move == OUTSIDE or (move in "BU" and label)]
        self._moves = [(moves[n][0], moves[n][2]) for n in self._outside]
        self._begin = np.array([move == "B" for move, _ in self._moves])
        self._named = np.array([move != OUTSIDE for move, _ in self._moves])
        weights, starts = upper.get_param("W"), upper.get_param("b")
        self._upper = np.ascontiguousarray(weights[self._outside].T), starts[self._outside]
        at = {(move, label): n for n, (move, _, label) in enumerate(moves)}
        self._inner = {
            label: (weights[[at["I", label], at["L", label]]], starts[[at["I", label], at["L", label]]])
            for move, label in self._moves
            if move == "B"
        }

    def __call__(self, docs: Sequence[Any], starts: Sequence[Sequence[bool]]) -> list[list[str]]:
        """The label of every word of every sentence, or "". `starts`: where the parser saw a sentence begin."""
        if not any(starts):
            return [[] for _ in docs]
        seen = (self._vectors(docs) @ self._lower).reshape(self._shape)
        weights, bias = self._upper
        scores = (seen[:, 0] + self._nothing).max(axis=2) @ weights + bias
        follows = np.array([one for begun in starts if begun for one in (*begun[1:], True)])
        space = np.array([token.is_space for doc in docs for token in doc])
        scores[np.ix_(follows, self._begin)] = -np.inf
        scores[np.ix_(space, self._named)] = -np.inf
        best, labels, at = scores.argmax(axis=1).tolist(), list[list[str]](), 0
        for begun in starts:
            labels.append(self._labels(seen[at : at + len(begun)], best[at : at + len(begun)], begun))
            at += len(begun)
        return labels

    def _labels(self, seen: Floats, best: Sequence[int], starts: Sequence[bool]) -> list[str]:
        """The labels of one sentence, from the best move of each word outside of an entity."""
        found, at = list[str](), 0
        while at < len(best):
            move, label = self._moves[best[at]]
            end = at + 1
            if move == "B":
                while not self._ends(seen, at, end, label, starts):
                    end += 1
                end += 1
            found += [label] * (end - at)
            at = end
        return found

    def _ends(self, seen: Floats, start: int, at: int, label: str, starts: Sequence[bool]) -> bool:
        """Whether the entity that starts at a word ends with another one."""
        if at + 1 == len(starts) or starts[at + 1]:
            return True
        weights, bias = self._inner[label]
        hidden = (seen[at, 0] + seen[start, 1] + seen[at - 1, 2] + self._bias).max(axis=1)
        goes_on, ends = weights @ hidden + bias
        return bool(ends > goes_on)


def _vectors(model: Any) -> Callable[[Sequence[Any]], Floats]:
    """The recogniser's rows of all words: by its own vectors, made narrower, where they are of the known make."""
    beside = vectors_of(model.layers[0]) if [layer.name for layer in model.layers[1:]] == NARROWED else None
    if beside is None:
        predicted: Callable[[Sequence[Any]], Floats] = model.predict
        return predicted
    weights, bias = np.ascontiguousarray(model.layers[2].get_param("W").T), model.layers[2].get_param("b")
    return lambda docs: np.concatenate(beside(docs)) @ weights + bias


def entities_of(pipeline: Any) -> Entities | None:
    """A pipeline's recogniser; None where it is of another make, and must be run as it is."""
    if NAME not in pipeline.pipe_names or pipeline.pipe_names[-1] != NAME:
        return None
    recogniser = pipeline.get_pipe(NAME)
    model = getattr(recogniser, "model", None)
    if model is None or model.name != "parser_model" or not model.attrs["has_upper"] or model.attrs["unseen_classes"]:
        return None
    fits = model.get_ref("lower").get_dim("nF") == LOOKS and recogniser.cfg.get("beam_width", 1) == 1
    return Entities(recogniser) if fits and set("BILUO") == {name[0] for name in recogniser.move_names} else None
