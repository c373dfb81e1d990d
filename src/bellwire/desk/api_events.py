"""Events for programs: what articles told, the last told first, by those filters of the page that an event has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from bellwire.delivery.filters import NAMES, BadFilter, Filter, read_filter
from bellwire.delivery.labels import MEANING, OF_EVENTS, labels_of_event
from bellwire.delivery.matchers import matches
from bellwire.desk.answers import answer
from bellwire.desk.lists import yes
from bellwire.desk.openapi import answers
from bellwire.desk.shapes import EventPage, EventTold
from bellwire.errors import BellwireError
from bellwire.ledger import EventPlace, Ledger
from bellwire.subscribe.since import read_since
from bellwire.toml_file import nearest, shown
from bellwire.watch.thread import ThreadEvent
from bellwire.wire.times import read_time, write_time

#: Events that one answer looks at, at most (with a heavy filter fewer): behind them `next` goes on.
_LOOKED_AT, _AT_ONCE = 5000, 500

#: What may stand in an address besides a filter. Listed in docs/desk.md.
OTHERS = {
    "uri": "told by this article",
    "theatre": "in exactly this theatre",
    "since": "told since a time, or so long ago: `2026-11-23T06:00:00Z`, `2h`",
    "exercises": "`true`: of tests and exercises too",
    "cursor": "`next` of the answer before",
}

#: Filters that the table of events can look up.
_LOOKED_UP = ("thread", "kind", "status")

_FILTERS = {name: MEANING.get(name) or NAMES[name] for name in (*OF_EVENTS, "filter")}

#: What may stand in the address, for OpenAPI.
_PARAMETERS = {
    "parameters": [
        {"name": name, "in": "query", "description": meaning, "schema": {"type": "string"}}
        for name, meaning in {**_FILTERS, **OTHERS}.items()
    ]
}

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _Asked:
    """`exact`: what columns of the table are to be, the rest is asked of each event."""

    filter: Filter
    exact: Mapping[str, tuple[str, ...]]
    since: datetime | None
    exercises: bool
    place: EventPlace | None

    def wants(self, told: ThreadEvent) -> bool:
        return (self.exercises or told.status == "Actual") and matches(self.filter.matchers, labels_of_event(told))


@router.get(
    "/api/v1/events", summary="Events that articles told of", openapi_extra=_PARAMETERS, **answers("list", EventPage)
)
def events(request: Request, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> Response:
    """`events`: each as on the topics of events, with `at`, when its article arrived; the last told first. `next`: the
    `cursor` of what follows, null at the end."""
    asked = _read(pair for pair in request.query_params.multi_items() if pair[0] != "limit")
    ledger: Ledger = request.app.state.ledger
    found: list[EventTold] = []
    place, looked = asked.place, 0
    most = asked.filter.within(_LOOKED_AT)
    while looked < most:
        some = ledger.events(asked.exact, place, min(_AT_ONCE, most))
        for at, told in some:
            if asked.since is not None and at.at < asked.since:
                return answer(request, EventPage(events=tuple(found), next=None))
            if asked.wants(told):
                if len(found) == limit:
                    return answer(request, EventPage(events=tuple(found), next=_cursor(place)))
                found.append(EventTold(**msgspec.structs.asdict(told), at=at.at))
            place = at
        if len(some) < min(_AT_ONCE, most):
            return answer(request, EventPage(events=tuple(found), next=None))
        looked += len(some)
    return answer(request, EventPage(events=tuple(found), next=_cursor(place)))


def _read(pairs: Iterable[tuple[str, str]]) -> _Asked:
    """What an address asks for. Raises BadFilter where it cannot be."""
    given = list(pairs)
    for name, _ in given:
        if name not in OTHERS and name not in NAMES:
            known = (*_FILTERS, *OTHERS)
            raise BadFilter(f"{shown(name)}: no such filter; {nearest(name, known, 'there are ' + ', '.join(known))}")
    wanted = read_filter((name, value) for name, value in given if name not in OTHERS)
    for matcher in wanted.matchers:
        if matcher.label not in OF_EVENTS:
            raise BadFilter(f"{matcher.label}: alerts have one, events have none: ask /api/v1/alerts")
    mine = {name: value for name, value in given if name in OTHERS}
    for name, value in given:
        if "\0" in value:
            raise BadFilter(f"{name}: {shown(value)} has a sign that no text has")
    exact = {name: wanted.of(name) for name in _LOOKED_UP if wanted.of(name)}
    exact |= {name: (mine[name],) for name in ("uri", "theatre") if mine.get(name)}
    return _Asked(
        filter=wanted,
        exact=exact,
        since=_since(mine.get("since")),
        exercises=yes("exercises", mine.get("exercises")),
        place=_place(mine.get("cursor")),
    )


def _since(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = read_since(text, datetime.now(UTC))
    except BellwireError:
        found = text
    if not isinstance(found, datetime):
        plus = " (a + is written %2B in an address)" if " " in text else ""
        raise BadFilter(f"since: {shown(text)} is no time; write 2026-11-23T06:00:00Z, or how long ago: 2h{plus}")
    return found


def _cursor(place: EventPlace | None) -> str | None:
    return None if place is None else f"{write_time(place.at)}~{place.id}"


def _place(cursor: str | None) -> EventPlace | None:
    if not cursor:
        return None
    time, mark, id_ = cursor.partition("~")
    at = read_time(time)
    if at is None or not mark or not id_.isascii() or not id_.isprintable():
        raise BadFilter(f"cursor: {shown(cursor)} is none of ours; take the one of the answer before")
    return EventPlace(at, id_)
