"""The delivery ledger: which alert version is to be sent to which subscription, and who was sent what when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, case, exists, func, or_, select, update

from bellwire.ledger import targets
from bellwire.ledger.engine import reachable
from bellwire.ledger.rows import lookup
from bellwire.ledger.sequence import SENDER
from bellwire.ledger.tables import ALERTS, DELIVERIES, SENDERS, WAITING
from bellwire.ledger.targets import Target
from bellwire.watch.alert import LOUDNESS, MsgType


class DeliveryState(StrEnum):
    """How a delivery stands; all but WAITING are for good. Listed in docs/routes.md."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNNEEDED = "unneeded"
    PRESUMED = "presumed"
    MOVED = "moved"


#: States of what is not on its way to anybody and never came there.
_NOTHING = (DeliveryState.WITHDRAWN, DeliveryState.UNNEEDED)

#: The id of a target, and whether its subscription points there now; None: wherever.
Here = tuple[str, bool] | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert version for one subscription. `batched`: it waits with others for the time `due`. `reached`: it may
    have arrived; `reached_before`: so may an earlier version of its thread; `overtaken`: a later one is not given up.
    `detail`: what the last attempt said. `priority`: the alert's; empty where that has been pruned. `target`: where it
    went or may have; "" before the first attempt. A Cancel with one goes there, wherever the subscription points."""

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
    target: str = ""


class DeliveryLedger:
    """As the sender keeps it; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

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
            _add(connection, deliveries)
            later = (SENDERS.c.position < position, position)
            connection.execute(
                update(SENDERS).where(SENDERS.c.name == SENDER).values(position=case(later, else_=SENDERS.c.position))
            )

    def begin(self, deliveries: Sequence[Delivery], target: Target, now: datetime) -> list[Delivery]:
        """Note before an attempt where these go, and that they may have arrived; how they stand. One that may have come
        to another target stays as MOVED, and another goes on in its place."""
        with reachable(), self._engine.begin() as connection:
            targets.keep(connection, target, now)
            begun = [_at(connection, one, target.id) for one in deliveries]
            change = update(DELIVERIES).where(DELIVERIES.c.seq.in_([one.seq for one in begun]))
            connection.execute(change.values(reached=True))
            return begun

    def told_at(self, thread: str) -> set[tuple[str, str]]:
        """Every subscription and target at which a version of this thread may have arrived."""
        with reachable(), self._reader.begin() as connection:
            return _told_at(connection, DELIVERIES.c.thread == lookup(thread))

    def also(self, cancel: Delivery) -> int:
        """Have a Cancel sent wherever else its subscription's versions of the thread may have arrived; to how many."""
        with reachable(), self._engine.begin() as connection:
            mine = (DELIVERIES.c.subscription == lookup(cancel.subscription), DELIVERIES.c.version < cancel.version)
            places = _told_at(connection, DELIVERIES.c.thread == lookup(cancel.thread), *mine)
            fresh = replace(cancel, state=DeliveryState.WAITING, attempts=0, reached=False, due=cancel.queued)
            others = [replace(fresh, target=target) for _, target in places if target != cancel.target]
            _add(connection, sorted(others, key=lambda one: one.target))
            return len(others)

    def cancels(self) -> list[Delivery]:
        """Every Cancel that waits."""
        with reachable(), self._reader.begin() as connection:
            query = _with_others().where(WAITING, DELIVERIES.c.msg_type == MsgType.CANCEL.value)
            return _read(connection, query.order_by(DELIVERIES.c.seq))

    def waiting(self, subscription: str, now: datetime, limit: int = 1000, *, target: Here = None) -> list[Delivery]:
        """All that waits for one subscription of so many threads of which something is due, in sequence. Of more the
        threads with a Cancel come first, then the loudest. `target`: where it points now, and whether it does."""
        with reachable(), self._reader.begin() as connection:
            waits = (DELIVERIES.c.subscription == lookup(subscription), WAITING, *_here(target))
            loudness = case(LOUDNESS, value=ALERTS.c.priority, else_=len(LOUDNESS))
            cancel = case((DELIVERIES.c.msg_type == MsgType.CANCEL.value, -1), else_=loudness)
            due = select(DELIVERIES.c.thread).outerjoin(ALERTS, ALERTS.c.id == DELIVERIES.c.alert)
            due = due.where(*waits, DELIVERIES.c.due <= now).group_by(DELIVERIES.c.thread)
            due = due.order_by(func.min(cancel), func.min(DELIVERIES.c.seq)).limit(limit)
            query = _with_others(target).where(*waits, DELIVERIES.c.thread.in_(due.subquery().select()))
            return _read(connection, query.order_by(DELIVERIES.c.seq))

    def tried(self, subscription: str, limit: int) -> list[Delivery]:
        """What waits for one subscription to be tried again, the last tried first."""
        with reachable(), self._reader.begin() as connection:
            query = _with_others().where(
                DELIVERIES.c.subscription == lookup(subscription), WAITING, DELIVERIES.c.attempts > 0
            )
            return _read(connection, query.order_by(DELIVERIES.c.at.desc()).limit(limit))

    def next_due(self, subscription: str, after: datetime, *, target: Here = None) -> datetime | None:
        """When something that waits for one subscription is due next, later than that. `target`: as of `waiting`."""
        with reachable(), self._reader.begin() as connection:
            query = select(func.min(DELIVERIES.c.due)).where(
                DELIVERIES.c.subscription == lookup(subscription), WAITING, DELIVERIES.c.due > after, *_here(target)
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


def _here(target: Here) -> tuple[Any, ...]:
    """What goes to a target: where the subscription points all but the Cancels of elsewhere, else its Cancels alone."""
    if target is None:
        return ()
    id_, current = target
    cancel = DELIVERIES.c.msg_type == MsgType.CANCEL.value
    if not current:
        return (cancel, DELIVERIES.c.target == id_)
    return (or_(~cancel, DELIVERIES.c.target.in_(("", id_))),)


def _with_others(target: Here = None) -> Any:
    """Deliveries, with how other versions of their threads stand (whether one was sent: at this target), and their
    alerts' priority."""
    other = DELIVERIES.alias("other")
    same = and_(other.c.thread == DELIVERIES.c.thread, other.c.subscription == DELIVERIES.c.subscription)
    there = () if target is None else (other.c.target.in_(("", target[0])),)
    reached = exists().where(same, other.c.version < DELIVERIES.c.version, other.c.reached, *there)
    overtaken = exists().where(same, other.c.version > DELIVERIES.c.version, other.c.state != DeliveryState.DEAD)
    columns = (DELIVERIES, reached.label("reached_before"), overtaken.label("overtaken"), ALERTS.c.priority)
    return select(*columns).outerjoin(ALERTS, ALERTS.c.id == DELIVERIES.c.alert)


def _told_at(connection: Connection, *which: Any) -> set[tuple[str, str]]:
    query = select(DELIVERIES.c.subscription, DELIVERIES.c.target).distinct()
    rows = connection.execute(query.where(*which, DELIVERIES.c.reached, DELIVERIES.c.target != ""))
    return {(subscription, target) for subscription, target in rows}


def _add(connection: Connection, deliveries: Iterable[Delivery]) -> None:
    """Write those that are not there: for a target of their own, or wherever they went."""
    for one in deliveries:
        there = _at_target(one, one.target) if one.target else _at_target(one, "")[:2]
        if connection.scalar(select(DELIVERIES.c.seq).where(*there).limit(1)) is None:
            connection.execute(DELIVERIES.insert(), _row(one))


def _at(connection: Connection, one: Delivery, target: str) -> Delivery:
    """The same delivery at this target."""
    if one.target == target:
        return one
    there = connection.scalar(select(DELIVERIES.c.seq).where(*_at_target(one, target)))
    if not one.target or not one.reached:
        if there is None:
            connection.execute(update(DELIVERIES).where(DELIVERIES.c.seq == one.seq).values(target=target))
        return replace(one, target=target)
    connection.execute(update(DELIVERIES).where(DELIVERIES.c.seq == one.seq).values(state=DeliveryState.MOVED.value))
    fresh = replace(one, target=target, attempts=0, reached=False, detail="")
    if there is None:
        there = connection.execute(DELIVERIES.insert().values(_row(fresh)).returning(DELIVERIES.c.seq)).scalar_one()
    else:
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.seq == there).values(state=one.state.value))
    return replace(fresh, seq=there)


def _read(connection: Connection, query: Any) -> list[Delivery]:
    return [_delivery(row) for row in connection.execute(query)]


def _delivery(row: Row[Any]) -> Delivery:
    values = dict(row._mapping)
    values["state"] = DeliveryState(values["state"])
    values["msg_type"] = MsgType(values["msg_type"])
    values |= {name: bool(values[name]) for name in ("reached_before", "overtaken")}
    values["priority"] = values["priority"] or ""
    return Delivery(**values)


def _at_target(one: Delivery, target: str) -> tuple[Any, ...]:
    mine = (DELIVERIES.c.subscription == lookup(one.subscription), DELIVERIES.c.alert == lookup(one.alert))
    return (*mine, DELIVERIES.c.target == target)


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
        "target": one.target,
    }
