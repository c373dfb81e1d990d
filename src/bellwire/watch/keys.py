"""Where threads are looked for: in a country by kind, place and square of the map; an index, never a scan.

What can be the same thing only as what is near it is kept under its kind, its place ("strike=SY/Aleppo") and the square
of the map that it plays in ("@72:74"), with the spot in it; all else under its kind as anywhere ("truce@"), and its
place if that is exact. What is of one spot is looked for at its place, in the squares round it as far as it reaches and
among what is anywhere, under all kinds that it may be one thing with; all else in the whole country. Harm is kept under
what did it, where that is told: a key less is a page less that every reading writes. The more keys lead to a thread,
its place above all, the likelier it is the one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import groupby
from typing import Any

from bellwire.reading.reading import Direction, Event
from bellwire.watch import corrections
from bellwire.watch.matter import vessel
from bellwire.watch.places import COAST, GULF, exact_place
from bellwire.watch.policy import Policy
from bellwire.watch.same_thing import countries
from bellwire.watch.thread import Box, Report, Thread, ThreadKey

#: Behind the kind of what can be the same thing wherever in its country it is told to be.
ANYWHERE = "@"

#: What goes from one place to another, and may be told at either: an evacuation.
MOVING = frozenset(["aid"])
#: Keys of one search.
_AT_ONCE = 64

#: Degrees that a square is wide and high, and kilometres in a degree of latitude, or a little fewer.
_SQUARE, _DEGREE_KM = 0.5, 111.0


def kept_under(thread: Thread, policy: Policy) -> tuple[ThreadKey, ...]:
    """The keys of a live thread: of all that its reports tell, and the names that kill notices may give them."""
    told = [event for report in thread.reports for event in report.events]
    if not told and thread.latest is not None:
        told = [thread.latest.event]
    acts = [event for event in told if event.direction is not Direction.IMPACT]
    keys: set[ThreadKey] = set(_names(thread.reports))
    spots: list[tuple[str, Box]] = []
    for event in acts or told:
        spot = _of_one_spot(event, policy)
        lands = _lands(event, policy)
        anywhere = not spot or event.kind in MOVING
        keys |= _keys(lands, thread.status, [event.kind], {ANYWHERE if anywhere else "", *_place(event)})
        spots += [(country_of(event), box) for box in _round(event, 0.0) if spot]
    return tuple(sorted(keys | _squares(spots, thread.status)))


def looked_under(events: Sequence[Event], status: str, policy: Policy) -> tuple[ThreadKey, ...]:
    """Where threads are looked for that such events may belong to; tests and exercises among themselves."""
    km = policy.figures.same_thing.area_km
    keys: set[ThreadKey] = set()
    for event in events:
        where = {ANYWHERE, *_place(event)} | ({""} if not _of_one_spot(event, policy) else set())
        keys |= _keys(_lands(event, policy), status, policy.related.get(event.kind, ()), where)
    # What has no exact place of its own may be where the rest of its article is, and is looked for there by theirs.
    near = [(country_of(event), box) for event in events for box in _round(event, km)]
    return tuple(sorted(keys | _squares(near, status)))


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
    mark, places = _mark(status), list(where)
    return {ThreadKey(land, f"{mark}{kind}{place}") for land in lands for kind in kinds for place in places}


def _squares(spots: Iterable[tuple[str, Box]], status: str) -> set[ThreadKey]:
    """Every square that a box touches, once, with what all boxes in it span."""
    found: dict[tuple[str, str], Box] = {}
    for country, box in spots:
        for square in _touched(box):
            name = (country, f"{_mark(status)}{square}")
            found[name] = _span(found[name], box) if name in found else box
    return {ThreadKey(country, square, _on_the_map(box)) for (country, square), box in found.items()}


def _mark(status: str) -> str:
    return "" if status == "Actual" else f"{status.lower()}:"


def _lands(event: Event, policy: Policy) -> set[str]:
    """Its country; of what moves nations, that of each of its parties: talks in Oslo are sought at home; of what
    happens on the waters of the Gulf, those on them that have a part in it; of a ship told to be on their coasts, the
    waters."""
    kind, country = policy.kinds.kind.get(event.kind), country_of(event)
    between = countries(event) if kind is not None and kind.scope == "nation" else frozenset()
    ashore = countries(event) & COAST if country == GULF else frozenset()
    afloat = {GULF} if country in COAST and vessel(event, policy) else frozenset[str]()
    return {country, *between, *ashore, *afloat}


def _place(event: Event) -> list[str]:
    """Its exact place."""
    return [f"={event.place.path}"] if event.place is not None and _spot(event) else []


def _names(reports: tuple[Report, ...]) -> Iterator[ThreadKey]:
    for report in reports[:4] + reports[-12:]:
        yield from corrections.name_keys(report)


def _of_one_spot(event: Event, policy: Policy) -> bool:
    """Whether it can be the same thing only as what is near it, wherever that has an exact place."""
    kind = policy.kinds.kind.get(event.kind)
    return kind is not None and kind.scope != "nation" and _spot(event) is not None


def _spot(event: Event) -> tuple[float, float] | None:
    """Where on the map its exact place is; None where it has none."""
    place = exact_place(event)
    return None if place is None or place.lat is None or place.lon is None else (place.lat, place.lon)


def _round(event: Event, km: float) -> list[Box]:
    """What lies within so many kilometres of an event's exact place; nothing where it has none."""
    spot = _spot(event)
    if spot is None:
        return []
    lat, lon = spot
    up = km / _DEGREE_KM
    across = min(180.0, up / max(0.01, math.cos(math.radians(lat))))
    south, west, north, east = (round(side, 4) for side in (lat - up, lon - across, lat + up, lon + across))
    return [(south, west, north, east)]


def _touched(box: Box) -> list[str]:
    """The squares that a box touches, also beyond the date line."""
    south, west, north, east = box
    round_the_world = round(360 / _SQUARE)
    rows, columns = range(_line(south), _line(north) + 1), range(_line(west), _line(east) + 1)
    return [f"@{row}:{column % round_the_world}" for row in rows for column in columns]


def _on_the_map(box: Box) -> Box:
    """What crosses the date line goes round the world: nothing beyond it is missed."""
    south, west, north, east = box
    return box if west >= -180 and east <= 180 else (south, -180.0, north, 180.0)


def _span(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _line(degrees: float) -> int:
    return math.floor(degrees / _SQUARE)
