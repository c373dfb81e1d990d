"""Outputs to the broker, confirmed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from aiokafka.errors import (
    InvalidTimestampError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
)
from faust.exceptions import ProducerSendError

from bellwire.errors import StopWorker, WorkFailed
from bellwire.settings import Settings
from bellwire.stream.message import Output

_log = structlog.get_logger("bellwire.publisher")

#: Seconds between tries, doubled up to the last.
_FIRST_PAUSE, _LAST_PAUSE = 0.2, 5.0


class Publisher:
    """Sends outputs and returns when the broker has confirmed every one; tries again while it is out of reach."""

    def __init__(self, app: Any, settings: Settings, patience: float) -> None:
        self._app = app
        self._settings = settings
        self._patience = patience
        self._topics: dict[str, Any] = {}
        self._sending: dict[object, float] = {}

    def waiting_seconds(self) -> float:
        """For how long the message that waits longest has waited for the broker's word."""
        return time.monotonic() - min(self._sending.values()) if self._sending else 0.0

    async def __call__(self, *outputs: Output) -> None:
        """Send all; those of one topic and key each after the one before is confirmed, so that they keep their order.

        Raises WorkFailed for a message that is too large for the broker, StopWorker when patience is at its end, and at
        once where the broker refuses what it will always refuse.
        """
        for wave in _waves(outputs):
            with self._waiting():
                await self._send(wave)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        one = object()
        self._sending[one] = time.monotonic()
        try:
            yield
        finally:
            del self._sending[one]

    async def _send(self, wave: list[Output]) -> None:
        pause, began, said = _FIRST_PAUSE, time.monotonic(), ""
        while wave:
            results = await self._confirmed_or_not(wave, self._patience - (time.monotonic() - began))
            if results is None:
                raise _gone(self._patience, said)
            failed = []
            for output, result in zip(wave, results, strict=True):
                if isinstance(result, MessageSizeTooLargeError):
                    raise WorkFailed(f"{len(output.value):,} bytes for {output.topic} are too many for the broker")
                if isinstance(result, KafkaError | ProducerSendError | OSError | TimeoutError):
                    topic, error = self._settings.topic(output.topic), result.__cause__ or result
                    _refuse_what_stays_so(topic, error)
                    failed.append(output)
                    said = f"{topic}: {error!r}"[:200]
                elif isinstance(result, BaseException):
                    raise result
            wave = failed
            if wave:
                left = self._patience - (time.monotonic() - began)
                if left <= 0:
                    raise _gone(self._patience, said)
                _log.warning("the broker did not confirm, trying again", messages=len(wave), pause=pause, last=said)
                await asyncio.sleep(min(pause, left))
                pause = min(2 * pause, _LAST_PAUSE)

    async def _confirmed_or_not(self, wave: list[Output], patience: float) -> list[BaseException | None] | None:
        """What became of each; None where that is not known in time. aiokafka sends again for ever while the broker is
        gone, so the patience is ours; sending again ourselves meanwhile would only make duplicates."""
        sending = [asyncio.ensure_future(self._send_one(output)) for output in wave]
        try:
            _, late = await asyncio.wait(sending, timeout=max(0.0, patience))
        finally:
            for one in sending:
                one.cancel()
        return None if late else [one.exception() for one in sending]

    async def _send_one(self, output: Output) -> None:
        confirmation = await self._topic(output.topic).send(
            key=output.key,
            value=output.value,
            headers=list(output.headers),
            key_serializer="raw",
            value_serializer="raw",
        )
        # Shielded: Faust's own callback fails on a confirmation that was cancelled with its task.
        await asyncio.shield(confirmation)

    def _topic(self, name: str) -> Any:
        if name not in self._topics:
            self._topics[name] = self._app.topic(
                self._settings.topic(name), key_serializer="raw", value_serializer="raw"
            )
        return self._topics[name]


def _gone(seconds: float, last: str = "") -> StopWorker:
    after = f"; the last was {last}" if last else ""
    return StopWorker(f"the broker confirmed nothing for {seconds:.0f} s{after}", reason="broker-unavailable")


def _refuse_what_stays_so(topic: str, error: BaseException) -> None:
    """Raises StopWorker where sending again mends nothing."""
    if isinstance(error, TopicAuthorizationFailedError):
        raise StopWorker(
            f"the broker does not let us write {topic}; docs/security.md has the rights of each part",
            reason="not-allowed",
        )
    if isinstance(error, InvalidTimestampError):
        raise StopWorker(
            f"the broker takes nothing of that time on {topic}: is this machine's clock right?", reason="wrong-clock"
        )


def _waves(outputs: Iterable[Output]) -> Iterator[list[Output]]:
    """Parts of the sequence, in order, in each of which no topic has a key twice."""
    wave: list[Output] = []
    seen: set[tuple[str, bytes | None]] = set()
    for output in outputs:
        if (output.topic, output.key) in seen:
            yield wave
            wave, seen = [], set()
        wave.append(output)
        seen.add((output.topic, output.key))
    if wave:
        yield wave
