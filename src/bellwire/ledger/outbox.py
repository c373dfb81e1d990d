"""The outbox: messages written in the same transaction as what they tell of, published after it.

A crash between the two repeats the publication with the same bytes. Rows of one key are numbered in the order in which
their transactions committed, since a key's writers hold its theatre's lock until they commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, false, func, insert, select, true, update

from bellwire.ledger.rows import lookup
from bellwire.ledger.tables import OUTBOX

#: Published messages that are kept, for whoever looks into what happened; and every how many the rest is deleted.
KEEP = 100_000
SWEEP = 5_000

#: The topic of which only the last message of a key is kept.
VIEWS = "threads"

#: Parameters of one statement; databases have limits.
_AT_ONCE = 1000

_Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """What is to be published: the topic's short name ("alerts"), Kafka's key, headers, and the value's exact bytes."""

    topic: str
    key: str
    headers: _Headers
    value: bytes


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message that waits, with its place in the sequence."""

    seq: int
    message: OutboxMessage


def put(connection: Connection, messages: Sequence[OutboxMessage]) -> None:
    """Queue messages in the order given."""
    rows = [
        {
            "lookup_key": lookup(message.key),
            "topic": message.topic,
            "envelope": msgspec.json.encode((message.key, message.headers)).decode(),
            "value": message.value,
        }
        for message in messages
    ]
    for row in rows:  # One statement each: a batch may be numbered in any order.
        connection.execute(insert(OUTBOX), row)


def unpublished(connection: Connection, keys: Iterable[str] | None, limit: int) -> list[OutboxRow]:
    """The first `limit` messages that wait, of all keys or of the given ones, in sequence."""
    query = select(OUTBOX).where(OUTBOX.c.published == false()).order_by(OUTBOX.c.seq).limit(limit)
    if keys is not None:
        query = query.where(OUTBOX.c.lookup_key.in_(sorted({lookup(key) for key in keys})))
    return [OutboxRow(row.seq, _message(row.topic, row.envelope, row.value)) for row in connection.execute(query)]


def mark(connection: Connection, numbers: Sequence[int]) -> list[OutboxRow]:
    """Note messages as confirmed by the broker. Returns views to publish again: the newest of each thread of which some
    other process published one of these too, or one behind them. Ours may have come last, and of a compacted topic the
    last is what stays."""
    again: list[OutboxRow] = []
    for start in range(0, len(numbers), _AT_ONCE):
        some = OUTBOX.c.seq.in_(numbers[start : start + _AT_ONCE])
        views = select(OUTBOX.c.seq, OUTBOX.c.lookup_key, OUTBOX.c.published).where(some, OUTBOX.c.topic == VIEWS)
        ours = connection.execute(views.order_by(OUTBOX.c.seq).with_for_update()).all()
        connection.execute(update(OUTBOX).where(some).values(published=True))
        if ours:
            last = {row.lookup_key: row.seq for row in ours}
            again += _overtaken(connection, last, {row.lookup_key for row in ours if row.published})
    return again


def _overtaken(connection: Connection, last: dict[str, int], late: set[str]) -> list[OutboxRow]:
    """The newest view of each thread in `late`, or of which one behind our `last` is published."""
    query = select(OUTBOX).where(OUTBOX.c.seq >= min(last.values()), OUTBOX.c.topic == VIEWS)
    newest: dict[str, OutboxRow] = {}
    for row in connection.execute(query.where(OUTBOX.c.lookup_key.in_(sorted(last))).order_by(OUTBOX.c.seq)):
        if row.published and row.seq > last[row.lookup_key]:
            late = late | {row.lookup_key}
        newest[row.lookup_key] = OutboxRow(row.seq, _message(row.topic, row.envelope, row.value))
    return [newest[key] for key in sorted(late)]


def forget(connection: Connection, keep: int) -> None:
    """Delete published messages but for the last `keep` of the sequence; what they tell of stays in its own tables."""
    last = connection.execute(select(func.max(OUTBOX.c.seq))).scalar() or 0
    connection.execute(delete(OUTBOX).where(OUTBOX.c.published == true(), OUTBOX.c.seq <= last - keep))


def waiting(connection: Connection) -> int:
    """How many messages wait."""
    return connection.execute(select(func.count()).where(OUTBOX.c.published == false())).scalar_one()


def _message(topic: str, envelope: str, value: bytes) -> OutboxMessage:
    key, headers = msgspec.json.decode(envelope, type=tuple[str, _Headers])
    return OutboxMessage(topic=topic, key=key, headers=headers, value=bytes(value))
