"""Alerts: every version that was ever decided, with its exact bytes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, exists, func, select

from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import ALERTS
from bellwire.watch.alert import Alert


def keep(connection: Connection, alerts: Sequence[Alert]) -> None:
    """Write alert versions, in order; the same version again is the same bytes, and is left as it stands."""
    put(connection, ALERTS, [_row(alert) for alert in alerts], key=("id",))


def latest(connection: Connection, limit: int, before: int | None = None) -> list[tuple[int, Alert]]:
    """The newest version of each thread with its place in the order of deciding, last decided first; with `before`,
    those of a lesser place."""
    newer = ALERTS.alias("newer")
    superseded = exists().where(newer.c.thread == ALERTS.c.thread, newer.c.version > ALERTS.c.version)
    query = select(ALERTS.c.seq, ALERTS.c.body).where(~superseded).order_by(ALERTS.c.seq.desc()).limit(limit)
    rows = connection.execute(query if before is None else query.where(ALERTS.c.seq < before))
    return [(seq, msgspec.json.decode(body, type=Alert)) for seq, body in rows]


def of_thread(connection: Connection, thread: str) -> list[Alert]:
    """Every version of a thread's alert, eldest first."""
    query = select(ALERTS.c.body).where(ALERTS.c.thread == lookup(thread)).order_by(ALERTS.c.version)
    return [msgspec.json.decode(body, type=Alert) for body in connection.scalars(query)]


def of_threads(connection: Connection, threads: Sequence[str]) -> dict[str, list[Alert]]:
    """The same of several threads, by thread."""
    wanted = ALERTS.c.thread.in_(sorted({lookup(thread) for thread in threads}))
    found: dict[str, list[Alert]] = {}
    for body in connection.scalars(select(ALERTS.c.body).where(wanted).order_by(ALERTS.c.version)):
        alert = msgspec.json.decode(body, type=Alert)
        found.setdefault(alert.thread, []).append(alert)
    return found


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
