"""Threads: found by key or by an article's uri, kept as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    select,
    text,
)

from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import THREAD_KEYS, THREADS, TOUCHED
from bellwire.watch.corrections import NAMED
from bellwire.watch.keys import likeliest, searches
from bellwire.watch.thread import Thread, ThreadKey

#: More than any key has.
_ALL = 2**31 - 1
#: Characters of a thread above which it is read anew each time: kept, one of a long story takes a tenth of a megabyte.
_LONG = 16_384

#: Statements made once: making one costs more than running it.
_TOLD_BY = select(TOUCHED.c.thread).where(TOUCHED.c.uri == bindparam("uri"))
_COUNTRIES_TOLD_BY = select(THREAD_KEYS.c.country).where(THREAD_KEYS.c.thread.in_(_TOLD_BY)).distinct()
_KEY = tuple(column.name for column in THREAD_KEYS.primary_key)
_COLUMNS = tuple(column.name for column in THREAD_KEYS.columns)
#: What stands for the box of a key that has none.
_NO_BOX = (None,) * 4

#: Of each key that is asked for the newest threads, of one with a box those that play in it or nobody knows where. Keys
#: and answer go as JSON: a statement of every number of keys would be as many statements, each large, and to give it
#: hundreds of values one by one takes longer than to run it.
_UNDER = {
    "sqlite": text("""
        WITH asked AS MATERIALIZED (
            SELECT value ->> 0 AS country, value ->> 1 AS kind_group, value ->> 2 AS weight,
                value ->> 3 AS south, value ->> 4 AS west, value ->> 5 AS north, value ->> 6 AS east
            FROM json_each(:asked)
        ), found AS (
            SELECT (
                SELECT json_group_array(json_array(thread, last_news, asked.weight)) FROM (
                    SELECT thread, last_news FROM thread_keys AS kept
                    WHERE kept.country = asked.country AND kept.kind_group = asked.kind_group
                        AND (asked.south IS NULL OR kept.south IS NULL
                            OR (kept.south <= asked.north AND kept.north >= asked.south
                                AND kept.west <= asked.east AND kept.east >= asked.west))
                    ORDER BY last_news DESC, thread DESC LIMIT :newest
                )
            ) AS threads FROM asked
        )
        SELECT json_group_array(json(told.value)) FROM found, json_each(found.threads) AS told
    """),
    "postgresql": text("""
        SELECT coalesce(json_agg(json_build_array(found.thread, found.news, found.weight))::text, '[]') FROM (
            SELECT newest.thread, newest.last_news AT TIME ZONE 'UTC' AS news, (asked.value ->> 2)::integer AS weight
            FROM json_array_elements(CAST(:asked AS json)) AS asked, LATERAL (
                SELECT thread, last_news FROM thread_keys AS kept
                WHERE kept.country = asked.value ->> 0 AND kept.kind_group = asked.value ->> 1
                    AND (asked.value ->> 3 IS NULL OR kept.south IS NULL
                        OR (kept.south <= (asked.value ->> 5)::float8 AND kept.north >= (asked.value ->> 3)::float8
                            AND kept.west <= (asked.value ->> 6)::float8 AND kept.east >= (asked.value ->> 4)::float8))
                ORDER BY last_news DESC, thread DESC LIMIT :newest
            ) AS newest
        ) AS found
    """),
}
_DROPPED = tuple(f"old_{name}" for name in _KEY)
_DROP_KEY = delete(THREAD_KEYS).where(*(THREAD_KEYS.c[name] == bindparam(f"old_{name}") for name in _KEY))


def find(connection: Connection, uri: str, keys: Iterable[ThreadKey], most: int | None) -> tuple[Thread, ...]:
    """Threads that `uri` ever told of, and those that `keys` lead to: all that names do, of each country the `most`
    likely ones (None: all); eldest first, held against other writers."""
    names = set(connection.scalars(_TOLD_BY, {"uri": lookup(uri)}))
    for some in searches(keys):
        wanted = None if some[0].country == NAMED else most
        names |= set(likeliest(_news_under(connection, some, _ALL if wanted is None else wanted), wanted))
    bodies = connection.scalars(_bodies(len(names)), _named(sorted(names))) if names else ()
    found = [_thread(body) for body in bodies]
    return tuple(sorted(found, key=lambda thread: (thread.first_seen, thread.id)))


def due(connection: Connection, now: datetime, most: int | None = None) -> list[Thread]:
    """Threads whose `due` has come, the longest due first and at most `most`; those that another writer holds are that
    one's business."""
    query = select(THREADS.c.body).where(THREADS.c.due <= now).order_by(THREADS.c.due)
    query = query.order_by(THREADS.c.first_seen, THREADS.c.id).limit(most).with_for_update(skip_locked=True)
    return [_thread(body) for body in connection.scalars(query)]


