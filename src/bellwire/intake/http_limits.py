"""How much may be pushed: requests a second of one sender, bytes and seconds of one body."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bellwire.intake.bodies import Body, BodyRefused

#: Senders that are told apart; of more, those that have been quiet longest are forgotten.
_SENDERS = 10_000

#: Seconds in which what is too large is still listened to.
_HEARD_OUT = 1.0

#: The body is not read to its end, so the connection cannot be used again.
CLOSE = {"Connection": "close"}

_STATUS = {"too-large": 413, "bad-encoding": 415, "broken": 400}


class Buckets:
    """A token bucket a sender: `rate` requests a second on average, `burst` at once."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, float(burst), clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, sender: str) -> float:
        """0 where it may go on, else the seconds after which it may."""
        now = self._clock()
        left, then = self._left.pop(sender, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._rate)
        allowed = left >= 1.0
        self._left[sender] = (left - 1.0 if allowed else left, now)
        if len(self._left) > _SENDERS:
            del self._left[next(iter(self._left))]
        return 0.0 if allowed else (1.0 - left) / self._rate

    def left(self, sender: str) -> float:
        """What `take` would say, and nothing taken."""
        left, then = self._left.get(sender, (self._burst, 0.0))
        left += (self._clock() - then) * self._rate
        return 0.0 if left >= 1.0 else (1.0 - left) / self._rate


async def read_body(request: Request, limit: int, seconds: float) -> bytes:
    """The body as it comes over the wire. Raises HTTPException: 413 above the limit, before it is read where its length
    is told; 408 where it takes longer."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and (len(told) > 15 or int(told) > limit):
        raise refused(BodyRefused(f"a body of {told[:20]} bytes; the limit is {limit:,}", reason="too-large"))
    stream = request.stream()
    try:
        async with asyncio.timeout(seconds):
            return await _collected(stream, limit)
    except TimeoutError:
        raise HTTPException(408, f"the body did not come within {seconds:g} s", CLOSE) from None
    except BodyRefused as error:
        await _heard_out(stream)
        raise refused(error) from None


async def _collected(stream: AsyncIterator[bytes], limit: int) -> bytes:
    body = Body("", limit)
    async for chunk in stream:
        body.add(chunk)
    return body.whole()


async def _heard_out(stream: AsyncIterator[bytes]) -> None:
    """Let a sender that is nearly done come to its end: one that is cut off hears no answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_HEARD_OUT):
            async for _ in stream:
                pass


def unpacked_body(raw: bytes, encoding: str, limit: int) -> bytes:
    """What is packed in it. Raises HTTPException: 413, 415 for an encoding that is not read, 400 for a broken one."""
    try:
        body = Body(encoding, limit)
        body.add(raw)
        return body.whole()
    except BodyRefused as error:
        raise refused(error) from None


def refused(error: BodyRefused) -> HTTPException:
    """The answer to a body that is not taken."""
    headers = CLOSE | ({"Accept-Encoding": "gzip, deflate"} if error.reason == "bad-encoding" else {})
    return HTTPException(_STATUS[error.reason], str(error), headers)
