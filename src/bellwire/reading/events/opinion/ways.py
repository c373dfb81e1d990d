"""What decides how an event is told: its status, and whether a desk would want it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bellwire.reading.events.opinion.about import About
from bellwire.reading.events.opinion.linear import Scores, shares

#: The encoder's log odds count within these bounds.
BOUND = 6.0


def way_figures(
    ruled: str, statuses: Sequence[str], moods: Scores, about: About, kind: int, word: int | None
) -> dict[str, float]:
    """Figures of one mention by name: the status that the rules give, and how likely table and encoder make each.

    `moods`: a score for each status, and for whether it rings; `kind`: its kind's number; `word`: its word's.
    """
    said = about.said
    found = {"always": 1.0, f"ruled {ruled}": 1.0, "mood rings": float(moods[-1]), "rings": float(said.rings[kind])}
    found["article rings"] = said.alert
    told = np.clip(said.statuses[kind], -BOUND, BOUND)
    found.update({f"kind {name}": float(score) for name, score in zip(statuses, told, strict=True)})
    found.update({f"mood {name}": float(score) for name, score in zip(statuses, _logs(moods[:-1]), strict=True)})
    if word is None:
        found["unseen"] = 1.0
    else:
        mine = zip(statuses, _logs(said.moods[word]), strict=True)
        found.update({f"word {name}": float(score) for name, score in mine})
    return found


def _logs(scores: Scores) -> Scores:
    logs: Scores = np.log(np.maximum(shares(scores), 1e-4))
    return logs
