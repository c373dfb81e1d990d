"""Is it a new blow at a place that was hit before? By the hour, or by the day and what the copy says of the old one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bellwire.reading.reading import TOLD, Direction, Event, Place, When
from bellwire.watch.matter import one_site, site
from bellwire.watch.places import exact_place, near, one_holds
from bellwire.watch.policy import Policy, any_of
from bellwire.watch.telling import Telling, words

#: How exactly a day must be known.
_DAYS = ("minute", "part", "day")


def another_blow(mine: Sequence[Telling], beside: Iterable[Event], theirs: Sequence[Telling], policy: Policy) -> str:
    """What tells that an incident is not the like one that a thread tells, but a later one; empty where nothing does.

    `beside`: what its article tells besides, earlier blows among it. An hour of its own is enough. Another day alone is
    not, since night falls between two accounts of one raid: the copy has to say so ("for the second night running") or
    to tell the earlier one besides. On one day the copy says so ("in the second attack of the day"), hours later.
    """
    blows, others = _blows(mine, policy), _blows(theirs, policy)
    if not blows or not others:
        return ""
    hours = timedelta(hours=policy.figures.same_thing.blow_hours)
    at, were = _hours(blows), _hours(others)
    if at and were and all(abs(one - other) > hours for one in at for other in were):
        return "at another hour"
    days, before = _days(blows) or _days(mine), _days(others) or _days(theirs)
    later = max(one.told for one in blows) - min(one.told for one in others)
    if _says(blows, policy.words.next_blow) and later > hours / 2 and not _says(others, policy.words.next_blow):
        return "the copy calls it the next one"
    if not days or not before or days & before:
        return ""
    if min(abs((one - other).days) for one in days for other in before) > policy.figures.same_thing.spot_days:
        return "days later"
    if _says(blows, policy.words.next_blow) or _says(blows, policy.words.new_blow):
        return "another day, and the copy calls it a new one"
    if any(_is_earlier(event, blows, before, policy) for event in beside):
        return "another day, and the copy tells the earlier one besides"
    return ""


def is_next_town(mine: Sequence[Telling], theirs: Sequence[Telling], policy: Policy) -> bool:
    """Whether the blows fell on towns of two names that lie close by: two things, unless a name of the one stands in
    the other's words ("Daraya, a suburb of Damascus"), or they share site or toll."""
    blows, others = _blows(mine, policy), _blows(theirs, policy)
    towns, known = _towns(blows), _towns(others)
    if not towns or not known or any(one_holds(one, other) for one in towns for other in known):
        return False
    if _named(towns, others, policy) or _named(known, blows, policy):
        return False
    return not any(_agree(one.event, other.event, policy) for one in blows for other in others)


def _towns(blows: Sequence[Telling]) -> list[Place]:
    """The towns that the copy names for them; what it is about as a whole is none of theirs."""
    places = (place for one in blows if (place := exact_place(one.event)) is not None)
    return [place for place in places if place.origin == "text"]


def _named(towns: Sequence[Place], by: Sequence[Telling], policy: Policy) -> bool:
    return any(words(town.name, policy) <= one.words for town in towns for one in by)


def _agree(one: Event, other: Event, policy: Policy) -> bool:
    mine, theirs = one.counts.get("killed"), other.counts.get("killed")
    return bool(one_site(site(one, policy), site(other, policy), policy) or (mine and mine == theirs and mine[0] > 1))


def _blows(tellings: Sequence[Telling], policy: Policy) -> list[Telling]:
    return [one for one in tellings if one.event.status in TOLD and _is_blow(one.event, policy)]


def _is_blow(event: Event, policy: Policy) -> bool:
    kind = policy.kinds.kind.get(event.kind)
    return kind is not None and kind.group == "incident" and event.direction is not Direction.IMPACT


def _hours(blows: Sequence[Telling]) -> list[datetime]:
    return [one.event.when.at for one in blows if one.event.when and one.event.when.at]


def _days(blows: Sequence[Telling]) -> set[date]:
    return {day for one in blows for day in _of(one.event.when)}


def _of(when: When | None) -> set[date]:
    """Its day: of a night the one on which it ends."""
    return {when.end} if when is not None and when.precision in _DAYS else set()


def _says(blows: Sequence[Telling], patterns: tuple[str, ...]) -> bool:
    """Whether headline or sentence of a blow says so."""
    found = any_of(patterns)
    return any(found.search(text) for one in blows for text in (one.headline, *(e.text for e in one.event.evidence)))


def _is_earlier(event: Event, blows: Sequence[Telling], days: set[date], policy: Policy) -> bool:
    """Whether an event told besides is the earlier blow: on its day, where these fell or at no exact place."""
    kind = policy.kinds.kind.get(event.kind)
    if kind is None or kind.group != "incident" or not _of(event.when) & days:
        return False
    return any(near(event.place, one.event.place, "spot", policy)[0] >= 0 for one in blows)
