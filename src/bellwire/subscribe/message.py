"""One message as a subscriber sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
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
    _done: Callable[[Message], None] | None = field(default=None, repr=False, compare=False)

    def mark_done(self) -> None:
        """Say that this message, and all before it in its partition, need not come again after a restart: the
        subscription's `resume` file keeps that. Without such a file it does nothing. Raises BellwireError once the
        subscription has ended."""
        if self._done is not None:
            self._done(self)

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON object in `value`, empty where there is none. Parsed when it is first asked for."""
        try:
            found = msgspec.json.decode(self.value)
        except (msgspec.DecodeError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def message_of(record: Any, topic: str, done: Callable[[Message], None] | None = None) -> Message:
    """A record of kafka-python under the topic's short name; `done` is what marking it does."""
    return Message(
        topic=topic,
        key=_text(record.key),
        headers={name: _text(value) for name, value in record.headers},
        value=record.value or b"",
        partition=record.partition,
        offset=record.offset,
        _done=done,
    )


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")
