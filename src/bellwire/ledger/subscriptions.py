"""Stored subscriptions: the same fields as a table of subscriptions.toml, kept as they were given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Engine, delete, select

from bellwire.ledger.engine import reachable
from bellwire.ledger.tables import SUBSCRIPTIONS, lookup, put


class StoredSubscriptions:
    """By name; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def all(self) -> dict[str, dict[str, Any]]:
        """The fields of each, by name, as they were put."""
        with reachable(), self._reader.begin() as connection:
            rows = connection.execute(select(SUBSCRIPTIONS.c.body).order_by(SUBSCRIPTIONS.c.name))
            return dict(msgspec.json.decode(body, type=tuple[str, dict[str, Any]]) for (body,) in rows)

    def put(self, name: str, fields: Mapping[str, Any], author: str, now: datetime) -> None:
        """Store one, or put it in the place of the one so called."""
        body = msgspec.json.encode((name, dict(fields))).decode()
        with reachable(), self._engine.begin() as connection:
            row = {"name": lookup(name), "body": body, "author": author, "at": now}
            put(connection, SUBSCRIPTIONS, [row], key=("name",))

    def drop(self, name: str) -> bool:
        """Forget one; whether there was one."""
        with reachable(), self._engine.begin() as connection:
            return connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.name == lookup(name))).rowcount > 0
