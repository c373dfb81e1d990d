"""Alerts: every version that was ever decided, with its exact bytes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, exists, func, select

from bellwire.ledger.tables import ALERTS, lookup, put
from bellwire.watch.alert import Alert


def keep(connection: Connection, alerts: Sequence[Alert]) -> None:
    """Write alert versions, in order; the same version again is the same bytes, and is left as it stands."""
    put(connection, ALERTS, [_row(alert) for alert in alerts], key=("id",))


def latest(connection: Connection, limit: int) -> list[Alert]:
    """The newest version of each thread, last decided first."""
    newer = ALERTS.alias("newer")
    superseded = exists().where(newer.c.thread == ALERTS.c.thread, newer.c.version > ALERTS.c.version)
    query = select(ALERTS.c.body).where(~superseded).order_by(ALERTS.c.seq.desc()).limit(limit)
    return [msgspec.json.decode(body, type=Alert) for body in connection.scalars(query)]


def before(connection: Connection, seq: int | None, limit: int) -> list[tuple[int, Alert]]:
    """The newest version of each thread, last decided first, that was decided before this place in the sequence; each
    with its own place."""
    newer = ALERTS.alias("newer")
    superseded = exists().where(newer.c.thread == ALERTS.c.thread, newer.c.version > ALERTS.c.version)
    query = select(ALERTS.c.seq, ALERTS.c.body).where(~superseded).order_by(ALERTS.c.seq.desc()).limit(limit)
    query = query if seq is None else query.where(ALERTS.c.seq < seq)
    return [(at, msgspec.json.decode(body, type=Alert)) for at, body in connection.execute(query)]


def of_thread(connection: Connection, thread: str) -> list[Alert]:
    """Every version of a thread's alert, eldest first."""
    query = select(ALERTS.c.body).where(ALERTS.c.thread == lookup(thread)).order_by(ALERTS.c.version)
    return [msgspec.json.decode(body, type=Alert) for body in connection.scalars(query)]


def counts(connection: Connection) -> dict[str, int]:
    """How many alert versions of each message type."""
    rows = connection.execute(select(ALERTS.c.msg_type, func.count()).group_by(ALERTS.c.msg_type))
    return {msg_type: count for msg_type, count in rows}


def _row(alert: Alert) -> dict[str, object]:
    return {
        "id": lookup(alert.id),
        "thread": lookup(alert.thread),
        "version": alert.version,
        "msg_type": alert.msg_type.value,
        "priority": alert.priority.value,
        "updated": alert.updated,
        "body": msgspec.json.encode(alert),
    }
