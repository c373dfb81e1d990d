"""Events with their threads, for whoever asks later what was told of a thread, or of late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, literal, select, tuple_

from bellwire.ledger.rows import UtcTime, lookup, put
from bellwire.ledger.tables import EVENTS
from bellwire.watch.thread import KnownVersion, ThreadEvent

#: When an article arrived that bears no time.
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


class EventPlace(NamedTuple):
    """Where an event stands: when its article arrived, and its id as the table has it."""

    at: datetime
    id: str


class ToldEvent(NamedTuple):
    """An event with its place."""

    place: EventPlace
    told: ThreadEvent


def keep(connection: Connection, events: Sequence[ThreadEvent], version: KnownVersion | None) -> None:
    """Write events of an article version; one that was told before is replaced."""
    at = (version.received or version.version_time if version else None) or _UNKNOWN
    rows = {told.event.id: _row(told, at) for told in events}
    put(connection, EVENTS, list(rows.values()), key=("id",))


def of_thread(connection: Connection, thread: str) -> list[ThreadEvent]:
    """Every event that was told of a thread, by id."""
    query = select(EVENTS.c.body).where(EVENTS.c.thread == lookup(thread)).order_by(EVENTS.c.id)
    return [msgspec.json.decode(body, type=ThreadEvent) for body in connection.scalars(query)]


def some(
    connection: Connection, wanted: Mapping[str, Sequence[str]], before: EventPlace | None, limit: int
) -> list[ToldEvent]:
    """Events, the last told first, from a place on; `wanted`: what thread, theatre, uri, kind and status may be."""
    order = (EVENTS.c.at, EVENTS.c.id)
    query = select(*order, EVENTS.c.body).order_by(*(column.desc() for column in order)).limit(limit)
    query = query.where(*(EVENTS.c[name].in_(list(map(lookup, values))) for name, values in wanted.items()))
    if before is not None:
        query = query.where(tuple_(*order) < tuple_(literal(before.at, UtcTime), literal(before.id)))
    return [ToldEvent(EventPlace(at, id_), _read(body)) for at, id_, body in connection.execute(query)]


def _read(body: str) -> ThreadEvent:
    return msgspec.json.decode(body, type=ThreadEvent)


def _row(told: ThreadEvent, at: datetime) -> dict[str, object]:
    return {
        "id": lookup(told.event.id),
        "thread": None if told.thread is None else lookup(told.thread),
        "theatre": lookup(told.theatre),
        "uri": lookup(told.uri),
        "kind": told.event.kind,
        "status": told.event.status.value,
        "at": at,
        "body": msgspec.json.encode(told).decode(),
    }
