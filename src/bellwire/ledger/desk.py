"""What people do at the desk, remembered: every deed is written with what it changes, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Engine

from bellwire.ledger import deeds, silences, subscriptions, views
from bellwire.ledger.deeds import Deed, DeedKind
from bellwire.ledger.engine import reachable
from bellwire.ledger.silences import Silence
from bellwire.ledger.subscriptions import StoredSubscription

#: Silences that are remembered on a page.
_MOST = 200


class DeskBook:
    """The desk's book; safe to use from several threads. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def write(self, deed: Deed) -> int:
        """Write a deed that changes nothing else (acknowledge, mark wrong); its place in the trail."""
        with reachable(), self._engine.begin() as connection:
            return deeds.write(connection, deed)

    def silence(self, filter_: str, *, by: str, reason: str, begins: datetime, ends: datetime) -> Silence:
        """Hide what a filter matches until it ends."""
        made = Silence(id=uuid.uuid4().hex[:12], filter=filter_, by=by, reason=reason, begins=begins, ends=ends)
        more = {"silence": made.id, "filter": filter_, "ends": ends.isoformat()}
        with reachable(), self._engine.begin() as connection:
            silences.keep(connection, made)
            deeds.write(connection, Deed(what=DeedKind.SILENCE, by=by, at=begins, note=reason, more=more))
        return made

    def end_silence(self, name: str, *, by: str, at: datetime) -> Silence | None:
        """End a silence now; None where there is none, or it has ended."""
        with reachable(), self._engine.begin() as connection:
            found = silences.one(connection, name)
            if found is None or found.ends <= at:
                return None
            ended = msgspec.structs.replace(found, ends=at)
            silences.keep(connection, ended)
            more = {"silence": name, "filter": found.filter}
            deeds.write(connection, Deed(what=DeedKind.END_SILENCE, by=by, at=at, more=more))
        return ended

    def save_view(self, name: str, query: str, *, by: str, at: datetime) -> None:
        """Name a filter of the list; an older one of this name is replaced."""
        with reachable(), self._engine.begin() as connection:
            views.keep(connection, name, query)
            more = {"view": name, "query": query}
            deeds.write(connection, Deed(what=DeedKind.SAVE_VIEW, by=by, at=at, more=more))

    def drop_view(self, name: str, *, by: str, at: datetime) -> bool:
        """Forget a named view; whether there was one."""
        with reachable(), self._engine.begin() as connection:
            dropped = views.drop(connection, name)
            if dropped:
                deeds.write(connection, Deed(what=DeedKind.DROP_VIEW, by=by, at=at, more={"view": name}))
        return dropped

    def save_subscription(self, name: str, stored: StoredSubscription) -> None:
        """Have a subscription served; an older one of this name is replaced."""
        more = {"subscription": name} | {key: _words(value) for key, value in stored.fields.items() if key != "url"}
        with reachable(), self._engine.begin() as connection:
            subscriptions.keep(connection, name, stored)
            deeds.write(connection, Deed(what=DeedKind.SAVE_SUBSCRIPTION, by=stored.by, at=stored.at, more=more))

    def drop_subscription(self, name: str, *, by: str, at: datetime) -> bool:
        """Serve a subscription no more; whether there was one."""
        with reachable(), self._engine.begin() as connection:
            dropped = subscriptions.drop(connection, name)
            if dropped:
                more = {"subscription": name}
                deeds.write(connection, Deed(what=DeedKind.DROP_SUBSCRIPTION, by=by, at=at, more=more))
        return dropped

    def subscriptions(self) -> dict[str, StoredSubscription]:
        """Subscriptions that were made at the desk, by name."""
        with reachable(), self._reader.begin() as connection:
            return subscriptions.every(connection)

    def last(self) -> int:
        """The place of the latest deed in the trail."""
        with reachable(), self._reader.begin() as connection:
            return deeds.last(connection)

    def after(self, seq: int, limit: int = 200) -> list[Deed]:
        """Deeds behind this place in the trail, eldest first."""
        with reachable(), self._reader.begin() as connection:
            return deeds.after(connection, seq, limit)

    def before(self, seq: int | None, limit: int = 100) -> list[Deed]:
        """Deeds before this place (None: the end), latest first."""
        with reachable(), self._reader.begin() as connection:
            return deeds.before(connection, seq, limit)

    def of_thread(self, thread: str) -> list[Deed]:
        """What was done to a thread, latest first."""
        with reachable(), self._reader.begin() as connection:
            return deeds.of_thread(connection, thread)

    def marks(self) -> list[Deed]:
        """Every reading error that was marked, eldest first."""
        with reachable(), self._reader.begin() as connection:
            return deeds.of_kind(connection, DeedKind.MARK_WRONG)

    def acknowledged(self, threads: Sequence[str]) -> dict[str, Deed]:
        """Of each of these threads that somebody acknowledged, when that was done last."""
        with reachable(), self._reader.begin() as connection:
            return deeds.acknowledged(connection, threads)

    def silences(self, ends_after: datetime | None = None) -> list[Silence]:
        """Silences that end later than this (None: all), the last to end first."""
        with reachable(), self._reader.begin() as connection:
            return silences.newest(connection, ends_after, _MOST)

    def views(self) -> dict[str, str]:
        """Named views: name → query."""
        with reachable(), self._reader.begin() as connection:
            return views.every(connection)


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
