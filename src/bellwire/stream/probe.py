"""What a worker asks of the broker again and again: are these still our topics, how far are we behind, do we move?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from bellwire.broker.admin import Admin
from bellwire.broker.topic_ids import TopicIds
from bellwire.broker.topics import READ_BY_WORKERS
from bellwire.errors import StopWorker, Unavailable
from bellwire.settings import Settings
from bellwire.stream.group import Group
from bellwire.stream.health import Health
from bellwire.stream.lag import measure_lag
from bellwire.stream.watchdog import Stall, Watchdog, steps


class Probe:
    """Its own connection to the broker; `health` is told whether that answers."""

    def __init__(self, settings: Settings, group: Group, ids: TopicIds, health: Health) -> None:
        self._settings, self._group, self._ids, self._health = settings, group, ids, health
        self._admin = Admin(settings.cluster)
        self._watchdog = Watchdog(settings.stall_seconds)
        self._topics = [settings.topic(name) for name in READ_BY_WORKERS]

    async def look(self) -> None:
        """Set the gauges of the lag. Raises StopWorker where a topic was made anew or nothing moves, Unavailable where
        the broker does not answer."""
        settings, group, admin = self._settings, self._group, self._admin
        if anew := self._ids.changed(await self._ask(admin.topic_ids, self._topics)):
            raise StopWorker(f"topic {anew[0]} was deleted and made anew", reason="topic-made-anew")
        standing = await self._ask(admin.standing, settings.group, self._topics)
        await self._ask(measure_lag, admin, standing, self._topics)
        mine = group.assigned()
        first, behind = settings.topic("articles.urgent"), settings.topic("articles")
        seen = steps(group.acknowledged(), mine, first=first, behind=behind)
        stall = self._watchdog.stalled(time.monotonic(), standing, mine, seen)
        # An end may lie behind markers of transactions, or what was compacted, with no message before it.
        if stall is not None and await self._ask(any_waits, admin, stall):
            raise StopWorker(stall.sentence, reason="stalled")

    async def _ask(self, question: Callable[..., Any], *args: Any) -> Any:
        return await asked(self._health, "broker", question, *args)


async def asked(health: Health, part: str, question: Callable[..., Any], *args: Any) -> Any:
    """The answer, asked in a thread; whether there was one is part of our health."""
    try:
        answer = await asyncio.to_thread(question, *args)
    except Unavailable as error:
        health.saw(part, str(error))
        raise
    health.saw(part)
    return answer


def any_waits(admin: Admin, stall: Stall) -> bool:
    """Whether the broker holds any of the messages that a stall should be about."""
    return any(admin.next_offset(at, offset) is not None for at, offset in stall.waiting.items())
