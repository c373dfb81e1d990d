"""The sequence of alerts: whose turn it is to send them on, up to where that is decided, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Engine, func, select, update

from bellwire.ledger.engine import reachable
from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import ALERTS, SENDERS
from bellwire.watch.alert import Alert

#: The one sender of a ledger; and, as a row of the same table, up to where nobody knows who was sent what.
SENDER = "alerts"
UNKNOWN = "unknown"


class AlertSequence:
    """As the sender follows it; safe to use from several threads."""

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

    def taken(self, after: int, to: int) -> list[int]:
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
