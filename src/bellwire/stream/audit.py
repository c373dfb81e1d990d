"""The proof that nothing was lost, taken from the topics themselves: articles − readings − dead letters = in flight.

Readings and dead letters carry the topic, partition and offset of the message they come from. Nothing of the worker's
own bookkeeping is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any

from kafka.errors import KafkaError

from bellwire.broker.admin import Admin, Place
from bellwire.broker.follower import Follower
from bellwire.broker.topics import COPY
from bellwire.errors import Unavailable
from bellwire.ledger import open_ledger
from bellwire.settings import Settings

#: Topic, partition, offset.
_At = tuple[str, int, int]


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
        self._admin = Admin(settings.cluster)
        self._ledger = open_ledger(settings.ledger_url, there=True)  # Of an empty one it would prove nothing.
        self._followed = {
            name: Follower(settings.cluster, settings.topic(name)) for name in (*COPY, "readings", "dead-letters")
        }
        self._copy = {settings.topic(name) for name in COPY}
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
        for follower in self._followed.values():
            follower.close()
        self._admin.close()
        self._ledger.close()

    def account(self) -> Account:
        """How it stands now. Articles are read first, so that what came of them is there when it is looked for."""
        try:
            for name in COPY:
                self._articles.update((at.topic, at.partition, at.offset) for at in self._followed[name].new())
            for record in self._followed["readings"].new():
                self._count_reading(record)
            for record in self._followed["dead-letters"].new():
                self._letters += 1
                headers = _last(record.headers)
                at = _origin(headers)
                if at is not None and at[0] in self._copy:
                    self._dead.add(at)
        except KafkaError as error:
            raise Unavailable(f"cannot read the topics at {self._settings.brokers}: {error}") from error
        return Account(
            articles=len(self._articles),
            readings=self._readings,
            dead_letters=self._letters,
            repeated=self._repeated,
            in_flight=tuple(sorted(self._articles - self._whole - self._dead)),
            unwatched=self._unwatched(),
            unpublished=self._ledger.counts()["unpublished"],
        )

    def _count_reading(self, record: Any) -> None:
        self._readings += 1
        headers = _last(record.headers)
        at = _origin(headers)
        if at is None or at[0] not in self._copy:
            return
        part, _, parts = headers.get("part", "1/1").partition("/")
        seen = self._read.setdefault(at, set())
        self._repeated += part in seen
        seen.add(part)
        if 0 < _number(parts) <= len(seen):
            self._whole.add(at)

    def _unwatched(self) -> int:
        """Readings that were read here and that the workers' group has not committed."""
        readings = self._followed["readings"]
        committed = self._admin.committed(self._settings.group)
        return sum(
            max(0, end - max(readings.first[number], committed.get(Place(readings.topic, number), 0)))
            for number, end in readings.next.items()
        )


def _last(headers: Any) -> dict[str, str]:
    """Headers by name; a later one of the same name wins."""
    return {name: bytes(value or b"").decode("utf-8", "replace") for name, value in headers}


def _origin(headers: dict[str, str]) -> _At | None:
    """Which message it comes from; None where somebody else wrote it."""
    at = headers.get("topic", ""), _number(headers.get("partition", "")), _number(headers.get("offset", ""))
    return at if at[0] and min(at[1:]) >= 0 else None


def _number(text: str) -> int:
    """A whole number as Kafka has them; -1 where it is none. Python makes none of more than 4,300 digits."""
    return int(text) if text.isdecimal() and len(text) < 20 else -1
