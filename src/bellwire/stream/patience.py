"""Trying again while something that Bellwire needs is out of reach."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bellwire.errors import StopWorker, Unavailable

T = TypeVar("T")

_log = structlog.get_logger("bellwire.patience")

#: Seconds between tries, doubled up to the last.
_FIRST_PAUSE, _LAST_PAUSE = 0.2, 5.0


async def patiently(
    call: Callable[[], Awaitable[T]],
    patience: float,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> T:
    """The result of `call`, tried again while it raises Unavailable; StopWorker when that lasts for `patience` seconds.

    Nothing is acknowledged meanwhile, and nothing becomes a dead letter for it: the copy is not to blame.
    """
    pause, waited = _FIRST_PAUSE, 0.0
    while True:
        try:
            return await call()
        except Unavailable as error:
            if waited >= patience:
                raise StopWorker(f"gave up after {waited:.0f} s: {error}", reason=error.reason) from error
            _log.warning("out of reach, trying again", error=str(error)[:200], pause=pause)
        await sleep(pause)
        waited += pause
        pause = min(2 * pause, _LAST_PAUSE)
