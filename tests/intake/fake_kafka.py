"""A stand-in for kafka-python's producer, with its surface and real futures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kafka.future import Future


@dataclass
class FakeKafka:
    """Confirms what it gets at once, unless `fate` gives an error for it; `held` keeps confirmations back."""

    options: dict[str, Any] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    fate: Callable[[bytes], BaseException | None] = lambda value: None
    held: bool = False
    futures: list[Future] = field(default_factory=list)
    closed: bool = False

    def __call__(self, **options: Any) -> FakeKafka:
        self.options = options
        return self

    def send(self, topic: str, *, value: bytes, key: bytes, headers: list[tuple[str, bytes]]) -> Future:
        self.sent.append({"topic": topic, "value": value, "key": key, "headers": dict(headers)})
        future, error = Future(), self.fate(value)
        if error is not None:
            future.failure(error)
        elif not self.held:
            future.success(None)
        self.futures.append(future)
        return future

    def release(self) -> None:
        self.held = False
        for future in self.futures:
            if not future.is_done:
                future.success(None)

    def flush(self, timeout: float | None = None) -> None:
        self.release()

    def close(self, timeout: float | None = None) -> None:
        self.closed = True
