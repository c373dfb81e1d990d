"""Threads: found by key or by an article's uri, kept as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, delete, func, or_, select, tuple_

from bellwire.ledger.tables import THREAD_KEYS, THREADS, TOUCHED, lookup, put
from bellwire.watch.thread import Thread, ThreadKey


def find(connection: Connection, uri: str, keys: Iterable[ThreadKey]) -> tuple[Thread, ...]:
    """Threads that any of `keys` leads to or that `uri` ever told of, eldest first, held against other writers."""
    wanted: ColumnElement[bool] = THREADS.c.id.in_(select(TOUCHED.c.thread).where(TOUCHED.c.uri == lookup(uri)))
    pairs = sorted({(lookup(key.country), lookup(key.kind_group)) for key in keys})
    if pairs:
        keyed = select(THREAD_KEYS.c.thread).where(tuple_(THREAD_KEYS.c.country, THREAD_KEYS.c.kind_group).in_(pairs))
        wanted = or_(wanted, THREADS.c.id.in_(keyed))
    return _threads(connection, select(THREADS.c.body).where(wanted).with_for_update())


def due(connection: Connection, now: datetime, most: int | None = None) -> list[Thread]:
    """Threads whose `due` has come, the longest due first and at most `most`; those that another writer holds are that
    one's business."""
    query = select(THREADS.c.body).where(THREADS.c.due <= now).order_by(THREADS.c.due)
    return list(_threads(connection, query.limit(most).with_for_update(skip_locked=True)))


def next_due(connection: Connection, after: datetime | None) -> datetime | None:
    """When the clock next matters to any thread; with `after`, what is later than that."""
    query = select(func.min(THREADS.c.due))
    found: datetime | None = connection.scalar(query if after is None else query.where(THREADS.c.due > after))
    return found


def one(connection: Connection, thread: str) -> Thread | None:
    """A thread by its id."""
    body = connection.execute(select(THREADS.c.body).where(THREADS.c.id == lookup(thread))).scalar()
    return None if body is None else msgspec.json.decode(body, type=Thread)


def countries_told_by(connection: Connection, uri: str) -> set[str]:
    """The countries under whose keys the threads stand that an article ever told of."""
    touched = select(TOUCHED.c.thread).where(TOUCHED.c.uri == lookup(uri))
    return set(connection.scalars(select(THREAD_KEYS.c.country).where(THREAD_KEYS.c.thread.in_(touched)).distinct()))


def keep(connection: Connection, threads: Sequence[Thread]) -> None:
    """Write threads as they now stand: body, keys, and the uris that told of them (kept as long as the thread)."""
    if not threads:
        return
    put(connection, THREADS, [_row(thread) for thread in threads], key=("id",))
    connection.execute(delete(THREAD_KEYS).where(THREAD_KEYS.c.thread.in_([lookup(thread.id) for thread in threads])))
    keys = {(lookup(key.country), lookup(key.kind_group), lookup(t.id)) for t in threads for key in t.keys}
    put(
        connection,
        THREAD_KEYS,
        [{"country": country, "kind_group": group, "thread": thread} for country, group, thread in sorted(keys)],
        key=("country", "kind_group", "thread"),
    )
    told = sorted({(lookup(uri), lookup(thread.id)) for thread in threads for uri in thread.uris})
    put(connection, TOUCHED, [{"uri": uri, "thread": thread} for uri, thread in told], key=("uri", "thread"))


def _threads(connection: Connection, query: Select[Any]) -> tuple[Thread, ...]:
    ordered = query.order_by(THREADS.c.first_seen, THREADS.c.id)
    return tuple(msgspec.json.decode(body, type=Thread) for body in connection.scalars(ordered))


def _row(thread: Thread) -> dict[str, object]:
    return {
        "id": lookup(thread.id),
        "theatre": lookup(thread.theatre),
        "state": thread.state.value,
        "first_seen": thread.first_seen,
        "last_news": thread.last_news,
        "due": thread.due,
        "body": msgspec.json.encode(thread).decode(),
    }
