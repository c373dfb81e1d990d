"""How rows are kept alike on SQLite and PostgreSQL: times, texts that are looked up, and rows that replace others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

#: PostgreSQL's index entries end at a third of a page; a uri from the wire may be longer.
_LOOKUP_CHARS = 400


class UtcTime(TypeDecorator[datetime]):
    """An aware time: `timestamptz` on PostgreSQL, ISO text in UTC (which sorts) on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive time: nobody knows when that is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be kept: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def lookup(text: str) -> str:
    """`text` as an index can hold it: no NUL, which PostgreSQL refuses, and cut to a hash when long. One to one."""
    safe = text.replace("\\", "\\\\").replace("\0", "\\0")
    if len(safe) <= _LOOKUP_CHARS:
        return safe
    return f"{safe[:_LOOKUP_CHARS]}…sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, key: tuple[str, ...]) -> None:
    """Write rows; where one with the same `key` stands, it is replaced, or left alone if `key` is all it has."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table, tuple(rows[0]), key), list(rows))


@lru_cache(maxsize=64)
def _upsert(dialect: str, table: Table, columns: tuple[str, ...], key: tuple[str, ...]) -> Executable:
    """The statement, made once: making it costs more than running it."""
    flavour = postgresql if dialect == "postgresql" else sqlite
    insert = flavour.insert(table)
    rest = {name: insert.excluded[name] for name in columns if name not in key}
    statement: Executable = insert.on_conflict_do_nothing(index_elements=list(key))
    if rest:
        statement = insert.on_conflict_do_update(index_elements=list(key), set_=rest)
    return statement
