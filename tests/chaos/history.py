"""What is sent: articles with planted poison, each noted as acknowledged when the broker has confirmed it."""

from __future__ import annotations

import gzip
import json
import random
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from kit.fakes import CRASH, HANG, RAISE
from kit.topics import article

#: Real wires, where they are at hand.
STREAM = Path(__file__).resolve().parents[3] / "shared" / "stream" / "reuters-1987.ninjs.jsonl.gz"

#: Every so many articles tell of a town, and so alert; every so many are a later version of an article before; every so
#: many overtake.
TELLING, LATER, URGENT = 5, 9, 7
TOWNS = 12

#: What poison is made of: bytes that are none, work that raises, work that ends its process.
POISON = {"bytes": 6, "raise": 6, "crash": 1}


@dataclass(frozen=True, slots=True)
class Item:
    """One message of a topic for copy. `poison` names what is wrong with it, if anything is."""

    uri: str
    version: str
    value: bytes
    poison: str | None
    urgent: bool = False

    @property
    def id(self) -> str:
        """As a reading names its cause."""
        return f"{self.uri}#{self.version}"


def items(seed: int, count: int, poison: float = 0.01, kinds: dict[str, int] | None = None) -> list[Item]:
    """So many items; the same seed makes the same ones. `poison` is the share of those that cannot be read."""
    chance = random.Random(seed)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made: list[Item] = []
    kinds = kinds or POISON
    for number, (headline, body) in enumerate(islice(copy(chance), count)):
        kind = chance.choices(list(kinds), list(kinds.values()))[0] if chance.random() < poison else None
        uri, version = f"urn:chaos:{seed}:{number}", 1
        if number % LATER == LATER - 1 and made[-5].poison is None:
            uri, version = made[-5].uri, int(made[-5].version) + 1
        if number % TELLING == 0:
            headline = f"Fight in Town{chance.randrange(TOWNS)}"
        bad = {"raise": RAISE, "crash": CRASH, "hang": HANG}.get(kind or "", "")
        text = article(number, headline, f"{body} {bad}", version) | {"uri": uri, "versioncreated": now}
        value = json.dumps(text).encode()
        made.append(Item(uri, str(version), value[:-9] if kind == "bytes" else value, kind, number % URGENT == 0))
    return made


def copy(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Headlines and bodies without end: real ones from anywhere in the stream on, else made-up words."""
    real = _real()
    at = chance.randrange(len(real)) if real else 0
    while True:
        yield real[at % len(real)] if real else ("An item", "Some words. " * chance.randrange(1, 60))
        at += 1


_read: list[tuple[str, str]] = []


def _real() -> Sequence[tuple[str, str]]:
    if not _read and STREAM.is_file():
        with gzip.open(STREAM, "rt") as lines:
            for wire in map(json.loads, lines):
                _read.append((wire.get("headline") or "Item", wire.get("body_text") or "Nothing."))
    return _read


class History:
    """Sends items in a thread of its own, so many a second; what is confirmed is noted. The rest waits for `release`.

    An item whose confirmation never came is unknown: it may be on the topic or not.
    """

    def __init__(
        self, brokers: str, topic: str, urgent_topic: str, sent: Sequence[Item], *, pace: float, kept: float = 0.2
    ) -> None:
        self.items = list(sent)
        self.acknowledged: set[str] = set()
        self.unknown: dict[str, str] = {}
        self.sent_again: set[str] = set()
        self._pace = pace
        self._abandoned = False
        self._keep_from = round(len(self.items) * (1 - kept))
        self._released = threading.Event()
        self._paused = threading.Event()
        self._topic = topic
        self._urgent_topic = urgent_topic
        self._producer = KafkaProducer(
            bootstrap_servers=brokers, acks="all", linger_ms=5, delivery_timeout_ms=900_000, max_block_ms=600_000
        )
        self._thread = threading.Thread(target=self._send_all, daemon=True)
        self._thread.start()

    def release(self) -> None:
        """Send what was kept back for after the fault."""
        self._released.set()

    def pause(self, on: bool = True) -> None:
        """Stop sending for a while, or go on."""
        (self._paused.set if on else self._paused.clear)()

    def send_again(self, names: Collection[str]) -> None:
        """Send these once more, as who learns that they are gone would; return when they are confirmed."""
        self.sent_again.update(names)
        for item in self.items:
            if item.id in names:
                self._send(item)
        self._producer.flush()

    @property
    def sent(self) -> int:
        """How many have been answered for."""
        return len(self.acknowledged) + len(self.unknown)

    def finish(self, patience: float) -> None:
        """Send the rest at once; return when all are answered for."""
        self._pace = 1000.0
        self.release()
        self._thread.join(patience)
        assert not self._thread.is_alive(), f"the producer has {self.sent} of {len(self.items)} answered"
        self._producer.flush(timeout=patience)
        self._producer.close()

    def abandon(self) -> None:
        """Send no more, where the stage ends without its end being awaited; after `finish`, nothing."""
        self._abandoned = True
        self._paused.clear()
        self.release()
        with suppress(KafkaError):
            self._producer.close(timeout=0)
        self._thread.join(10)

    def _send_all(self) -> None:
        for number, item in enumerate(self.items):
            if number == self._keep_from:
                self._released.wait()
            while self._paused.is_set():
                time.sleep(0.05)
            try:
                self._send(item)
            except KafkaError:
                if not self._abandoned:
                    raise
            if self._abandoned:
                return
            time.sleep(1 / self._pace)

    def _send(self, item: Item) -> None:
        topic = self._urgent_topic if item.urgent else self._topic
        future = self._producer.send(topic, item.value, key=item.uri.encode())
        future.add_callback(self._confirmed, item.id)
        future.add_errback(self._failed, item.id)

    def _confirmed(self, name: str, _: Any) -> None:
        self.acknowledged.add(name)

    def _failed(self, name: str, error: BaseException) -> None:
        self.unknown[name] = repr(error)
