"""Named views: filters of the list that somebody wants to find again."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from bellwire.ledger.rows import put
from bellwire.ledger.tables import VIEWS


def keep(connection: Connection, name: str, query: str) -> None:
    """Name a view; an older one of this name is replaced."""
    put(connection, VIEWS, [{"name": name, "query": query}], key=("name",))


def drop(connection: Connection, name: str) -> bool:
    """Forget a view; whether there was one."""
    return connection.execute(delete(VIEWS).where(VIEWS.c.name == name)).rowcount > 0


def every(connection: Connection) -> dict[str, str]:
    """All views by name: name → query."""
    return {name: query for name, query in connection.execute(select(VIEWS).order_by(VIEWS.c.name))}
