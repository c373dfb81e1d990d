"""A subscriber that notes when what an article causes comes, in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bellwire.subscribe import subscribe
from bench.stack import Stack


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When the first message that an article causes came, by its uri; seconds of time.monotonic()."""

    came: dict[str, float] = field(default_factory=dict)

    def seconds(self, sent: Mapping[str, float]) -> list[float]:
        """From sending to arrival, of each article of which something came."""
        return [self.came[uri] - at for uri, at in sent.items() if uri in self.came]


@contextmanager
def listening(whole: Stack, topic: str) -> Iterator[Arrivals]:
    """To "readings", which have the article's uri as their key, or to "alerts", which name it."""
    found, stop = Arrivals(), threading.Event()
    messages = subscribe(topic, brokers=whole.settings.brokers, stop=stop)

    def follow() -> None:
        for message in messages:
            uri = message.key if topic == "readings" else (message.data["article"] or {}).get("uri", "")
            found.came.setdefault(uri, time.monotonic())

    thread = threading.Thread(target=follow, name=topic)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join()
