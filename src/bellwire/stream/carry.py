"""How a message is carried through without loss: one loop for both agents.

take → work within a deadline → confirmed output, or confirmed dead letter → acknowledge the head run

Faust alone acknowledges an event whose agent raised, and one that it was stopped over; so acknowledging is ours, and
nothing is acknowledged before the broker has confirmed what came of it (docs/delivery.md tells what was measured).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, Callable, Coroutine
from typing import Any, Generic, Protocol, TypeVar

import structlog

from bellwire.broker.admin import Admin, Place
from bellwire.broker.clients import Brokers
from bellwire.errors import BadCopy, BellwireError, StopWorker, WorkCrashed, WorkFailed, WorkTimedOut
from bellwire.metrics.worker import ACKNOWLEDGED, DEAD_LETTERS, DELETED_UNREAD, IN_FLIGHT
from bellwire.stream.dead_letters import Limits, dead_letter
from bellwire.stream.head_run import HeadRun, Taken
from bellwire.stream.message import LetGo, Message, Output
from bellwire.stream.pool import CRASHES, TIMEOUTS
from bellwire.stream.turns import Turn, Turns

P = TypeVar("P")

_log = structlog.get_logger("bellwire.carry")

#: How often a message was tried before it became a dead letter, by what went wrong.
_ATTEMPTS: dict[type[BaseException], int] = {WorkTimedOut: TIMEOUTS, WorkCrashed: CRASHES}


class Agent(Protocol[P]):
    """What is done with the messages of one topic. BadCopy and WorkFailed make a dead letter, any other BellwireError
    stops us, and what nobody expected is tried once more before it makes a dead letter too."""

    name: str

    def order(self, message: Message) -> bytes | None:
        """Messages of the same order are delivered in the order of taking."""

    async def prepare(self, message: Message) -> P:
        """Decode and work; runs beside other messages."""

    async def deliver(self, message: Message, prepared: P) -> None:
        """Return when everything that came of it is confirmed."""


class Publish(Protocol):
    """Sends, and returns when the broker has confirmed every one."""

    async def __call__(self, *outputs: Output) -> None: ...


class Carrier(Generic[P]):
    """Carries the messages of one topic through one agent, `window` at a time."""

    def __init__(
        self,
        agent: Agent[P],
        *,
        publish: Publish,
        fail: Callable[[BaseException], None],
        limits: Limits,
        window: int,
        brokers: Brokers,
        version: str,
    ) -> None:
        self._agent = agent
        self._publish = publish
        self._fail = fail
        self._limits = limits
        self._window = asyncio.Semaphore(window)
        self._brokers = brokers
        self._version = version
        self._head: HeadRun[Any] = HeadRun()
        self._turns = Turns()
        self._acknowledging = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._gone: dict[Place, int] = {}
        self._abandoned = self._finishing = False
        self.acknowledged: Counter[Place] = Counter()

    async def carry(self, stream: Any) -> None:
        """The agent's whole body. It never raises: what goes wrong ends in a dead letter or stops the worker."""
        manual = stream.noack()
        try:
            await self._take_all(manual, manual.events())
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            self._fail(error)

    async def _take_all(self, stream: Any, events: AsyncIterable[Any]) -> None:
        async for event in events:
            await self._window.acquire()
            record = event.message
            await self._refuse_a_hole(event)
            if self._abandoned or self._finishing:
                return
            message = _message(record)
            taken = self._head.take(record.topic, record.partition, record.generation_id, record.offset, event)
            turn = self._turns.queue(self._agent.order(message))
            IN_FLIGHT.labels(self._agent.name).inc()
            self._start(self._see_through(stream, message, taken, turn))

    async def _see_through(self, stream: Any, message: Message, taken: Taken[Any], turn: Turn) -> None:
        """One message from taken to acknowledged. What is logged meanwhile bears the article that it is about."""
        structlog.contextvars.bind_contextvars(article=(message.key or b"").decode("utf-8", "replace")[:200])
        try:
            try:
                await self._work(message, turn)
                self._limits.passed()
            except (BadCopy, WorkFailed) as error:
                await self._bury(message, error)
            await self._acknowledge(stream, taken)
        except LetGo:
            turn.let_go()
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            self._fail(error)
        finally:
            turn.over()
            IN_FLIGHT.labels(self._agent.name).dec()
            self._window.release()

    async def _work(self, message: Message, turn: Turn) -> None:
        """Prepare and deliver. What nobody expected is tried once more, and is then a failure of the work: where it
        comes of what is in the message, each worker after us would meet it again."""
        for last in (False, True):
            try:
                prepared = await self._agent.prepare(message)
                await turn.comes()
                return await self._agent.deliver(message, prepared)
            except (BellwireError, LetGo):
                raise
            except Exception as error:
                if last:
                    raise WorkFailed(f"{type(error).__name__}: {error}") from error
                _log.exception("work failed unexpectedly, trying once more", error=repr(error)[:200])

    async def _bury(self, message: Message, error: BadCopy | WorkFailed) -> None:
        """Put it on the dead letters, confirmed. Raises TooManyDeadLetters where the limits forbid it."""
        self._limits.dead(error)
        attempts = _ATTEMPTS.get(type(error), 1)
        await self._publish(dead_letter(message, error, attempts=attempts, version=self._version))
        DEAD_LETTERS.labels(error.reason).inc()
        _log.warning(
            "dead letter",
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            reason=error.reason,
            sentence=str(error)[:200],
        )

    async def _acknowledge(self, stream: Any, taken: Taken[Any]) -> None:
        async with self._acknowledging:
            if self._abandoned:
                return
            for event in self._head.done(taken):
                await stream.ack(event)
                self.acknowledged[Place(event.message.topic, event.message.partition)] += 1
                ACKNOWLEDGED.labels(self._agent.name).inc()

    async def _refuse_a_hole(self, event: Any) -> None:
        """Stop rather than go on behind messages that never came to us: what is committed would cover them.

        Offsets may have holes of their own (compaction, deletion, markers of transactions): the broker is asked.
        """
        record = event.message
        last = self._head.last_offset(record.topic, record.partition, record.generation_id)
        expected = event.app.consumer._committed_offset[record.tp] or 0 if last is None else last + 1
        if record.offset <= expected:
            return
        at = Place(record.topic, record.partition)
        there = await asyncio.to_thread(self._next_offset, at, expected)
        if there != record.offset:
            # A partition that comes back to us may be read on before Faust has learned what others committed meanwhile.
            if last is None and await asyncio.to_thread(self._committed, event.app.conf.id, at) >= record.offset:
                return
            raise StopWorker(
                f"{record.topic}[{record.partition}] came at offset {record.offset}, and {there} was not seen",
                reason="skipped-messages",
            )
        if last is not None or event.app.consumer._committed_offset[record.tp] is not None:
            await self._tell_of_deleted(at, expected, record.offset)

    async def _tell_of_deleted(self, at: Place, expected: int, came: int) -> None:
        """Say loudly what its topic deleted before we read it; nothing can bring it back, and the next goes on."""
        first = await asyncio.to_thread(self._first_offset, at)
        begins, gone_before = min(first, came), self._gone.get(at, 0)
        unread = begins - max(expected, gone_before)
        if unread > 0:
            self._gone[at] = begins
            DELETED_UNREAD.labels(at.topic).inc(unread)
            _log.error(
                "messages were deleted before they were read",
                topic=at.topic,
                partition=at.partition,
                messages=unread,
                offsets=f"{begins - unread}-{begins - 1}",
            )

    def _next_offset(self, at: Place, offset: int) -> int | None:
        return Admin(self._brokers).next_offset(at, offset)

    def _committed(self, group: str, at: Place) -> int:
        with Admin(self._brokers) as admin:
            return admin.committed(group).get(at, 0)

    def _first_offset(self, at: Place) -> int:
        with Admin(self._brokers) as admin:
            return admin.ends([at.topic])[at][0]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Take nothing more, and return when all that is under way has been acknowledged or let go."""
        self._finishing = True
        while self._tasks:
            await asyncio.wait(self._tasks)

    def abandon(self) -> None:
        """Acknowledge nothing more and let go of what is under way: it will be read again."""
        self._abandoned = True
        for task in self._tasks:
            task.cancel()
        self._head.clear()


def _message(record: Any) -> Message:
    headers = record.headers or ()
    return Message(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp_ms=round((record.timestamp or 0) * 1000),
        key=record.key,
        value=record.value or b"",
        headers=tuple((str(name), bytes(value or b"")) for name, value in headers),
    )
