"""One message as a subscriber sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec


@dataclass(frozen=True)
class Message:
    """One message. `topic` is its short name, `value` its bytes; of a header that is there twice the last counts."""

    topic: str
    key: str
    headers: dict[str, str]
    value: bytes
    partition: int
    offset: int

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON object in `value`, empty where there is none. Parsed when it is first asked for."""
        try:
            found = msgspec.json.decode(self.value)
        except (msgspec.DecodeError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def message_of(record: Any, topic: str) -> Message:
    """A record of kafka-python under the topic's short name."""
    return Message(
        topic=topic,
        key=_text(record.key),
        headers={name: _text(value) for name, value in record.headers},
        value=record.value or b"",
        partition=record.partition,
        offset=record.offset,
    )


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")
