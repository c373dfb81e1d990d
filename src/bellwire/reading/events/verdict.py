"""The verdict: would a desk want to be told of this event now, and which way does the article point?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.merge import Merged
from bellwire.reading.events.opinion import SURE
from bellwire.reading.reading import Direction

#: Sentences (headline included) within which news stands; later ones are context unless the headline is silent.
NEWS_SENTENCES = 4
#: Least confidence at which an event may ring.
LEAST = 0.45
#: How likely the second opinion must hold an event for news.
LEAST_ALERT = 0.5
#: The same for what is planned, demanded or refused in an article that rings already.
LATER_ALERT = 0.1
#: The same for what a sure rule reads in the first sentences.
PLAIN_ALERT = 0.25
_TOLD = ("happened", "past")


def alertable(event: Merged, flags: frozenset[str], *, ringing: bool = False) -> bool:
    """Whether an event is news: not background, told early, of a kind that bears on conflict.

    `ringing`: an event of the article's first sentences already rings, so that later ones may ring with it.
    """
    lead = event.lead
    if lead.kind.direction is Direction.CONTEXT or lead.status == "past" or lead.confidence < LEAST:
        return False
    if flags - {"conflict"} and "conflict" not in flags:
        return False
    if lead.alert is not None:
        likely = max(d.alert or 0.0 for d in event.all)
        if _plain(event) and likely >= PLAIN_ALERT:
            return True
        return likely >= (LATER_ALERT if ringing and lead.status not in _TOLD else LEAST_ALERT)
    fresh = [d for d in event.all if not d.standing.background]
    if not fresh:
        return False
    if lead.kind.direction is Direction.IMPACT and lead.status in ("denied", "predicted"):
        return False
    first = min(d.order for d in fresh)
    return first < NEWS_SENTENCES or (ringing and lead.kind.direction is not Direction.IMPACT)


def _plain(event: Merged) -> bool:
    """Whether a rule that cannot be mistaken tells an event early and as news."""
    return event.lead.kind.direction is not Direction.IMPACT and any(
        d.rule.data.confidence >= SURE and not d.missed and not d.standing.background and d.order < NEWS_SENTENCES
        for d in event.all
    )


def direction(events: Sequence[tuple[Merged, bool]]) -> Direction:
    """Which way the news of an article points: its alertable events of the earliest sentences decide."""
    rings = [event for event, rung in events if rung]
    if not rings:
        return Direction.NONE
    first = min(_order(event) for event in rings)
    early = [event for event in rings if _order(event) <= max(first, 1)]
    ways = set(_ways(early))
    if not ways:
        ways = set(_ways(rings))
    if len(ways) > 1:
        return Direction.MIXED
    return ways.pop() if ways else Direction.NONE


def _order(event: Merged) -> int:
    return min(d.order for d in event.all)


def _ways(events: Iterable[Merged]) -> Iterable[Direction]:
    for event in events:
        yield way(event.lead)


def way(draft: Draft) -> Direction:
    """Which way one event points: a denied step is a step the other way, harm escalates."""
    kind = draft.kind.direction
    if kind is Direction.IMPACT:
        return Direction.ESCALATION
    if draft.status == "denied":
        return Direction.DE_ESCALATION if kind is Direction.ESCALATION else Direction.ESCALATION
    return kind
