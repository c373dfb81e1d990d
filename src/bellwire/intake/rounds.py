"""Asks many sources again and again, each at its own pace, until it is told to stop."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bellwire.errors import BellwireError, Unavailable
from bellwire.intake.pacing import Pace

#: Sources that are asked at once.
AT_ONCE = 16

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of asking once: articles that were sent, or why it failed. `wait`: seconds that the server asks for;
    `over`: it is never to be asked again; `older`: entries that were left out for newer ones."""

    sent: int = 0
    failed: str = ""
    wait: float | None = None
    over: bool = False
    older: int = 0


class NotNow(Unavailable):
    """A server that answers, but not with what it is asked for. `wait`: seconds after which it wants to be asked again,
    None where it does not say."""

    reason = "not-now"

    def __init__(self, sentence: str, wait: float | None) -> None:
        super().__init__(sentence)
        self.wait = wait


class Asked(Protocol):
    """A source that is asked. `host`: sources of one host are asked one after the other."""

    @property
    def name(self) -> str: ...

    @property
    def host(self) -> str: ...

    @property
    def pace(self) -> Pace: ...

    async def ask(self) -> Turn:
        """Ask once. Raises Unavailable where that fails."""


class Rounds:
    """`talk` is told what came of each turn, a line each; `jitter` gives a number from 0 to 1."""

    def __init__(self, talk: Callable[[str], None], *, jitter: Callable[[], float] = random.random) -> None:
        self._talk = talk
        self._jitter = jitter
        self._stop = asyncio.Event()
        self._some = asyncio.Semaphore(AT_ONCE)
        self._hosts: dict[str, asyncio.Lock] = {}

    def stop(self) -> None:
        """End `run`: what is being fetched is left, what is being sent is finished."""
        self._stop.set()

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT stop it."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.stop)

    async def run(self, sources: Sequence[Asked]) -> bool:
        """Ask them until told to stop; False where it ends because no source is left."""
        asking = asyncio.create_task(self._ask_all(sources))
        stopping = asyncio.create_task(self._stop.wait())
        done, pending = await asyncio.wait([asking, stopping], return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        for task in done:
            task.result()
        return stopping in done

    async def _ask_all(self, sources: Sequence[Asked]) -> None:
        async with asyncio.TaskGroup() as group:
            for source in sources:
                group.create_task(self._keep_asking(source))

    async def _keep_asking(self, source: Asked) -> None:
        failures = 0
        while True:
            turn = await self._turn(source)
            if turn.over:
                self._talk(f"{source.name}: {turn.failed}; it is not asked again")
                return
            failures = failures + 1 if turn.failed else 0
            wait = source.pace.wait(failures, turn.wait, self._jitter())
            if turn.failed:
                self._talk(f"{source.name}: {turn.failed}; asked again in {wait:.0f} s")
            elif turn.sent:
                older = f"; its {turn.older:,} oldest entries are left out" if turn.older else ""
                self._talk(f"{source.name}: {turn.sent:,} new{older}")
            await asyncio.sleep(wait)

    async def _turn(self, source: Asked) -> Turn:
        """Whatever goes wrong with one source is told and tried again: it must not end the others."""
        async with self._hosts.setdefault(source.host, asyncio.Lock()), self._some:
            try:
                return await source.ask()
            except NotNow as error:
                return Turn(failed=str(error), wait=error.wait)
            except BellwireError as error:
                return Turn(failed=str(error))
            except Exception as error:
                return Turn(failed=f"a fault of ours: {type(error).__name__}: {error}")


async def finished(work: Callable[..., _T], *arguments: Any) -> _T:
    """What `work` returns, in a thread; where the task is canceled, only after it has come to its end."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *arguments))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
