"""Events with their threads, for whoever asks later what was told of a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from bellwire.ledger.tables import EVENTS, lookup, put
from bellwire.watch.thread import ThreadEvent


def keep(connection: Connection, events: Sequence[ThreadEvent]) -> None:
    """Write events; one that was told before is replaced."""
    rows = {told.event.id: _row(told) for told in events}
    put(connection, EVENTS, list(rows.values()), key=("id",))


def of_thread(connection: Connection, thread: str) -> list[ThreadEvent]:
    """Every event that was told of a thread, by id."""
    query = select(EVENTS.c.body).where(EVENTS.c.thread == lookup(thread)).order_by(EVENTS.c.id)
    return [msgspec.json.decode(body, type=ThreadEvent) for body in connection.scalars(query)]


def some(
    connection: Connection, wanted: Mapping[str, Sequence[str]], after: str | None, limit: int
) -> list[ThreadEvent]:
    """Events by id, behind `after`; `wanted`: what thread, theatre, uri, kind and status may be."""
    query = select(EVENTS.c.body).order_by(EVENTS.c.id).limit(limit)
    query = query.where(*(EVENTS.c[name].in_(list(map(lookup, values))) for name, values in wanted.items()))
    bodies = connection.scalars(query if after is None else query.where(EVENTS.c.id > lookup(after)))
    return [msgspec.json.decode(body, type=ThreadEvent) for body in bodies]


def _row(told: ThreadEvent) -> dict[str, object]:
    return {
        "id": lookup(told.event.id),
        "thread": None if told.thread is None else lookup(told.thread),
        "theatre": lookup(told.theatre),
        "uri": lookup(told.uri),
        "kind": told.event.kind,
        "status": told.event.status.value,
        "body": msgspec.json.encode(told).decode(),
    }
