"""The verdict: would a desk want to be told of this event now, and which way does the article point?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.merge import Merged
from bellwire.reading.events.opinion.news import Bearing
from bellwire.reading.events.status_words import DAYS_AFTER
from bellwire.reading.events.weigh import SURE
from bellwire.reading.reading import Direction

#: Sentences (headline included) within which news stands; later ones are context unless the headline is silent.
NEWS_SENTENCES = 4
#: Least confidence at which an event may ring.
LEAST = 0.45
#: How likely the second opinion must hold an article for news.
LEAST_NEWS = 0.44
#: How likely it must where nothing in copy of some length names fighters or arms: riots, knives and sabotage need none.
PLAIN_NEWS = 0.7
#: How likely it must hold an event for news.
LEAST_ALERT = 0.5
#: The same for what is planned, demanded or refused further down an article that rings already.
LATER_ALERT = 0.5
#: The same for what is to be at a time that is told: a desk waits for it.
DATED_ALERT = 0.25
#: The last sentence of the lead, counted from the headline's 0; how likely an event told in the lead of an article that
#: rings must be news, and one told after a lead that rings, as done.
LEAD, LEAD_ALERT, DETAIL_ALERT = 1, 0.15, 0.9
#: How likely an article must be news where only a sure rule says so.
DOUBTFUL = 0.1
#: The same for what a sure rule reads in the first sentences.
PLAIN_ALERT = 0.25
_TOLD = ("happened", "past")
#: Statuses of what may be due.
_DUE = ("planned", "proposed", "threatened")


def ringing(
    merged: Sequence[Merged], flags: frozenset[str], bearing: Bearing | None, *, waged: bool = True
) -> list[bool]:
    """Which events a desk would want to be told of now; `waged`: the article names fighters or arms, or is short.

    With a second opinion: those that it holds for news, where it holds the article for news (and then at least the
    likeliest); where it doubts that, only what sure rules read early. By rules alone: what is told early and as news.
    """
    if not waged and (bearing is None or bearing.alert < PLAIN_NEWS):
        return [False] * len(merged)
    if bearing is None:
        early = any(_told_as_news(one, flags, ringing=False) for one in merged)
        return [_told_as_news(one, flags, ringing=early) for one in merged]
    plain = [_may_ring(one) and _plain(one) and _alert(one) >= PLAIN_ALERT for one in merged]
    if bearing.alert < LEAST_NEWS:
        return plain if bearing.alert >= DOUBTFUL else [False] * len(merged)
    led = any(_may_ring(one) and _alert(one) >= LEAST_ALERT and _order(one) <= LEAD for one in merged)
    wanted = [_may_ring(one) and _alert(one) >= _least(one, led=led) for one in merged]
    if not any(wanted) and not any(plain):
        likeliest = max(filter(_may_ring, merged), key=_alert, default=None)
        wanted = [one is likeliest for one in merged]
    return [one or other for one, other in zip(plain, wanted, strict=True)]


def _may_ring(event: Merged) -> bool:
    """Whether it bears on conflict and is news, not what the news came days after."""
    dated = all(any(step.name == DAYS_AFTER for step in draft.standing.steps) for draft in event.all)
    return event.lead.kind.direction is not Direction.CONTEXT and event.lead.status != "past" and not dated


def _alert(event: Merged) -> float:
    return max(draft.alert or 0.0 for draft in event.all)


def _least(event: Merged, *, led: bool) -> float:
    """How likely an event of an article that rings must be news: hardly where its lead tells it; told as done after a
    lead that rings, all but sure."""
    if _order(event) <= LEAD:
        return LEAD_ALERT
    if event.lead.status not in _TOLD:
        dated = event.lead.status in _DUE and any(draft.when for draft in event.all)
        return DATED_ALERT if dated else LATER_ALERT
    return DETAIL_ALERT if led else LEAST_ALERT


def _told_as_news(event: Merged, flags: frozenset[str], *, ringing: bool) -> bool:
    """By rules alone: not background, told early, of a kind that bears on conflict; `ringing`: an earlier one is."""
    lead = event.lead
    if not _may_ring(event) or lead.confidence < LEAST or (flags - {"conflict"} and "conflict" not in flags):
        return False
    fresh = [d for d in event.all if not d.standing.background]
    if not fresh or (lead.kind.direction is Direction.IMPACT and lead.status in ("denied", "predicted")):
        return False
    first = min(d.order for d in fresh)
    return first < NEWS_SENTENCES or (ringing and lead.kind.direction is not Direction.IMPACT)


def _plain(event: Merged) -> bool:
    """Whether a rule that cannot be mistaken tells an event early and as news."""
    return event.lead.kind.direction is not Direction.IMPACT and any(
        d.rule.data.confidence >= SURE and not d.missed and not d.standing.background and d.order < NEWS_SENTENCES
        for d in event.all
    )


def direction(events: Sequence[tuple[Merged, bool]], bearing: Bearing | None = None) -> Direction:
    """Which way the news of an article points: as the second opinion says, if it tells of conflict at all; by rules
    alone as its alertable events of the earliest sentences do."""
    if bearing is not None:
        tells = any(one.lead.kind.direction is not Direction.CONTEXT for one, _ in events)
        return bearing.direction if tells else Direction.NONE
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


def way(draft: Draft) -> Direction:
    """Which way one event points: a denied step is a step the other way, harm escalates."""
    kind = draft.kind.direction
    if kind is Direction.IMPACT:
        return Direction.ESCALATION
    if draft.status == "denied":
        return Direction.DE_ESCALATION if kind is Direction.ESCALATION else Direction.ESCALATION
    return kind


def _order(event: Merged) -> int:
    return min(d.order for d in event.all)


def _ways(events: Iterable[Merged]) -> Iterable[Direction]:
    for event in events:
        yield way(event.lead)
