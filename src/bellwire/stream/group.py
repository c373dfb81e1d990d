"""The worker's membership of its consumer group: Faust's app, with a carrier on each topic that it works on.

Nothing waits for Faust for ever: its start and its stop swallow the cancellation, so that wait_for would.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from aiokafka.errors import KafkaError

from bellwire import __version__
from bellwire.broker.admin import Place
from bellwire.broker.topic_ids import TopicIds
from bellwire.errors import StopWorker
from bellwire.settings import Settings
from bellwire.stream.app import make_app
from bellwire.stream.carry import Carrier
from bellwire.stream.dead_letters import Limits
from bellwire.stream.publisher import Publisher
from bellwire.stream.topic_ids import mark_commits

_log = structlog.get_logger("bellwire.worker")

#: Seconds that joining the group may take beyond what is a stall later: the group may wait for others first.
JOIN = 30.0

#: Seconds that Faust may take when all that is left is to tell the group that we go.
HASTE = 3.0


class Group:
    """Joins, carries, finishes or lets go, leaves. `publish` sends through the same app; `fail` is told of faults."""

    def __init__(
        self, settings: Settings, folder: Path, ids: TopicIds, limits: Limits, fail: Callable[[BaseException], None]
    ) -> None:
        self._settings, self._limits, self._fail = settings, limits, fail
        self._app = make_app(settings, folder)
        mark_commits(self._app, ids)
        self._carriers: list[Carrier[Any]] = []
        self.publish = Publisher(self._app, settings, settings.patience)
        self.joined = False

    def carry(self, topic: str, agent: Any) -> None:
        """Give a topic to an agent: one actor, one carrier."""
        carrier: Carrier[Any] = Carrier(
            agent,
            publish=self.publish,
            fail=self._fail,
            limits=self._limits,
            window=self._settings.window,
            brokers=self._settings.cluster,
            version=__version__,
        )
        self._carriers.append(carrier)
        channel = self._app.topic(self._settings.topic(topic), key_serializer="raw", value_serializer="raw")

        async def body(stream: Any) -> None:
            await carrier.carry(stream)

        self._app.agent(channel, name=f"{agent.name}-{topic}", concurrency=1)(body)

    async def join(self) -> None:
        """Start Faust. Where that hangs, as its clients may for ever, the worker stops: nothing else would end it."""
        loop = asyncio.get_running_loop()
        self._app.loop = loop
        starting = loop.create_task(self._app.start())
        patience = self._settings.stall_seconds + JOIN
        await asyncio.wait({starting}, timeout=patience)
        if not starting.done():
            raise StopWorker(f"did not join the group within {patience:.0f} s", reason="stalled")
        error = raised_by(starting)
        if isinstance(error, KafkaError):
            raise StopWorker(f"cannot join the group: {error}", reason="broker-unavailable") from error
        if error is not None:
            raise error
        self.joined = True

    @property
    def crash(self) -> BaseException | None:
        """What Faust crashed of; None while it works."""
        return self._app.crash_reason if self._app.crashed else None

    def assigned(self) -> list[Place]:
        """The partitions that are ours."""
        with suppress(Exception):  # Faust raises when it has no consumer yet.
            return [Place(at.topic, at.partition) for at in self._app.consumer.assignment()]
        return []

    def acknowledged(self) -> dict[Place, int]:
        """How many messages of each partition have been seen through."""
        return {at: n for carrier in self._carriers for at, n in carrier.acknowledged.items()}

    async def finish(self) -> None:
        """Take nothing more; see through what is under way."""
        await asyncio.gather(*(carrier.finish() for carrier in self._carriers))

    async def commit(self) -> None:
        """Commit what has been acknowledged."""
        consumer = self._app.consumer
        # Faust would wait for what was let go.
        consumer.unacked.clear()
        # A commit that finds another under way waits for that, and does nothing itself.
        for _ in range(2):
            await consumer.commit()

    def abandon(self) -> None:
        """Let go of what is under way; nothing more is acknowledged."""
        for carrier in self._carriers:
            carrier.abandon()

    async def leave(self) -> None:
        """Stop Faust, in haste."""
        stopping = asyncio.get_running_loop().create_task(self._app.stop())
        await asyncio.wait({stopping}, timeout=HASTE)
        if not stopping.done():
            _log.warning("Faust is not done stopping; its group will miss us")
        elif (error := raised_by(stopping)) is not None:
            _log.warning("Faust did not stop in order", error=repr(error)[:200])


def raised_by(task: asyncio.Task[Any]) -> BaseException | None:
    """What a task that is done came to, if to no good.

    As they stop, Faust's parts cancel what waits for them: that is no cancellation of ours, and must not end us mutely.
    """
    if task.cancelled():
        return StopWorker("Faust let go of what it was asked for", reason="faust-crashed")
    return task.exception()
