"""What the second opinion sees of a whole reading: would a desk want it, and which way does it point?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.opinion.linear import Scores, squash
from bellwire.reading.events.opinion.opinion import Opinion
from bellwire.reading.reading import Direction

#: What the model says of an article: whether it rings, and its direction.
COLUMNS = ("alert", "none", "escalation", "de-escalation", "mixed")
#: The last sentence, counted from the headline's 0, that is told early.
EARLY = 1
#: How likely a mention must be news to point anywhere.
NEWS = 0.5


def way(draft: Draft) -> Direction:
    """Which way one event points: a denied step is a step the other way, harm escalates."""
    kind = draft.kind.direction
    if kind is Direction.IMPACT:
        return Direction.ESCALATION
    if draft.status == "denied":
        return Direction.DE_ESCALATION if kind is Direction.ESCALATION else Direction.ESCALATION
    return kind


def news_figures(drafts: Iterable[Draft], wording: Scores) -> dict[str, float]:
    """Figures of an article by name: how likely its words make each answer; each kind, status and way that it tells.

    `wording`: a score for each of COLUMNS.
    """
    found: dict[str, float] = {"always": 1.0}
    found.update({f"wording: {name}": float(score) for name, score in zip(COLUMNS, wording, strict=True)})
    ways: dict[str, set[str]] = {"headline": set(), "early": set(), "all": set()}
    for draft in drafts:
        alert = draft.alert or 0.0
        early = draft.order <= EARLY
        points = way(draft).value
        if alert >= NEWS:
            ways["all"].add(points)
            ways["early"].update([points] * early)
            ways["headline"].update([points] * (draft.order == 0))
        named: Mapping[str, float] = {
            f"tells {draft.name}": draft.confidence,
            f"tells {draft.name} {draft.status}": 1.0,
            f"tells {draft.status}": alert,
            points: alert,
            f"{points} early": alert * early,
            f"{points} in headline": alert * (draft.order == 0),
            "alert": alert,
            "alert early": alert * early,
            f"{draft.name} alert": alert,
        }
        for name, value in named.items():
            found[name] = max(found.get(name, 0.0), value)
    found.update({f"{part} points {'+'.join(sorted(seen)) or 'nowhere'}": 1.0 for part, seen in ways.items()})
    return found


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the second opinion makes of an article: how likely a desk wants it, and which way it points."""

    alert: float
    direction: Direction


def bearing(drafts: Iterable[Draft], about: Scores | None, opinion: Opinion | None) -> Bearing | None:
    """The bearing of an article; None where there is no opinion. `about`: scores of its words, those of news last."""
    if opinion is None or about is None:
        return None
    scores = opinion.news.scores(news_figures(drafts, about[-len(COLUMNS) :]))
    return Bearing(squash(float(scores[0])), Direction(COLUMNS[1 + int(scores[1:].argmax())]))
