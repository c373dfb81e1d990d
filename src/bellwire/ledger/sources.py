"""What intake remembers: how far each source has been read, and which items of it the broker has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Engine, delete, select

from bellwire.intake.memory import SourceState
from bellwire.ledger.engine import reachable
from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import SEEN, SOURCES

#: Items that are asked for or written at once.
_BATCH = 500

#: After so long an item that is still there is noted again, so that it is not forgotten while it is.
_NOTED_AGAIN = timedelta(days=1)


class SourceMemory:
    """Intake's Memory (bellwire.intake.memory) in the ledger; safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def state(self, source: str) -> SourceState:
        """How far this source has been read."""
        with reachable(), self._reader.begin() as connection:
            body = connection.scalar(select(SOURCES.c.body).where(SOURCES.c.source == lookup(source)))
            return msgspec.json.decode(body, type=SourceState) if body is not None else SourceState()

    def unseen(self, source: str, items: Sequence[str]) -> list[str]:
        """Those of the items that are new, each once, in their order."""
        with reachable(), self._reader.begin() as connection:
            known = _last_seen(connection, lookup(source), items)
        return [item for item in dict.fromkeys(items) if item not in known]

    def remember(self, source: str, state: SourceState, items: Iterable[str], now: datetime) -> None:
        """In one step: how far it has been read, and that these items are in it now."""
        name, there = lookup(source), list(dict.fromkeys(items))
        with reachable(), self._engine.begin() as connection:
            known = _last_seen(connection, name, there)
            old = now - _NOTED_AGAIN
            rows = [{"source": name, "item": item, "at": now} for item in there if known.get(item, old) <= old]
            put(connection, SEEN, rows, key=("source", "item"))
            row = {"source": name, "body": msgspec.json.encode(state).decode(), "at": now}
            put(connection, SOURCES, [row], key=("source",))

    def forget(self, before: datetime) -> int:
        """Drop items that no source has had since then; how many."""
        with reachable(), self._engine.begin() as connection:
            return connection.execute(delete(SEEN).where(SEEN.c.at < before)).rowcount


def _last_seen(connection: Connection, source: str, items: Sequence[str]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for some in _batches(items):
        query = select(SEEN.c.item, SEEN.c.at).where(SEEN.c.source == source, SEEN.c.item.in_(some))
        found.update((item, at) for item, at in connection.execute(query))
    return found


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
