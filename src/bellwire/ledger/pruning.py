"""What the ledger forgets: threads that have ended and had no news for long, with all that hangs on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bellwire.ledger import targets, texts
from bellwire.ledger.tables import ALERTS, DELIVERIES, EVENTS, THREAD_KEYS, THREADS, TOUCHED
from bellwire.watch.thread import ThreadState

_ENDED = (ThreadState.CLOSED.value, ThreadState.CANCELED.value)


def prune(connection: Connection, before: datetime, most: int) -> int:
    """Drop at most `most` ended threads whose last news is older than `before`, those of the oldest news first; how
    many went. Threads that another writer holds stay. Article versions stay: what was told is never told again."""
    ended = select(THREADS.c.id).where(
        THREADS.c.due.is_(None), THREADS.c.state.in_(_ENDED), THREADS.c.last_news < before
    )
    found = ended.order_by(THREADS.c.last_news).limit(most).with_for_update(skip_locked=True)
    names = list(connection.scalars(found))
    if names:
        uris = list(connection.scalars(select(TOUCHED.c.uri).where(TOUCHED.c.thread.in_(names)).distinct()))
        hanging = (table.c.thread for table in (THREAD_KEYS, TOUCHED, EVENTS, ALERTS, DELIVERIES))
        for thread in (*hanging, THREADS.c.id):
            connection.execute(delete(thread.table).where(thread.in_(names)))
        texts.forget(connection, uris)
        targets.forget(connection, before)
    return len(names)
