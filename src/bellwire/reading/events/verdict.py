"""The verdict: would a desk want to be told of this event now, and which way does the article point?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bellwire.reading.events.merge import Merged
from bellwire.reading.events.opinion.news import Bearing, way
from bellwire.reading.events.weigh import SURE
from bellwire.reading.reading import Direction

#: Sentences (headline included) within which news stands; later ones are context unless the headline is silent.
NEWS_SENTENCES = 4
#: Least confidence at which an event may ring.
LEAST = 0.45
#: How likely the second opinion must hold an event for news.
LEAST_ALERT = 0.5
#: The same for what is planned, demanded or refused in an article that rings already.
LATER_ALERT = 0.3
#: The last sentence of the lead, counted from the headline's 0, and how likely an event told after a lead that rings
#: must be news to ring beside it, where it is told as done.
LEAD, DETAIL_ALERT = 1, 0.9
#: How likely an article must be news where only rules say so.
DOUBTFUL = 0.3
#: The same for what a sure rule reads in the first sentences.
PLAIN_ALERT = 0.25
_TOLD = ("happened", "past")


def ringing(merged: Sequence[Merged], flags: frozenset[str], bearing: Bearing | None) -> list[bool]:
    """Which events a desk would want to be told of now.

    With a second opinion: those that it holds for news, where it holds the article for news (and then at least the
    likeliest); else only what sure rules read early. By rules alone: what is told early and as news.
    """
    if bearing is None:
        early = any(_told_as_news(one, flags, ringing=False) for one in merged)
        return [_told_as_news(one, flags, ringing=early) for one in merged]
    plain = [_may_ring(one) and _plain(one) and _alert(one) >= PLAIN_ALERT for one in merged]
    if flags and "conflict" not in flags:
        return plain
    if bearing.alert < LEAST_ALERT:
        early = any(_told_as_news(one, flags, ringing=False) for one in merged)
        ruled = bearing.alert >= DOUBTFUL and early
        return [
            one or (ruled and _told_as_news(other, flags, ringing=early))
            for one, other in zip(plain, merged, strict=True)
        ]
    led = any(_may_ring(one) and _alert(one) >= LEAST_ALERT and _order(one) <= LEAD for one in merged)
    wanted = [_may_ring(one) and _alert(one) >= _least(one, led=led) for one in merged]
    if not any(wanted) and not any(plain):
        likeliest = max(filter(_may_ring, merged), key=_alert, default=None)
        wanted = [one is likeliest for one in merged]
    return [one or other for one, other in zip(plain, wanted, strict=True)]


def _may_ring(event: Merged) -> bool:
    return event.lead.kind.direction is not Direction.CONTEXT and event.lead.status != "past"


def _alert(event: Merged) -> float:
    return max(draft.alert or 0.0 for draft in event.all)


def _least(event: Merged, *, led: bool) -> float:
    """How likely an event must be news; a later one in an article whose lead rings, all but sure."""
    if event.lead.status not in _TOLD:
        return LATER_ALERT
    return DETAIL_ALERT if led and _order(event) > LEAD else LEAST_ALERT


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
    """Which way the news of an article points: as the second opinion says, else as its alertable events of the earliest
    sentences do."""
    rings = [event for event, rung in events if rung]
    tells = any(one.lead.kind.direction is not Direction.CONTEXT for one, _ in events)
    if bearing is not None and tells and (bearing.direction is not Direction.NONE or not rings):
        told = set(_ways(rings))
        against = len(told) == 1 and {*told, bearing.direction} == {Direction.ESCALATION, Direction.DE_ESCALATION}
        return told.pop() if against else bearing.direction
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
