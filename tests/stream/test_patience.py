from __future__ import annotations

import asyncio
from typing import NoReturn

import pytest

from bellwire.errors import StopWorker, Unavailable
from bellwire.stream.message import LetGo
from bellwire.stream.patience import patiently


class _Time:
    """A clock that goes on while somebody sleeps, or tries."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


async def test_it_tries_again_until_it_is_there() -> None:
    tries: list[int] = []

    async def call() -> str:
        tries.append(1)
        if len(tries) < 4:
            raise Unavailable("gone")
        return "there"

    time = _Time()
    assert await patiently(call, 60, sleep=time.sleep, clock=time) == "there"
    assert time.pauses == [0.2, 0.4, 0.8]


@pytest.mark.parametrize("each", [0.0, 1.0, 30.0])
async def test_it_gives_up_with_the_reason_when_patience_is_at_its_end_however_long_each_try_takes(each: float) -> None:
    time = _Time()

    async def call() -> None:
        time.now += each
        raise Unavailable("no ledger", reason="ledger-unavailable")

    with pytest.raises(StopWorker, match=r"gave up after .* s: no ledger") as stopped:
        await patiently(call, 120, sleep=time.sleep, clock=time)
    assert stopped.value.reason == "ledger-unavailable"
    assert 120 <= time.now <= 120 + each + 1
    assert max(time.pauses) == 5.0 or each == 30.0


async def test_another_error_is_not_waited_for() -> None:
    async def call() -> None:
        raise ValueError

    time = _Time()
    with pytest.raises(ValueError):
        await patiently(call, 60, sleep=time.sleep, clock=time)
    assert time.pauses == []


async def _gone() -> NoReturn:
    raise Unavailable("gone")


@pytest.mark.parametrize("set_before", [True, False])
async def test_a_stop_ends_the_wait_between_two_tries(set_before: bool) -> None:
    stop = asyncio.Event()
    if set_before:
        stop.set()
    waiting = asyncio.create_task(patiently(_gone, 600, stop=stop, sleep=lambda _: asyncio.sleep(600)))
    await asyncio.sleep(0)
    stop.set()
    with pytest.raises(LetGo):
        await asyncio.wait_for(waiting, 60)


async def test_a_stop_ends_a_try_after_the_first_and_gives_up_what_it_holds() -> None:
    stop, lock, trying = asyncio.Event(), asyncio.Lock(), asyncio.Event()

    async def call() -> None:
        async with lock:
            if not trying.is_set():
                trying.set()
                raise Unavailable("locked")
            stop.set()
            await asyncio.sleep(600)

    with pytest.raises(LetGo):
        await asyncio.wait_for(patiently(call, 600, stop=stop), 60)
    async with asyncio.timeout(300), lock:
        pass


async def test_a_first_try_that_comes_to_its_end_counts_though_a_stop_came_meanwhile() -> None:
    stop = asyncio.Event()

    async def call() -> str:
        stop.set()
        await asyncio.sleep(0)
        return "done"

    assert await patiently(call, 60, stop=stop) == "done"
