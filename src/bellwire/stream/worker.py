"""`bellwire worker`: the reader and the watcher in one process, from start-up checks to exit code."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import structlog

from bellwire import logs
from bellwire.broker.admin import Admin
from bellwire.broker.tail import written
from bellwire.broker.topic_ids import TopicIds
from bellwire.broker.topics import READ_BY_WORKERS
from bellwire.errors import BellwireError, StopWorker, Unavailable
from bellwire.intake.feeds import known_feeds
from bellwire.metrics.worker import OUTBOX_WAITING_SECONDS
from bellwire.settings import Settings
from bellwire.stream.checks import check, check_methods
from bellwire.stream.child import Factory, load
from bellwire.stream.dead_letters import SHARE_OF, Limits
from bellwire.stream.feed_silence import FeedSilence
from bellwire.stream.from_zero import count_from_zero
from bellwire.stream.group import HASTE, Group, raised_by
from bellwire.stream.health import Health, guard, serve
from bellwire.stream.message import LetGo
from bellwire.stream.outbox import Outbox
from bellwire.stream.patience import patiently
from bellwire.stream.pool import Pool
from bellwire.stream.probe import Probe, asked
from bellwire.stream.reader_agent import ReaderAgent
from bellwire.stream.reading_pool import overtakes
from bellwire.stream.watcher_agent import WatcherAgent

_log = structlog.get_logger("bellwire.worker")

#: Seconds between ticks of the clock, sweeps of the outbox, looks at the lag, looks at Faust, prunings, and looks at
#: which feeds are silent.
TICK, SWEEP, PROBE, LOOK, PRUNE, LISTEN = 1.0, 3.0, 5.0, 0.2, 30.0, 10.0

#: Seconds after which a thread gives way to another. Python's 5 ms make every send on a socket wait for the consumer's,
#: the pool's and the ledger's threads: articles a second more than doubled with this in a run without reading.
SWITCH = 0.0005

#: Seconds after which a thread that some library left behind no longer holds up the exit.
LINGER = 5.0

#: Seconds that a stop may take beyond what the articles under way may take.
GRACE = 15.0


def run(
    settings: Settings,
    pool: Pool,
    *,
    watcher: Factory = "bellwire.watch:load_watcher",
    ledger: Factory = "bellwire.ledger:open_ledger",
) -> int:
    """Carry articles to readings to alerts until a signal or a fault, and end the pool; the exit code.

    0 after SIGTERM or SIGINT with all that was under way done and committed; 1, with one line on stderr, otherwise.
    """
    logs.set_up(settings)
    sys.setswitchinterval(SWITCH)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        with tempfile.TemporaryDirectory(prefix="bellwire-worker-") as folder:
            loop.run_until_complete(_Worker(settings, pool, watcher, ledger, Path(folder)).run())
    except BellwireError as error:
        _log.error("worker stops", reason=error.reason)
        _say_last(str(error))
        return 1
    except Exception as error:
        _log.exception("worker stops", reason="unexpected")
        _say_last(f"stopped by {type(error).__name__}: {error}")
        return 1
    return 0


def _say_last(sentence: str) -> None:
    """The last line on stderr: what threads that a library left behind log after it is nobody's concern."""
    logging.disable()
    print(f"bellwire worker: {sentence}", file=sys.stderr, flush=True)


def leave(code: int) -> NoReturn:
    """End this process with this status, soon: a thread that a library left behind may hold it up for LINGER only."""
    late = threading.Timer(LINGER, os._exit, [code])
    late.daemon = True
    late.start()
    sys.exit(code)


