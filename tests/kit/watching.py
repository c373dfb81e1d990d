"""The watcher's agent without a broker: what it is given, and what it would have sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec

from bellwire.ledger import Ledger
from bellwire.reading.reading import Reading
from bellwire.settings import Settings
from bellwire.stream.message import Message, Output
from bellwire.stream.outbox import Outbox
from bellwire.stream.watcher_agent import WatcherAgent
from bellwire.wire import Article

from .fakes import FakeReader, FakeWatcher

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Harness:
    """Gives the agent readings, and keeps what it would have sent."""

    def __init__(
        self, ledger: Any, watcher: Any = None, *, clock: str = "wall", patience: float = 60.0, **more: Any
    ) -> None:
        self.sent: list[Output] = []
        settings = Settings(clock=clock, **more)  # type: ignore[arg-type]
        self.watcher = watcher or FakeWatcher()
        self.agent = WatcherAgent(settings, ledger, self.watcher, Outbox(ledger, self._send), "/x", patience)

    async def _send(self, *outputs: Output) -> None:
        self.sent += outputs

    async def give(self, reading: Reading, timestamp: datetime = NOON) -> None:
        message = Message("readings", 0, 0, round(timestamp.timestamp() * 1000), b"k", msgspec.json.encode(reading))
        await self.agent.deliver(message, await self.agent.prepare(message))

    def alerts(self) -> list[str]:
        return [dict(output.headers)["ce_id"].decode()[-6:] for output in self.sent if output.topic == "alerts"]


def reading(number: int = 1, received: datetime | None = NOON, headline_town: str = "Ravno", **article: Any) -> Reading:
    return FakeReader().read(
        Article(uri=f"urn:{number}", version="1", headline=f"Fight in {headline_town}", received=received, **article)
    )


class Gone:
    """A ledger that is out of reach so many times."""

    def __init__(self, ledger: Ledger, times: int, error: Exception) -> None:
        self._ledger, self._times, self._error = ledger, times, error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    @contextmanager
    def watching(self, countries: Any, **held: Any) -> Iterator[Any]:
        if self._times > 0:
            self._times -= 1
            raise self._error
        with self._ledger.watching(countries, **held) as transaction:
            yield transaction
