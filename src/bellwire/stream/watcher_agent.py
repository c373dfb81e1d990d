"""The watcher agent: a reading changes threads and yields alerts, in one transaction of the ledger.

lock the theatres → what is known → watch → write, outbox too → commit → publish, confirmed → mark
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec
import structlog

from bellwire.errors import BadCopy, BellwireError, WorkFailed
from bellwire.ledger import OutboxMessage
from bellwire.metrics import ALERTS, DECISIONS, TEMPO_TURNS, WIRE_TO_ALERT_SECONDS
from bellwire.reading.reading import Reading
from bellwire.settings import Settings
from bellwire.stream import envelope
from bellwire.stream.message import Message
from bellwire.stream.outbox import Outbox
from bellwire.stream.patience import patiently
from bellwire.watch.thread import Changes, Known, Tempo, Thread, ThreadKey

_log = structlog.get_logger("bellwire.watcher")

#: Steps of a leaping clock that one tick takes at most; the next tick goes on.
MOST_STEPS = 1000


class Watcher(Protocol):
    """Decides (bellwire.watch): pure."""

    def keys(self, reading: Reading) -> tuple[ThreadKey, ...]: ...
    def watch(self, reading: Reading, known: Known, now: datetime) -> Changes: ...
    def tick(self, due: list[Thread | Tempo], now: datetime) -> Changes: ...


class Watching(Protocol):
    """One transaction of the ledger."""

    def known(self, uri: str, keys: Iterable[ThreadKey]) -> Known: ...
    def due(self, now: datetime) -> list[Thread | Tempo]: ...
    def apply(self, changes: Changes, messages: list[OutboxMessage]) -> None: ...


class Ledger(Protocol):
    """Remembers (bellwire.ledger)."""

    def watching(self, countries: Iterable[str], *, uri: str | None = None) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What one decision of the watcher changed, and the messages that tell of it."""

    changes: Changes
    messages: list[OutboxMessage]


class WatcherAgent:
    """Watches one reading at a time: threads are told in order, and the ledger has one writer a theatre anyway."""

    name = "watcher"

    def __init__(
        self, settings: Settings, ledger: Ledger, watcher: Watcher, outbox: Outbox, source: str, patience: float
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._watcher = watcher
        self._outbox = outbox
        self._source = source
        self._patience = patience
        self._one = asyncio.Lock()
        self._latest: datetime | None = None

    def order(self, message: Message) -> bytes | None:
        """All in the order of taking."""
        return b"all"

    async def prepare(self, message: Message) -> Reading:
        """The reading; BadCopy where the bytes are none."""
        try:
            return msgspec.json.decode(message.value, type=Reading)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BadCopy(f"no reading: {error}", reason="not-a-reading") from None

    async def deliver(self, message: Message, reading: Reading) -> None:
        """Return when all that follows from this reading is in the ledger and its alerts are confirmed."""
        now = self._now(reading, message)
        if self._settings.clock == "article":
            await self.tick()
        told = await self._write(lambda: [self._watch(reading, now)])
        await self._publish(told)
        if self._settings.clock == "wall":
            self._measure(told, reading)

    async def tick(self) -> None:
        """What the clock alone changes: a deadline that nears or passes, held copy that is free."""
        now = datetime.now(UTC) if self._settings.clock == "wall" else self._latest
        if now is not None:
            await self._publish(await self._write(lambda: self._tick(now)))

    async def _publish(self, told: list[Told]) -> None:
        keys = {message.key for one in told for message in one.messages}
        await patiently(lambda: self._outbox.publish(keys), self._patience)
        for one in told:
            for decision in one.changes.decisions:
                DECISIONS.labels(decision.reason).inc()
            for alert in one.changes.alerts:
                ALERTS.labels(alert.msg_type.value, alert.priority.value).inc()
                if alert.event.kind == "tempo":
                    TEMPO_TURNS.labels(alert.direction.value, alert.reason.removeprefix("tempo-")).inc()
                _log.info("alert", id=alert.id, msg_type=alert.msg_type.value, priority=alert.priority.value)

    async def _write(self, transaction: Callable[[], list[Told]]) -> list[Told]:
        """Run it in a thread, one at a time; again while the ledger is out of reach, and once more after a surprise."""
        async with self._one:
            try:
                return await patiently(lambda: asyncio.to_thread(transaction), self._patience)
            except BellwireError:
                raise
            except Exception as error:
                _log.exception("the transaction failed, trying once more", error=repr(error)[:200])
            try:
                return await patiently(lambda: asyncio.to_thread(transaction), self._patience)
            except BellwireError:
                raise
            except Exception as error:
                raise WorkFailed(f"{type(error).__name__}: {error}") from error

    def _watch(self, reading: Reading, now: datetime) -> Told:
        keys = self._watcher.keys(reading)
        with self._ledger.watching({key.country for key in keys}, uri=reading.uri) as known_to:
            changes = self._watcher.watch(reading, known_to.known(reading.uri, keys), now)
            return self._apply(known_to, changes, now)

    def _tick(self, now: datetime) -> list[Told]:
        """Everything due by `now`. With the articles' own clock, which leaps, each at the time that it was due."""
        told: list[Told] = []
        before: list[Thread | Tempo] = []
        for _ in range(MOST_STEPS):
            with self._ledger.watching(()) as known_to:
                due = known_to.due(now)
            if not due or due == before:
                break
            before = due
            step = min(one.due or now for one in due) if self._settings.clock == "article" else now
            stepped = self._step([one for one in due if (one.due or now) <= step], step)
            told += stepped
            if self._settings.clock == "wall":
                break
        return told

    def _step(self, seen: list[Thread | Tempo], now: datetime) -> list[Told]:
        countries = {key.country for one in seen for key in one.keys}
        names = {one.id for one in seen}
        with self._ledger.watching(countries) as known_to:
            # Between the two another worker may have dealt with some, and others may have come that are not held.
            due = [one for one in known_to.due(now) if one.id in names]
            told = [self._apply(known_to, self._watcher.tick(due, now), now)]
        # Each in a transaction that holds its own theatres; until that is done it stays held, and due.
        return told + [self._watch(reading, now) for reading in told[0].changes.released]

    def _apply(self, known_to: Watching, changes: Changes, now: datetime) -> Told:
        messages = envelope.of_changes(changes, now, self._source)
        known_to.apply(changes, messages)
        return Told(changes, messages)

    def _now(self, reading: Reading, message: Message) -> datetime:
        """The arrival: the same on every redelivery."""
        arrival = reading.article.received
        if arrival is None and self._settings.clock == "article":
            arrival = reading.article.version_time or self._latest
        if arrival is None:
            arrival = message.arrival
        if self._latest is None or arrival > self._latest:
            self._latest = arrival
        return arrival

    def _measure(self, told: list[Told], reading: Reading) -> None:
        if any(one.changes.alerts for one in told) and reading.article.received is not None:
            seconds = (datetime.now(UTC) - reading.article.received).total_seconds()
            WIRE_TO_ALERT_SECONDS.observe(max(0.0, seconds))
