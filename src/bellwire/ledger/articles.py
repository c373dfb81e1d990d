"""Article versions that were registered before, with what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import ARTICLES
from bellwire.watch.thread import Decision, KnownVersion

#: Statements made once: making one costs more than running it.
_OF_URI = select(ARTICLES.c.body).where(ARTICLES.c.uri == bindparam("uri")).order_by(ARTICLES.c.seq)
_DECIDED = _OF_URI.add_columns(ARTICLES.c.decisions)
_FIRST = select(ARTICLES.c.body).order_by(ARTICLES.c.seq).limit(1)


def versions_of(connection: Connection, uri: str) -> tuple[KnownVersion, ...]:
    """All versions of an article, in the order in which they were first registered."""
    bodies = connection.scalars(_OF_URI, {"uri": lookup(uri)})
    return tuple(msgspec.json.decode(body, type=KnownVersion) for body in bodies)


def decided(connection: Connection, uri: str) -> list[tuple[KnownVersion, list[Decision]]]:
    """The same, each with what was decided on it."""
    rows = connection.execute(_DECIDED, {"uri": lookup(uri)})
    return [
        (msgspec.json.decode(body, type=KnownVersion), msgspec.json.decode(decisions, type=list[Decision]))
        for body, decisions in rows
    ]


def first_arrival(connection: Connection) -> datetime | None:
    """When the first article of all arrived; None where there is none yet, or it bore no time."""
    body = connection.scalar(_FIRST)
    first = None if body is None else msgspec.json.decode(body, type=KnownVersion)
    return None if first is None else first.received or first.version_time


def register(connection: Connection, version: KnownVersion, decisions: Sequence[Decision]) -> None:
    """Keep a version with the decisions on it; the same version again replaces what stood there."""
    row = {
        "uri": lookup(version.uri),
        "version": lookup(version.version),
        "outcome": version.outcome.value,
        "body": msgspec.json.encode(version).decode(),
        "decisions": msgspec.json.encode(list(decisions)).decode(),
    }
    put(connection, ARTICLES, [row], key=("uri", "version"))


def outcomes(connection: Connection) -> dict[str, int]:
    """How many article versions had each outcome."""
    rows = connection.execute(select(ARTICLES.c.outcome, func.count()).group_by(ARTICLES.c.outcome))
    return {outcome: count for outcome, count in rows}
