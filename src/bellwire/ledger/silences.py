"""Silences: what is not shown for a while, by whom and why. One that has ended stays, for whoever asks."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import SILENCES


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """What `filter` (the query of an address of the list: bellwire.delivery.filters) matches is hidden until `ends`."""

    id: str
    filter: str
    by: str
    reason: str
    begins: datetime
    ends: datetime


def keep(connection: Connection, silence: Silence) -> None:
    """Write a silence as it now stands."""
    body = msgspec.json.encode(silence).decode()
    put(connection, SILENCES, [{"id": lookup(silence.id), "ends": silence.ends, "body": body}], key=("id",))


def one(connection: Connection, name: str) -> Silence | None:
    """A silence by its id."""
    body = connection.scalar(select(SILENCES.c.body).where(SILENCES.c.id == lookup(name)).with_for_update())
    return None if body is None else msgspec.json.decode(body, type=Silence)


def newest(connection: Connection, ends_after: datetime | None, limit: int) -> list[Silence]:
    """Silences that end later than this (None: all), the last to end first."""
    query = select(SILENCES.c.body).order_by(SILENCES.c.ends.desc(), SILENCES.c.id).limit(limit)
    query = query if ends_after is None else query.where(SILENCES.c.ends > ends_after)
    return [msgspec.json.decode(body, type=Silence) for body in connection.scalars(query)]
