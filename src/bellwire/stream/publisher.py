"""Outputs to the broker, confirmed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from typing import Any

import structlog
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
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

    async def __call__(self, *outputs: Output) -> None:
        """Send all; those of one topic and key each after the one before is confirmed, so that they keep their order.

        Raises WorkFailed for a message that is too large for the broker, StopWorker when patience is at its end.
        """
        for wave in _waves(outputs):
            await self._send(wave)

    async def _send(self, wave: list[Output]) -> None:
        pause, began = _FIRST_PAUSE, time.monotonic()
        while wave:
            results = await self._confirmed_or_not(wave, self._patience - (time.monotonic() - began))
            failed = []
            for output, result in zip(wave, results, strict=True):
                if isinstance(result, MessageSizeTooLargeError):
                    raise WorkFailed(f"{len(output.value):,} bytes for {output.topic} are too many for the broker")
                if isinstance(result, KafkaError | ProducerSendError | OSError | TimeoutError):
                    failed.append(output)
                elif isinstance(result, BaseException):
                    raise result
            wave = failed
            if wave:
                left = self._patience - (time.monotonic() - began)
                if left <= 0:
                    raise _gone(self._patience)
                _log.warning("the broker did not confirm, trying again", messages=len(wave), pause=pause)
                await asyncio.sleep(min(pause, left))
                pause = min(2 * pause, _LAST_PAUSE)

    async def _confirmed_or_not(self, wave: list[Output], patience: float) -> list[BaseException | None]:
        """What became of each. aiokafka sends again for ever while the broker is gone, so the patience is ours; sending
        again ourselves meanwhile would only make duplicates."""
        sending = [asyncio.ensure_future(self._send_one(output)) for output in wave]
        try:
            _, late = await asyncio.wait(sending, timeout=max(0.0, patience))
        finally:
            for one in sending:
                one.cancel()
        if late:
            raise _gone(self._patience)
        return [one.exception() for one in sending]

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


def _gone(seconds: float) -> StopWorker:
    return StopWorker(f"the broker confirmed nothing for {seconds:.0f} s", reason="broker-unavailable")


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
