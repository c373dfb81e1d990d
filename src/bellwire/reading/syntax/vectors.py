"""Words as vectors, each with four neighbours on either side in view: what the pipeline's own layers make of them.

What a layer makes of a word by itself is kept. What the rest make of it beside others is the same product of matrices,
without the bookkeeping that learning needs, which for sentences takes as long as the products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

#: The pipeline's component whose vectors tagger and parser share.
VECTORS = "tok2vec"
#: Words whose vectors are kept; when there are more, from none again.
KEPT = 1 << 13
#: What keeps a division from being one by zero, as thinc has it.
LEAST = 1e-8
#: The layers that are known: of a word by itself, and of a word beside its neighbours.
ALONE = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
BESIDE = ["expand_window", "maxout", "layernorm", "dropout"]


@dataclass(frozen=True, slots=True)
class Layer:
    """The largest of several products of a word and its neighbours, made even, added to the word itself."""

    weights: Floats
    bias: Floats
    pieces: int
    gain: Floats
    shift: Floats

    @classmethod
    def of(cls, residual: Any) -> Layer:
        """A layer of the pipeline."""
        parts = {node.name: node for node in residual.walk()}
        weights, bias = parts["maxout"].get_param("W"), parts["maxout"].get_param("b")
        width, pieces, wide = weights.shape
        by_piece = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(wide, pieces * width))
        norm = parts["layernorm"]
        return cls(by_piece, bias.T.reshape(-1), pieces, norm.get_param("G"), norm.get_param("b"))

    def __call__(self, rows: Floats) -> Floats:
        """The rows after this layer; beyond the first and the last there is nothing."""
        count, width = rows.shape
        wide = np.zeros((count, 3 * width), dtype=np.float32)
        wide[1:, :width], wide[:, width : 2 * width], wide[:-1, 2 * width :] = rows[:-1], rows, rows[1:]
        many = wide @ self.weights
        many += self.bias
        found: Floats = many[:, :width].copy()
        for piece in range(1, self.pieces):
            np.maximum(found, many[:, piece * width : (piece + 1) * width], out=found)
        found -= found.mean(axis=1, keepdims=True)
        found *= ((np.einsum("ij,ij->i", found, found) / width + LEAST) ** -0.5)[:, None]
        found *= self.gain
        found += self.shift
        found += rows
        return found


class Vectors:
    """The vectors of the words of sentences. Remembers those of words by themselves, which never change."""

    def __init__(self, model: Any) -> None:
        looks, _, *self._alone, _ = model.get_ref("embed").layers
        encode = model.get_ref("encode")
        self._columns = looks.attrs["columns"]
        self._layers = [Layer.of(one) for one in _residuals(encode)]
        self._apart = encode.attrs["pad"]
        self._width = len(self._layers[0].gain)
        self._known: dict[bytes, Floats] = {}

    def __call__(self, docs: Sequence[Any]) -> list[Floats]:
        """One row a word, one table a sentence. Sentences stand so far apart that none sees another."""
        own = [self._by_itself(doc.to_array(self._columns)) for doc in docs]
        apart = np.zeros((self._apart, self._width), dtype=np.float32)
        rows = np.concatenate([part for one in own if len(one) for part in (apart, one)] + [apart])
        for layer in self._layers:
            rows = layer(rows)
        found, at = list[Floats](), 0
        for one in own:
            at += self._apart if len(one) else 0
            found.append(rows[at : at + len(one)])
            at += len(one)
        return found

    def _by_itself(self, seen: npt.NDArray[np.uint64]) -> Floats:
        """The rows of words, each known by the bytes of what is looked at."""
        if not len(seen):
            return np.zeros((0, self._width), dtype=np.float32)
        if len(self._known) > KEPT:
            self._known.clear()
        known = self._known
        keys: list[bytes] = np.ascontiguousarray(seen).view(f"V{seen.itemsize * seen.shape[1]}").ravel().tolist()
        if new := {key: n for n, key in enumerate(keys) if key not in known}:
            found: Any = seen[list(new.values())]
            for layer in self._alone:
                found = layer.predict(found)
            known.update(zip(new, found, strict=True))
        return np.stack([known[key] for key in keys])


def _residuals(encode: Any) -> list[Any]:
    """The layers of a word beside its neighbours, in order."""
    return [node for node in encode.walk() if node.name == f"residual({'>>'.join(BESIDE)})" and len(node.layers) == 1]


def vectors_of(model: Any) -> Vectors | None:
    """The vectors of a pipeline's words; None where its model is of another make."""
    if set(model.ref_names) != {"embed", "encode"}:
        return None
    embed, encode = model.get_ref("embed"), model.get_ref("encode")
    alone = [layer.name.partition("(")[0] for layer in embed.layers]
    beside = [node for node in encode.walk(order="dfs_pre") if not node.layers]
    near = all(node.attrs["window_size"] == 1 for node in beside if node.name == BESIDE[0])
    known = [node.name for node in beside] == BESIDE * len(_residuals(encode))
    return Vectors(model) if alone == ALONE and beside and known and near else None


def shared_vectors(pipeline: Any) -> Vectors | None:
    """The vectors that tagger and parser share."""
    return vectors_of(pipeline.get_pipe(VECTORS).model) if VECTORS in pipeline.pipe_names else None
