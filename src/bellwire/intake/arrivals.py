"""What a source that is asked again and again has now → the articles topic, each item once, across restarts.

Why this loses nothing: items are remembered only when the broker has confirmed them, in one step with how far the
source has been read. A kill in between sends them once more, under the same uri, version and id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bellwire.errors import Unavailable
from bellwire.intake.feeds import Feed
from bellwire.intake.memory import Memory, SourceState, article_key, bytes_key
from bellwire.intake.messages import Message, article_message, raw_message
from bellwire.intake.outlet import Outlet
from bellwire.wire import Article

_DAY = 86_400.0
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a source: its name in the memory, and its message."""

    key: str
    message: Message


class Arrivals:
    """Sends what is new. `talk` is told of items that no message can hold."""

    def __init__(self, outlet: Outlet, memory: Memory, talk: Callable[[str], None]) -> None:
        self.memory = memory
        self._outlet = outlet
        self._talk = talk

    def take(self, source: str, items: list[Item], state: SourceState) -> int:
        """Send the new ones among `items`, then remember all, with `state`; how many were new.

        Raises Unavailable where the broker or the memory is out of reach: then nothing is remembered.
        """
        new = set(self.memory.unseen(source, [item.key for item in items]))
        by_key = {item.key: item.message for item in items if item.key in new}
        for lost in self._outlet.deliver(list(by_key.values())) if by_key else ():
            self._talk(f"{lost.label[:200]}: not sent: {lost.sentence}")
        self.memory.remember(source, state, [item.key for item in items], datetime.now(UTC))
        return len(by_key)

    async def forget_daily(self, days: float) -> None:
        """Each day, forget the items that no source has had for so many days. Never returns."""
        while True:
            with suppress(Unavailable):
                await asyncio.to_thread(self.memory.forget, datetime.now(UTC) - timedelta(days=days))
            await asyncio.sleep(_DAY)


def article_items(articles: Iterable[Article], feed: Feed) -> list[Item]:
    """The articles as items, the oldest first, those without a time last."""
    now = datetime.now(UTC)
    ordered = sorted(articles, key=lambda article: article.version_time or _NEVER)
    return [Item(article_key(article), article_message(article, feed=feed, now=now)) for article in ordered]


def refused_item(data: bytes, name: str, feed: Feed, content_type: str) -> Item:
    """Bytes that cannot be read, for the dead letters; the same bytes are the same item."""
    message = raw_message(data, name, feed=feed, content_type=content_type or None, now=datetime.now(UTC))
    return Item(bytes_key(data), message)
