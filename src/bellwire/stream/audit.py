"""The proof that nothing was lost, taken from the topics themselves: articles − readings − dead letters = in flight.

Readings and dead letters carry the topic, partition and offset of the message they come from. Nothing of the worker's
own bookkeeping is believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from bellwire.broker.admin import Admin
from bellwire.errors import BellwireError, Unavailable
from bellwire.ledger import open_ledger
from bellwire.settings import Settings

_At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Account:
    """How the articles stand. `repeated` readings are harmless: same uri and version, dropped by the watcher."""

    articles: int
    readings: int
    dead_letters: int
    repeated: int
    in_flight: tuple[_At, ...]
    unwatched: int
    unpublished: int

    @property
    def balanced(self) -> bool:
        """Every article has its reading or dead letter, every reading was watched, every alert published."""
        return not self.in_flight and not self.unwatched and not self.unpublished


class Auditor:
    """Reads the topics from their beginning, and on from there at each `account`. A context manager."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._admin = Admin(settings.brokers)
        self._ledger = _open(settings.ledger_url)
        self._consumers = {name: _Follower(settings, name) for name in ("articles", "readings", "dead-letters")}
        self._articles: set[_At] = set()
        self._read: dict[_At, set[str]] = {}
        self._dead: set[_At] = set()
        self._whole: set[_At] = set()
        self._readings = self._repeated = self._letters = 0

    def __enter__(self) -> Auditor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for consumer in self._consumers.values():
            consumer.close()
        self._admin.close()
        self._ledger.close()

    def account(self) -> Account:
        """How it stands now. Articles are read first, so that what came of them is there when it is looked for."""
        try:
            self._articles.update((record.partition, record.offset) for record in self._records("articles"))
            for record in self._records("readings"):
                self._count_reading(record)
            for record in self._records("dead-letters"):
                self._letters += 1
                headers = _last(record.headers)
                if headers.get("topic") == self._settings.topic("articles"):
                    self._dead.add(_origin(headers))
        except KafkaError as error:
            raise Unavailable(f"cannot read the topics at {self._settings.brokers}: {error}") from error
        readings = self._settings.topic("readings")
        standing = self._admin.standing(self._settings.group, [readings])
        return Account(
            articles=len(self._articles),
            readings=self._readings,
            dead_letters=self._letters,
            repeated=self._repeated,
            in_flight=tuple(sorted(self._articles - self._whole - self._dead)),
            unwatched=sum(how.lag for how in standing.values()),
            unpublished=self._ledger.counts()["unpublished"],
        )

    def _count_reading(self, record: Any) -> None:
        self._readings += 1
        headers = _last(record.headers)
        if headers.get("topic") != self._settings.topic("articles"):
            return
        at = _origin(headers)
        part, _, parts = headers.get("part", "1/1").partition("/")
        seen = self._read.setdefault(at, set())
        self._repeated += part in seen
        seen.add(part)
        if len(seen) >= int(parts):
            self._whole.add(at)

    def _records(self, name: str) -> Iterator[Any]:
        topic = self._settings.topic(name)
        ends = {at.partition: end for at, (_, end) in self._admin.ends([topic]).items()}
        if not ends:
            raise BellwireError(f"topic {topic} is missing", reason="topics")
        return self._consumers[name].up_to(ends)


class _Follower:
    """One topic, read on from where it was."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._topic = settings.topic(name)
        self._brokers = settings.brokers
        self._consumer: KafkaConsumer | None = None
        self._next: dict[int, int] = {}

    def up_to(self, ends: dict[int, int]) -> Iterator[Any]:
        """Every record before these offsets that was not read before."""
        if self._consumer is None:
            self._consumer = KafkaConsumer(
                bootstrap_servers=self._brokers,
                group_id=None,
                auto_offset_reset="earliest",
                fetch_max_wait_ms=100,
                max_partition_fetch_bytes=16 * 1024 * 1024,
            )
            self._consumer.assign([TopicPartition(self._topic, partition) for partition in ends])
            self._consumer.seek_to_beginning()
            self._next = {partition: self._position(partition) for partition in ends}
        while any(self._next[partition] < end for partition, end in ends.items()):
            for at, records in self._consumer.poll(timeout_ms=500).items():
                yield from records
                self._next[at.partition] = records[-1].offset + 1
            # A partition may end in markers that are no records; its position then passes them.
            for partition in ends:
                self._next[partition] = max(self._next[partition], self._position(partition))

    def close(self) -> None:
        if self._consumer is not None:
            self._consumer.close()

    def _position(self, partition: int) -> int:
        assert self._consumer is not None
        return int(self._consumer.position(TopicPartition(self._topic, partition)))


def _last(headers: Any) -> dict[str, str]:
    """Headers by name; a later one of the same name wins."""
    return {name: bytes(value or b"").decode("utf-8", "replace") for name, value in headers}


def _origin(headers: dict[str, str]) -> _At:
    return int(headers["partition"]), int(headers["offset"])


def _open(url: str) -> Any:
    """The ledger, which must be there: an audit that makes an empty one would prove nothing."""
    scheme, _, path = url.partition(":///")
    if scheme.startswith("sqlite") and not Path(path).is_file():
        raise BellwireError(f"no ledger at {path}; name it with --ledger", reason="no-ledger")
    return open_ledger(url)
