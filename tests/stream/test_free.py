from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from bellwire.stream.free import Free


@dataclass(frozen=True)
class _One:
    name: str
    reserved: bool = False


_PLAIN, _RESERVED = _One("plain"), _One("reserved", reserved=True)


async def _waiting(free: Free[_One], *, urgent: bool) -> asyncio.Task[_One]:
    task = asyncio.create_task(free.get(urgent=urgent))
    await asyncio.sleep(0)
    return task


@pytest.fixture
def free() -> Free[_One]:
    return Free()


async def test_who_waits_longest_is_next(free: Free[_One]) -> None:
    first, second = [await _waiting(free, urgent=False) for _ in range(2)]
    free.put(_PLAIN)
    assert await first is _PLAIN and not second.done()
    free.put(_PLAIN)
    assert await second is _PLAIN


async def test_urgent_work_goes_before_all_that_waits(free: Free[_One]) -> None:
    others = [await _waiting(free, urgent=False) for _ in range(3)]
    urgent = await _waiting(free, urgent=True)
    free.put(_PLAIN)
    assert await urgent is _PLAIN and not any(one.done() for one in others)
    for one in others:
        free.put(_PLAIN)
        assert await one is _PLAIN


async def test_a_reserved_one_is_for_urgent_work_alone(free: Free[_One]) -> None:
    other = await _waiting(free, urgent=False)
    free.put(_RESERVED)
    assert await free.get(urgent=True) is _RESERVED and not other.done()
    free.put(_PLAIN)
    assert await other is _PLAIN


async def test_urgent_work_takes_a_reserved_one_only_where_it_must(free: Free[_One]) -> None:
    free.put(_RESERVED)
    free.put(_PLAIN)
    assert [await free.get(urgent=True) for _ in range(2)] == [_PLAIN, _RESERVED]


async def test_who_gives_up_waiting_takes_nothing_along(free: Free[_One]) -> None:
    gone, stays = [await _waiting(free, urgent=False) for _ in range(2)]
    gone.cancel()
    free.put(_PLAIN)
    assert await stays is _PLAIN


async def test_who_gives_up_in_the_moment_of_getting_one_gives_it_back(free: Free[_One]) -> None:
    gone = await _waiting(free, urgent=False)
    free.put(_PLAIN)
    gone.cancel()
    await asyncio.wait([gone])
    assert gone.cancelled()
    assert await free.get(urgent=False) is _PLAIN
