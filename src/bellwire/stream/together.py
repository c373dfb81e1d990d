"""Work that is done once for all that wait for it: what comes while it is done is taken together the next time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

from bellwire.stream.message import LetGo

T = TypeVar("T")


class Together(Generic[T]):
    """`work` gets at most `most` items, in the order in which they came, and says of each what went wrong with it.

    If `work` itself raises, those items raise the same, and all others LetGo from then on: none may overtake them.
    """

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[Sequence[Exception | None]]], most: int) -> None:
        self._work = work
        self._most = most
        self._waiting: deque[tuple[T, asyncio.Future[None]]] = deque()
        self._first: deque[tuple[T, asyncio.Future[None]]] = deque()
        self._running: asyncio.Task[None] | None = None
        self._ended = False

    async def do(self, item: T, *, first: bool = False) -> None:
        """Return when it is done. `first`: before all that wait and came without."""
        if self._ended:
            raise LetGo
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._first if first else self._waiting).append((item, done))
        if self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._run(), context=Context())
        await done

    async def _run(self) -> None:
        try:
            while some := self._next():
                await self._do(some)
        finally:
            self._running = None

    def _next(self) -> list[tuple[T, asyncio.Future[None]]]:
        """The next ones; whoever no longer waits for an item does not want it done."""
        some = list[tuple[T, asyncio.Future[None]]]()
        while len(some) < self._most and (queue := self._first or self._waiting):
            item, done = queue.popleft()
            if not done.done():
                some.append((item, done))
        return some

    async def _do(self, some: Sequence[tuple[T, asyncio.Future[None]]]) -> None:
        try:
            errors = await self._work([item for item, _ in some])
        except BaseException as error:
            self._end(some, error)
            if isinstance(error, asyncio.CancelledError):
                raise
            return
        for (_, done), failed in zip(some, errors, strict=True):
            _tell(done, failed)

    def _end(self, some: Sequence[tuple[T, asyncio.Future[None]]], error: BaseException) -> None:
        self._ended = True
        for _, done in some:
            _tell(done, LetGo() if isinstance(error, asyncio.CancelledError) else error)
        for _, done in (*self._first, *self._waiting):
            _tell(done, LetGo())
        self._first.clear()
        self._waiting.clear()


def _tell(done: asyncio.Future[None], failed: BaseException | None) -> None:
    if done.done():
        return
    if failed is None:
        done.set_result(None)
    else:
        done.set_exception(failed)
