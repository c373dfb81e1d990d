"""The outbox: messages written in the same transaction as what they tell of, published after it.

A crash between the two repeats the publication with the same bytes. Rows of one key are numbered in the order in which
their transactions committed, since a key's writers hold its theatre's lock until they commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, false, func, insert, select, true, update

from bellwire.ledger.tables import OUTBOX, lookup

#: Published messages that are kept, for whoever looks into what happened; and every how many the rest is deleted.
KEEP = 100_000
SWEEP = 5_000

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


def mark(connection: Connection, numbers: Sequence[int]) -> None:
    """Note messages as confirmed by the broker."""
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        connection.execute(update(OUTBOX).where(OUTBOX.c.seq.in_(some)).values(published=True))


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
