"""Is this copy about conflict or politics at all? A sum over its words, asked before anything else is done to it.

Most of a mixed wire is prices, results and harvests: it is turned away here, in a tenth of a millisecond, and so are
the deals and disputes of business that rules would take for those of states. scripts/train_subject.py learns the table.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]")
#: Characters of the headline and of an opening that are looked at, and of a stretch of a long body.
OPENING, STRETCH = 450, 3000
#: Known words below which copy is not judged.
FEW = 12
#: Weights of a word in a headline, an opening and what follows.
Weights = tuple[int, int, int]


class SubjectData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table as stored: three signed bytes a word, in base64, each worth `step`; `start` is the score of no words,
    `least` the least score of copy that is read."""

    trained_on: str
    step: float
    start: float
    least: float
    words: list[str]
    weights: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The loaded table."""

    words: Mapping[str, Weights]
    step: float
    start: float
    least: float

    @staticmethod
    def of(stored: bytes) -> Subject:
        """Out of the stored JSON. Raises msgspec.ValidationError where it does not fit."""
        data = msgspec.json.decode(stored, type=SubjectData)
        raw = memoryview(b64decode(data.weights)).cast("b").tolist()
        rows = zip(raw[::3], raw[1::3], raw[2::3], strict=True)
        return Subject(dict(zip(data.words, rows, strict=True)), data.step, data.start, data.least)

    def is_ours(self, headline: str, body: str) -> bool:
        """Whether copy may tell of conflict or politics: any stretch of it, with the headline."""
        return any(self.score(part) >= self.least for part in stretches(headline, body))

    def score(self, parts: tuple[str, str, str]) -> float:
        """Log odds that a stretch does; copy of few known words has the best of the doubt."""
        total = known = 0
        for place, part in enumerate(parts):
            found = [self.words[w] for w in words_of(part) if w in self.words]
            known += len(found)
            total += sum(row[place] for row in found)
        return self.start + self.step * total / known**0.5 if known >= FEW else float("inf")


def words_of(text: str) -> set[str]:
    """The different words of a text."""
    return set(_WORD.findall(text.lower()))


def stretches(headline: str, body: str) -> Iterator[tuple[str, str, str]]:
    """Headline, opening and what follows, for each stretch of the body; the last ends where the body does."""
    last = max(0, len(body) - STRETCH)
    for start in (*range(0, last, STRETCH), last):
        yield headline[:OPENING], body[start : start + OPENING], body[start + OPENING : start + STRETCH]
