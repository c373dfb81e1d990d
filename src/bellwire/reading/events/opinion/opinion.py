"""The second opinion as loaded: which kinds an article tells of, in which words, and how they are told.

Rules, labels and language see different things; here they are stacked, so that one decision comes out. Three tables of
weights: `telling` (does this word tell an event of a kind?), `wording` (what is an article with these words about?) and
`mood` (as fact, claim, plan…, and would a desk want it?). An encoder answers the same questions by itself. Three blends
weigh them with what the rules say: `kinds` (does the article tell of a kind?), `ways` (how is it told?) and `news`
(does the article ring, and which way does it point?).
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from bellwire.reading.encoder import Encoder
from bellwire.reading.events.opinion.linear import Blend, BlendData, Table, TableData
from bellwire.reading.events.opinion.told import KindBlend
from bellwire.reading.events.opinion.vocabulary import Vocabulary


class OpinionData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as stored. `triggers`: lemmas that tell an event in two texts or more; `least`: how likely a kind must
    be."""

    trained_on: str
    triggers: list[str]
    least: float
    telling: TableData
    wording: TableData
    kinds: BlendData
    mood: TableData
    ways: BlendData
    news: BlendData


@dataclass(frozen=True, slots=True)
class Opinion:
    """A loaded model."""

    triggers: frozenset[str]
    least: float
    telling: Table
    wording: Table
    kinds: KindBlend
    mood: Table
    ways: Blend
    news: Blend
    words: Vocabulary
    encoder: Encoder

    @property
    def kinds_told(self) -> tuple[str, ...]:
        """The kinds that it knows, in the order of their numbers."""
        return self.telling.columns[1:]

    @staticmethod
    def of(stored: bytes, words: Vocabulary, encoder: Encoder) -> Opinion:
        """Out of the stored JSON. Raises msgspec.ValidationError where it does not fit."""
        data = msgspec.json.decode(stored, type=OpinionData)
        telling = Table(data.telling)
        return Opinion(
            frozenset(data.triggers), data.least, telling, Table(data.wording),
            KindBlend(data.kinds, telling.columns[1:]), Table(data.mood), Blend(data.ways), Blend(data.news), words,
            encoder,
        )  # fmt: skip
