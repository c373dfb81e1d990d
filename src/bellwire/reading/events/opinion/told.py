"""What decides which kinds an article tells of: figures of every kind at once, and the blend that weighs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bellwire.reading.events.opinion.about import About
from bellwire.reading.events.opinion.linear import BlendData, Scores

HEADLINE, FIRST, LATER = 0, 1, 2
#: Log odds of what stands nowhere.
NOWHERE = -9.0
#: Below this it makes no difference how unlikely a kind is, in the figures that are "bounded".
_BOUND = -4.0
_PARTS = (HEADLINE, FIRST, LATER)
_RULED = ("ruled in headline", "ruled first", "ruled later")
#: The figures of one kind, in their order.
FIGURES = (
    "best", "headline", "first", "later", "second", "any", "best, bounded", "others", "missed", "confidence", "wording",
    "wording, bounded", "said", "said, bounded", "said in a word", "headed", "long", "headline, headed", "any, long",
    "best, long", *_RULED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a word that may tell an event stands (headline, first sentence of the body, later), its log odds of telling
    each kind, and the kinds that rules read there, with their confidence, or narrowly miss."""

    part: int
    odds: Scores
    ruled: Mapping[str, float]
    missed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """`rows`: of each kind its FIGURES; `best`: of each kind the log odds where it is told most clearly."""

    rows: Scores
    best: Scores


def figures(kinds: Sequence[str], spots: Sequence[Spot], about: About, long: float) -> Figures:
    """What decides whether an article tells of each of `kinds`. `long`: log of its number of sentences."""
    count = len(kinds)
    odds = np.array([spot.odds for spot in spots]) if spots else np.full((1, count), NOWHERE)
    best = odds.max(axis=0)
    parts = [_best([spot.odds for spot in spots if spot.part == part], count) for part in _PARTS]
    any_of = np.log1p(np.exp(np.minimum(odds, 30)).sum(axis=0))
    headed = float(any(spot.part == HEADLINE for spot in spots))
    said = about.said.kinds
    found = {
        "best": best,
        "headline": parts[HEADLINE],
        "first": parts[FIRST],
        "later": parts[LATER],
        "second": np.sort(odds, axis=0)[-2] if len(odds) > 1 else NOWHERE,
        "any": any_of,
        "best, bounded": np.maximum(best, _BOUND),
        "others": _others(best),
        "missed": [float(any(kind in spot.missed for spot in spots)) for kind in kinds],
        "confidence": [max((spot.ruled.get(kind, 0.0) for spot in spots), default=0.0) for kind in kinds],
        "wording": about.wording[:count],
        "wording, bounded": np.maximum(about.wording[:count], _BOUND),
        "said": said,
        "said, bounded": np.maximum(said, _BOUND),
        "said in a word": about.odds.max(axis=0),
        "headed": headed,
        "long": long,
        "headline, headed": headed * parts[HEADLINE],
        "any, long": any_of * long,
        "best, long": best * long,
    }
    for part, name in enumerate(_RULED):
        found[name] = [float(any(spot.part == part and kind in spot.ruled for spot in spots)) for kind in kinds]
    rows = np.empty((count, len(FIGURES)))
    for at, name in enumerate(FIGURES):
        rows[:, at] = found[name]
    return Figures(rows, best)


def _best(odds: Sequence[Scores], count: int) -> Scores:
    found: Scores = np.max(odds, axis=0) if odds else np.full(count, NOWHERE)
    return found


def _others(best: Scores) -> Scores:
    """Of each kind the best of all others."""
    first, second = best.argmax(), np.partition(best, -2)[-2]
    found = np.full(len(best), best[first])
    found[first] = second
    return found


def named(kinds: Sequence[str], found: Figures) -> Iterator[dict[str, float]]:
    """The figures of each kind by name, as a blend has weights for them: each also as the kind's own."""
    for kind, row in zip(kinds, found.rows.tolist(), strict=True):
        shared = dict(zip(FIGURES, row, strict=True))
        yield {
            **shared,
            **{f"{kind}: {name}": value for name, value in shared.items()},
            **{f"{kind}: beside {other}": float(best) for other, best in zip(kinds, found.best, strict=True)},
            kind: 1.0,
        }


class KindBlend:
    """The blend of the figures: one weight of each of a kind's own, one of what stands beside it, and its start."""

    def __init__(self, data: BlendData, kinds: Sequence[str]) -> None:
        weights = {name: row[0] for name, row in data.weights.items()}
        self._own = np.array(
            [[weights.get(name, 0.0) + weights.get(f"{kind}: {name}", 0.0) for name in FIGURES] for kind in kinds]
        )
        self._beside = np.array([[weights.get(f"{kind}: beside {other}", 0.0) for other in kinds] for kind in kinds])
        self._start = np.array([weights.get(kind, 0.0) for kind in kinds])

    def scores(self, found: Figures) -> Scores:
        """Of each kind the log odds that the article tells of it."""
        total: Scores = (self._own * found.rows).sum(axis=1) + self._beside @ found.best + self._start
        return total
