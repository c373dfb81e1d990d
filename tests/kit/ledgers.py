"""What stands in a ledger, to compare two."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bellwire.ledger import Ledger
from bellwire.ledger.tables import ALERTS, ARTICLES, EVENTS, FEED_HOURS, TEMPOS, TEXTS, THREAD_KEYS, THREADS, TOUCHED
from bellwire.watch.alert import Alert

#: All that is remembered; the outbox is only on its way out, and theatres are locks.
_REMEMBERED = (ARTICLES, THREADS, THREAD_KEYS, TOUCHED, TEMPOS, EVENTS, ALERTS, FEED_HOURS, TEXTS)


def rows(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that remembers, but for its place in a sequence, in order."""
    with ledger._engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(*(c for c in table.c if c.name != "seq")))), key=repr
            )
            for table in _REMEMBERED
        }


def latest_alerts(ledger: Ledger, limit: int = 200) -> list[Alert]:
    """The newest alert version of each thread, last decided first."""
    return [alert for _, alert in ledger.alerts_before(None, limit)]
