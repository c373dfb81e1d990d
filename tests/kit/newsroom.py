"""The real system for a browser: embedded broker, worker, a desk that can be killed; the example wire, bit by bit."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.intake.example import example_wire
from bellwire.intake.messages import article_message
from bellwire.intake.producer import ArticleProducer
from bellwire.processes import Child, free_port
from bellwire.settings import Settings
from bellwire.wire import Article
from kit.workers import wait_for

#: Seconds for models to load, on a machine that has other things to do.
_PATIENCE = 240.0


class Newsroom:
    """`url`: of the desk's page, the same after a restart."""

    def __init__(self, settings: Settings, folder: Path, producer: ArticleProducer) -> None:
        self.url = f"http://127.0.0.1:{settings.desk_port}"
        self._settings = settings
        self._folder = folder
        self._producer = producer
        self._waiting = example_wire()
        self._desk: Child | None = None

    def tell(self, item: str, version: str = "1") -> None:
        """Send the example wire up to this item, as far as it has not been sent."""
        if not any(one.uri.endswith(item) and one.version == version for one in self._waiting):
            return
        while self._waiting:
            one = self._waiting.pop(0)
            self.send(one)
            if one.uri.endswith(item) and one.version == version:
                return

    def send(self, article: Article) -> None:
        """Send an article of one's own."""
        self._producer.send(article_message(article, now=datetime.now(UTC)))
        self._producer.flush()

    def start_desk(self) -> None:
        """Return when it serves."""
        self._desk = self.start("desk")
        wait_for(lambda: self._desk is not None and re.search("desk ready", self._desk.log.read_text()), _PATIENCE)

    def kill_desk(self) -> None:
        """SIGKILL: it has no time for anything."""
        assert self._desk is not None
        os.kill(self._desk.pid, signal.SIGKILL)
        self._desk.stop()

    def start(self, name: str) -> Child:
        """`bellwire NAME`."""
        given = {f"BELLWIRE_{key.upper()}": str(value) for key, value in self._given.items()}
        log = self._folder / f"{name}.log"
        log.unlink(missing_ok=True)
        return Child(name, [sys.executable, "-m", "bellwire", name], log, given)

    def stop_desk(self) -> None:
        """In order."""
        if self._desk is not None:
            self._desk.stop()

    @property
    def _given(self) -> dict[str, object]:
        return self._settings.model_dump(exclude_unset=True)


@contextmanager
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """Worker and desk are ready, and nothing has come yet."""
    with ExitStack() as stack:
        broker = stack.enter_context(EmbeddedBroker())
        settings = Settings(
            brokers=broker.address,
            ledger_url=f"sqlite:///{folder / 'ledger.db'}",
            clock="article",
            partitions=1,
            processes=1,
            desk_port=free_port("127.0.0.1"),
        )
        ensure_topics(settings.cluster, settings)
        topic, largest = settings.topic("articles"), settings.max_message_bytes
        producer = stack.enter_context(ArticleProducer(settings.cluster, topic, max_message_bytes=largest))
        room = Newsroom(settings, folder, producer)
        worker = room.start("worker")
        stack.callback(worker.stop)
        stack.callback(room.stop_desk)
        room.start_desk()
        wait_for(lambda: worker.says("worker is ready") or worker.ended is not None, _PATIENCE)
        assert worker.ended is None, worker.last_lines()
        yield room
