"""What the real code publishes of the example wire, topic by topic, without a broker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import msgspec

from bellwire.broker.topics import COPY
from bellwire.errors import BadCopy, WorkTimedOut
from bellwire.intake.example import example_wire
from bellwire.intake.feeds import Feed
from bellwire.intake.messages import article_message, parcel
from bellwire.settings import Settings
from bellwire.stream.dead_letters import dead_letter
from bellwire.stream.envelope import of_changes, of_reading
from bellwire.stream.message import Headers, Message, as_headers
from bellwire.watch import MemoryLedger, load_watcher
from bellwire.watch.thread import Changes
from bellwire.wire import Article

from .readers import full_reader

_SOURCE = "/bellwire/test"
_NOON = datetime(2016, 12, 5, 12, tzinfo=UTC)

#: How long the clock runs on after the last article: deadlines pass, threads end.
_AFTERWARDS = timedelta(days=3)

#: A family of which the example wire tells nothing.
_UNREST = Article(
    uri="urn:bellwire-test:riot",
    version="1",
    headline="Riots erupt in Cairo",
    body="CAIRO, Dec 5 (Reuters) - Riots erupted in Cairo on Monday, police said.",
    version_time=_NOON,
    received=_NOON,
    language="en",
    provider="Reuters",
)


@dataclass(frozen=True, slots=True)
class Published:
    """One message as Kafka would carry it."""

    topic: str
    key: bytes
    headers: Headers
    value: bytes

    def header(self, name: str) -> str | None:
        """The last header of this name."""
        return next((value.decode() for key, value in reversed(self.headers) if key == name), None)


@cache
def published() -> dict[str, list[Published]]:
    """Every message of the example wire and of copy that cannot be read, by the full name of its topic."""
    found: dict[str, list[Published]] = {}
    for one in (*_articles(), *_refused(), *_read()):
        found.setdefault(one.topic, []).append(one)
    return found


def _articles() -> Iterator[Published]:
    for article in (*example_wire(), _UNREST):
        message = article_message(article, now=_NOON)
        yield Published(_topic(COPY[message.urgent]), message.key, message.headers, message.value)


def _refused() -> Iterator[Published]:
    """Bytes that are no article, and what becomes of them; then a sound one on which work failed."""
    [raw] = parcel(b"{broken", name="drop/a.json", feed=Feed("desk"), now=_NOON).messages
    yield Published(_topic("articles"), raw.key, raw.headers, raw.value)
    good = next(_articles())
    for message, error in (
        (Published(_topic("articles"), b"k", (), b"\xff"), BadCopy("no text in it", reason="not-utf8")),
        (Published(_topic("articles"), raw.key, raw.headers, raw.value), BadCopy("cut short", reason="not-json")),
        (good, WorkTimedOut("30 s")),
    ):
        letter = dead_letter(_record(message), error, attempts=1, version="0.1.0")
        assert letter.key is not None
        yield Published(_topic(letter.topic), letter.key, letter.headers, letter.value)


def _read() -> Iterator[Published]:
    reader, watcher, ledger = full_reader(), load_watcher(), MemoryLedger()
    for article in (*example_wire(), _UNREST):
        reading = reader.read(article)
        now = reading.article.received
        assert now is not None
        message = _record(Published(_topic("articles"), b"", (), msgspec.json.encode(article)))
        output = of_reading(reading, message, 1, 1, _SOURCE)
        assert output.key is not None
        yield Published(_topic(output.topic), output.key, output.headers, output.value)
        changes = watcher.watch(reading, ledger.known(reading.uri, watcher.keys(reading)), now)
        yield from _changed(ledger, changes, now)
    until, after = now + _AFTERWARDS, now
    while (due := ledger.next_due(after)) is not None and due <= until:
        yield from _changed(ledger, watcher.tick(ledger.due(due), due), due)
        after = due


def _changed(ledger: MemoryLedger, changes: Changes, now: datetime) -> Iterator[Published]:
    ledger.apply(changes)
    for queued in of_changes(changes, now, _SOURCE):
        yield Published(_topic(queued.topic), queued.key.encode(), as_headers(queued.headers), queued.value)


def _record(message: Published) -> Message:
    return Message(message.topic, 3, 41, 1_480_939_200_000, message.key, message.value, message.headers)


def _topic(name: str) -> str:
    return Settings.model_construct().topic(name)
