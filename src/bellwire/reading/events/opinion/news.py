"""What the second opinion makes of an article as a whole: would a desk want it, and which way does it point?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bellwire.reading.encoder import Said
from bellwire.reading.events.opinion.about import About
from bellwire.reading.events.opinion.linear import shares, squash
from bellwire.reading.events.opinion.opinion import Opinion
from bellwire.reading.reading import Direction

#: What the model says of an article: whether it rings, and its direction.
COLUMNS = ("alert", "none", "escalation", "de-escalation", "mixed")


def news_figures(about: About) -> dict[str, float]:
    """Figures of an article by name: how likely its words and the encoder make each answer.

    What was read into events adds nothing to them: measured on texts that neither had seen."""
    worded = zip(COLUMNS, about.wording[-len(COLUMNS) :], strict=True)
    pointed = zip(COLUMNS[1:], np.log(shares(about.said.directions)), strict=True)
    return {
        "always": 1.0,
        "said: alert": about.said.alert,
        **{f"said: {name}": float(score) for name, score in pointed},
        **{f"wording: {name}": float(score) for name, score in worded},
    }


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the second opinion makes of an article: how likely a desk wants it, and which way it points."""

    alert: float
    direction: Direction


def bearing(about: About | None, opinion: Opinion | None) -> Bearing | None:
    """The bearing of an article; None where there is no opinion.

    A desk wants an article for some event in it, so both count: what is made of the whole, and of each kind."""
    if opinion is None or about is None:
        return None
    scores = opinion.news.scores(news_figures(about))
    alert = squash(wanted(float(scores[0]), about.said))
    return Bearing(alert, Direction(COLUMNS[1 + int(scores[1:].argmax())]))


def wanted(whole: float, said: Said) -> float:
    """The log odds that a desk wants an article: the mean of what is made of the whole, and of the odds that it tells
    of a kind and that this is wanted, of the kind for which they are best."""
    told, rings = -said.kinds, -said.rings
    event = float(-np.logaddexp(np.logaddexp(told, rings), told + rings).min())
    return (whole + event) / 2