class _Worker:
    """All parts of one run."""

    def __init__(self, settings: Settings, pool: Pool, watcher: Factory, ledger: Factory, folder: Path) -> None:
        self._settings = settings
        self._pool = pool
        self._watcher_factory = watcher
        self._ledger_factory = ledger
        self._topics = [settings.topic(name) for name in READ_BY_WORKERS]
        self._ids = TopicIds()
        self._limits = Limits(settings.dead_letter_ratio, settings.dead_letter_run)
        self._group = Group(settings, folder, self._ids, self._limits, self._fail)
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = asyncio.Event()
        self._outbox: Outbox  # Made as it starts.
        self._fault: BaseException | None = None
        self._health = Health()

    async def run(self) -> None:
        """Start, serve until the end, stop. Raises what ended it, unless that was a signal."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._ended.set)
        try:
            await self._start_or_end(loop)
            await self._ended.wait()
            self._health.stopping = True
            _log.info("worker is stopping", why="fault" if self._fault else "signal")
            await self._stop()
        finally:
            self._pool.stop()
        if self._fault is not None:
            raise self._fault

    async def _start_or_end(self, loop: asyncio.AbstractEventLoop) -> None:
        """Return when all has started, or when the end comes before that: a signal waits for no start."""
        starting, ended = loop.create_task(self._start(loop)), loop.create_task(self._ended.wait())
        await asyncio.wait({starting, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not starting.done():
            starting.cancel()
            # Not longer: Faust's start swallows the cancellation, and what a thread waits for cannot be interrupted.
            await asyncio.wait({starting}, timeout=HASTE)
        if starting.done():
            with suppress(LetGo, asyncio.CancelledError):
                starting.result()

    async def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        settings = self._settings
        feeds = known_feeds(settings)
        if settings.metrics_port:
            serve(settings.metrics_host, settings.metrics_port, self._health)
        self._every(LOOK, self._look)
        guard(self._health, settings.stall_seconds)
        self._health.begin("checks broker and topics")
        await asyncio.to_thread(check, settings)
        self._ids.known.update(await asyncio.to_thread(_topic_ids, settings, self._topics))
        self._limits.recall(*await asyncio.to_thread(_lately, settings))
        self._health.begin("opens the ledger")
        ledger = await asyncio.to_thread(load(self._ledger_factory), settings.ledger_url)
        grades = {feed.name: feed.grade for feed in feeds.values()}
        watcher = await asyncio.to_thread(load(self._watcher_factory), grades)
        source = f"/bellwire/{settings.topic_prefix}"
        publish = self._group.publish
        self._outbox = outbox = Outbox(ledger, publish)
        OUTBOX_WAITING_SECONDS.set_function(outbox.waiting_seconds)
        count_from_zero(self._topics)
        watching = WatcherAgent(settings, ledger, watcher, outbox, source, settings.patience, self._ended)
        at_once = watching.at_once if overtakes(settings) else None
        zones = {feed.name: feed.zone for feed in feeds.values()}
        self._group.carry("articles.urgent", ReaderAgent(settings, self._pool, publish, source, at_once, zones))
        self._group.carry("articles", ReaderAgent(settings, self._pool, publish, source, zones=zones))
        self._group.carry("readings", watching)
        self._health.begin("loads the model and joins the group")
        await asyncio.gather(self._pool.start(), self._group.join())
        await asyncio.to_thread(check_methods, settings)
        self._health.begin("publishes what waits in the ledger")
        await patiently(outbox.publish_all, settings.patience, stop=self._ended)
        self._every(SWEEP, outbox.sweep)
        self._every(TICK, watching.tick)
        self._every(PRUNE, watching.prune)
        self._every(PROBE, Probe(settings, self._group, self._ids, self._health).look)
        self._every(PROBE, partial(asked, self._health, "ledger", ledger.ping))
        if settings.clock == "wall":
            self._every(LISTEN, FeedSilence(ledger, feeds, datetime.now(UTC)).look)
        self._health.start()
        _log.info("worker is ready", brokers=settings.brokers, processes=settings.processes, clock=settings.clock)

    async def _stop(self) -> None:
        """Finish what is under way and commit; after a fault, or before we had joined, let go of it."""
        for task in self._tasks:
            task.cancel()
        if self._fault is None and self._group.joined:
            await self._finish(GRACE + self._settings.article_deadline)
        if self._fault is not None or not self._group.joined:
            self._group.abandon()
        await self._group.leave()

    async def _finish(self, patience: float) -> None:
        """Take nothing more, begin nothing more, see through what is under way and commit it."""
        self._pool.close()
        finishing = asyncio.get_running_loop().create_task(self._see_through())
        await asyncio.wait({finishing}, timeout=patience)
        if not finishing.done():
            self._fail(
                StopWorker(
                    f"could not finish what was under way within {patience:.0f} s; it will be read again",
                    reason="stop-timed-out",
                )
            )
        elif (error := raised_by(finishing)) is not None:
            self._fail(error)

    async def _see_through(self) -> None:
        await self._group.finish()
        await self._outbox.settle()
        await self._group.commit()

    def _fail(self, error: BaseException) -> None:
        """Note the first fault and end; nothing more is acknowledged."""
        if self._fault is None:
            self._fault = error
            self._health.fault = str(error) or type(error).__name__
            self._group.abandon()
        self._ended.set()

    def _every(self, seconds: float, call: Callable[[], Awaitable[Any]]) -> None:
        async def again() -> None:
            while True:
                await asyncio.sleep(seconds)
                try:
                    await call()
                except Unavailable as error:
                    _log.warning("out of reach", error=str(error)[:200])
                except StopWorker as error:
                    self._fail(error)
                except Exception:
                    _log.exception("a background task failed; it goes on")

        self._tasks.append(asyncio.get_running_loop().create_task(again()))

    async def _look(self) -> None:
        self._health.beat()
        self._health.unconfirmed = self._group.publish.waiting_seconds()
        if self._group.crash is not None:
            self._fail(StopWorker(f"Faust crashed: {self._group.crash!r}", reason="faust-crashed"))


def _topic_ids(settings: Settings, topics: list[str]) -> dict[str, str]:
    with Admin(settings.cluster) as admin:
        return admin.topic_ids(topics)


def _lately(settings: Settings) -> tuple[list[int], list[int]]:
    """When the last readings and the last dead letters were written: as many as the limits count."""
    most = max(SHARE_OF, settings.dead_letter_run)
    readings, dead_letters = (
        written(settings.cluster, settings.topic(name), most) for name in ("readings", "dead-letters")
    )
    return readings, dead_letters
