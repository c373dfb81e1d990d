"""A message as the agents see it: Kafka's bytes and where they stood, without Faust."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

Headers = tuple[tuple[str, bytes], ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: Milliseconds beyond which a record's time is none that can be reckoned with: the year 3000. A producer may write any.
_LATEST = 32_503_680_000_000


class LetGo(Exception):
    """Work on a message is not begun any more: the worker stops, and whoever comes after it reads the message again."""


@dataclass(frozen=True, slots=True)
class Message:
    """One record. `timestamp_ms` is set once by its producer or broker: the same on every redelivery."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes
    headers: Headers = ()

    @classmethod
    def of_record(cls, record: Any) -> Message:
        """A record of kafka-python's consumer."""
        headers = tuple((str(name), bytes(value or b"")) for name, value in record.headers or ())
        place = (record.topic, record.partition, record.offset, record.timestamp)
        return cls(*place, key=record.key, value=record.value or b"", headers=headers)

    @property
    def arrival(self) -> datetime:
        """When it came to Kafka, as its producer or broker says; never before 1970 nor beyond the year 3000."""
        return _EPOCH + timedelta(milliseconds=min(max(self.timestamp_ms, 0), _LATEST))

    def header(self, name: str) -> str | None:
        """The last header of this name, as text; None where there is none or it is no UTF-8."""
        for key, value in reversed(self.headers):
            if key.lower() == name:
                try:
                    return value.decode()
                except UnicodeDecodeError:
                    return None
        return None

    def place(self) -> Headers:
        """The headers that say of an output which message it comes from; `bellwire audit` counts by them."""
        return as_headers((("topic", self.topic), ("partition", str(self.partition)), ("offset", str(self.offset))))


@dataclass(frozen=True, slots=True)
class Output:
    """One message to be sent. `topic` is the short name."""

    topic: str
    key: bytes | None
    value: bytes
    headers: Headers


def as_headers(pairs: Iterable[tuple[str, str]]) -> Headers:
    """Text headers as Kafka carries them; a character that is no Unicode scalar becomes "?"."""
    return tuple((name, value.encode("utf-8", "replace")) for name, value in pairs)
