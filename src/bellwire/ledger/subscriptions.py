"""Subscriptions made at the desk: the same fields as a table of subscriptions.toml, kept as they were given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select

from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import SUBSCRIPTIONS


@dataclass(frozen=True, slots=True)
class StoredSubscription:
    """The fields, who gave them, and when."""

    fields: Mapping[str, Any]
    by: str
    at: datetime


def keep(connection: Connection, name: str, stored: StoredSubscription) -> None:
    """Store one, or put it in the place of the one so called."""
    body = msgspec.json.encode((name, dict(stored.fields))).decode()
    row = {"name": lookup(name), "body": body, "author": stored.by, "at": stored.at}
    put(connection, SUBSCRIPTIONS, [row], key=("name",))


def drop(connection: Connection, name: str) -> bool:
    """Forget one; whether there was one."""
    return connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.name == lookup(name))).rowcount > 0


def every(connection: Connection) -> dict[str, StoredSubscription]:
    """All of them by name."""
    found = {}
    for row in connection.execute(select(SUBSCRIPTIONS).order_by(SUBSCRIPTIONS.c.name)):
        name, fields = msgspec.json.decode(row.body, type=tuple[str, dict[str, Any]])
        found[name] = StoredSubscription(fields, row.author, row.at)
    return found
