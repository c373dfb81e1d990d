"""The reader agent: a message of articles becomes the readings of the articles in it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from bellwire.errors import BadCopy, BellwireError, WorkFailed
from bellwire.metrics import ARTICLES, EVENTS, FEED_LAST_ARTICLE, READING_SECONDS
from bellwire.reading.reading import Reading
from bellwire.settings import Settings
from bellwire.stream import envelope
from bellwire.stream.carry import Publish
from bellwire.stream.message import Message, Output
from bellwire.stream.pool import Pool
from bellwire.wire import Article, read_copy

#: Feeds that have a gauge of their own; the rest share one, so that a producer cannot make labels without end.
MOST_FEEDS = 100


@dataclass(frozen=True, slots=True)
class Copy:
    """What a child decodes."""

    data: bytes
    content_type: str | None
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of one message: readings to publish, and the first error if one of its articles failed."""

    readings: tuple[Reading, ...]
    outputs: tuple[Output, ...]
    error: BellwireError | None


def decode(_reader: Any, copy: Copy) -> list[Article]:
    """In the pool: bytes → articles. Decoding what strangers wrote can crash or hang as reading can."""
    return read_copy(copy.data, copy.content_type, max_bytes=copy.max_bytes)


def read(reader: Any, article: Article) -> Reading:
    """In the pool: an article → its reading."""
    reading: Reading = reader.read(article)
    return reading


class ReaderAgent:
    """Decodes and reads in the pool, publishes the readings keyed by uri."""

    name = "reader"

    def __init__(self, settings: Settings, pool: Pool, publish: Publish, source: str) -> None:
        self._settings = settings
        self._pool = pool
        self._publish = publish
        self._source = source
        self._feeds: set[str] = set()

    def order(self, message: Message) -> bytes | None:
        """Versions of one uri are published in the order in which they came."""
        return message.key

    async def prepare(self, message: Message) -> Prepared:
        """All readings of the message. An article that fails does not hold up the others in it."""
        copy = Copy(message.value, message.header("content-type"), self._settings.max_article_bytes)
        articles, _ = await self._pool.do(decode, copy)
        if not articles:
            raise BadCopy("no article in it")
        results = await asyncio.gather(*(self._read(article, message) for article in articles), return_exceptions=True)
        readings: list[Reading] = []
        error: BellwireError | None = None
        for result in results:
            if isinstance(result, Reading):
                readings.append(result)
            elif isinstance(result, BadCopy | WorkFailed):
                error = error or result
            elif isinstance(result, BaseException):
                raise result
        return Prepared(tuple(readings), self._outputs(readings, len(articles), message), error)

    async def deliver(self, message: Message, prepared: Prepared) -> None:
        """Publish the readings, confirmed; then raise what failed, so that the message is a dead letter too."""
        await self._publish(*prepared.outputs)
        for reading in prepared.readings:
            self._count(reading, message)
        if prepared.error is not None:
            raise prepared.error

    async def _read(self, article: Article, message: Message) -> Reading:
        if self._settings.clock == "wall":
            article = msgspec.structs.replace(article, received=message.arrival)
        reading, seconds = await self._pool.do(read, article)
        if not isinstance(reading, Reading):
            raise WorkFailed(f"the reader gave a {type(reading).__name__}")
        READING_SECONDS.observe(seconds)
        return msgspec.structs.replace(reading, read_at=datetime.now(UTC), took_ms=round(seconds * 1000))

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
        feed = reading.article.feed
        if feed not in self._feeds and len(self._feeds) >= MOST_FEEDS:
            feed = "other"
        self._feeds.add(feed)
        FEED_LAST_ARTICLE.labels(feed or "unnamed").set(message.timestamp_ms / 1000)