def next_due(connection: Connection, after: datetime | None) -> datetime | None:
    """When the clock next matters to any thread; with `after`, what is later than that."""
    query = select(func.min(THREADS.c.due))
    found: datetime | None = connection.scalar(query if after is None else query.where(THREADS.c.due > after))
    return found


def some(connection: Connection, names: Iterable[str]) -> dict[str, Thread]:
    """Those of these threads that are there, by id."""
    query = select(THREADS.c.body).where(THREADS.c.id.in_([lookup(name) for name in names]))
    return {thread.id: thread for thread in map(_thread, connection.scalars(query))}


def told_by(connection: Connection, uri: str) -> list[Thread]:
    """The threads that an article ever told of."""
    query = select(THREADS.c.body).where(THREADS.c.id.in_(_TOLD_BY)).order_by(THREADS.c.first_seen, THREADS.c.id)
    return [_thread(body) for body in connection.scalars(query, {"uri": lookup(uri)})]


def countries_told_by(connection: Connection, uri: str) -> set[str]:
    """The countries under whose keys the threads stand that an article ever told of."""
    return set(connection.scalars(_COUNTRIES_TOLD_BY, {"uri": lookup(uri)}))


def keep(connection: Connection, threads: Sequence[Thread]) -> None:
    """Write threads as they now stand: body, keys, and the uris that told of them (kept as long as the thread)."""
    if not threads:
        return
    put(connection, THREADS, [_row(thread) for thread in threads], key=("id",))
    _keep_keys(connection, threads)
    told = sorted({(lookup(uri), lookup(thread.id)) for thread in threads for uri in thread.uris})
    put(connection, TOUCHED, [{"uri": uri, "thread": thread} for uri, thread in told], key=("uri", "thread"))


def _keep_keys(connection: Connection, threads: Sequence[Thread]) -> None:
    """Write what is new of their keys and delete what no longer holds: of a large index each row written is a page."""
    names = [lookup(thread.id) for thread in threads]
    held = {tuple(row) for row in connection.execute(_keys(len(names)), _named(names))}
    keys = {_key_row(thread, key) for thread in threads for key in thread.keys}
    if gone := held - keys:
        connection.execute(_DROP_KEY, [dict(zip(_DROPPED, key, strict=False)) for key in sorted(gone, key=_by_key)])
    new = [dict(zip(_COLUMNS, key, strict=True)) for key in sorted(keys - held, key=_by_key)]
    put(connection, THREAD_KEYS, new, key=_KEY)


def _key_row(thread: Thread, key: ThreadKey) -> tuple[Any, ...]:
    return lookup(key.country), lookup(key.kind_group), thread.last_news, lookup(thread.id), *(key.box or _NO_BOX)


def _by_key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """In the order of their key: two that write the same never wait for each other."""
    return row[: len(_KEY)]


@lru_cache(maxsize=64)
def _bodies(count: int) -> Select[Any]:
    """So many threads, held against other writers."""
    return select(THREADS.c.body).where(_among(THREADS.c.id, count)).order_by(THREADS.c.id).with_for_update()


@lru_cache(maxsize=64)
def _keys(count: int) -> Select[Any]:
    """All keys of so many threads."""
    return select(THREAD_KEYS).where(_among(THREAD_KEYS.c.thread, count))


def _among(column: ColumnElement[str], count: int) -> ColumnElement[bool]:
    """Whether it is one of so many names: written out, which is twice as fast as a list that SQLAlchemy expands."""
    return column.in_([bindparam(f"name{number}") for number in range(count)])


def _named(names: Sequence[str]) -> dict[str, str]:
    return {f"name{number}": name for number, name in enumerate(names)}


def _news_under(connection: Connection, keys: Sequence[ThreadKey], newest: int) -> list[tuple[str, str, int]]:
    """The newest threads of each of these keys, as `likeliest` takes them. Times come as text, which sorts."""
    asked = [(lookup(key.country), lookup(key.kind_group), key.weight, *(key.box or _NO_BOX)) for key in keys]
    values = {"asked": msgspec.json.encode(asked).decode(), "newest": newest}
    found: str = connection.scalar(_UNDER[connection.dialect.name], values)
    return msgspec.json.decode(found, type=list[tuple[str, str, int]])


def _thread(body: str) -> Thread:
    return _kept(body) if len(body) <= _LONG else _decoded(body)


def _decoded(body: str) -> Thread:
    return msgspec.json.decode(body, type=Thread)


#: Read once as long as it stays as it is: what a country's news is compared with is mostly the same threads.
_kept = lru_cache(maxsize=512)(_decoded)


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
