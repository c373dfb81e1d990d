"""The delivery ledger: which alert version is to be sent to which subscription, and who was sent what when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Row, and_, case, exists, func, select, update

from bellwire.ledger.engine import reachable
from bellwire.ledger.tables import ALERTS, DELIVERIES, SENDERS, WAITING, lookup, put
from bellwire.watch.alert import Alert, MsgType, Priority

#: The one sender of a ledger; and, as a row of the same table, up to where nobody knows who was sent what.
SENDER = "alerts"
UNKNOWN = "unknown"


class DeliveryState(StrEnum):
    """How a delivery stands; all but WAITING are for good. Listed in docs/routes.md."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNNEEDED = "unneeded"
    PRESUMED = "presumed"


#: States of what is not on its way to anybody and never came there.
_NOTHING = (DeliveryState.WITHDRAWN, DeliveryState.UNNEEDED)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert version for one subscription. `batched`: it waits with others for the time `due`. `reached`: it may
    have arrived; `reached_before`: so may an earlier version of its thread; `overtaken`: a later one is not given up.
    `detail`: what the last attempt said. `priority`: the alert's; empty where that has been pruned."""

    subscription: str
    alert: str
    thread: str
    version: int
    msg_type: MsgType
    why: str
    queued: datetime
    due: datetime
    batched: bool = False
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    reached: bool = False
    at: datetime | None = None
    detail: str = ""
    seq: int = 0
    reached_before: bool = False
    overtaken: bool = False
    priority: str = ""


