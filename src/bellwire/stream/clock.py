"""What time it is for the watcher: an article's arrival, the same on every redelivery and in every rebuild."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bellwire.reading.reading import Reading
from bellwire.stream.message import Message

#: The setting `clock`.
Kind = Literal["wall", "article"]


class Clock:
    """Arrivals by the wall or by the articles' own clock; `latest` is the latest so far, None before the first."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.latest: datetime | None = None

    def arrival(self, reading: Reading, message: Message) -> datetime:
        """When this reading's article arrived: the watcher's `now` for it, which may lie before `latest`."""
        arrival = reading.article.received
        if arrival is None and self.kind == "article":
            arrival = reading.article.version_time or self.latest
        if arrival is None:
            arrival = message.arrival
        if self.latest is None or arrival > self.latest:
            self.latest = arrival
        return arrival
