"""The second opinion as loaded: which kinds an article tells of, in which words, and how they are told.

Rules, labels and language see different things; here they are stacked, so that one decision comes out. Three tables of
weights: `telling` (does this word tell an event of a kind?), `wording` (what is an article with these words about?) and
`mood` (as fact, claim, plan…, and would a desk want it?). An encoder answers the same questions by itself. Three blends
weigh them with what the rules say: `kinds` (does the article tell of a kind?), `ways` (how is it told?) and `news`
(does the article ring, and which way does it point?).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from bellwire.reading.encoder import Encoder
from bellwire.reading.events.opinion.about import About
from bellwire.reading.events.opinion.linear import Blend, BlendData, Scores, Table, TableData
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
    kinds: Blend
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
        return Opinion(
            frozenset(data.triggers), data.least, Table(data.telling), Table(data.wording),
            Blend(data.kinds), Table(data.mood), Blend(data.ways), Blend(data.news), words, encoder,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a word that may tell an event stands (headline, first sentence of the body, later), its log odds of telling
    each kind, and the kinds that rules read there, with their confidence, or narrowly miss."""

    part: int
    odds: Scores
    ruled: Mapping[str, float]
    missed: frozenset[str]


HEADLINE, FIRST, LATER = 0, 1, 2
#: Log odds of what stands nowhere.
NOWHERE = -9.0


def figures(at: int, kinds: Sequence[str], spots: Sequence[Spot], about: About, long: float) -> dict[str, float]:
    """What decides whether an article tells of `kinds[at]`: figures by name, each also as the kind's own.

    `long`: log of its number of sentences.
    """
    kind = kinds[at]
    odds = np.array([spot.odds for spot in spots]) if spots else np.full((1, len(kinds)), NOWHERE)
    best = odds.max(axis=0)
    mine = np.sort(odds[:, at])
    parts = [max((float(s.odds[at]) for s in spots if s.part == part), default=NOWHERE) for part in range(3)]
    any_of = float(np.log1p(np.exp(np.minimum(odds[:, at], 30)).sum()))
    headed = float(any(s.part == HEADLINE for s in spots))
    shared = {
        "best": float(best[at]),
        "headline": parts[HEADLINE],
        "first": parts[FIRST],
        "later": parts[LATER],
        "second": float(mine[-2]) if len(mine) > 1 else NOWHERE,
        "any": any_of,
        "best, bounded": max(float(best[at]), -4.0),
        "others": float(np.delete(best, at).max()),
        "missed": float(any(kind in s.missed for s in spots)),
        "confidence": max((s.ruled.get(kind, 0.0) for s in spots), default=0.0),
        "wording": float(about.wording[at]),
        "wording, bounded": max(float(about.wording[at]), -4.0),
        "said": float(about.said.kinds[at]),
        "said, bounded": max(float(about.said.kinds[at]), -4.0),
        "said in a word": float(about.odds[:, at].max()),
        "headed": headed,
        "long": long,
        "headline, headed": headed * parts[HEADLINE],
        "any, long": any_of * long,
        "best, long": float(best[at]) * long,
    }
    for part, name in enumerate(("ruled in headline", "ruled first", "ruled later")):
        shared[name] = float(any(s.part == part and kind in s.ruled for s in spots))
    found = dict(shared)
    found.update({f"{kind}: {name}": value for name, value in shared.items()})
    found.update({f"{kind}: beside {other}": float(best[k]) for k, other in enumerate(kinds)})
    found[kind] = 1.0
    return found
