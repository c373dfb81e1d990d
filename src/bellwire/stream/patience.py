"""Trying again while something that Bellwire needs is out of reach."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog

from bellwire.errors import StopWorker, Unavailable
from bellwire.stream.message import LetGo

T = TypeVar("T")

_log = structlog.get_logger("bellwire.patience")

#: Seconds between tries, doubled up to the last.
_FIRST_PAUSE, _LAST_PAUSE = 0.2, 5.0


async def patiently(
    call: Callable[[], Coroutine[Any, Any, T]],
    patience: float,
    *,
    stop: asyncio.Event | None = None,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> T:
    """The result of `call`, tried again while it raises Unavailable; StopWorker when that lasts for `patience` seconds.

    By the clock, since a try may take long itself. Once `stop` is set nothing is tried again: LetGo.
    Nothing is acknowledged meanwhile, and nothing becomes a dead letter for it: the copy is not to blame.
    """
    pause, began = _FIRST_PAUSE, clock()
    coming = call()
    while True:
        try:
            return await coming
        except Unavailable as error:
            waited = clock() - began
            if waited >= patience:
                raise StopWorker(f"gave up after {waited:.0f} s: {error}", reason=error.reason) from error
            _log.warning("out of reach, trying again", error=str(error)[:200], pause=pause)
        await _unless(stop, sleep(min(pause, patience - waited)))
        pause = min(2 * pause, _LAST_PAUSE)
        coming = _unless(stop, call())


async def _unless(stop: asyncio.Event | None, coming: Awaitable[T]) -> T:
    """What comes; LetGo where `stop` is set before."""
    if stop is None:
        return await coming
    work, stopped = asyncio.ensure_future(coming), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise LetGo
        return work.result()
    finally:
        work.cancel()
        stopped.cancel()
