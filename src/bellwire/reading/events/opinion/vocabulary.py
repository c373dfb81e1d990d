"""Which words are alike: each word's group at three grains (64, 256 and 1,024 groups), a table that ships.

scripts/vocabulary.py makes it from the word vectors of spaCy's medium English pipeline, so that the opinion carries
over to words that its texts did not hold.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping

Groups = tuple[str, str, str]


class Vocabulary:
    """Words and their groups, coarse to fine."""

    def __init__(self, groups: Mapping[str, Groups]) -> None:
        self._groups = groups

    @staticmethod
    def of(stored: bytes) -> Vocabulary:
        """Out of the stored table: gzip of lines `word coarse middle fine`."""
        lines = (line.split(" ") for line in gzip.decompress(stored).decode("utf-8").splitlines())
        return Vocabulary({word: (coarse, middle, fine) for word, coarse, middle, fine in lines})

    def groups(self, *words: str) -> Groups | None:
        """The groups of the first of these words that is known."""
        return next((self._groups[w] for w in words if w in self._groups), None)
