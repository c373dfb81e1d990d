"""How long one alert takes from the alerts topic to the last of 200 listeners to the desk's event stream; and to the
last of 4 and 16 times as many as 25.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import msgspec
from aiohttp import ClientSession, ClientTimeout, TCPConnector
from kafka import KafkaProducer

from bellwire.broker.clients import connected
from bellwire.intake.example import example_wire
from bellwire.watch import MemoryLedger, load_watcher
from bellwire.watch.alert import Alert
from bench import loaded
from bench.figures import How, Row, measured, percentile
from bench.stack import Stack, stack

LISTENERS, ONCE = 200, 25
#: Seconds between two alerts, and until all must be connected and told.
PAUSE, PATIENCE = 0.2, 30.0


class Seen(defaultdict[str, list[float]]):
    """When each listener had an alert, by its id."""

    def __init__(self) -> None:
        super().__init__(list)


def rows(how: How) -> Iterator[Row]:
    """Of every alert the time to the last listener: nearly all of them, then how it grows."""
    alerts = how.pick(100, 5)
    with stack(how, worker=False, desk=True, desk_rate=10_000.0, desk_burst=10_000) as whole:
        warm = [LISTENERS] * how.warm
        of = {count: told(whole, count, alerts) for count in (*warm, ONCE, 4 * ONCE, 16 * ONCE, LISTENERS)}
    name = f"SSE, one alert to the last of {LISTENERS} clients"
    for share, goal in ((0.5, ""), (0.99, "≤ 150")):
        yield measured(f"{name}, p{share * 100:g}", [percentile(of[LISTENERS], share)], "ms", goal, f"{alerts} alerts")
    once = percentile(of[ONCE], 0.5)
    for times, goal in ((4, "≤ 5"), (16, "≤ 20")):
        ours = percentile(of[times * ONCE], 0.5)
        row = measured(f"{times}× as many SSE clients, p50", [ours], "ms", note=f"against {ONCE}")
        yield msgspec.structs.replace(
            row, theirs=round(once, 1), ratio=round(ours / once, 2), goal=goal, holds=ours / once <= float(goal[2:])
        )


def told(whole: Stack, listeners: int, alerts: int) -> list[float]:
    """Milliseconds from the topic to the last listener, of each alert."""
    return asyncio.run(_told(whole, listeners, alerts))


async def _told(whole: Stack, listeners: int, alerts: int) -> list[float]:
    url, seen, opened = f"{whole.desk_address()}stream/alerts", Seen(), asyncio.Semaphore(0)
    producer = connected(KafkaProducer, whole.settings.cluster, acks="all", linger_ms=0)
    topic, found = whole.settings.topic("alerts"), []
    async with ClientSession(connector=TCPConnector(limit=0), timeout=ClientTimeout(total=None)) as session:
        tasks = [asyncio.create_task(_listen(session, url, opened, seen)) for _ in range(listeners)]
        try:
            async with asyncio.timeout(PATIENCE):
                for _ in range(listeners):
                    await opened.acquire()
            for alert in _alerts(f"{listeners} {time.time_ns()}", alerts):
                began = time.perf_counter()
                producer.send(topic, value=msgspec.json.encode(alert), key=alert.thread.encode())
                async with asyncio.timeout(PATIENCE):
                    while len(seen[alert.id]) < listeners:
                        await asyncio.sleep(0.002)
                found.append(1000 * (max(seen[alert.id]) - began))
                await asyncio.sleep(PAUSE)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(producer.close)
    return found


async def _listen(session: ClientSession, url: str, opened: asyncio.Semaphore, seen: Seen) -> None:
    """Note when each alert comes whole; the first event says that the stream is open."""
    async with session.get(url) as answer:
        answer.raise_for_status()
        first = True
        async for line in answer.content:
            if line.startswith(b"event: feed") and first:
                first = False
                opened.release()
            elif line.startswith(b"data: {"):
                at = time.perf_counter()
                seen[msgspec.json.decode(line[6:], type=_Named).id].append(at)


class _Named(msgspec.Struct):
    id: str


def _alerts(name: str, count: int) -> Iterator[Alert]:
    """Alerts of threads of their own."""
    alert = _real()
    for number in range(count):
        thread = f"{name} {number}"
        yield msgspec.structs.replace(alert, id=f"{thread}-000001", thread=thread, updated=datetime.now(UTC))


@cache
def _real() -> Alert:
    """The first alert of the example wire."""
    reader, watcher, ledger = loaded.reader(), load_watcher(), MemoryLedger()
    for article in example_wire():
        reading = reader.read(article)
        assert reading.article.received is not None
        known = ledger.known(reading.uri, watcher.keys(reading))
        changes = watcher.watch(reading, known, reading.article.received)
        if changes.alerts:
            return changes.alerts[0]
    raise RuntimeError("nothing rings in the example wire")
