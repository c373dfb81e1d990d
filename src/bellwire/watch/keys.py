"""Where threads are looked for: in a country by kind, place and square of the map; an index, never a scan.

What can be the same thing only as what is near it is kept under its kind, its place ("strike=SY/Aleppo") and the square
of the map that it plays in ("@72:74"); all else under its kind as anywhere ("truce@"), and its place if that is exact.
What is of one spot is looked for at its place, in the squares round it and among what is anywhere, under all kinds that
it may be one thing with; all else in the whole country. Harm is kept under what did it, where that is told: a key less
is a page less that every reading writes. The more keys lead to a thread, its place above all, the
likelier it is the one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import groupby
from typing import Any

from bellwire.reading.reading import Direction, Event
from bellwire.watch import corrections
from bellwire.watch.places import exact_place
from bellwire.watch.policy import Policy
from bellwire.watch.same_thing import countries
from bellwire.watch.thread import Report, Thread, ThreadKey

#: Behind the kind of what can be the same thing wherever in its country it is told to be.
ANYWHERE = "@"

#: Keys of one search.
_AT_ONCE = 64

#: Degrees that a square is wide and high, and kilometres in a degree of latitude.
_SQUARE, _DEGREE_KM = 0.5, 111.2


def kept_under(thread: Thread, policy: Policy) -> tuple[ThreadKey, ...]:
    """The keys of a live thread: of all that its reports tell, and the names that kill notices may give them."""
    told = [event for report in thread.reports for event in report.events]
    if not told and thread.latest is not None:
        told = [thread.latest.event]
    acts = [event for event in told if event.direction is not Direction.IMPACT]
    keys: set[ThreadKey] = set(_names(thread.reports))
    for event in acts or told:
        spot = _of_one_spot(event, policy)
        lands = _lands(event, policy)
        keys |= _keys(lands, thread.status, [event.kind], {"" if spot else ANYWHERE, *_place(event)})
        keys |= _keys([country_of(event)], thread.status, [""], _squares(event, 0.0)[:1] if spot else [])
    return tuple(sorted(keys))


def looked_under(events: Sequence[Event], status: str, policy: Policy) -> tuple[ThreadKey, ...]:
    """Where threads are looked for that such events may belong to; tests and exercises among themselves."""
    km = policy.figures.same_thing.area_km
    squares = [(country_of(event), square) for event in events for square in _squares(event, km)]
    keys: set[ThreadKey] = set()
    for event in events:
        where = {ANYWHERE, *_place(event)} | ({""} if not _of_one_spot(event, policy) else set())
        keys |= _keys(_lands(event, policy), status, policy.related.get(event.kind, ()), where)
        # What has no exact place of its own may be where the rest of its article is.
        near = _squares(event, km) or [square for country, square in squares if country == country_of(event)]
        keys |= _keys([country_of(event)], status, [""], near)
    return tuple(sorted(keys))


def searches(keys: Iterable[ThreadKey]) -> Iterator[list[ThreadKey]]:
    """Keys as a ledger looks them up: those of one country together, so many at once."""
    for _, found in groupby(sorted(set(keys)), key=lambda key: key.country):
        some = list(found)
        yield from (some[start : start + _AT_ONCE] for start in range(0, len(some), _AT_ONCE))


def likeliest(found: Iterable[tuple[str, Any, int]], most: int | None) -> list[str]:
    """Of the threads found under keys (id, its newest news, what the key weighs) the `most` to which keys of most
    weight lead, then those of the newest news (None: all)."""
    weights: dict[str, int] = {}
    news: dict[str, Any] = {}
    for name, told, weight in found:
        weights[name] = weights.get(name, 0) + weight
        news[name] = told
    if most is None:
        return list(weights)
    return nlargest(most, weights, key=lambda name: (weights[name], news[name], name))


def country_of(event: Event) -> str:
    """The country of the theatre, else of who suffers or acts; empty where none is known."""
    parties = (event.target, event.actor)
    place = event.place.country if event.place else None
    return place or next((party.country for party in parties if party and party.country), "") or ""


def _keys(lands: Iterable[str], status: str, kinds: Iterable[str], where: Iterable[str]) -> set[ThreadKey]:
    mark = "" if status == "Actual" else f"{status.lower()}:"
    places = list(where)
    return {ThreadKey(land, f"{mark}{kind}{place}") for land in lands for kind in kinds for place in places}


def _lands(event: Event, policy: Policy) -> set[str]:
    """Its country; of what moves nations, that of each of its parties: talks in Oslo are sought at home."""
    kind = policy.kinds.kind.get(event.kind)
    between = countries(event) if kind is not None and kind.scope == "nation" else frozenset()
    return {country_of(event), *between}


def _place(event: Event) -> list[str]:
    """Its exact place."""
    return [f"={event.place.path}"] if event.place is not None and _squares(event, 0.0) else []


def _names(reports: tuple[Report, ...]) -> Iterator[ThreadKey]:
    for report in reports[:4] + reports[-12:]:
        yield from corrections.name_keys(report)


def _of_one_spot(event: Event, policy: Policy) -> bool:
    """Whether it can be the same thing only as what is near it, wherever that has an exact place."""
    kind = policy.kinds.kind.get(event.kind)
    return kind is not None and kind.scope != "nation" and bool(_squares(event, 0.0))


def _squares(event: Event, km: float) -> list[str]:
    """The squares within so many kilometres of an event's exact place; none where it has none."""
    place = exact_place(event)
    if place is None or place.lat is None or place.lon is None:
        return []
    up = km / _DEGREE_KM
    across = min(180.0, up / max(0.01, math.cos(math.radians(place.lat))))
    rows = range(_line(place.lat - up), _line(place.lat + up) + 1)
    columns = range(_line(place.lon - across), _line(place.lon + across) + 1)
    round_the_world = round(360 / _SQUARE)
    return [f"@{row}:{column % round_the_world}" for row in rows for column in columns]


def _line(degrees: float) -> int:
    return math.floor(degrees / _SQUARE)
