"""Who gets the next pool process that is free: urgent work first, then who waits longest.

Reserved processes are for urgent work alone: long articles may hold all the others for seconds, and what runs cannot be
interrupted.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, Protocol, TypeVar


class Reservable(Protocol):
    """Something that may be kept for urgent work."""

    @property
    def reserved(self) -> bool: ...


T = TypeVar("T", bound=Reservable)


class Free(Generic[T]):
    """What is free, and who waits for it."""

    def __init__(self) -> None:
        self._free: list[T] = []
        self._urgent: deque[asyncio.Future[T]] = deque()
        self._others: deque[asyncio.Future[T]] = deque()

    async def get(self, *, urgent: bool) -> T:
        """One that is free, at once or when it is our turn. Urgent work takes a reserved one only where it must."""
        for one in sorted(self._free, key=lambda one: one.reserved):
            if urgent or not one.reserved:
                self._free.remove(one)
                return one
        turn: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        (self._urgent if urgent else self._others).append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.put(turn.result())
            raise

    def put(self, one: T) -> None:
        """Give one back, or a new one: to whoever is next."""
        for waiting in (self._urgent,) if one.reserved else (self._urgent, self._others):
            while waiting:
                turn = waiting.popleft()
                if not turn.done():
                    turn.set_result(one)
                    return
        self._free.append(one)