class DeliveryLedger:
    """What the sender remembers; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    @property
    def late(self) -> float:
        """Seconds by which a lower number may appear in the sequence of alerts after a higher one: PostgreSQL numbers
        rows before they are committed, and no transaction of a watcher takes this long; SQLite has one writer."""
        return 60.0 if self._engine.dialect.name == "postgresql" else 0.0

    def take_turn(self, holder: str, now: datetime, seconds: float) -> bool:
        """Whether `holder` is the sender until so long from now. The first ever begins after the alerts of the past. A
        turn that ends further ahead than any is taken for was taken by a clock that has since stepped back: it is free.
        """
        until = now + timedelta(seconds=seconds)
        with reachable(), self._engine.begin() as connection:
            last = connection.scalar(select(func.max(ALERTS.c.seq))) or 0
            known = connection.scalar(select(SENDERS.c.position).where(SENDERS.c.name == SENDER).with_for_update())
            if known is None:
                row = {"name": SENDER, "position": last, "holder": holder, "until": until}
                put(connection, SENDERS, [row], key=("name",))
                return True
            free = (SENDERS.c.holder == holder) | (SENDERS.c.until <= now) | (SENDERS.c.until > until + (until - now))
            change = update(SENDERS).where(SENDERS.c.name == SENDER, free).values(holder=holder, until=until)
            return connection.execute(change).rowcount > 0

    def position(self) -> int:
        """Up to where in the sequence of alerts everything is decided."""
        with reachable(), self._reader.begin() as connection:
            return connection.scalar(select(SENDERS.c.position).where(SENDERS.c.name == SENDER)) or 0

    def forget(self) -> None:
        """Note that nobody knows who was sent the alerts that are there now, as in a ledger built anew: the sender
        begins behind them, and presumes what it must."""
        with reachable(), self._engine.begin() as connection:
            last = connection.scalar(select(func.max(ALERTS.c.seq))) or 0
            row = {"position": last, "holder": "", "until": datetime.min.replace(tzinfo=UTC)}
            put(connection, SENDERS, [{"name": name, **row} for name in (SENDER, UNKNOWN)], key=("name",))

    def unknown(self) -> int:
        """Up to where in the sequence of alerts nobody knows who was sent what; 0: it is all known."""
        with reachable(), self._reader.begin() as connection:
            return connection.scalar(select(SENDERS.c.position).where(SENDERS.c.name == UNKNOWN)) or 0

    def versions(self, thread: str, to: int) -> list[Alert]:
        """The alert versions of a thread up to this place in the sequence, eldest first."""
        with reachable(), self._reader.begin() as connection:
            query = select(ALERTS.c.body).where(ALERTS.c.thread == lookup(thread), ALERTS.c.seq <= to)
            found = connection.scalars(query.order_by(ALERTS.c.version))
            return [msgspec.json.decode(body, type=Alert) for body in found]

    def alerts_after(self, seq: int, limit: int) -> list[tuple[int, Alert]]:
        """Alert versions that follow in the sequence, with their places in it."""
        with reachable(), self._reader.begin() as connection:
            query = select(ALERTS.c.seq, ALERTS.c.body).where(ALERTS.c.seq > seq).order_by(ALERTS.c.seq).limit(limit)
            return [(at, msgspec.json.decode(body, type=Alert)) for at, body in connection.execute(query)]

    def sequence(self, after: int, to: int) -> list[int]:
        """Places that are taken by now: PostgreSQL's writers may commit out of their order."""
        with reachable(), self._reader.begin() as connection:
            query = select(ALERTS.c.seq).where(ALERTS.c.seq > after, ALERTS.c.seq <= to).order_by(ALERTS.c.seq)
            return list(connection.scalars(query))

    def alerts(self, ids: Iterable[str]) -> dict[str, Alert]:
        """Alert versions by id; what has been pruned is missing."""
        with reachable(), self._reader.begin() as connection:
            query = select(ALERTS.c.body).where(ALERTS.c.id.in_(sorted({lookup(one) for one in ids})))
            found = (msgspec.json.decode(body, type=Alert) for body in connection.scalars(query))
            return {alert.id: alert for alert in found}

    def told(self, thread: str) -> dict[str, int]:
        """Of each subscription that was sent a version of this thread, or is to be, the last such version."""
        with reachable(), self._reader.begin() as connection:
            query = select(DELIVERIES.c.subscription, func.max(DELIVERIES.c.version)).where(
                DELIVERIES.c.thread == lookup(thread), DELIVERIES.c.state.not_in(_NOTHING)
            )
            rows = connection.execute(query.group_by(DELIVERIES.c.subscription))
            return {subscription: version for subscription, version in rows}

    def queue(self, deliveries: Sequence[Delivery], position: int) -> None:
        """In one step: these are to be sent, and everything up to this place is decided. One that is there stays."""
        with reachable(), self._engine.begin() as connection:
            for one in deliveries:
                if connection.scalar(select(DELIVERIES.c.seq).where(*_is(one))) is None:
                    connection.execute(DELIVERIES.insert(), _row(one))
            later = (SENDERS.c.position < position, position)
            connection.execute(
                update(SENDERS).where(SENDERS.c.name == SENDER).values(position=case(later, else_=SENDERS.c.position))
            )

    def waiting(self, subscription: str, now: datetime, limit: int = 1000) -> list[Delivery]:
        """All that waits for one subscription of so many threads of which something is due, in sequence. Of more the
        threads with a Cancel come first, then the loudest."""
        with reachable(), self._reader.begin() as connection:
            waits = (DELIVERIES.c.subscription == lookup(subscription), WAITING)
            loudness = case({name.value: rank for rank, name in enumerate(Priority)}, value=ALERTS.c.priority, else_=9)
            cancel = case((DELIVERIES.c.msg_type == MsgType.CANCEL.value, -1), else_=loudness)
            due = select(DELIVERIES.c.thread).outerjoin(ALERTS, ALERTS.c.id == DELIVERIES.c.alert)
            due = due.where(*waits, DELIVERIES.c.due <= now).group_by(DELIVERIES.c.thread)
            due = due.order_by(func.min(cancel), func.min(DELIVERIES.c.seq)).limit(limit)
            query = _with_others().where(*waits, DELIVERIES.c.thread.in_(due.subquery().select()))
            return _read(connection, query.order_by(DELIVERIES.c.seq))

    def tried(self, subscription: str, limit: int) -> list[Delivery]:
        """What waits for one subscription to be tried again, the last tried first."""
        with reachable(), self._reader.begin() as connection:
            query = _with_others().where(
                DELIVERIES.c.subscription == lookup(subscription), WAITING, DELIVERIES.c.attempts > 0
            )
            return _read(connection, query.order_by(DELIVERIES.c.at.desc()).limit(limit))

    def next_due(self, subscription: str, after: datetime) -> datetime | None:
        """When something that waits for one subscription is due next, later than that."""
        with reachable(), self._reader.begin() as connection:
            query = select(func.min(DELIVERIES.c.due)).where(
                DELIVERIES.c.subscription == lookup(subscription), WAITING, DELIVERIES.c.due > after
            )
            found: datetime | None = connection.scalar(query)
            return found

    def change(self, deliveries: Iterable[Delivery]) -> None:
        """Write how these stand now."""
        with reachable(), self._engine.begin() as connection:
            for one in deliveries:
                values = {
                    name: getattr(one, name) for name in ("due", "attempts", "reached", "at", "detail", "batched")
                }
                change = update(DELIVERIES).where(DELIVERIES.c.seq == one.seq)
                connection.execute(change.values(state=one.state.value, **values))

    def of_thread(self, thread: str) -> list[Delivery]:
        """Who was sent what version of a thread when, and who is to be."""
        with reachable(), self._reader.begin() as connection:
            query = _with_others().where(DELIVERIES.c.thread == lookup(thread))
            return _read(connection, query.order_by(DELIVERIES.c.seq))

    def dead(self, limit: int = 200) -> list[Delivery]:
        """What was given up, the last first."""
        with reachable(), self._reader.begin() as connection:
            query = _with_others().where(DELIVERIES.c.state == DeliveryState.DEAD)
            return _read(connection, query.order_by(DELIVERIES.c.seq.desc()).limit(limit))

    def counts(self) -> dict[tuple[str, str], int]:
        """How many deliveries of each subscription are in each state."""
        with reachable(), self._reader.begin() as connection:
            columns = (DELIVERIES.c.subscription, DELIVERIES.c.state)
            rows = connection.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns))
            return {(subscription, state): count for subscription, state, count in rows}


