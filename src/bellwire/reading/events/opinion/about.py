"""What the second opinion makes of an article as a whole, before any of its words is weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bellwire.reading.encoder import Said
from bellwire.reading.events.opinion.linear import Scores, log_odds


@dataclass(frozen=True, slots=True)
class About:
    """`wording`: a score of each kind, then of each of the answers of `news`, by the article's words; `said`: what the
    encoder says of it; `odds`: per wordpiece its log odds of telling each kind."""

    wording: Scores
    said: Said
    odds: Scores

    @staticmethod
    def of(wording: Scores, said: Said) -> About:
        """With the odds of what is said."""
        raised = np.exp(said.words - said.words.max(axis=1, keepdims=True))
        return About(wording, said, log_odds(raised[:, 1:] / raised.sum(axis=1, keepdims=True)))

    def odds_at(self, field: str, start: int) -> Scores | None:
        """The log odds of each kind in the word that starts at an offset; None where it was not seen."""
        at = self.said.at(field, start)
        return None if at is None else self.odds[at]
