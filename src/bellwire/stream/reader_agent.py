"""The reader agent: a message of articles becomes the readings of the articles in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

import msgspec

from bellwire import __version__
from bellwire.broker.headers import FEED_SOURCE
from bellwire.errors import BadCopy, BellwireError, WorkFailed
from bellwire.metrics.worker import ARTICLES, BUILD, EVENTS, FEED_ARTICLES, FEED_LAST_ARTICLE, READING_SECONDS, SIGNALS
from bellwire.reading.reading import Direction, Outcome, Reading
from bellwire.settings import Settings
from bellwire.stream import envelope
from bellwire.stream.carry import Publish
from bellwire.stream.message import Message, Output
from bellwire.stream.pool import Pool
from bellwire.stream.work import Copy, open_copy, read
from bellwire.watch.keys import country_of
from bellwire.watch.versions import number
from bellwire.wire import Article

#: Feeds that have a gauge of their own; the rest share one, so that a producer cannot make labels without end.
MOST_FEEDS = 100

_SORTS = ("first", "later", "kill")
_FIRST = (1, "1")
#: One order for all copy.
_ALL = b""
_SIGNALS = (Direction.ESCALATION, Direction.DE_ESCALATION)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of one message: readings to publish, and the first error if one of its articles failed."""

    readings: tuple[Reading, ...]
    outputs: tuple[Output, ...]
    error: BellwireError | None


class ReaderAgent:
    """Decodes and reads in the pool, publishes the readings keyed by uri.

    `zones`: of known feeds, by name, for raw copy whose times name none. With `at_once` its copy is urgent:
    it is worked on before what others have waiting, and each reading that is published is handed on at once, since
    other readings may wait on their topic before it.
    """

    name = "reader"

    def __init__(
        self,
        settings: Settings,
        pool: Pool,
        publish: Publish,
        source: str,
        at_once: Callable[[Message, Reading], Awaitable[None]] | None = None,
        zones: Mapping[str, tzinfo] = MappingProxyType({}),
    ) -> None:
        self._settings = settings
        self._pool = pool
        self._publish = publish
        self._source = source
        self._at_once = at_once
        self._urgent = at_once is not None
        self._feeds: set[str] = set()
        self._zones = zones

    def order(self, message: Message) -> bytes | None:
        """Versions of one uri are published in the order in which they came; by the articles' clock all copy is, since
        what would come of a replay is what came of it then, however long each article takes to read."""
        return message.key if self._settings.clock == "wall" else _ALL

    async def prepare(self, message: Message) -> Prepared:
        """All readings of the message. An article that fails does not hold up the others in it."""
        arrival = message.arrival if self._settings.clock == "wall" else None
        feed = self._feed(message)
        copy = Copy(
            message.value,
            message.header("content-type"),
            self._settings.max_article_bytes,
            arrival,
            feed,
            self._zones.get(feed, UTC),
        )
        opened, seconds = await self._pool.do(open_copy, copy, urgent=self._urgent, size=len(copy.data))
        if not isinstance(opened, list):
            readings = [_stamped(opened, seconds)]
            return Prepared(tuple(readings), self._outputs(readings, 1, message), None)
        if not opened:
            raise BadCopy("no article in it")
        results = await asyncio.gather(*(self._read(article) for article in opened), return_exceptions=True)
        error: BellwireError | None = None
        readings = []
        for result in results:
            if isinstance(result, Reading):
                readings.append(result)
            elif isinstance(result, BadCopy | WorkFailed):
                error = error or result
            else:
                raise result
        return Prepared(tuple(readings), self._outputs(readings, len(opened), message), error)

    def _feed(self, message: Message) -> str:
        """The feed that intake says it came by, "" where it says none that is known."""
        source = message.header("ce_source") or ""
        name = unquote(source.removeprefix(FEED_SOURCE)) if source.startswith(FEED_SOURCE) else ""
        return name if name in self._zones else ""

    async def deliver(self, message: Message, prepared: Prepared) -> None:
        """Publish the readings, confirmed; then raise what failed, so that the message is a dead letter too."""
        await self._publish(*prepared.outputs)
        for reading in prepared.readings:
            self._count(reading, message)
            if self._at_once is not None:
                await self._at_once(message, reading)
        if prepared.error is not None:
            raise prepared.error

    async def _read(self, article: Article) -> Reading:
        size = len(article.headline) + len(article.body)
        return _stamped(*await self._pool.do(read, article, urgent=self._urgent, size=size))

    def _outputs(self, readings: list[Reading], parts: int, message: Message) -> tuple[Output, ...]:
        try:
            return tuple(
                envelope.of_reading(reading, message, part, parts, self._source)
                for part, reading in enumerate(readings, 1)
            )
        except (UnicodeEncodeError, msgspec.MsgspecError) as error:
            raise WorkFailed(f"its reading cannot be written as JSON: {error}") from error

    def _count(self, reading: Reading, message: Message) -> None:
        ARTICLES.labels(reading.outcome.value).inc()
        for event in reading.events:
            EVENTS.labels(event.kind, event.status.value).inc()
            if event.direction in _SIGNALS:
                SIGNALS.labels(country_of(event), event.direction.value).inc()
        feed = reading.article.feed
        if feed not in self._feeds and len(self._feeds) >= MOST_FEEDS:
            feed = "other"
        if feed not in self._feeds:
            self._feeds.add(feed)
            for sort in _SORTS:
                FEED_ARTICLES.labels(feed or "unnamed", sort)
        FEED_ARTICLES.labels(feed or "unnamed", _sort(reading)).inc()
        FEED_LAST_ARTICLE.labels(feed or "unnamed").set(message.timestamp_ms / 1000)
        if reading.method:
            BUILD.labels(__version__, reading.method, self._settings.model).set(1)


def _sort(reading: Reading) -> str:
    if reading.outcome is Outcome.CANCELED:
        return "kill"
    version = number(reading.version)
    return "later" if version is not None and version > _FIRST else "first"


def _stamped(reading: Any, seconds: float) -> Reading:
    """With when it was read and how long that took, which the reader, being pure, cannot know."""
    if not isinstance(reading, Reading):
        raise WorkFailed(f"the reader gave a {type(reading).__name__}")
    READING_SECONDS.observe(seconds)
    return msgspec.structs.replace(reading, read_at=datetime.now(UTC), took_ms=round(seconds * 1000))