def _with_others() -> Any:
    """Deliveries, with how other versions of their threads stand, and their alerts' priority."""
    other = DELIVERIES.alias("other")
    same = and_(other.c.thread == DELIVERIES.c.thread, other.c.subscription == DELIVERIES.c.subscription)
    reached = exists().where(same, other.c.version < DELIVERIES.c.version, other.c.reached)
    overtaken = exists().where(same, other.c.version > DELIVERIES.c.version, other.c.state != DeliveryState.DEAD)
    columns = (DELIVERIES, reached.label("reached_before"), overtaken.label("overtaken"), ALERTS.c.priority)
    return select(*columns).outerjoin(ALERTS, ALERTS.c.id == DELIVERIES.c.alert)


def _read(connection: Connection, query: Any) -> list[Delivery]:
    return [_delivery(row) for row in connection.execute(query)]


def _delivery(row: Row[Any]) -> Delivery:
    values = dict(row._mapping)
    values["state"] = DeliveryState(values["state"])
    values["msg_type"] = MsgType(values["msg_type"])
    values |= {name: bool(values[name]) for name in ("reached_before", "overtaken")}
    values["priority"] = values["priority"] or ""
    return Delivery(**values)


def _is(one: Delivery) -> tuple[Any, Any]:
    return DELIVERIES.c.subscription == lookup(one.subscription), DELIVERIES.c.alert == lookup(one.alert)


def _row(one: Delivery) -> dict[str, Any]:
    return {
        "subscription": lookup(one.subscription),
        "alert": lookup(one.alert),
        "thread": lookup(one.thread),
        "version": one.version,
        "msg_type": one.msg_type.value,
        "why": one.why,
        "state": one.state.value,
        "queued": one.queued,
        "due": one.due,
        "batched": one.batched,
        "attempts": one.attempts,
        "reached": one.reached,
        "at": one.at or one.queued,
        "detail": one.detail,
    }
