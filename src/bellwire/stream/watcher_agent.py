"""The watcher agent: readings change threads and yield alerts, those that wait together in one transaction.

steps (watch or tick, written with their messages) → publish what was queued, confirmed → mark
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog

from bellwire.errors import BadCopy, BellwireError, WorkFailed
from bellwire.metrics.worker import (
    ALERTS,
    CLOCK_SEEN,
    CONTESTED,
    DECISIONS,
    TEMPO_TURNS,
    THREADS_PRUNED,
    WIRE_TO_ALERT_SECONDS,
)
from bellwire.reading.reading import Reading
from bellwire.settings import Settings
from bellwire.stream import envelope
from bellwire.stream.clock import Clock
from bellwire.stream.message import LetGo, Message
from bellwire.stream.outbox import Outbox
from bellwire.stream.patience import patiently
from bellwire.stream.steps import LATE, MOST_STEPS, Ledger, Steps, Told, Watcher
from bellwire.stream.together import Together

T = TypeVar("T")

#: A message of readings, and what is in it.
Arrived = tuple[Message, Reading]

#: Readings of one transaction: others that need its theatres wait for it.
TOGETHER = 16

#: Ended threads dropped in one transaction: readings wait for it.
PRUNED_AT_ONCE = 100

#: Urgent readings remembered until their turn; one that comes to another worker is known by the ledger.
REMEMBERED = 1000

_log = structlog.get_logger("bellwire.watcher")


class LastingLedger(Ledger, Protocol):
    """A ledger that grows, and forgets what ended long ago."""

    def prune(self, before: datetime, most: int) -> int: ...


class WatcherAgent:
    """Watches readings in the order in which they come: a ledger has one writer a theatre anyway. Those that come while
    others are being written go together; where that fails, each alone.

    While the ledger is out of reach it waits for `patience` seconds, or until `stop`.
    """

    name = "watcher"

    def __init__(
        self,
        settings: Settings,
        ledger: LastingLedger,
        watcher: Watcher,
        outbox: Outbox,
        source: str,
        patience: float,
        stop: asyncio.Event | None = None,
    ) -> None:
        self._steps = Steps(ledger, watcher, lambda changes, now: envelope.of_changes(changes, now, source))
        self._clock = Clock(settings.clock)
        self._ledger = ledger
        self._keep = timedelta(days=settings.keep_threads_days)
        self._outbox = outbox
        self._patience = patience
        self._stop = stop
        self._one = asyncio.Lock()
        self._together = Together(self._watch_some, TOGETHER if settings.clock == "wall" else 1)
        self._ahead: dict[tuple[str, str, datetime | None], asyncio.Future[bool]] = {}

    def order(self, message: Message) -> bytes | None:
        """None is kept waiting for another: they come in the order of taking, and are watched in that."""
        return None

    async def prepare(self, message: Message) -> Reading:
        """The reading; BadCopy where the bytes are none."""
        return envelope.reading_of(message)

    async def deliver(self, message: Message, reading: Reading) -> None:
        """Return when all that follows from this reading is in the ledger and its alerts are confirmed."""
        ahead = self._ahead.pop((reading.uri, reading.version, reading.read_at), None)
        if ahead is None or not await ahead:
            await self._together.do((message, reading))

    async def _watch_some(self, some: Sequence[Arrived]) -> list[Exception | None]:
        """Until what they tell is published; what went wrong with each."""
        now = [self._clock.arrival(reading, message) for message, reading in some]
        if self._clock.kind == "article":
            await self.tick()
        steps = [(reading, at) for (_, reading), at in zip(some, now, strict=True)]
        written = await _each(lambda part: self._write(partial(self._steps.watch_all, part)), steps)
        confirmed = iter(await _each(self._published, [one for one in written if isinstance(one, Told)]))
        published = [next(confirmed) if isinstance(one, Told) else one for one in written]
        self._tell(some, published)
        return [one if isinstance(one, Exception) else None for one in published]

    def _tell(self, some: Sequence[Arrived], told: Sequence[Told | Exception]) -> None:
        """Count what came of readings, and say it, each under its article."""
        for (_, reading), one in zip(some, told, strict=True):
            if isinstance(one, Exception):
                continue
            with structlog.contextvars.bound_contextvars(article=reading.uri[:200]):
                _say(one)
            if self._clock.kind == "wall" and one.changes.alerts and reading.article.received is not None:
                seconds = (datetime.now(UTC) - reading.article.received).total_seconds()
                WIRE_TO_ALERT_SECONDS.observe(max(0.0, seconds))

    async def at_once(self, message: Message, reading: Reading) -> None:
        """Watch an urgent reading before its turn: others may wait on the topic before it, thousands where the ledger
        was away for a while. When its turn comes it is known, and makes nothing; what goes wrong here is left to that.
        """
        watched: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._ahead[reading.uri, reading.version, reading.read_at] = watched
        if len(self._ahead) > REMEMBERED:
            self._ahead.pop(next(iter(self._ahead)))
        try:
            await self._together.do((message, reading), first=True)
            watched.set_result(True)
        except (BadCopy, WorkFailed) as error:
            _log.warning("urgent reading waits for its turn", error=str(error)[:200])
        except (BellwireError, LetGo):
            raise
        except Exception as error:
            _log.exception("urgent reading waits for its turn", error=repr(error)[:200])
        finally:
            if not watched.done():
                watched.set_result(False)

    async def tick(self) -> None:
        """What the clock alone changes: a deadline that nears or passes, held copy that is free.

        By the wall, what came due while no worker ran is taken as of now; the articles' clock leaps, and nothing is
        late by it.
        """
        wall = self._clock.kind == "wall"
        until = datetime.now(UTC) if wall else self._clock.latest
        while until is not None:
            told = await self._write(partial(self._steps.tick, until, LATE if wall else None))
            for one in await self._published(told):
                _say(one)
            if len(told) < MOST_STEPS:
                if wall:
                    CLOCK_SEEN.set(until.timestamp())
                return

    async def prune(self) -> None:
        """Drop a few of the threads that ended longer ago than they are kept, in a transaction of its own.

        By the latest arrival, and by the wall too where that is the clock: one clock that goes wrong forgets nothing.
        """
        latest = self._clock.latest
        if not self._keep or latest is None:
            return
        now = min(latest, datetime.now(UTC)) if self._clock.kind == "wall" else latest
        THREADS_PRUNED.inc(await self._write(lambda: self._ledger.prune(now - self._keep, PRUNED_AT_ONCE)))

    async def _published(self, told: Sequence[Told]) -> Sequence[Told]:
        """The same, when what they tell is confirmed."""
        ours = [message for one in told for message in one.messages]
        keys = {message.key for message in ours}
        await self._patiently(lambda: self._outbox.publish(keys, ours))
        return told

    async def _write(self, transaction: Callable[[], T]) -> T:
        """Run it in a thread, one at a time; again while the ledger is out of reach, and once more after a surprise."""
        async with self._one:
            try:
                return await self._patiently(lambda: asyncio.to_thread(transaction))
            except (BellwireError, LetGo):
                raise
            except Exception as error:
                _log.exception("the transaction failed, trying once more", error=repr(error)[:200])
            try:
                return await self._patiently(lambda: asyncio.to_thread(transaction))
            except (BellwireError, LetGo):
                raise
            except Exception as error:
                raise WorkFailed(f"{type(error).__name__}: {error}") from error

    async def _patiently(self, call: Callable[[], Coroutine[Any, Any, T]]) -> T:
        return await patiently(call, self._patience, stop=self._stop)


async def _each(do: Callable[[Sequence[T]], Awaitable[Sequence[Told]]], some: Sequence[T]) -> list[Told | Exception]:
    """What is made of all together, or, where that fails, of each alone, or what went wrong with it."""
    if len(some) > 1:
        try:
            return [*await do(some)]
        except Exception as error:
            _theirs(error)
    made = list[Told | Exception]()
    for one in some:
        try:
            made += await do([one])
        except Exception as error:
            made.append(_theirs(error))
    return made


def _theirs(error: Exception) -> Exception:
    """The error, if it may be the fault of what was watched; raises it where it is not."""
    if isinstance(error, LetGo) or (isinstance(error, BellwireError) and not isinstance(error, BadCopy | WorkFailed)):
        raise error
    return error


def _say(told: Told) -> None:
    """Count and log what one decision of the watcher came to."""
    for decision in told.changes.decisions:
        DECISIONS.labels(decision.reason).inc()
    for alert in told.changes.alerts:
        ALERTS.labels(alert.msg_type.value, alert.priority.value, alert.direction.value).inc()
        CONTESTED.inc(alert.contested)
        if alert.event.kind == "tempo":
            TEMPO_TURNS.labels(alert.direction.value, alert.reason.removeprefix("tempo-")).inc()
        _log.info(
            "alert",
            id=alert.id,
            thread=alert.thread,
            msg_type=alert.msg_type.value,
            priority=alert.priority.value,
            reason=alert.reason,
        )
